// Moves sealed content and files of a record to the compartment they belong into: after a change of grade, of the scheme, or of
// the free compartment. Values, salts and commitments stay; what the user cannot open stays where it is and is listed.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { databaseError } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { ageOpen, ageSeal } from '../format/age-file.ts';
import type { TaskContext } from '../tasks.ts';
import type { Compartment } from '../vault/compartments.ts';
import { compartmentOfRecord, ensureSpareDataKeys, openDataKeysOf, type VaultSession } from '../vault/session.ts';
import { rowRange } from './registry.ts';
import { reboxValue } from './sealed-values.ts';
import { type WriteContext, writeTransaction } from './write-context.ts';

/** One sealed value of any version of a record. */
interface BoxRow {
  record: number;
  id: string;
  level: string | null;
  field: string;
  version: number;
  dataKey: number;
  compartment: number;
}

/** One file of a record and the key it lies under. */
interface FileRow {
  record: number;
  level: string | null;
  dataKey: number;
  compartment: number;
  wrapped: Buffer;
}

const hasLevel = (definition: RegisterDefinition) => definition.fields.some(({ key }) => key === 'level');

function boxesOf(session: VaultSession, definition: RegisterDefinition, record: number | null): BoxRow[] {
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

function filesOf(session: VaultSession, definition: RegisterDefinition, record: number | null): FileRow[] {
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
function holders(session: VaultSession): readonly RegisterDefinition[] {
  return session.registry.all.filter(({ kind }) => kind !== 'attachment');
}

const belongs = (session: VaultSession, row: { record: number; level: string | null }) =>
  compartmentOfRecord(session, row.record, row.level);

const isMisplaced = (session: VaultSession, row: BoxRow | FileRow) => belongs(session, row).rid !== row.compartment;

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

function moveBox(context: WriteContext, definition: RegisterDefinition, box: BoxRow): void {
  reboxValue(context, {
    definition,
    row: { rid: box.record, id: box.id },
    field: box.field,
    version: box.version,
    level: box.level,
  });
}

/**
 * Moves what changes of grade left behind. After every command and job; most find nothing to do. What cannot be moved now (a
 * full disk, somebody writing) stays misplaced, which is listed: the change itself is recorded already.
 */
export async function settleMoves(session: VaultSession): Promise<void> {
  if (session.moving.size === 0 || session.readOnly) return;
  const records = [...session.moving];
  session.moving.clear();
  try {
    for (const record of records) await resealRegister(session, session.registry.ofRow(record), record);
  } catch (thrown) {
    if (!(databaseError(thrown) instanceof AppError)) throw thrown;
  }
}

export interface ResealReport {
  values: number;
  files: number;
  /** What the user could not open. */
  left: number;
}

/** Moves everything misplaced that the user can open; one transaction a register. Throws AppError `cancelled`, `busy`. */
export async function resealAll(session: VaultSession, job: TaskContext): Promise<ResealReport> {
  const report: ResealReport = { values: 0, files: 0, left: 0 };
  const registers = holders(session);
  for (const [index, definition] of registers.entries()) {
    job.progress(index, registers.length, 'reseal');
    const part = await resealRegister(session, definition, null, job);
    report.values += part.values;
    report.files += part.files;
    report.left += part.left;
  }
  return report;
}

async function resealRegister(
  session: VaultSession,
  definition: RegisterDefinition,
  record: number | null,
  job?: TaskContext,
): Promise<ResealReport> {
  const held = new Set(session.compartments.filter(({ identity }) => identity !== null).map(({ rid }) => rid));
  const misplacedBoxes = boxesOf(session, definition, record).filter((row) => isMisplaced(session, row));
  const misplacedFiles = filesOf(session, definition, record).filter((row) => isMisplaced(session, row));
  const boxes = misplacedBoxes.filter(({ compartment }) => held.has(compartment));
  const files = misplacedFiles.filter(({ compartment }) => held.has(compartment));
  const left = misplacedBoxes.length + misplacedFiles.length - boxes.length - files.length;
  if (boxes.length + files.length === 0) return { values: 0, files: 0, left };
  await openDataKeysOf(
    session,
    boxes.map(({ dataKey }) => dataKey),
  );
  const wraps: { row: FileRow; target: Compartment; wrapped: Buffer }[] = [];
  for (const row of files) {
    job?.checkCancelled();
    const from = session.compartments.find(({ rid }) => rid === row.compartment);
    const key = from?.identity ? await ageOpen(row.wrapped, [from.identity]) : null;
    if (!key) continue;
    const target = belongs(session, row);
    wraps.push({ row, target, wrapped: await ageSeal(key, [target.recipient]) });
    key.fill(0);
  }
  await ensureSpareDataKeys(session);
  job?.checkCancelled();
  writeTransaction(session, (context) => {
    for (const box of boxes) moveBox(context, definition, box);
    // Wrapped before the transaction: only where neither side was changed since.
    const move = prepared(
      session.db,
      `UPDATE data_key SET compartment = ?, wrapped = ? WHERE rid = ? AND wrapped = ?
       AND EXISTS (SELECT 1 FROM compartment c WHERE c.rid = ? AND c.generation = ?)`,
    );
    for (const { row, target, wrapped } of wraps)
      move.run(target.rid, wrapped, row.dataKey, row.wrapped, target.rid, target.generation);
    context.journal.append({
      action: 'compartment.resealed',
      register: definition.key,
      detail: { values: boxes.length, files: wraps.length, records: countRecords([...boxes, ...files]) },
    });
  });
  return { values: boxes.length, files: wraps.length, left: left + files.length - wraps.length };
}

const countRecords = (rows: readonly { record: number }[]) => new Set(rows.map(({ record }) => record)).size;

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
