// Whether what is asked for a record differs from what holds for it: a change changes something, an extension ends later. Pure; knows
// neither runs nor registers.
import { termEnd } from '../values/term.ts';

/** Grade, term and scope of a record, as they hold. `from` is the day a term in years counts from. */
export interface Present {
  level: string | null;
  term: string | null;
  scope: string | null;
  from: string | null;
}

/** What is asked, or was decided. Null leaves as it is; a term in years counts from `on`, the day of the decision. */
export interface Asked {
  request: string;
  level: string | null;
  term: string | null;
  scope: string | null;
  on: string;
}

/** What is wrong with it; `end` is the present last day, null where it has none. */
export interface Difference {
  problem: 'unchanged' | 'notLater' | 'openEnded';
  end: string | null;
}

const openTerms: readonly string[] = ['long_term', 'until_published'];

/**
 * What keeps a change or an extension from being one, or null. Where the register does not say when the present term ends nothing is
 * held against an extension; other requests are never compared.
 */
export function comparisonProblem(asked: Asked, present: Present): Difference | null {
  const end = present.term === null ? null : termEnd(present.term, present.from);
  if (asked.request === 'extend') return extensionProblem(asked, present, end);
  const says = asked.level !== null || asked.term !== null || asked.scope !== null;
  if (asked.request !== 'change' || !says) return null;
  const isSame =
    (asked.level === null || asked.level === present.level) &&
    (asked.term === null || isSameTerm(asked.term, asked.on, present.term, end)) &&
    (asked.scope === null || asked.scope.trim() === (present.scope ?? '').trim());
  return isSame ? { problem: 'unchanged', end } : null;
}

function extensionProblem({ term, on }: Asked, present: Present, end: string | null): Difference | null {
  if (present.term !== null && openTerms.includes(present.term)) return { problem: 'openEnded', end };
  if (term === null || end === null) return null;
  const extended = termEnd(term, on);
  return extended !== null && extended <= end ? { problem: 'notLater', end } : null;
}

/** The same words, or another way to write the same last day. */
function isSameTerm(term: string, on: string, present: string | null, end: string | null): boolean {
  if (term === present) return true;
  return end !== null && termEnd(term, on) === end;
}
