// The periodic review: which field says when it is next, and when it counts as due or past.
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
