// 知悉 and 载体对应: dated links between records. Each is a record of its own, closed and never overwritten.
import type { FieldDefinition, RegisterDefinition } from './definition.ts';

const dated: readonly FieldDefinition[] = [
  {
    key: 'startsOn',
    kind: 'date',
    class: 'open',
    label: { zh: '起始日期', en: 'From' },
    required: true,
    headers: [],
    section: 'basic',
    grid: 104,
  },
  {
    key: 'endsOn',
    kind: 'date',
    class: 'open',
    label: { zh: '终止日期', en: 'Until' },
    headers: [],
    section: 'basic',
    grid: 104,
  },
  { key: 'reason', kind: 'text', class: 'open', label: { zh: '理由', en: 'Reason' }, headers: [], section: 'basic' },
  {
    key: 'endReason',
    kind: 'text',
    class: 'open',
    label: { zh: '终止原因', en: 'Reason for ending' },
    headers: [],
    section: 'basic',
  },
  {
    key: 'approver',
    kind: 'person',
    class: 'personal',
    label: { zh: '批准人', en: 'Approved by' },
    headers: [],
    section: 'basic',
  },
];

/** A link register of its two ends, further facts and the dates every link has. */
export function link(
  key: string,
  code: number,
  label: RegisterDefinition['label'],
  from: { field: string; register: string; label: RegisterDefinition['label'] },
  to: { field: string; register: string; label: RegisterDefinition['label'] },
  extra: readonly FieldDefinition[] = [],
): RegisterDefinition {
  const end = (side: typeof from): FieldDefinition => ({
    key: side.field,
    kind: 'reference',
    target: side.register,
    class: 'open',
    label: side.label,
    required: true,
    headers: [],
    section: 'basic',
  });
  return {
    key,
    code,
    table: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    label,
    noun: label,
    kind: 'link',
    area: 'base',
    numberPattern: '',
    number: { label: { zh: '编号', en: 'Number' }, headers: [] },
    identity: [],
    matchFields: [],
    title: from.field,
    factDate: ['startsOn'],
    lateFrom: ['startsOn'],
    statuses: [
      { code: 'open', label: { zh: '有效', en: 'In force' }, synonyms: [] },
      { code: 'closed', label: { zh: '已终止', en: 'Ended' }, synonyms: [], notInForce: true },
    ],
    initialStatus: 'open',
    statusHeaders: [],
    sections: { basic: { zh: '基本信息', en: 'Basics' } },
    fields: [end(from), end(to), ...extra, ...dated],
  };
}

export const secretEnd = { field: 'secret', register: 'secret', label: { zh: '秘点', en: 'Secret point' } };

/** Person in the know (forms.md R04): all or part of a secret, from a date, with reason and approver. */
export const secretPersonLink = link(
  'secretPerson',
  6,
  { zh: '知悉人', en: 'People in the know' },
  secretEnd,
  { field: 'person', register: 'person', label: { zh: '知悉人', en: 'Person' } },
  [
    {
      key: 'extent',
      kind: 'choice',
      class: 'open',
      label: { zh: '知悉内容', en: 'Extent' },
      headers: [],
      choices: [
        { code: 'all', label: { zh: '全部', en: 'All' }, synonyms: [] },
        { code: 'part', label: { zh: '部分', en: 'Part' }, synonyms: [] },
      ],
      section: 'basic',
      grid: 72,
    },
  ],
);

/** Post in the know (forms.md R10). */
export const secretPostLink = link('secretPost', 7, { zh: '知悉岗位', en: 'Posts in the know' }, secretEnd, {
  field: 'post',
  register: 'post',
  label: { zh: '岗位', en: 'Post' },
});

/** The carriers a secret lives on (forms.md R05 对应秘点). */
export const secretCarrierLink = link('secretCarrier', 8, { zh: '对应载体', en: 'Carriers of the secret' }, secretEnd, {
  field: 'carrier',
  register: 'carrier',
  label: { zh: '载体', en: 'Carrier' },
});
