// What the disclosure levels are called, in the window, in files and on paper.
import type { DisclosureLevel } from './disclosure.ts';
import type { Label } from './registers/definition.ts';

export const levelLabels: Readonly<Record<DisclosureLevel, Label>> = {
  internal: { zh: '内部', en: 'Internal' },
  lawyer: { zh: '律师', en: 'Lawyer' },
  appraiser: { zh: '鉴定、评估机构', en: 'Appraiser' },
  court: { zh: '法院', en: 'Court' },
  police: { zh: '公安机关', en: 'Police' },
  regulator: { zh: '市场监管部门', en: 'Regulator' },
  reviewer: { zh: '评审', en: 'Reviewer' },
};
