// Reads records for lists and pages: rows into the contract's shape, with the titles of what they refer to. Writes nothing.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { columnOf, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';
import { buildListSql, type ListQuery } from './list-query.ts';
import { valuesOfRow } from './record-values.ts';
import { type RegisterStatements, statementsFor, type TableRow } from './statements.ts';

/** Titles of referred records, looked up once per call. */
function labeller(session: VaultSession): (register: string, id: string) => string | null {
  const known = new Map<string, string | null>();
  return (register, id) => {
    const key = `${register}/${id}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const definition = session.registry.byKey(register);
    const row = statementsFor(session.db, definition).byId.get(id) as TableRow | undefined;
    const title = row ? String(row[columnOf(definition.title)] ?? row.number ?? '') : null;
    known.set(key, title);
    return title;
  };
}

/** Turns a table row into what the contract carries. */
export function toRecord(
  definition: RegisterDefinition,
  statements: RegisterStatements,
  row: TableRow,
  label: (register: string, id: string) => string | null,
): RecordRow {
  const values = valuesOfRow(row, statements.values);
  const labels: Record<string, string> = {};
  const sealed: string[] = [];
  for (const { key, column, field, isSeal } of statements.values) {
    const value = values[key];
    if (field.kind === 'reference' && typeof value === 'string') labels[key] = label(field.target, value) ?? '';
    if (isSeal && row[column] !== null) sealed.push(key);
  }
  return {
    id: row.id,
    register: definition.key,
    number: row.number,
    status: row.void === 1 ? 'void' : row.status,
    version: row.version,
    values,
    labels,
    sealed,
    factDate: row.fact_date,
    lateEntry: row.late === 1,
    recordedAtMs: row.recorded_at,
    updatedAtMs: row.updated_at,
    voidReason: row.void_reason,
  };
}

/** One record's row; AppError `record_missing`. */
export function getRow(session: VaultSession, definition: RegisterDefinition, id: string): TableRow {
  const row = statementsFor(session.db, definition).byId.get(id) as TableRow | undefined;
  if (!row) throw new AppError('record_missing', { register: definition.key, id });
  return row;
}

/** Rows as records, with labels. */
export function toRecords(
  session: VaultSession,
  definition: RegisterDefinition,
  rows: readonly TableRow[],
): RecordRow[] {
  const statements = statementsFor(session.db, definition);
  const label = labeller(session);
  return rows.map((row) => toRecord(definition, statements, row, label));
}

/** How many records a register has, from the maintained counts. */
export function countRecords(session: VaultSession, definition: RegisterDefinition, includeVoid: boolean): number {
  const row = prepared(
    session.db,
    'SELECT coalesce(sum(records), 0) AS records FROM register_count WHERE register = ? AND void <= ?',
  ).get(definition.key, Number(includeVoid)) as { records: number };
  return row.records;
}

/** Where a list reads: the register itself, or a snapshot of it as of a date with the same columns. */
export interface ListSource {
  table: string;
  /** A further condition on alias `t`, a constant of the program. */
  condition?: string;
  /** How many records it holds under its condition, void ones counted or not. */
  count(includeVoid: boolean): number;
}

function liveSource(session: VaultSession, definition: RegisterDefinition): ListSource {
  return { table: definition.table, count: (includeVoid) => countRecords(session, definition, includeVoid) };
}

/** How many records a query finds: the total its list has. */
export function countRows(
  session: VaultSession,
  definition: RegisterDefinition,
  query: ListQuery,
  source: ListSource = liveSource(session, definition),
): number {
  const sql = buildListSql(definition, query, session.registry);
  if (sql.isWhole) return source.count(query.includeVoid);
  const { table, condition = '1' } = source;
  const { total } = prepared(
    session.db,
    `SELECT count(*) AS total FROM ${sql.lead}${table} t WHERE ${sql.where} AND ${condition}`,
  ).get(...sql.parameters) as { total: number };
  return total;
}

/** One page of a list with its total. */
export function listRows(
  session: VaultSession,
  definition: RegisterDefinition,
  query: ListQuery & { offset: number; limit: number },
  source: ListSource = liveSource(session, definition),
): { total: number; rows: TableRow[] } {
  const { db } = session;
  const sql = buildListSql(definition, query, session.registry);
  const columns = statementsFor(db, definition)
    .columns.map((column) => `t.${column}`)
    .join(', ');
  const { table, condition = '1' } = source;
  const total = countRows(session, definition, query, source);
  // Sorting narrow rows first and fetching the page by row number reads the wide columns of one page only.
  const rows = prepared(
    db,
    `SELECT ${columns} FROM (SELECT t.rid FROM ${sql.lead}${table} t WHERE ${sql.where} AND ${condition} ORDER BY ${sql.order} LIMIT ? OFFSET ?) p JOIN ${table} t ON t.rid = p.rid ORDER BY ${sql.order}`,
  ).all(...sql.parameters, query.limit, query.offset) as TableRow[];
  return { total, rows };
}

/** Ids of every record a query finds, in order. */
export function listIds(
  session: VaultSession,
  definition: RegisterDefinition,
  query: ListQuery,
  { table, condition = '1' }: ListSource,
): string[] {
  const sql = buildListSql(definition, query, session.registry);
  return prepared(
    session.db,
    `SELECT t.id FROM ${sql.lead}${table} t WHERE ${sql.where} AND ${condition} ORDER BY ${sql.order}`,
  )
    .pluck()
    .all(...sql.parameters) as string[];
}

/** Every row a query finds, in order, read as it is used. */
export function* iterateRows(
  session: VaultSession,
  definition: RegisterDefinition,
  query: ListQuery,
): IterableIterator<TableRow> {
  const sql = buildListSql(definition, query, session.registry);
  const columns = statementsFor(session.db, definition)
    .columns.map((column) => `t.${column}`)
    .join(', ');
  // A statement of its own: an iterator keeps its statement busy until it ends.
  const statement = session.db.prepare(
    `SELECT ${columns} FROM ${sql.lead}${definition.table} t WHERE ${sql.where} ORDER BY ${sql.order}`,
  );
  for (const row of statement.iterate(...sql.parameters)) yield row as TableRow;
}

/** Looks up titles for several pages' worth of rows with one cache. */
export const createLabeller = labeller;
