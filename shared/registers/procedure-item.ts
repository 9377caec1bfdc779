// The records a procedure runs over, each with what was proposed and what was decided for it.
import { type FieldDefinition, freeTextMasks, type RegisterDefinition } from './definition.ts';
import { link, secretEnd } from './links.ts';

/** Grade, term and scope as somebody proposed or decided them. */
function proposal(side: 'proposed' | 'decided', word: RegisterDefinition['label']): FieldDefinition[] {
  const label = (zh: string, en: string) => ({ zh: `${word.zh}${zh}`, en: `${word.en} ${en}` });
  return [
    { key: `${side}Level`, kind: 'level', class: 'open', label: label('密级', 'grade'), headers: [], section: 'basic' },
    {
      key: `${side}Term`,
      kind: 'term',
      // A term in years counts from the decision; until then there is no end to show.
      from: 'decidedOn',
      class: 'open',
      label: label('保密期限', 'term'),
      headers: [],
      section: 'basic',
    },
    {
      key: `${side}Scope`,
      kind: 'longText',
      class: 'open',
      label: label('知悉范围', 'scope'),
      headers: [],
      masks: freeTextMasks,
      section: 'basic',
    },
  ];
}

/**
 * A record in a run of a procedure: what was proposed for it and what was decided. `startsOn` is the day it was proposed,
 * `endsOn` the day the run ended for it.
 */
export const procedureItemLink: RegisterDefinition = {
  ...link(
    'procedureItem',
    12,
    { zh: '审批记录', en: 'Procedure items' },
    { field: 'procedure', register: 'procedure', label: { zh: '流程', en: 'Procedure' } },
    secretEnd,
    [
      {
        key: 'position',
        kind: 'integer',
        minimum: 1,
        class: 'open',
        label: { zh: '序号', en: 'Row' },
        headers: [],
        section: 'basic',
      },
      {
        key: 'request',
        kind: 'choice',
        class: 'open',
        label: { zh: '申请', en: 'Request' },
        headers: [],
        choices: [
          { code: 'grade', label: { zh: '定密', en: 'Grade' }, synonyms: [] },
          { code: 'keep', label: { zh: '维持', en: 'Keep' }, synonyms: [] },
          { code: 'change', label: { zh: '变更', en: 'Change' }, synonyms: [] },
          { code: 'extend', label: { zh: '延期', en: 'Extend' }, synonyms: [] },
          { code: 'release', label: { zh: '解密', en: 'Release' }, synonyms: [] },
          { code: 'review', label: { zh: '审查', en: 'Review' }, synonyms: [] },
        ],
        section: 'basic',
        grid: 72,
      },
      ...proposal('proposed', { zh: '拟定', en: 'Proposed' }),
      {
        key: 'proposedReason',
        kind: 'longText',
        class: 'open',
        label: { zh: '申请理由', en: 'Grounds' },
        headers: [],
        masks: freeTextMasks,
        section: 'basic',
      },
      {
        key: 'assessment',
        kind: 'text',
        class: 'open',
        label: { zh: '定密要素评分', en: 'Factor scores' },
        headers: [],
        masks: freeTextMasks,
        section: 'basic',
      },
      ...proposal('decided', { zh: '批定', en: 'Decided' }),
      {
        key: 'decidedRequest',
        kind: 'choice',
        class: 'open',
        label: { zh: '复核意见', en: 'Result of the review' },
        headers: [],
        choices: [
          { code: 'keep', label: { zh: '维持', en: 'Keep' }, synonyms: [] },
          { code: 'change', label: { zh: '变更', en: 'Change' }, synonyms: [] },
          { code: 'extend', label: { zh: '延期', en: 'Extend' }, synonyms: [] },
          { code: 'release', label: { zh: '解密', en: 'Release' }, synonyms: [] },
        ],
        section: 'basic',
      },
      {
        key: 'decidedOn',
        kind: 'date',
        class: 'open',
        label: { zh: '批准日期', en: 'Decided on' },
        headers: [],
        section: 'basic',
        grid: 104,
      },
      {
        key: 'decisionNote',
        kind: 'text',
        class: 'open',
        label: { zh: '审批说明', en: 'Note on the decision' },
        headers: [],
        masks: freeTextMasks,
        section: 'basic',
      },
    ],
  ),
  area: 'secrets',
  madeByProgram: true,
  statuses: [
    { code: 'pending', label: { zh: '待批', en: 'Pending' }, synonyms: [], open: true, notInForce: true },
    { code: 'agreed', label: { zh: '同意', en: 'Agreed' }, synonyms: [] },
    { code: 'adjusted', label: { zh: '调整', en: 'Adjusted' }, synonyms: [] },
    { code: 'refused', label: { zh: '不予', en: 'Refused' }, synonyms: [], notInForce: true },
    { code: 'withdrawn', label: { zh: '撤回', en: 'Withdrawn' }, synonyms: [], notInForce: true },
  ],
  initialStatus: 'pending',
};
