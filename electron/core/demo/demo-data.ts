// The words the demo enterprise is made of. Every firm and person is invented.

export const demoOrganisation = '江北云岭电工材料有限公司（演示）';

export const departments: readonly { name: string; aliases: string | null; handlesSecrets: boolean }[] = [
  { name: '研发部', aliases: '研发中心、技术中心', handlesSecrets: true },
  { name: '工艺技术部', aliases: '工艺部', handlesSecrets: true },
  { name: '质量管理部', aliases: '质管部、品质部', handlesSecrets: true },
  { name: '生产一部', aliases: '一车间', handlesSecrets: true },
  { name: '生产二部', aliases: '二车间', handlesSecrets: true },
  { name: '市场营销部', aliases: '销售部、营销中心', handlesSecrets: true },
  { name: '采购供应部', aliases: '采购部', handlesSecrets: true },
  { name: '信息中心', aliases: '信息部', handlesSecrets: true },
  { name: '财务部', aliases: null, handlesSecrets: true },
  { name: '人力资源部', aliases: '人事部', handlesSecrets: true },
  { name: '法务部', aliases: null, handlesSecrets: true },
  { name: '商业秘密保护办公室', aliases: '商秘办、保密办', handlesSecrets: true },
  { name: '行政安保部', aliases: '行政部', handlesSecrets: false },
  { name: '工会', aliases: null, handlesSecrets: false },
];

export const posts: readonly { name: string; department: string; secrecyClass: 'core' | 'important' | 'general' }[] = [
  { name: '配方工程师', department: '研发部', secrecyClass: 'core' },
  { name: '材料研发工程师', department: '研发部', secrecyClass: 'core' },
  { name: '试验员', department: '研发部', secrecyClass: 'important' },
  { name: '浸渍工艺主管', department: '工艺技术部', secrecyClass: 'core' },
  { name: '工艺工程师', department: '工艺技术部', secrecyClass: 'important' },
  { name: '设备工程师', department: '工艺技术部', secrecyClass: 'important' },
  { name: '质量放行岗', department: '质量管理部', secrecyClass: 'important' },
  { name: '检测员', department: '质量管理部', secrecyClass: 'general' },
  { name: '班组长', department: '生产一部', secrecyClass: 'general' },
  { name: '涂布操作岗', department: '生产一部', secrecyClass: 'general' },
  { name: '分切操作岗', department: '生产二部', secrecyClass: 'general' },
  { name: '大客户经理', department: '市场营销部', secrecyClass: 'important' },
  { name: '报价专员', department: '市场营销部', secrecyClass: 'important' },
  { name: '战略采购', department: '采购供应部', secrecyClass: 'important' },
  { name: '系统管理员', department: '信息中心', secrecyClass: 'important' },
  { name: '成本会计', department: '财务部', secrecyClass: 'important' },
  { name: '薪酬专员', department: '人力资源部', secrecyClass: 'general' },
  { name: '商秘专员', department: '商业秘密保护办公室', secrecyClass: 'core' },
];

export const surnames =
  '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭陆汪范石廖贾夏韦方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
export const givenNames =
  '若溪|言之|知衡|兰舟|云舒|明澈|霁|南乔|清和|牧|予安|景行|思齐|书白|雨桐|子墨|浩然|文博|一鸣|嘉树|晓峰|海燕|建国|志强|丽华|秀英|俊杰|婷|磊|静|敏|涛|勇|艳|娟|超|霞|平|刚|桂英|宇航|梓涵|欣怡|晨曦|天佑|国栋|振华|立新|美玲|慧敏|春梅|冬青|致远|怀瑾|望舒|修远|令仪|星河|北辰|允执|弘毅|守拙'.split(
    '|',
  );

/** What secrets are about, how they are called, and which department owns them. */
export const technicalSubjects: readonly string[] = [
  '耐火云母带树脂浸渍温度曲线',
  '有机硅胶黏剂低温固化促进体系',
  '云母纸打浆度与定量对照表',
  '双面梯度升温云母板热压曲线',
  '涂布烘道七温区参数组合',
  '煅烧云母脱水时间与含水率修正系数',
  '自研云母剥片分级筛网图纸',
  '分切机组刀距自动补偿程序',
  '真空压力浸漆节拍与排气参数',
  '成品云母板厚度在线检测标定数据',
  '高压电机主绝缘少胶带配方',
  '新能源电池包隔热云母组件叠层结构',
  '绝缘老化加速试验原始数据',
  '粉云母纸湿强剂替代试验失败记录',
  '耐火云母带玻布张力分级设定',
  '柔性云母带浸渍胶液固含量控制窗口',
  '绝缘套筒缠绕角度与搭接率',
  '高导热填料表面处理剂筛选记录',
  '电磁线用云母带分切毛边控制',
  '云母板热压保压压力分段设定',
  '三段式树脂张力补偿系数',
  '云母纸在线水分闭环程序',
  '粉云母纸抄造湿部助留体系',
  '云母发热膜电极浆料配比',
  '导热云母片厚度公差控制方法',
  '云母带耐火焰试验批次汇编',
  '热压机模温均匀性修正表',
  '云母浆料除铁工序参数',
  '硅树脂改性反应终点判定法',
  '云母管卷制芯轴涂层工艺',
];
export const businessSubjects: readonly string[] = [
  '华东区主要客户年度报价底线',
  '云母采购矿源含铁量筛选模型',
  '海外代理渠道分销折扣体系',
  '年度原料储备与期现对冲计划',
  '并购意向尽调资料',
  '华南区客户交易习惯档案',
  '重点客户需求意向库',
  '年度投标标底测算',
  '战略供应商采购成本构成',
  '新品上市节奏与定价方案',
  '产线成本核算模型',
  '核心岗位薪酬与激励方案',
  '下一代产品路线与产能规划',
  '电网客户招投标策略',
  '海外市场进入方案',
];
export const places: readonly string[] = [
  '研发楼二层保密室',
  '档案室3号柜',
  '工艺文件服务器（受控区）',
  '财务保险柜',
  '车间工艺柜',
  '营销部密码柜',
  '信息中心离线备份柜',
];
export const scopes: readonly string[] = [
  '研发部配方组、工艺主管',
  '浸渍工序主管、配方工程师、质量放行岗',
  '总经理、分管副总',
  '项目组成员',
  '责任人及部门负责人',
  '大客户经理、报价专员',
  '工艺技术部全体',
];
export const contents: readonly string[] = [
  '一区 85±3℃，二区 118±2℃，三区 146±2℃；线速 6.5 m/min；胶液固含量 42%。（演示数据）',
  '主料 100 份，促进剂 1.8 份，偶联剂 0.6 份；60℃ 预聚 40 min 后降温加料。（演示数据）',
  '底线按含税出厂价下浮 7.5%，年采购额过 800 万元可再让 1.2%。（演示数据）',
  '刀距补偿按材料温度每升高 5℃ 收紧 0.02 mm，换卷后前 30 m 减半。（演示数据）',
];

/** Measures taken for everything, with their papers; managing leavers is still to come. */
export const measures: readonly { name: string; kind: string; evidence: string }[] = [
  { name: '涉密人员保密协议', kind: 'duty', evidence: '保密协议台账及签字原件，人力资源部档案柜' },
  { name: '商业秘密保护管理办法', kind: 'rules', evidence: '云岭发〔2022〕18号，签收表 2022-09' },
  { name: '涉密场所门禁与标识', kind: 'zones', evidence: '门禁系统验收单、场所标识照片' },
  { name: '密级标志与专柜存放', kind: 'marking', evidence: '标志领用登记、保险柜编号表' },
  { name: '终端管控与移动存储登记', kind: 'devices', evidence: '终端安全策略、存储介质登记簿' },
];

export const informationSystems: readonly { name: string; kind: string }[] = [
  { name: '产品数据管理系统', kind: 'plm' },
  { name: '经营管理系统', kind: 'erp' },
];
