// What needs somebody in a register: open statuses and reviews that are due or past. Counted by the core, never stored.
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { useReads } from './queries.ts';

export interface Attention {
  overdue: number;
  /** Overdue, due and open together. */
  all: number;
}

/** The counts of some registers together; zero until they are read. */
export function useAttention(registers: readonly RegisterDefinition[]): Attention {
  const counts = useReads(
    'register.counts',
    registers.map((register) => ({ register: register.key })),
  );
  const attention: Attention = { overdue: 0, all: 0 };
  for (const [index, register] of registers.entries()) {
    const of = counts[index];
    if (!of) continue;
    attention.overdue += of.overdue;
    attention.all += of.due + openCount(register, of.byStatus);
  }
  return attention;
}

function openCount(register: RegisterDefinition, byStatus: Record<string, number>): number {
  return register.statuses
    .filter((status) => status.open)
    .reduce((sum, status) => sum + (byStatus[status.code] ?? 0), 0);
}
