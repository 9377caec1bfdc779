// Events of the journal by record, person, day and act: one way of asking, for the page and for paper. Reads only.
import { endOfLocalDate } from '../../../shared/time.ts';
import type { VaultSession } from '../vault/session.ts';

export interface EventFilter {
  recordId: string | null;
  /** Login. */
  actor: string | null;
  /** `YYYY-MM-DD`, by the office's clock. */
  day: string | null;
  /** One kind of act: `record.created`. */
  action: string | null;
}

export interface EventRow {
  seq: number;
  event: string;
  /** What the event's revision keeps of why. */
  reason: string | null;
}

const dayMs = 86_400_000;

function conditionsOf({ recordId, actor, day, action }: EventFilter) {
  const conditions = ['j.seq < ?'];
  const parameters: (string | number)[] = [];
  // The text is canonical and quotes inside values are escaped: a member stands in it exactly as written here. Looking for the
  // text is quick and leaves few to be parsed; details may hold the same member, so those are.
  const members: [string, string | null][] = [
    ['record', recordId],
    ['actor', actor],
    ['action', action],
  ];
  for (const [member, value] of members) {
    if (value === null) continue;
    conditions.push('instr(j.event, ?) > 0 AND json_extract(j.event, ?) = ?');
    parameters.push(`"${member}":${JSON.stringify(value)}`, `$.${member}`, value);
  }
  if (day !== null) {
    const endMs = endOfLocalDate(day);
    conditions.push('j.at > ? AND j.at <= ?');
    parameters.push(endMs - dayMs, endMs);
  }
  return { conditions: conditions.join(' AND '), parameters };
}

/** Events before a number, latest first. */
export function listEvents(
  session: VaultSession,
  filter: EventFilter,
  beforeSeq: number | null,
  limit: number,
): EventRow[] {
  const { conditions, parameters } = conditionsOf(filter);
  return session.db
    .prepare(
      `SELECT j.seq, j.event, r.reason FROM journal j LEFT JOIN revision r ON r.seq = j.seq WHERE ${conditions} ORDER BY j.seq DESC LIMIT ?`,
    )
    .all(beforeSeq ?? Number.MAX_SAFE_INTEGER, ...parameters, limit) as EventRow[];
}

/** How many events a filter finds. */
export function countEvents(session: VaultSession, filter: EventFilter): number {
  const { conditions, parameters } = conditionsOf(filter);
  return session.db
    .prepare(`SELECT count(*) FROM journal j WHERE ${conditions}`)
    .pluck()
    .get(Number.MAX_SAFE_INTEGER, ...parameters) as number;
}
