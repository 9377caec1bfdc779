// Marks that keep a record in place: frozen (suspected state secret, does not leave and is not worked on) and hold (legal hold,
// nothing of it may be erased). The only reader and writer of the table.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';
import type { TableRow } from './statements.ts';
import type { WriteContext } from './write-context.ts';

export type MarkKind = 'frozen' | 'hold';

export interface RecordMark {
  kind: MarkKind;
  reason: string;
  atMs: number;
  /** Login of who set it. */
  by: string;
}

/** The marks of a record, oldest first. */
export function marksOf(session: VaultSession, rid: number): RecordMark[] {
  const rows = prepared(
    session.db,
    'SELECT m.kind, m.reason, j.event FROM record_mark m JOIN journal j ON j.seq = m.since WHERE m.record = ? ORDER BY m.since',
  ).all(rid) as { kind: MarkKind; reason: string; event: string }[];
  return rows.map(({ kind, reason, event }) => {
    const { at, actor } = JSON.parse(event) as { at: number; actor: string };
    return { kind, reason, atMs: at, by: actor };
  });
}

/** Whether a record has a mark. */
export function isMarked(session: VaultSession, rid: number, kind: MarkKind): boolean {
  return prepared(session.db, 'SELECT 1 FROM record_mark WHERE record = ? AND kind = ?').get(rid, kind) !== undefined;
}

/** Throws AppError `record_frozen`. */
export function requireNotFrozen(session: VaultSession, row: Pick<TableRow, 'rid' | 'number'>): void {
  if (isMarked(session, row.rid, 'frozen')) throw new AppError('record_frozen', { number: row.number });
}

const actions: Readonly<Record<MarkKind, { set: string; lift: string }>> = {
  frozen: { set: 'record.frozen', lift: 'record.unfrozen' },
  hold: { set: 'hold.set', lift: 'hold.lifted' },
};

/** Sets a mark with its reason; setting it again changes nothing, and the journal says so. */
export function setMark(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  kind: MarkKind,
  reason: string,
): void {
  if (isMarked(context.session, row.rid, kind)) {
    context.journal.append({ action: 'record.unchanged', record: row.id, register: definition.key });
    return;
  }
  const seq = appendMark(context, definition, row, actions[kind].set, kind === 'hold' ? reason : null);
  prepared(context.session.db, 'INSERT INTO record_mark (record, kind, since, reason) VALUES (?, ?, ?, ?)').run(
    row.rid,
    kind,
    seq,
    reason,
  );
  context.touched.add(definition.key);
}

/** Takes a mark away. Throws AppError `value_invalid` where there is none. */
export function liftMark(context: WriteContext, definition: RegisterDefinition, row: TableRow, kind: MarkKind): void {
  const { changes } = prepared(context.session.db, 'DELETE FROM record_mark WHERE record = ? AND kind = ?').run(
    row.rid,
    kind,
  );
  if (changes === 0) throw new AppError('value_invalid', { field: kind });
  appendMark(context, definition, row, actions[kind].lift, null);
  context.touched.add(definition.key);
}

/** The reason of a freeze stays out of the journal: what is suspected of being a state secret may stand in it. */
function appendMark(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  action: string,
  reason: string | null,
): number {
  return context.journal.append({
    action,
    ...(reason === null ? {} : { detail: { reason } }),
    ...(row.number === null ? {} : { number: row.number }),
    record: row.id,
    register: definition.key,
    version: row.version,
  });
}
