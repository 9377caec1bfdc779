// The periodic review: which field says when it is next, and when it counts as due or past.

import type { Grade } from './levels.ts';
import type { FieldDefinition, RegisterDefinition } from './registers/definition.ts';
import { addDays } from './time.ts';

/** A review counts as due from this many days before its date. */
export const reviewDueDays = 60;

/** The register's date of the next periodic review, where it has one: what 临期 and 逾期 are told from. */
export function reviewField(register: RegisterDefinition): FieldDefinition | undefined {
  return register.fields.find((field) => field.kind === 'date' && field.key === 'nextReviewOn');
}

/** How a date of review stands to a day. One known to the month is past when the month is. */
export function dueState(date: string, onDay: string): 'overdue' | 'due' | 'later' {
  if (date < onDay.slice(0, date.length)) return 'overdue';
  return date <= addDays(onDay, reviewDueDays) ? 'due' : 'later';
}

/** Months until the next review: the highest grade twice a year, the others yearly. A house rule, not a legal term. */
export function reviewMonths(grades: readonly Grade[], level: string | null): number {
  const highest = Math.max(...grades.map(({ rank }) => rank));
  return grades.find(({ code }) => code === level)?.rank === highest ? 6 : 12;
}
