// Finds sealed content and files of records that lie in another compartment than they belong into, and moves values whose keys
// are open. Values, salts and commitments stay.
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import { compartmentOfRecord, type VaultSession } from '../vault/session.ts';
import { rowRange } from './registry.ts';
import { reboxValue } from './sealed-values.ts';
import type { WriteContext } from './write-context.ts';

/** One sealed value of any version of a record. */
export interface BoxRow {
  record: number;
  id: string;
  level: string | null;
  field: string;
  version: number;
  dataKey: number;
  compartment: number;
}

/** One file of a record and the key it lies under. */
export interface FileRow {
  record: number;
  level: string | null;
  dataKey: number;
  compartment: number;
  wrapped: Buffer;
}

const hasLevel = (definition: RegisterDefinition) => definition.fields.some(({ key }) => key === 'level');

/** The sealed values of a register, or of one record of it. */
export function boxesOf(session: VaultSession, definition: RegisterDefinition, record: number | null): BoxRow[] {
  const { table } = definition;
  const columns = hasLevel(definition) ? 't.level' : 'NULL';
  const { first, last } = record === null ? rowRange(definition) : { first: record, last: record };
  return prepared(
    session.db,
    `SELECT s.record, t.id, ${columns} AS level, s.field, s.version, s.data_key AS dataKey, d.compartment
     FROM sealed_value s JOIN data_key d ON d.rid = s.data_key JOIN ${table} t ON t.rid = s.record
     WHERE s.record BETWEEN ? AND ?`,
  ).all(first, last) as BoxRow[];
}

/** The sealed files of a register's records, or of one record. */
export function filesOf(session: VaultSession, definition: RegisterDefinition, record: number | null): FileRow[] {
  const { table } = definition;
  const columns = hasLevel(definition) ? 't.level' : 'NULL';
  const { first, last } = record === null ? rowRange(definition) : { first: record, last: record };
  return prepared(
    session.db,
    `SELECT t.rid AS record, ${columns} AS level, d.rid AS dataKey, d.compartment, d.wrapped
     FROM attachment a JOIN data_key d ON d.id = a.data_key_id JOIN ${table} t ON t.id = a.owner_id
     WHERE a.owner_register = ? AND t.rid BETWEEN ? AND ?`,
  ).all(definition.key, first, last) as FileRow[];
}

/** Registers whose records hold sealed values or files. */
export function holders(session: VaultSession): readonly RegisterDefinition[] {
  return session.registry.all.filter(({ kind }) => kind !== 'attachment');
}

/** The compartment content of a record belongs into. */
export const belongs = (session: VaultSession, row: { record: number; level: string | null }) =>
  compartmentOfRecord(session, row.record, row.level);

/** Whether content lies in another compartment than its own. */
export const isMisplaced = (session: VaultSession, row: BoxRow | FileRow) =>
  belongs(session, row).rid !== row.compartment;

/** The data keys of a record's sealed values, of every version: opened before a synchronous command may move them. */
export function dataKeysOf(session: VaultSession, record: number): number[] {
  return prepared(session.db, 'SELECT DISTINCT data_key FROM sealed_value WHERE record = ?')
    .pluck()
    .all(record) as number[];
}

/** Notes that a record's grade changed: its values move at once where they are open, its files right after the command. */
export function moveContent(context: WriteContext, definition: RegisterDefinition, record: number): void {
  const { session } = context;
  const boxes = boxesOf(session, definition, record).filter((row) => isMisplaced(session, row));
  for (const box of boxes) if (session.openedDataKeys.has(box.dataKey)) moveBox(context, definition, box);
  session.moving.add(record);
}

/** Moves one value whose key is open. */
export function moveBox(context: WriteContext, definition: RegisterDefinition, box: BoxRow): void {
  reboxValue(context, {
    definition,
    row: { rid: box.record, id: box.id },
    field: box.field,
    version: box.version,
    level: box.level,
  });
}

export interface Misplaced {
  /** Where the content lies, and where it belongs. */
  from: number;
  to: number;
  values: number;
  files: number;
}

/** What lies in a compartment other than its own, by pair of compartments. */
export function misplaced(session: VaultSession): Misplaced[] {
  const found = new Map<string, Misplaced>();
  const add = (row: BoxRow | FileRow, what: 'values' | 'files') => {
    const to = belongs(session, row).rid;
    if (to === row.compartment) return;
    const key = `${row.compartment}/${to}`;
    const entry = found.get(key) ?? { from: row.compartment, to, values: 0, files: 0 };
    entry[what] += 1;
    found.set(key, entry);
  };
  for (const definition of holders(session)) {
    for (const row of boxesOf(session, definition, null)) add(row, 'values');
    for (const row of filesOf(session, definition, null)) add(row, 'files');
  }
  return [...found.values()];
}
