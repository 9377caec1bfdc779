// The parts of a register on a past date (in force, recorded later, changed since) and the figures beside them. Reads the snapshot
// that as-of.ts built; writes nothing.
import type { AsOf, PastPart } from '../../../shared/contract/routes/common.ts';
import { type RegisterDefinition, statusesNotInForce } from '../../../shared/registers/definition.ts';
import { endOfLocalDate } from '../../../shared/time.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { readHead } from '../journal/append.ts';
import type { VaultSession } from '../vault/session.ts';
import type { Snapshot } from './as-of.ts';
import type { ListSource } from './read.ts';
import { rowRange } from './registry.ts';
import type { TableRow } from './statements.ts';

const conditions: Readonly<Record<Exclude<PastPart, 'all'>, string>> = {
  inForce: 't.in_force = 1',
  recordedLater: 't.recorded_later = 1',
  changed: 't.changed = 1',
  notInForce: 't.in_force = 0',
};

/** The part of a snapshot a list reads. */
export function partOf(snapshot: Snapshot, part: PastPart): ListSource {
  if (part === 'all') return snapshot;
  // What was void is not in force; it is shown only where void records are asked for.
  const count = (includeVoid: boolean) =>
    part === 'notInForce' && includeVoid ? snapshot.count(true) - snapshot.parts.inForce : snapshot.parts[part];
  return { table: snapshot.table, condition: conditions[part], count };
}

/** How many records were in force on a date, without building anything. */
export function countInForce(session: VaultSession, definition: RegisterDefinition, asOf: AsOf): number {
  const { first, last } = rowRange(definition);
  const isRecorded = asOf.reading === 'recorded';
  const condition = isRecorded ? 'r.at <= ?' : 'r.fact_day <= ?';
  const idle = statusesNotInForce(definition);
  return prepared(
    session.db,
    `SELECT count(*) FROM (SELECT max(r.version), r.void, r.status FROM revision r
       WHERE r.record BETWEEN ? AND ? AND ${condition} GROUP BY r.record) q
     WHERE q.void = 0 AND q.status NOT IN (SELECT value FROM json_each(?))`,
  )
    .pluck()
    .get(first, last, isRecorded ? endOfLocalDate(asOf.date) : asOf.date, JSON.stringify(idle)) as number;
}

/** Number of the last event at the end of a local date; 0 before the first. Times in the journal never decrease. */
export function journalSizeAt(db: Db, date: string): number {
  const endMs = endOfLocalDate(date);
  const timeOf = prepared(db, 'SELECT at FROM journal WHERE seq = ?').pluck();
  let low = 0;
  let high = readHead(db).range.size;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((timeOf.get(middle) as number) <= endMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Today's status of past rows, by id, where it is another. */
export function statusToday(
  session: VaultSession,
  definition: RegisterDefinition,
  rows: readonly TableRow[],
): Record<string, string> {
  const live = prepared(session.db, `SELECT status, void FROM ${definition.table} WHERE rid = ?`);
  const shown = (row: { status: string; void: number }) => (row.void === 1 ? 'void' : row.status);
  return Object.fromEntries(
    rows.flatMap((row) => {
      const today = live.get(row.rid) as { status: string; void: number } | undefined;
      return today && shown(today) !== shown(row) ? [[row.id, shown(today)] as const] : [];
    }),
  );
}

/** What is the same for every page of one snapshot, asked for once. */
const known = new WeakMap<Snapshot, { inForceOtherReading: number; journalSize: number }>();

function figuresOf(session: VaultSession, definition: RegisterDefinition, asOf: AsOf, snapshot: Snapshot) {
  const found = known.get(snapshot);
  if (found) return found;
  const other: AsOf = { date: asOf.date, reading: asOf.reading === 'fact' ? 'recorded' : 'fact' };
  const figures = {
    inForceOtherReading: countInForce(session, definition, other),
    journalSize: journalSizeAt(session.db, asOf.date),
  };
  known.set(snapshot, figures);
  return figures;
}

/** What a list of a past date says beside its rows. */
export function pastFigures(
  session: VaultSession,
  definition: RegisterDefinition,
  asOf: AsOf,
  snapshot: Snapshot,
  rows: readonly TableRow[],
) {
  const { parts } = snapshot;
  return {
    inForce: parts.inForce,
    recordedByDate: parts.inForce - parts.recordedLater,
    recordedLater: parts.recordedLater,
    changed: parts.changed,
    notInForce: parts.notInForce,
    ...figuresOf(session, definition, asOf, snapshot),
    statusToday: statusToday(session, definition, rows),
  };
}
