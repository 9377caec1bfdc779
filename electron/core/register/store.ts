// Creates, changes, voids and restores records of any register. The only writer of register tables, revisions and sealed
// values; every change goes through `writeRevision`.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { FieldValue, FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { localDate } from '../../../shared/time.ts';
import { prepared } from '../db/prepared.ts';
import { wellFormed } from '../format/well-formed.ts';
import { settleDraftReaders } from '../vault/draft-readers.ts';
import { composeBoxes, levelOf } from './compose-box.ts';
import { type ComposedRecord, type Composer, composeRecord, type NewRecord } from './compose-record.ts';
import { carriedOn, type KeptValues } from './kept-values.ts';
import { requireNotFrozen } from './marks.ts';
import { moveContent } from './misplaced.ts';
import { claimNumber, nextNumber } from './numbers.ts';
import { requireOwnWork } from './own-department.ts';
import { factDateOf, sortKey, statusFilled, storedColumn, valuesOfRow } from './record-values.ts';
import { rowRange } from './registry.ts';
import { insertRevision, isLate, isLateEntry, keptOf, writeRevision } from './revision.ts';
import { requireSealingAllowed, type SettledByGrade, sealEarlier, settleByGrade } from './seal-by-grade.ts';
import { insertBox } from './sealed-values.ts';
import { indexRecord, queueEntry, referenceTitle } from './search-index.ts';
import { type RegisterStatements, statementsFor, type TableRow } from './statements.ts';
import type { WriteContext } from './write-context.ts';

/** What a caller may change. Absent keys stay; null empties. */
export interface RecordChange {
  /** The version the caller saw; null where it need not match (imports check it themselves). */
  version: number | null;
  number?: string | null;
  status?: string;
  values: FieldValues;
  factDate?: string | null;
  reason?: string | null;
}

/** Adds the columns of values and sort keys to a row. */
function fillColumns(
  context: WriteContext,
  statements: RegisterStatements,
  row: TableRow,
  values: FieldValues,
  kept: KeptValues,
): void {
  const { scheme } = context.session.settings;
  for (const column of statements.values) row[column.column] = storedColumn(column, values, kept);
  for (const { column, field } of statements.sorts)
    row[column] = sortKey(field, values, scheme, context.session.collation);
}

const nextRows = new WeakMap<WriteContext, Map<string, number>>();

function nextRid(context: WriteContext, definition: RegisterDefinition, statements: RegisterStatements): number {
  const known = nextRows.get(context) ?? new Map<string, number>();
  nextRows.set(context, known);
  const last =
    known.get(definition.key) ?? (statements.lastRid.get() as number | null) ?? rowRange(definition).first - 1;
  known.set(definition.key, last + 1);
  return last + 1;
}

/**
 * Creates a record. A number that is given is kept as it is; where none is given and the register has a pattern, the next
 * one is used. Throws AppError `number_taken`.
 */
export function createRecord(context: WriteContext, definition: RegisterDefinition, given: NewRecord): TableRow {
  const input = wellFormed(given);
  const number = input.number ?? nextNumber(context, definition);
  const composed = composeRecord(composerOf(context), definition, { ...input, number });
  const { columns } = statementsFor(context.session.db, definition);
  const { rid } = writeComposed(context, definition, composed, input.values);
  return Object.fromEntries(
    columns.map((column, index) => [column, index === 0 ? rid : composed.columns[index]]),
  ) as TableRow;
}

/** What records of this transaction are composed with; a record that is there already may have a compartment of its own. */
export function composerOf(context: WriteContext, record?: number): Composer {
  const { session, journal, batch } = context;
  return {
    format: session.header.format,
    vaultId: session.header.vaultId,
    actor: session.user.login,
    userRid: session.user.rid,
    atMs: journal.atMs,
    batch,
    scheme: session.settings.scheme,
    collation: session.collation,
    dataKey: (level) => context.dataKey(level, record),
    titleOf: (register, id) => referenceTitle(context, register, id),
  };
}

/** Writes a record composed for this transaction; `values` are what it was composed of. Throws AppError `number_taken`. */
export function writeComposed(
  context: WriteContext,
  definition: RegisterDefinition,
  composed: ComposedRecord,
  values: FieldValues,
): { rid: number; version: number } {
  const { id, status, number, factDate, late, reason, columns } = composed;
  const statements = statementsFor(context.session.db, definition);
  requireOwnWork(context.session, definition, null, { status, void: 0, values });
  if (number !== null) claimNumber(context, definition, number, values, null);
  requireSealingAllowed(context, definition, composed.boxes);
  const row = { rid: nextRid(context, definition, statements), id, version: 1, status, void: 0, number };
  for (const box of composed.boxes) insertBox(context, row, box);
  statements.insert.run(columns.with(0, row.rid));
  insertRevision(context, { definition, row, action: 'record.created', factDate, reason, late }, composed.revision);
  if (composed.search) queueEntry(context, { rid: row.rid, ...composed.search, replaces: false });
  context.count(definition.key, null, row);
  return row;
}

/**
 * Changes a record. Throws AppError `record_void` on a void record, `record_conflict` when it was changed since `version`,
 * `number_taken`. Returns the row as it stands; the same version when nothing would change.
 */
export function updateRecord(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  given: RecordChange,
): TableRow {
  const { session, journal } = context;
  const change = wellFormed(given);
  requireNotFrozen(session, row);
  if (row.void === 1) throw new AppError('record_void', { number: row.number });
  if (change.version !== null && change.version !== row.version)
    throw new AppError('record_conflict', { id: row.id, version: row.version, seen: change.version });
  const statements = statementsFor(session.db, definition);
  const before = valuesOfRow(row, statements.values);
  const keptBefore = keptOf(session, row);
  const settled = settleByGrade(context, definition, row, {
    values: { ...before, ...change.values },
    kept: keptBefore,
    given: change.values,
  });
  const { values } = settled;
  // A box cannot be compared without opening it: whatever is given for a sealed field is a change.
  const sealedGiven = definition.fields.filter(
    ({ key, class: fieldClass }) =>
      change.values[key] !== undefined && (fieldClass === 'sealed' || keptBefore[key] !== undefined),
  );
  const number = change.number === undefined ? row.number : change.number;
  const status = change.status ?? row.status;
  const same =
    sealedGiven.length === 0 &&
    settled.moved.length === 0 &&
    number === row.number &&
    status === row.status &&
    statements.values.every(({ key }) => (values[key] ?? null) === (before[key] ?? null));
  if (same) return row;
  if (number !== null && (number !== row.number || definition.identity.length > 0))
    claimNumber(context, definition, number, values, row.rid);
  const factChanged = definition.factDate.some((key) => (values[key] ?? null) !== (before[key] ?? null));
  const differs = (key: string) => (values[key] ?? null) !== (before[key] ?? null);
  const late = isLate(change.factDate ?? null, journal.atMs) || isLateEntry(definition, values, journal.atMs, differs);
  const recordFactDate = factDateOf(definition, values) ?? row.fact_date;
  const next: TableRow = {
    ...row,
    status,
    version: row.version + 1,
    number,
    number_sort: number === null ? null : session.collation.numberKey(number),
    fact_date: recordFactDate,
    late: Math.max(row.late, Number(late)),
    updated_at: journal.atMs,
    updated_by: session.user.rid,
  };
  const { kept } = settled;
  for (const field of sealedGiven) delete kept[field.key];
  const open = sealValues(context, definition, next, settled);
  next.status = statusFilled(definition, next.status, values, kept);
  requireOwnWork(session, definition, row, { status: next.status, void: 0, values });
  fillColumns(context, statements, next, open, kept);
  writeRow(statements, next);
  const factDate = change.factDate ?? (factChanged ? recordFactDate : null) ?? localDate(journal.atMs);
  writeRevision(context, {
    definition,
    columns: statements.values,
    row: next,
    values: open,
    kept,
    action: 'record.updated',
    factDate,
    reason: change.reason ?? null,
    late,
  });
  indexRecord(context, definition, next, open);
  context.count(definition.key, row, next);
  if ((values.level ?? null) !== (before.level ?? null)) moveContent(context, definition, row.rid);
  if (next.status !== row.status) settleDraftReaders(session.db, { record: row.rid });
  return next;
}

/**
 * Seals what a settled change of a record seals, `next` being its coming version: writes the boxes, adds them to `kept`, seals
 * earlier versions. Returns the values that stay in the open.
 */
function sealValues(
  context: WriteContext,
  definition: RegisterDefinition,
  next: TableRow,
  { values, kept, moved, risen }: SettledByGrade,
): FieldValues {
  const composer = composerOf(context, next.rid);
  const sealed = composeBoxes(composer, { definition, id: next.id, version: next.version }, values);
  requireSealingAllowed(context, definition, sealed.boxes);
  for (const box of sealed.boxes) insertBox(context, next, box);
  for (const [key, place] of Object.entries(sealed.kept))
    kept[key] = moved.includes(key) ? { ...place, unchanged: true } : place;
  sealEarlier(context, composer, definition, next, { keys: risen, level: levelOf(values) });
  return sealed.open;
}

function writeRow(statements: RegisterStatements, row: TableRow): void {
  if (statements.update.run(row).changes !== 1)
    throw new AppError('record_conflict', { id: row.id, version: row.version - 1, seen: row.version - 1 });
}

/** Voids or restores a record with a reason; its values stay as they are. */
export function setVoid(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  voided: boolean,
  reason: string,
): TableRow {
  if (voided && row.void === 1) throw new AppError('record_void', { number: row.number });
  if (!voided && row.void === 0) throw new AppError('record_not_void', { number: row.number });
  const { session, journal } = context;
  const statements = statementsFor(session.db, definition);
  const values = valuesOfRow(row, statements.values);
  requireOwnWork(session, definition, row, { status: row.status, void: Number(voided), values });
  const next: TableRow = {
    ...row,
    void: Number(voided),
    void_reason: voided ? reason : null,
    version: row.version + 1,
    updated_at: journal.atMs,
    updated_by: session.user.rid,
  };
  const kept = keptOf(session, row);
  fillColumns(context, statements, next, values, kept);
  writeRow(statements, next);
  const action = voided ? 'record.voided' : 'record.restored';
  writeRevision(context, {
    definition,
    columns: statements.values,
    row: next,
    values,
    kept,
    action,
    factDate: localDate(journal.atMs),
    reason,
    late: false,
  });
  context.count(definition.key, row, next);
  return next;
}

/** Takes a record back to what it was at an earlier version, as a new version; sealed content included. */
export function revertRecord(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  version: number,
  reason: string,
): TableRow {
  const { session, journal } = context;
  const statements = statementsFor(session.db, definition);
  const earlier = prepared(
    session.db,
    'SELECT status, number, fact_date, late, open_values, personal_values, kept FROM revision WHERE record = ? AND version = ?',
  ).get(row.rid, version) as {
    status: string;
    number: string | null;
    fact_date: string | null;
    late: number;
    open_values: string;
    personal_values: string;
    kept: string;
  };
  const settled = settleByGrade(context, definition, row, {
    values: {
      ...(JSON.parse(earlier.open_values) as FieldValues),
      ...(JSON.parse(earlier.personal_values) as FieldValues),
    },
    kept: carriedOn(JSON.parse(earlier.kept) as KeptValues),
    given: {},
  });
  const { values, kept } = settled;
  requireOwnWork(session, definition, row, { status: earlier.status, void: row.void, values });
  if (earlier.number !== null) claimNumber(context, definition, earlier.number, values, row.rid);
  const factDate = factDateOf(definition, values) ?? earlier.fact_date;
  const next: TableRow = {
    ...row,
    status: earlier.status,
    version: row.version + 1,
    number: earlier.number,
    number_sort: earlier.number === null ? null : session.collation.numberKey(earlier.number),
    fact_date: factDate,
    updated_at: journal.atMs,
    updated_by: session.user.rid,
  };
  const open = sealValues(context, definition, next, settled);
  fillColumns(context, statements, next, open, kept);
  writeRow(statements, next);
  writeRevision(context, {
    definition,
    columns: statements.values,
    row: next,
    values: open,
    kept,
    action: 'record.updated',
    factDate: localDate(journal.atMs),
    reason,
    late: false,
  });
  if ((row.level ?? null) !== (next.level ?? null)) moveContent(context, definition, row.rid);
  if (next.status !== row.status) settleDraftReaders(session.db, { record: row.rid });
  indexRecord(context, definition, next, open);
  context.count(definition.key, row, next);
  return next;
}

/** The row of a record by id. Throws AppError `record_missing`. */
export function rowById(context: WriteContext, definition: RegisterDefinition, id: string): TableRow {
  const row = statementsFor(context.session.db, definition).byId.get(id) as TableRow | undefined;
  if (!row) throw new AppError('record_missing', { register: definition.key, id });
  return row;
}

/** Checks that every reference in the values points at a record of its register. Throws AppError `reference_missing`. */
export function requireReferences(context: WriteContext, definition: RegisterDefinition, values: FieldValues): void {
  const check = (field: string, register: string, value: FieldValue | undefined) => {
    if (typeof value !== 'string') return;
    const target = context.session.registry.byKey(register);
    if (!statementsFor(context.session.db, target).byId.get(value))
      throw new AppError('reference_missing', { field, register });
  };
  for (const field of definition.fields) {
    if (field.kind === 'reference') check(field.key, field.target, values[field.key]);
    if (field.kind === 'person') check(field.key, 'person', values[`${field.key}Id`]);
  }
}
