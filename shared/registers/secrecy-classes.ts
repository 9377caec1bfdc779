// 商业秘密涉密等级 of posts and people (glossary: 人员涉密等级). An enterprise term, not the state-secret status.
import { type Choice, words } from './definition.ts';

/** The four classes, highest first, with the spellings ledgers use. */
export const secrecyClasses: readonly Choice[] = [
  { code: 'core', label: { zh: '核心', en: 'Core' }, synonyms: words('核心涉密 核心涉密人员 核心岗位') },
  { code: 'important', label: { zh: '重要', en: 'Important' }, synonyms: words('重要涉密 重要涉密人员 重要岗位') },
  { code: 'general', label: { zh: '一般', en: 'General' }, synonyms: words('一般涉密 普通 一般涉密人员 一般岗位') },
  { code: 'none', label: { zh: '非涉密', en: 'Not covered' }, synonyms: words('不涉密 无 非涉密人员') },
];
