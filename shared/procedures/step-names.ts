// The names a step can have, shared by all templates so that a list of steps is one vocabulary. Order is that of the forms.
import type { Label } from '../registers/definition.ts';

export interface StepName {
  key: string;
  label: Label;
}

export const stepNames: readonly StepName[] = [
  { key: 'propose', label: { zh: '提请', en: 'Proposal' } },
  { key: 'review', label: { zh: '部门复核', en: 'Review by the department' } },
  { key: 'departmentHead', label: { zh: '部门负责人意见', en: 'Head of department' } },
  { key: 'expert', label: { zh: '技术、知识产权、法务意见', en: 'Technical, patent, legal opinion' } },
  { key: 'office', label: { zh: '商秘办审核', en: 'Trade-secret office' } },
  { key: 'leader', label: { zh: '分管领导审批', en: 'Leader in charge' } },
  { key: 'filing', label: { zh: '备案', en: 'Filing' } },
  { key: 'execution', label: { zh: '执行', en: 'Execution' } },
  { key: 'handover', label: { zh: '移交清点', en: 'Hand-over check' } },
  { key: 'receipt', label: { zh: '接收确认', en: 'Receipt' } },
  { key: 'supervision', label: { zh: '监交', en: 'Supervision' } },
];
