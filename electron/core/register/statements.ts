// The SQL of one register's table, made once per database from its definition: names come from the definition only,
// values are always bound.
import type { Statement } from 'better-sqlite3';
import {
  columnOf,
  type FieldDefinition,
  type RegisterDefinition,
  sealedFrom,
  valueKeysOf,
} from '../../../shared/registers/definition.ts';
import type { Db } from '../db/handle.ts';

/** Columns every register has, in table order. */
export const headColumns = [
  'rid',
  'id',
  'status',
  'void',
  'version',
  'number',
  'number_sort',
  'late',
  'fact_date',
  'recorded_at',
  'updated_at',
  'created_by',
  'updated_by',
  'void_reason',
] as const;

export interface HeadRow {
  rid: number;
  id: string;
  status: string;
  void: number;
  version: number;
  number: string | null;
  number_sort: string | null;
  late: number;
  fact_date: string | null;
  recorded_at: number;
  updated_at: number;
  created_by: number;
  updated_by: number;
  void_reason: string | null;
}

export type TableRow = HeadRow & Record<string, string | number | null>;

export interface ValueColumn {
  /** Key in the record's values. */
  key: string;
  column: string;
  field: FieldDefinition;
  /** Holds at which version the value was sealed, not the value; null where it is open, empty or erased. */
  isSeal: boolean;
}

export interface RegisterStatements {
  readonly values: readonly ValueColumn[];
  readonly sorts: readonly { column: string; field: FieldDefinition }[];
  /** All columns, in the order `insert` binds them. */
  readonly columns: readonly string[];
  readonly insert: Statement;
  readonly update: Statement;
  readonly byId: Statement;
  readonly byRid: Statement;
  readonly lastRid: Statement;
}

/** The value columns of a definition; a field sealed from a rank up has two, of which one is empty. */
export function valueColumns(definition: RegisterDefinition): ValueColumn[] {
  return definition.fields.flatMap((field) => {
    const columns = valueKeysOf(field).map((key) => ({
      key,
      column: columnOf(key),
      field,
      isSeal: field.class === 'sealed',
    }));
    if (sealedFrom(field) === null) return columns;
    return [...columns, { key: field.key, column: `${columnOf(field.key)}_sealed`, field, isSeal: true }];
  });
}

/** The stored sort keys of a definition. */
export function sortColumns(definition: RegisterDefinition): { column: string; field: FieldDefinition }[] {
  return definition.fields
    .filter((field) => field.sorted)
    .map((field) => ({ column: `${columnOf(field.key)}_sort`, field }));
}

const prepared = new WeakMap<Db, Map<string, RegisterStatements>>();

/** The prepared statements of a register on one connection. */
export function statementsFor(db: Db, definition: RegisterDefinition): RegisterStatements {
  const known = prepared.get(db) ?? new Map<string, RegisterStatements>();
  prepared.set(db, known);
  const found = known.get(definition.key);
  if (found) return found;
  const values = valueColumns(definition);
  const sorts = sortColumns(definition);
  const columns = [...headColumns, ...values.map(({ column }) => column), ...sorts.map(({ column }) => column)];
  const changing = columns.filter(
    (column) => column !== 'rid' && column !== 'id' && column !== 'recorded_at' && column !== 'created_by',
  );
  const table = definition.table;
  const made: RegisterStatements = {
    values,
    sorts,
    columns,
    insert: db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`),
    update: db.prepare(
      `UPDATE ${table} SET ${changing.map((column) => `${column} = @${column}`).join(', ')} WHERE rid = @rid AND version = @version - 1`,
    ),
    byId: db.prepare(`SELECT ${columns.join(', ')} FROM ${table} WHERE id = ?`),
    byRid: db.prepare(`SELECT ${columns.join(', ')} FROM ${table} WHERE rid = ?`),
    lastRid: db.prepare(`SELECT max(rid) FROM ${table}`).pluck(),
  };
  known.set(definition.key, made);
  return made;
}
