// 知悉 and 载体对应: dated links between records. Each is a record of its own, closed and never overwritten.
import { type FieldDefinition, freeTextMasks, type RegisterDefinition } from './definition.ts';

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

/** A link register of its two ends, further facts, the dates every link has, and what more is said of its approval. */
export function link(
  key: string,
  code: number,
  label: RegisterDefinition['label'],
  from: { field: string; register: string; label: RegisterDefinition['label'] },
  to: { field: string; register: string; label: RegisterDefinition['label'] },
  extra: readonly FieldDefinition[] = [],
  approval: readonly FieldDefinition[] = [],
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
    fields: [end(from), end(to), ...extra, ...dated, ...approval],
  };
}

export const secretEnd = { field: 'secret', register: 'secret', label: { zh: '秘点', en: 'Secret point' } };

/** 知悉方式: by what way the secret came to be known, as the office writes it (forms.md R04). */
const way: FieldDefinition = {
  key: 'way',
  kind: 'text',
  class: 'open',
  label: { zh: '知悉方式', en: 'Way of knowing' },
  help: {
    zh: '如：授权查阅、参与研发、岗位职责、会议。',
    en: 'For example: granted access, taking part in development, duty of the post, a meeting.',
  },
  headers: [],
  masks: freeTextMasks,
  section: 'basic',
};

/** 批准日期: the day on the paper, which may lie before the day the knowledge begins. */
const approvedOn: FieldDefinition = {
  key: 'approvedOn',
  kind: 'date',
  class: 'open',
  label: { zh: '批准日期', en: 'Approved on' },
  headers: [],
  section: 'basic',
};

/** Person in the know (forms.md R04): all or part of a secret, how, from a date, with reason, approver and day of approval. */
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
    {
      key: 'extentNote',
      kind: 'text',
      class: 'open',
      label: { zh: '部分说明', en: 'Which part' },
      help: { zh: '只写是哪一部分，不写内容。', en: 'Says which part, not what it holds.' },
      headers: [],
      masks: freeTextMasks,
      section: 'basic',
    },
    way,
  ],
  [approvedOn],
);

/** Post in the know (forms.md R10). */
export const secretPostLink = link(
  'secretPost',
  7,
  { zh: '知悉岗位', en: 'Posts in the know' },
  secretEnd,
  { field: 'post', register: 'post', label: { zh: '岗位', en: 'Post' } },
  [way],
  [approvedOn],
);

/** The carriers a secret lives on (forms.md R05 对应秘点). */
export const secretCarrierLink = link('secretCarrier', 8, { zh: '对应载体', en: 'Carriers of the secret' }, secretEnd, {
  field: 'carrier',
  register: 'carrier',
  label: { zh: '载体', en: 'Carrier' },
});
