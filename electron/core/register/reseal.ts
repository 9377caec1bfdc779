// Puts content where the grade of its record wants it, after a change of grade, of the scheme, or of the free compartment: into its
// compartment, and fields sealed by grade into their box or out of it. What the user cannot open stays where it is.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { checkpointTruncate, databaseError } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { ageOpen, ageSeal } from '../format/age-file.ts';
import type { TaskContext } from '../tasks.ts';
import type { Compartment } from '../vault/compartments.ts';
import { ensureSpareDataKeys, openDataKeysOf, type VaultSession } from '../vault/session.ts';
import { belongs, boxesOf, dataKeysOf, type FileRow, filesOf, holders, isMisplaced, moveBox } from './misplaced.ts';
import { canSettle, fieldsByGrade, unsettledByGrade } from './seal-by-grade.ts';
import { statementsFor, type TableRow } from './statements.ts';
import { updateRecord } from './store.ts';
import { writeTransaction } from './write-context.ts';

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
    // What was sealed by its grade stands in the log as it was, and what was freed in the database is overwritten only then.
    if (records.some((record) => fieldsByGrade(session.registry.ofRow(record)).length > 0))
      checkpointTruncate(session.db);
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
  const unsettled = unsettledByGrade(session, definition, record);
  const left = misplacedBoxes.length + misplacedFiles.length - boxes.length - files.length;
  if (boxes.length + files.length + unsettled.length === 0) return { values: 0, files: 0, left };
  await openDataKeysOf(
    session,
    boxes.map(({ dataKey }) => dataKey),
  );
  for (const rid of unsettled) await openDataKeysOf(session, dataKeysOf(session, rid)).catch(ignoreMissingClearance);
  const settling = unsettled.filter((rid) => canSettle(session, definition, rid));
  if (boxes.length + files.length + settling.length === 0) return { values: 0, files: 0, left };
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
    for (const rid of settling) {
      const row = statementsFor(session.db, definition).byRid.get(rid) as TableRow;
      updateRecord(context, definition, row, { version: null, values: {}, reason: settledReason });
    }
    for (const box of boxes) moveBox(context, definition, box);
    // Wrapped before the transaction: only where neither side was changed since.
    const move = prepared(
      session.db,
      `UPDATE data_key SET compartment = ?, wrapped = ? WHERE rid = ? AND wrapped = ?
       AND EXISTS (SELECT 1 FROM compartment c WHERE c.rid = ? AND c.generation = ?)`,
    );
    for (const { row, target, wrapped } of wraps)
      move.run(target.rid, wrapped, row.dataKey, row.wrapped, target.rid, target.generation);
    if (boxes.length + wraps.length === 0 && context.journal.appended() > 0) return;
    context.journal.append({
      action: 'compartment.resealed',
      register: definition.key,
      detail: { values: boxes.length, files: wraps.length, records: countRecords([...boxes, ...files]) },
    });
  });
  return { values: boxes.length, files: wraps.length, left: left + files.length - wraps.length };
}

function ignoreMissingClearance(cause: unknown): void {
  if (!(cause instanceof AppError) || cause.code !== 'sealed_no_clearance') throw cause;
}

const settledReason = '按密级调整密封';

const countRecords = (rows: readonly { record: number }[]) => new Set(rows.map(({ record }) => record)).size;
