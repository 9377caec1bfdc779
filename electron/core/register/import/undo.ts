// Undoes a whole import: what it created is voided, what it changed goes back to the version before. Nothing is deleted.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { columnOf } from '../../../../shared/registers/definition.ts';
import type { TaskContext } from '../../tasks.ts';
import { ensureSpareDataKeys, type VaultSession } from '../../vault/session.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { revertRecord, setVoid } from '../store.ts';
import { type WriteContext, writeTransaction } from '../write-context.ts';
import { undoneReason } from './undo-reason.ts';

export interface UndoResult {
  voided: number;
  restored: number;
}

/** Operations: `run`. */
export function undoImportTask(session: VaultSession) {
  return { run: (input: { batchId: string }, job: TaskContext) => undoImport(session, input.batchId, job) };
}

/**
 * Throws AppError `import_batch_missing`, `import_batch_undone`, and `import_batch_edited` with the number of records
 * changed since, when there is one: then nothing is undone.
 */
export async function undoImport(session: VaultSession, batchId: string, job: TaskContext): Promise<UndoResult> {
  const batch = session.db.prepare('SELECT register, undone_at FROM import_batch WHERE id = ?').get(batchId) as
    | { register: string; undone_at: number | null }
    | undefined;
  if (!batch) throw new AppError('import_batch_missing', { batch: batchId });
  if (batch.undone_at !== null) throw new AppError('import_batch_undone', { batch: batchId });
  await ensureSpareDataKeys(session);
  return writeTransaction(session, (context) => undoAll(context, batchId, batch.register, job), batchId);
}

function undoAll(context: WriteContext, batchId: string, register: string, job: TaskContext): UndoResult {
  const { db, registry } = context.session;
  const touched = db
    .prepare(
      'SELECT r.record, r.version FROM import_record r JOIN import_batch b ON b.rid = r.batch WHERE b.id = ? ORDER BY r.record',
    )
    .all(batchId) as { record: number; version: number }[];
  const rows = touched.map(({ record, version }) => {
    const definition = registry.ofRow(record);
    return { definition, version, row: statementsFor(db, definition).byRid.get(record) as TableRow };
  });
  const edited = rows.filter(({ row, version }) => row.version !== version);
  const first = edited[0];
  if (first)
    throw new AppError('import_batch_edited', { records: edited.length, number: first.row.number ?? first.row.id });
  const created = db.prepare('SELECT action FROM revision WHERE record = ? AND version = ?').pluck();
  const result: UndoResult = { voided: 0, restored: 0 };
  const departments: { definition: RegisterDefinition; row: TableRow }[] = [];
  for (const [index, { definition, row, version }] of rows.entries()) {
    if (index % 1000 === 0) {
      job.checkCancelled();
      job.progress(index, rows.length, 'write');
    }
    const isNew =
      created.get(row.rid, version) === 'record.created' || created.get(row.rid, version - 1) === 'record.restored';
    if (isNew && definition.key === 'department' && register !== 'department') departments.push({ definition, row });
    else if (isNew) {
      setVoid(context, definition, row, true, undoneReason);
      if (definition.kind !== 'link') result.voided += 1;
    } else {
      revertRecord(context, definition, row, version - 1, undoneReason);
      result.restored += 1;
    }
  }
  for (const { definition, row } of departments)
    if (!isReferred(context, definition, row)) {
      setVoid(context, definition, row, true, undoneReason);
      result.voided += 1;
    }
  db.prepare('UPDATE import_batch SET undone_at = ? WHERE id = ?').run(context.journal.atMs, batchId);
  context.journal.append({
    action: 'import.undone',
    register,
    batch: batchId,
    detail: { voided: result.voided, restored: result.restored },
  });
  return result;
}

/** A department that something else has come to use stays. */
function isReferred(context: WriteContext, definition: RegisterDefinition, row: TableRow): boolean {
  const { db, registry } = context.session;
  return registry.all.some((other) =>
    other.fields.some(
      (field) =>
        field.kind === 'reference' &&
        field.target === definition.key &&
        db.prepare(`SELECT 1 FROM ${other.table} WHERE ${columnOf(field.key)} = ? AND void = 0 LIMIT 1`).get(row.id),
    ),
  );
}
