// Dated links between records: added with a reason, closed with an end date, never overwritten.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { AsOf, RecordRow } from '../../../shared/contract/routes/common.ts';
import { columnOf, type FieldValues, linkEnds, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';
import { rowAsOf } from './as-of.ts';
import { toRecords } from './read.ts';
import { statementsFor, type TableRow } from './statements.ts';
import { createRecord, rowById, updateRecord } from './store.ts';
import type { WriteContext } from './write-context.ts';

/**
 * Links one record to others from a date. A pair that is linked already and not ended is an error: AppError
 * `value_invalid` naming the field.
 */
export function addLinks(
  context: WriteContext,
  definition: RegisterDefinition,
  input: { fromId: string; toIds: readonly string[]; startsOn: string; values: FieldValues },
): number {
  const { session } = context;
  const { from, to } = linkEnds(definition);
  rowById(context, session.registry.byKey(from.register), input.fromId);
  for (const toId of input.toIds) {
    rowById(context, session.registry.byKey(to.register), toId);
    if (isLinked(session, definition, input.fromId, toId))
      throw new AppError('value_invalid', { field: to.field, reason: 'already_linked' });
    createRecord(context, definition, {
      number: null,
      values: { ...input.values, [from.field]: input.fromId, [to.field]: toId, startsOn: input.startsOn },
    });
  }
  return input.toIds.length;
}

/** Whether two records are linked, first end first, by a link that has not ended. */
export function isLinked(session: VaultSession, definition: RegisterDefinition, fromId: string, toId: string): boolean {
  const { from, to } = linkEnds(definition);
  const found = prepared(
    session.db,
    `SELECT rid FROM ${definition.table} WHERE ${columnOf(from.field)} = ? AND ${columnOf(to.field)} = ? AND ends_on IS NULL AND void = 0`,
  ).get(fromId, toId);
  return found !== undefined;
}

/** Ends links on a date. Throws AppError `value_invalid` where a link ended already or would end before it began. */
export function closeLinks(
  context: WriteContext,
  definition: RegisterDefinition,
  input: { ids: readonly string[]; endsOn: string; reason: string },
): number {
  linkEnds(definition);
  for (const id of input.ids) {
    const row = rowById(context, definition, id);
    if (row.ends_on !== null) throw new AppError('value_invalid', { field: 'endsOn', reason: 'already_closed' });
    if (typeof row.starts_on === 'string' && row.starts_on > input.endsOn)
      throw new AppError('value_invalid', { field: 'endsOn', reason: 'before_start' });
    updateRecord(context, definition, row, {
      version: null,
      status: 'closed',
      values: { endsOn: input.endsOn, endReason: input.reason },
      factDate: input.endsOn,
      reason: input.reason,
    });
  }
  return input.ids.length;
}

/** Links that hold first, then those that ended; each by their start. */
function byStart(left: TableRow, right: TableRow): number {
  const start = (row: TableRow) => String(row.starts_on ?? '');
  return (
    Number(left.ends_on !== null) - Number(right.ends_on !== null) ||
    (start(left) < start(right) ? -1 : Number(start(left) > start(right))) ||
    left.rid - right.rid
  );
}

/** The links of a record with the record at their other end, by link register; with as-of, those of that date. */
export function linksOfRecord(
  session: VaultSession,
  definition: RegisterDefinition,
  row: TableRow,
  asOf: AsOf | null,
): Record<string, { link: RecordRow; other: RecordRow }[]> {
  const result: Record<string, { link: RecordRow; other: RecordRow }[]> = {};
  for (const { definition: link, own, other, otherRegister } of session.registry.linksOf(definition.key)) {
    const columns = statementsFor(session.db, link).columns.join(', ');
    const known = prepared(session.db, `SELECT ${columns} FROM ${link.table} WHERE ${columnOf(own)} = ?`).all(
      row.id,
    ) as TableRow[];
    // What was voided since stood on that day.
    const rows = known
      .map((item) => (asOf ? rowAsOf(session, link, item, asOf) : item))
      .filter((item) => item !== null)
      .filter((item) => item.void === 0)
      .toSorted(byStart);
    const target = session.registry.byKey(otherRegister);
    const byId = statementsFor(session.db, target).byId;
    const others = rows.map((item) => {
      const today = byId.get(item[columnOf(other)]) as TableRow;
      // Named as it was then; what that day did not know yet by its own record is named as today.
      return (asOf && rowAsOf(session, target, today, asOf)) || today;
    });
    const links = toRecords(session, link, rows);
    const records = toRecords(session, target, others);
    result[link.key] = links.map((item, index) => ({ link: item, other: records[index] as RecordRow }));
  }
  return result;
}
