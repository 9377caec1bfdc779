// 秘点: the secret points of the enterprise (law.md 4.2, forms.md R01).
import { type RegisterDefinition, words } from './definition.ts';
import { secretBasicFields } from './secret-basic-fields.ts';
import { secretElementFields } from './secret-element-fields.ts';

/** Register R01. The name is replaced by the public name in every outward export; the content is always sealed. */
export const secretRegister: RegisterDefinition = {
  key: 'secret',
  code: 4,
  table: 'secret',
  label: { zh: '秘点台账', en: 'Secret points' },
  noun: { zh: '秘点', en: 'secret point' },
  kind: 'register',
  area: 'secrets',
  numberPattern: '商密〔{year}〕{seq:3}号',
  number: {
    label: { zh: '编号', en: 'Number' },
    headers: words('秘点编号 商密编号 秘密编号 事项编号 密点编号'),
    weakHeaders: words('序号 项次 行号 No'),
  },
  departmentReturn: {
    headers: words('建议密级 建议期限 建议保密期限 建议知悉范围'),
    labels: words('填报部门 申报部门 填报单位部门'),
    field: 'department',
    dateLabels: words('填报日期 填表日期 申报日期'),
    linkColumns: [
      {
        key: 'contacts',
        label: { zh: '接触岗位/人员', en: 'Posts and people in contact' },
        headers: words('接触岗位人员 接触岗位 接触人员 接触岗位及人员 接触岗位和人员 现接触岗位人员'),
        links: ['secretPost', 'secretPerson'],
        reason: '部门填报在接触',
      },
    ],
  },
  identity: [],
  matchFields: ['name'],
  title: 'name',
  factDate: ['gradedOn'],
  ledgerDate: ['originatedOn'],
  lateFrom: ['gradedOn'],
  statuses: [
    {
      code: 'proposed',
      label: { zh: '待定密', en: 'To be graded' },
      synonyms: words('拟定 未定密 待审 待审批'),
      open: true,
      notInForce: true,
    },
    { code: 'in_force', label: { zh: '在册', en: 'In force' }, synonyms: words('已定密 有效 正常 在用 在密') },
    {
      code: 'content_due',
      label: { zh: '待补秘点内容', en: 'Content to follow' },
      synonyms: words('待补内容 内容待补'),
      open: true,
    },
    {
      code: 'released',
      label: { zh: '已解密', en: 'Released' },
      synonyms: words('解密 撤密 解除商密 已公开'),
      confirm: ['脱密'],
      notInForce: true,
    },
  ],
  initialStatus: 'proposed',
  statusUntilFilled: { status: 'content_due', field: 'content', afterwards: 'in_force' },
  statusHeaders: ['状态', '当前状态', '秘点状态'],
  sections: {
    basic: { zh: '基本信息', en: 'Basics' },
    content: { zh: '秘点内容', en: 'Content' },
    elements: { zh: '三要件', en: 'Three elements' },
    risk: { zh: '风险', en: 'Risk' },
    grading: { zh: '期限与变更', en: 'Term and changes' },
  },
  fields: [...secretBasicFields, ...secretElementFields],
};
