// Grading schemes: the grades an enterprise uses, as data, and the state-secret words that are never grades.
import type { Label } from './registers/definition.ts';

export interface Grade {
  code: string;
  /** 3 is the highest; the mark in the window has as many bars. Ranks are unique within a scheme. */
  rank: number;
  label: Label;
  synonyms: readonly string[];
}

export interface GradingScheme {
  key: string;
  label: Label;
  /** Highest first. */
  grades: readonly Grade[];
}

const core: Grade = {
  code: 'core',
  rank: 3,
  label: { zh: '核心商密', en: 'Core' },
  synonyms: ['核心', '核心商业秘密', '核心级', '一级', 'A级'],
};
const important: Grade = {
  code: 'important',
  rank: 2,
  label: { zh: '重要商密', en: 'Important' },
  synonyms: ['重要', '重要商业秘密', '重要级', '二级', 'B级'],
};
const general: Grade = {
  code: 'general',
  rank: 1,
  label: { zh: '一般商密', en: 'General' },
  synonyms: ['一般', '一般商业秘密', '一般级', '三级', 'C级'],
};
const ordinary: Grade = {
  code: 'ordinary',
  rank: 1,
  label: { zh: '普通商密', en: 'Ordinary' },
  synonyms: ['普通', '普通商业秘密'],
};
const internal: Grade = {
  code: 'internal',
  rank: 0,
  label: { zh: '内部', en: 'Internal' },
  synonyms: ['内部资料', '内部公开', '内部使用'],
};

/** The presets of law.md 2.4 and 2.11; the first is the default. */
export const gradingSchemes: readonly GradingScheme[] = [
  { key: 'three', label: { zh: '三级：核心、重要、一般', en: 'Three grades' }, grades: [core, important, general] },
  { key: 'two', label: { zh: '两级：核心、普通', en: 'Two grades' }, grades: [core, ordinary] },
  {
    key: 'four',
    label: { zh: '四级：核心、重要、一般、内部', en: 'Four grades' },
    grades: [core, important, general, internal],
  },
];

/** Words of 保守国家秘密法 art. 14: recognised on import, never stored as a grade without a recorded statement. */
export const stateSecretGradeWords: readonly string[] = ['绝密', '机密', '秘密'];

/** Whether a grade cell uses a state-secret word, with or without a term mark such as 秘密★10年. */
export function isStateSecretGrade(text: string): boolean {
  const word = text
    .normalize('NFKC')
    .replace(/[\s★☆*]/g, '')
    .replace(/(级|\d+年|长期)$/g, '');
  return stateSecretGradeWords.includes(word) || /[★☆]/.test(text);
}

export type GradeReading =
  | {
      kind: 'grade';
      code: string /** The word belongs to another scheme and was read as the lowest grade. */;
      noted: boolean;
    }
  | { kind: 'stateSecret' }
  | { kind: 'unknown' };

/**
 * Reads a grade cell under a scheme. 普通商密 in a scheme without it is the lowest grade, noted (law.md 2.4); grades of
 * other schemes that this one lacks are unknown, never guessed upward.
 */
export function readGrade(text: string, scheme: GradingScheme): GradeReading {
  if (isStateSecretGrade(text)) return { kind: 'stateSecret' };
  const word = text.normalize('NFKC').replace(/\s/g, '');
  const found = scheme.grades.find(
    (grade) => grade.code === word || grade.label.zh === word || grade.synonyms.includes(word),
  );
  if (found) return { kind: 'grade', code: found.code, noted: false };
  const lowest = scheme.grades.filter((grade) => grade.rank >= 1).at(-1);
  const isOrdinary = ordinary.label.zh === word || ordinary.synonyms.includes(word);
  if (isOrdinary && lowest) return { kind: 'grade', code: lowest.code, noted: true };
  return { kind: 'unknown' };
}
