// What needs somebody in a register: open statuses and reviews that are due or past. Counted by the core, never stored.
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { addDays, today } from '../i18n/format.ts';
import { reviewField } from './definitions.ts';
import { useReads } from './queries.ts';

/** A review counts as due from this many days before its date. */
export const dueDays = 60;

export interface Attention {
  overdue: number;
  /** Overdue, due and open together. */
  all: number;
}

/** How a date of review stands to today. */
export function dueState(date: string, onDay: string): 'overdue' | 'due' | 'later' {
  if (date < onDay.slice(0, date.length)) return 'overdue';
  return date <= addDays(onDay, dueDays) ? 'due' : 'later';
}

/** The counts of some registers together; zero until they are read. */
export function useAttention(registers: readonly RegisterDefinition[]): Attention {
  const day = today();
  const counts = useReads(
    'register.counts',
    registers.map((register) => ({ register: register.key })),
  );
  const reviews = registers.flatMap((register) => {
    const field = reviewField(register);
    return field ? [{ register: register.key, field: field.key }] : [];
  });
  const until = (date: string) =>
    reviews.map(({ register, field }) => ({
      register,
      filters: [{ field, operator: 'to' as const, values: [date] }],
      limit: 1,
    }));
  const overdue = totalOf(useReads('register.list', until(addDays(day, -1))));
  const due = totalOf(useReads('register.list', until(addDays(day, dueDays))));
  const open = registers.reduce((sum, register, index) => sum + openCount(register, counts[index]?.byStatus ?? {}), 0);
  return { overdue, all: due + open };
}

function totalOf(answers: readonly ({ total: number } | undefined)[]): number {
  return answers.reduce((sum, answer) => sum + (answer?.total ?? 0), 0);
}

function openCount(register: RegisterDefinition, byStatus: Record<string, number>): number {
  return register.statuses
    .filter((status) => status.open)
    .reduce((sum, status) => sum + (byStatus[status.code] ?? 0), 0);
}
