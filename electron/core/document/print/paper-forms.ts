// The paper registers as the offices know them: code, title, head, columns in order, sign-offs. Data only.
import { printOrder, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { PageSetup } from '../paper/page-setup.ts';

/** A column of a paper register: one or several fields of ours under one heading. */
export interface FormColumn {
  header: string;
  /** Field keys, `order`, `number` or `status`; the column is left out where none of them is there. */
  from: readonly string[];
  /** What stands between two filled values. */
  join?: string;
}

export interface PaperForm {
  code: string;
  title: string;
  /**
   * Head line: the organisation, the date the rows stand for, the day of printing; the others stay blank to be written, `hand`
   * within its own words.
   */
  head: readonly { label: string; fill?: 'organisation' | 'date' | 'printed' | 'hand' }[];
  setup: PageSetup;
  columns: readonly FormColumn[];
  signOffs: readonly string[];
}

const a3: PageSetup = { size: 'A3', orientation: 'landscape' };
const a4: PageSetup = { size: 'A4', orientation: 'landscape' };

/** `秘点名称 name`: a heading and the fields under it. */
function columns(list: readonly string[]): FormColumn[] {
  return list.map((entry) => {
    const [header = '', ...from] = entry.split(' ');
    return { header, from };
  });
}

const order: FormColumn = { header: '序号', from: ['order'] };

/** By register key. */
export const registerForms: Readonly<Record<string, PaperForm>> = {
  secret: {
    code: 'R01',
    title: '商业秘密台账',
    head: [
      { label: '单位名称', fill: 'organisation' },
      { label: '填报部门' },
      { label: '填报日期', fill: 'printed' },
      { label: '第＿＿＿册', fill: 'hand' },
    ],
    setup: a3,
    columns: [
      order,
      ...columns([
        '编号 number',
        '秘点名称 name publicName',
        '类别 category',
        '密级 level',
        '定密日期 gradedOn',
        '保密期限 term',
        '到期日或解密条件 termEnd releaseCondition',
        '权属 ownership',
        '取得方式 origin',
        '产生日期 originatedOn',
        '责任部门 department',
        '责任人 responsible',
        '知悉范围 scope',
        '载体形式及份数 carrierForm',
        '存放地点 place',
        '保密措施 measure',
        '审批表号 approvalNumber',
        '上次复核日期 lastReviewedOn',
        '状态 status',
        '备注 note',
      ]),
    ],
    signOffs: ['填表人', '审核人', '部门（商秘办）负责人'],
  },
  carrier: {
    code: 'R05',
    title: '商业秘密涉密载体登记簿',
    head: [
      { label: '单位', fill: 'organisation' },
      { label: '保管部门' },
      { label: '登记日期', fill: 'printed' },
      { label: '册号' },
    ],
    setup: a3,
    columns: [
      order,
      ...columns([
        '载体编号 number',
        '载体名称 name',
        '对应秘点编号 secretText',
        '载体形式 form',
        '密级 level',
        '保密期限 term',
      ]),
      { header: '份号/总份数', from: ['copyNumber', 'copiesTotal'], join: '/' },
      ...columns([
        '页数（件数） pages',
        '图号/版本 drawingVersion',
        '制作日期 madeOn',
        '制作人 maker',
        '制作审批号 makeApproval',
        '存放地点（柜号） place',
        '保管人 keeper',
        '标志 marked',
        '状态 status',
        '上次盘点日期及结果 stocktakenOn stocktakeResult',
        '备注 note',
      ]),
    ],
    signOffs: ['登记人', '保管人', '审核人'],
  },
  post: {
    code: 'R10',
    title: '商业秘密涉密岗位界定表',
    head: [{ label: '单位', fill: 'organisation' }, { label: '部门' }, { label: '基准日', fill: 'date' }],
    setup: a4,
    columns: [
      order,
      ...columns([
        '岗位编号 number',
        '岗位名称 name',
        '部门 department',
        '知悉秘点类别及编号 secretsText',
        '岗位涉密等级 secrecyClass',
        '定员 headcount',
        '准入要求（协议、培训、承诺） entryRequirements',
      ]),
      { header: '竞业限制必要性及理由', from: ['nonCompeteNeeded', 'nonCompeteReason'], join: '\n' },
      ...columns(['界定依据 basis', '审批日期 approvedOn', '备注 note']),
    ],
    signOffs: ['部门负责人', '人力资源', '商秘办', '分管领导'],
  },
  person: {
    code: 'R11',
    title: '商业秘密涉密人员登记表',
    head: [{ label: '单位', fill: 'organisation' }, { label: '部门' }, { label: '基准日', fill: 'date' }],
    setup: a4,
    columns: [
      order,
      ...columns([
        '工号 number',
        '姓名 name',
        '部门 department',
        '职务岗位 position',
        '涉密岗位 post',
        '人员涉密等级 secrecyClass',
        '用工形式 employment',
        '涉密起始日期 coveredFrom',
        '入职日期 joinedOn',
        '变动或脱离日期 leftOn',
        '状态 status',
        '备注 note',
      ]),
    ],
    signOffs: ['部门负责人', '人力资源', '商秘办', '分管领导'],
  },
  bundle: {
    code: '证包',
    title: '商业秘密证据包登记簿',
    head: [
      { label: '单位', fill: 'organisation' },
      { label: '基准日', fill: 'date' },
    ],
    setup: a3,
    columns: [
      order,
      ...columns([
        '编号 number',
        '接收方 recipient',
        '用途 purpose',
        '披露级别 disclosure',
        '出具日期 issuedOn',
        '范围 scope',
        '密封内容（项） sealedRecords',
        '批准人 approver',
        '批准日期 approvedOn',
        '审批表号 approvalForm',
        '文件 fileName',
        'SHA-256校验值 sha256',
        '收回日期 returnedOn',
        '状态 status',
        '备注 note',
      ]),
    ],
    signOffs: ['登记人', '审核人', '商秘办负责人'],
  },
  department: {
    code: 'BM',
    title: '商业秘密保护部门名册',
    head: [
      { label: '单位', fill: 'organisation' },
      { label: '基准日', fill: 'date' },
    ],
    setup: a4,
    columns: [
      order,
      ...columns([
        '部门编号 number',
        '部门名称 name',
        '别名 aliases',
        '涉密部门 handlesSecrets',
        '部门负责人 head',
        '部门联络员 liaison',
        '设立日期 establishedOn',
        '状态 status',
        '备注 note',
      ]),
    ],
    signOffs: ['填表人', '审核人', '负责人'],
  },
};

/** R02, the list that may be shown: public names only. */
export const publicListForm: PaperForm = {
  code: 'R02',
  title: '商业秘密保护名录',
  head: [
    { label: '单位名称（盖章）', fill: 'organisation' },
    { label: '基准日', fill: 'date' },
  ],
  setup: a4,
  columns: [
    order,
    ...columns([
      '编号 number',
      '对外名称 publicName',
      '类别 category',
      '密级 level',
      '保密期限 term',
      '责任部门 department',
      // Left to be written by hand: what our notes say may tell more than a public name does.
      '备注 blank',
    ]),
  ],
  signOffs: ['编制人', '审核人', '分管领导'],
};

/** The form of a register; one without a form of its own has all its fields in their order. */
export function formOf(definition: RegisterDefinition): PaperForm {
  const own = registerForms[definition.key];
  if (own) return own;
  const fields = printOrder(definition).filter((field) => field.class !== 'sealed');
  return {
    code: definition.key,
    title: definition.label.zh,
    head: [
      { label: '单位', fill: 'organisation' },
      { label: '基准日', fill: 'date' },
    ],
    setup: fields.length > 12 ? a3 : a4,
    columns: [
      order,
      { header: definition.number.label.zh, from: ['number'] },
      ...fields.map(({ key, label }) => ({ header: label.zh, from: [key] })),
    ],
    signOffs: ['填表人', '审核人', '负责人'],
  };
}
