// Sentences and small judgements of the import, from its summary alone: what will happen, what will not, what is still
// to be answered. Pure.
import type { TFunction } from 'i18next';
import type { ImportOptions, ImportRowState, ImportSummary } from '../../../shared/contract/routes/import.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { readDate } from '../../../shared/values/date.ts';
import { countText } from '../../i18n/format.ts';
import type { Language } from '../../i18n/index.ts';

/** What the clerk answers once for the whole file; null where there is no answer yet. */
export interface Answers {
  grading: 'graded' | 'proposed' | null;
  gradedOn: string;
  basis: string;
  stateSecret: 'none' | 'some' | null;
  /** Written name → `create`, `text` or the id of a department. */
  departments: Readonly<Record<string, string>>;
}

export const noAnswers: Answers = { grading: null, gradedOn: '', basis: '', stateSecret: null, departments: {} };

/** Whether a register has a grade, so that old gradings and new proposals must be told apart. */
export function asksGrading(register: RegisterDefinition, summary: ImportSummary): boolean {
  const level = register.fields.find((field) => field.kind === 'level');
  const isProposable = register.statuses.some((status) => status.code === 'proposed');
  return level !== undefined && isProposable && summary.columns.some((column) => column.field === level.key);
}

/** The fields a sheet without numbers can be matched by, where there is a choice. */
export function matchChoices(register: RegisterDefinition, summary: ImportSummary): string[] {
  const mapped = (key: string) => summary.columns.some((column) => column.field === key);
  return [...(mapped('number') ? ['number'] : []), ...register.matchFields.filter(mapped)];
}

/** What to do with an unknown department: as answered, else to create it unless it is probably a known one. */
export function departmentAnswer(
  answers: Answers,
  department: ImportSummary['unknownDepartments'][number],
): string | null {
  return answers.departments[department.name] ?? (department.suggestion === null ? 'create' : null);
}

/** Whether the step that asks has anything to ask of this file. */
export function hasQuestions(register: RegisterDefinition, summary: ImportSummary): boolean {
  return (
    asksGrading(register, summary) ||
    summary.hasSealedColumns ||
    summary.unknownDepartments.length > 0 ||
    matchChoices(register, summary).length > 1
  );
}

/** The date of the original grading as it is kept: null for none, undefined where it cannot be read. */
export function gradedOnOf(text: string): string | null | undefined {
  if (text.trim() === '') return null;
  const reading = readDate(text);
  return reading.ok ? reading.value : undefined;
}

/** Whether every question this file raises is answered. */
export function isAnswered(
  register: RegisterDefinition,
  summary: ImportSummary,
  answers: Answers,
  isSealedAllowed: boolean,
): boolean {
  if (asksGrading(register, summary)) {
    if (answers.grading === null) return false;
    if (answers.grading === 'graded' && (answers.basis.trim() === '' || gradedOnOf(answers.gradedOn) === undefined))
      return false;
  }
  if (summary.hasSealedColumns && (answers.stateSecret !== 'none' || !isSealedAllowed)) return false;
  return summary.unknownDepartments.every((department) => departmentAnswer(answers, department) !== null);
}

/** The answers as options of the import. */
export function optionsOf(
  register: RegisterDefinition,
  summary: ImportSummary,
  answers: Answers,
): Partial<ImportOptions> {
  const isGraded = answers.grading === 'graded';
  const departments = summary.unknownDepartments.flatMap((department) => {
    const answer = departmentAnswer(answers, department);
    return answer === null ? [] : [[department.name, answer] as const];
  });
  return {
    departments: { ...summary.options.departments, ...Object.fromEntries(departments) },
    ...(asksGrading(register, summary)
      ? {
          grading: answers.grading,
          gradedOn: isGraded ? (gradedOnOf(answers.gradedOn) ?? null) : null,
          gradingBasis: isGraded ? answers.basis.trim() : null,
        }
      : {}),
  };
}

/** The name of a column's target: field, number, status, or what names records to be linked. */
export function targetLabel(register: RegisterDefinition, target: string, language: Language, status: string): string {
  if (target === 'number') return register.number.label[language];
  if (target === 'status') return status;
  const columns = [...register.fields, ...(register.departmentReturn?.linkColumns ?? [])];
  return columns.find((column) => column.key === target)?.label[language] ?? target;
}

/** Rows that stay out for now: wrong ones and those waiting for a decision. */
export function openRows(counts: ImportSummary['counts']): number {
  return counts.error + counts.held;
}

/** New records need a name: without its column only known ones can be updated. */
export function lacksTitle(register: RegisterDefinition, summary: ImportSummary): boolean {
  return summary.counts.new > 0 && !summary.columns.some((column) => column.field === register.title);
}

/** Rows the import will write. */
export function rowsToWrite(counts: ImportSummary['counts']): number {
  return counts.new + counts.update;
}

/** What the import will do, in one sentence; and what it will not. */
export function barSentences(t: TFunction, summary: ImportSummary): { will: string; rest: string } {
  const { counts, options } = summary;
  const acts = [
    counts.new > 0 ? t('import.bar.new', { count: countText(counts.new) }) : '',
    counts.update > 0
      ? t('import.bar.update', { count: countText(counts.update), cells: countText(counts.changedCells) })
      : '',
  ].filter((part) => part !== '');
  const leaves = [
    counts.unchanged > 0 ? t('import.bar.unchanged', { count: countText(counts.unchanged) }) : '',
    counts.repeat > 0 ? t('import.bar.repeat', { count: countText(counts.repeat) }) : '',
  ].filter((part) => part !== '');
  const comma = t('import.bar.comma');
  const will = acts.length === 0 ? t('import.bar.nothing') : acts.join(comma);
  const open = { count: countText(openRows(counts)), errors: countText(counts.error), held: countText(counts.held) };
  return {
    will: t('import.bar.sentence', {
      text: [will, leaves.join(comma)].filter((part) => part !== '').join(t('list.sentenceSeparator')),
    }),
    rest:
      openRows(counts) === 0
        ? t('import.bar.clean')
        : t(options.onlyGoodRows ? 'import.bar.rest' : 'import.bar.blocked', open),
  };
}

/** The states in the order of the filter; `skipped` rows show only among all. */
export const filterStates: readonly Exclude<ImportRowState, 'skipped'>[] = [
  'new',
  'update',
  'unchanged',
  'repeat',
  'error',
  'held',
];
