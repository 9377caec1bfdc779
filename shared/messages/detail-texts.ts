// What the members of an event's detail are called in the window. The journal itself keeps the keys: they are evidence.
import type { Label } from '../registers/definition.ts';

const detailTexts: Readonly<Record<string, Label>> = {
  action: { zh: '事项', en: 'Act' },
  actor: { zh: '操作人', en: 'Who' },
  approval: { zh: '审批', en: 'Approval' },
  asOf: { zh: '基准日', en: 'As of' },
  attachment: { zh: '附件标识', en: 'Attachment' },
  attachmentFiles: { zh: '附件数', en: 'Attachments' },
  attachments: { zh: '附件', en: 'Attachments' },
  authority: { zh: '时间戳机构', en: 'Time-stamp authority' },
  backup: { zh: '备份标识', en: 'Backup' },
  basis: { zh: '依据', en: 'Basis' },
  batch: { zh: '批次', en: 'Batch' },
  before: { zh: '原值', en: 'Before' },
  blank: { zh: '空白表', en: 'Blank form' },
  bundle: { zh: '证据包标识', en: 'Bundle' },
  certificate: { zh: '证书摘要', en: 'Certificate digest' },
  checkpointSize: { zh: '检查点条数', en: 'Checkpoint size' },
  clockAt: { zh: '当时时钟', en: 'Clock at' },
  compartment: { zh: '分区标识', en: 'Compartment' },
  content: { zh: '内容摘要', en: 'Content digest' },
  created: { zh: '新建', en: 'Created' },
  day: { zh: '日期', en: 'Day' },
  deadlines: { zh: '调整期限', en: 'Deadlines moved' },
  demo: { zh: '演示库', en: 'Demo' },
  department: { zh: '部门标识', en: 'Department' },
  departmentsCreated: { zh: '新建部门', en: 'Departments created' },
  disclosure: { zh: '揭示标识', en: 'Disclosure' },
  document: { zh: '文书', en: 'Document' },
  draft: { zh: '草稿标识', en: 'Draft' },
  erasure: { zh: '删除申请标识', en: 'Erasure request' },
  factDate: { zh: '事实日期', en: 'Fact date' },
  field: { zh: '字段', en: 'Field' },
  fields: { zh: '字段', en: 'Fields' },
  file: { zh: '文件', en: 'File' },
  files: { zh: '文件数', en: 'Files' },
  filters: { zh: '筛选', en: 'Filters' },
  folder: { zh: '文件夹', en: 'Folder' },
  form: { zh: '表式', en: 'Form' },
  generation: { zh: '代次', en: 'Generation' },
  genTimeMs: { zh: '时间戳时间（毫秒）', en: 'Stamped at (ms)' },
  grading: { zh: '密级处理', en: 'Grading' },
  grant: { zh: '授权声明摘要', en: 'Grant digest' },
  grants: { zh: '授权', en: 'Grants' },
  id: { zh: '标识', en: 'Id' },
  imprint: { zh: '摘要', en: 'Imprint' },
  key: { zh: '密钥指纹', en: 'Key fingerprint' },
  keys: { zh: '密钥数', en: 'Keys' },
  kind: { zh: '类别', en: 'Kind' },
  label: { zh: '名称', en: 'Name' },
  late: { zh: '补录', en: 'Late entry' },
  level: { zh: '级别', en: 'Level' },
  line: { zh: '备份支线', en: 'Line' },
  login: { zh: '登录名', en: 'Login' },
  makeUp: { zh: '调休上班日', en: 'Make-up working days' },
  name: { zh: '名称', en: 'Name' },
  number: { zh: '编号', en: 'Number' },
  numberPatterns: { zh: '编号规则', en: 'Number patterns' },
  off: { zh: '放假日', en: 'Days off' },
  ok: { zh: '结果正常', en: 'Sound' },
  organisation: { zh: '单位', en: 'Organisation' },
  pages: { zh: '页数', en: 'Pages' },
  pair: { zh: '职责组合', en: 'Pair of duties' },
  pairs: { zh: '职责组合', en: 'Pairs of duties' },
  policy: { zh: '规则', en: 'Policy' },
  problems: { zh: '问题', en: 'Problems' },
  purpose: { zh: '用途', en: 'Purpose' },
  reason: { zh: '理由', en: 'Reason' },
  recipient: { zh: '接收方', en: 'Recipient' },
  recordId: { zh: '记录标识', en: 'Record' },
  records: { zh: '记录', en: 'Records' },
  register: { zh: '台账', en: 'Register' },
  registers: { zh: '台账', en: 'Registers' },
  request: { zh: '申请标识', en: 'Request' },
  restored: { zh: '恢复', en: 'Restored' },
  reveals: { zh: '揭示项', en: 'Reveals' },
  roles: { zh: '角色', en: 'Roles' },
  route: { zh: '操作', en: 'Route' },
  run: { zh: '流程标识', en: 'Procedure' },
  row: { zh: '行', en: 'Row' },
  rows: { zh: '行数', en: 'Rows' },
  scheme: { zh: '密级方案', en: 'Grading scheme' },
  search: { zh: '搜索', en: 'Search' },
  serial: { zh: '序列号', en: 'Serial' },
  set: { zh: '份额组', en: 'Share set' },
  sha256: { zh: 'SHA-256', en: 'SHA-256' },
  shares: { zh: '份额数', en: 'Shares' },
  sheet: { zh: '工作表', en: 'Sheet' },
  singleOfficerReason: { zh: '豁免理由', en: 'Reason of the waiver' },
  sizeBytes: { zh: '大小（字节）', en: 'Size (bytes)' },
  sm3: { zh: 'SM3', en: 'SM3' },
  statement: { zh: '声明', en: 'Statement' },
  subject: { zh: '对象', en: 'Subject' },
  target: { zh: '目标', en: 'Target' },
  token: { zh: '时间戳标识', en: 'Token' },
  tokens: { zh: '时间戳', en: 'Tokens' },
  trusted: { zh: '已信任', en: 'Trusted' },
  unchanged: { zh: '未改动', en: 'Unchanged' },
  updated: { zh: '修改', en: 'Changed' },
  user: { zh: '用户标识', en: 'User' },
  values: { zh: '密封内容数', en: 'Values' },
  vault: { zh: '保密库标识', en: 'Vault' },
  view: { zh: '视图标识', en: 'View' },
  voided: { zh: '作废', en: 'Voided' },
  waiver: { zh: '豁免标识', en: 'Waiver' },
  what: { zh: '内容', en: 'What' },
  withdrawn: { zh: '撤销录入', en: 'Taken back' },
  witness: { zh: '见证人', en: 'Witness' },
  word: { zh: '词语', en: 'Word' },
  year: { zh: '年度', en: 'Year' },
};

const yes: Label = { zh: '是', en: 'yes' };
const no: Label = { zh: '否', en: 'no' };

function valueText(value: unknown, language: 'zh' | 'en'): string {
  if (typeof value === 'boolean') return (value ? yes : no)[language];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(String).join(language === 'zh' ? '、' : ', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The detail of an event as pairs in words; a member without a word keeps its name. What is empty is left out. */
export function detailText(detail: Readonly<Record<string, unknown>>, language: 'zh' | 'en'): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => {
      const word = Object.hasOwn(detailTexts, key) ? (detailTexts[key]?.[language] ?? key) : key;
      return `${word}${language === 'zh' ? '：' : ': '}${valueText(value, language)}`;
    })
    .join('　');
}
