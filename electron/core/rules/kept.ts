// Keeps in memory what was computed for one state of the vault: the head of its journal, a day, the grading scheme. Writes nothing.
import { readHead } from '../journal/append.ts';
import type { VaultSession } from '../vault/session.ts';

/** `compute` for a day, `YYYY-MM-DD`, done again only when the vault, the day or the scheme is another than the last time. */
export function keptForState<Value>(session: VaultSession, compute: (date: string) => Value): (date: string) => Value {
  let kept: { state: string; value: Value } | null = null;
  return (date) => {
    const state = JSON.stringify([readHead(session.db).range.size, date, session.settings.scheme]);
    if (kept?.state !== state) {
      // What was kept goes first: both together may be more than the thread has room for.
      kept = null;
      kept = { state, value: compute(date) };
    }
    return kept.value;
  };
}
