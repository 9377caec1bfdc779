// Handlers of the import routes: each passes to the session's worker; commit and undo run as jobs.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { ImportRow, ImportSummary } from '../../../../shared/contract/routes/import.ts';
import { startTaskWorker } from '../../jobs.ts';
import { type Handlers, requireSession } from '../../router.ts';
import { resolveToken, workerBasics } from '../../vault/handlers.ts';
import { transferOf } from '../../worker-messages.ts';
import type { NextCell } from './next-cell.ts';

type ImportRoute = Extract<keyof Handlers, `import.${string}`>;

export const importHandlers: Pick<Handlers, ImportRoute> = {
  'import.open': async (state, { register, file }) => {
    const session = requireSession(state);
    if (session.registry.byKey(register).madeByProgram === true)
      throw new AppError('register_made_by_program', { register });
    const path = resolveToken(state, file);
    const importId = randomUUID();
    const worker = startTaskWorker({ task: 'import', session: transferOf(session), ...workerBasics(state) });
    try {
      const summary = (await worker.call('open', { importId, register, path, isInteractive: true })) as ImportSummary;
      state.imports.add(importId, { worker, register, fileName: basename(path) });
      return summary;
    } catch (cause) {
      await worker.stop();
      throw cause;
    }
  },
  'import.configure': async (state, { importId, ...input }) =>
    state.imports.get(importId).worker.call('configure', input) as Promise<ImportSummary>,
  'import.rows': async (state, { importId, ...input }) =>
    state.imports.get(importId).worker.call('rows', input) as Promise<{ total: number; rows: ImportRow[] }>,
  'import.next': async (state, { importId, ...input }) =>
    state.imports.get(importId).worker.call('next', input) as Promise<{ next: NextCell | null }>,
  'import.edit': async (state, { importId, ...input }) =>
    state.imports.get(importId).worker.call('edit', input) as Promise<{ summary: ImportSummary; row: ImportRow }>,
  'import.decide': async (state, { importId, decision }) =>
    state.imports.get(importId).worker.call('decide', { decision }) as Promise<ImportSummary>,
  'import.exportRejected': async (state, { importId, target }) =>
    state.imports.get(importId).worker.call('rejected', { target: resolveToken(state, target) }) as Promise<{
      rows: number;
    }>,
  'import.close': async (state, { importId }) => {
    await state.imports.close(importId);
    return {};
  },
  'import.commit': (state, { importId, ...input }) => {
    const { worker, fileName, register } = state.imports.get(importId);
    if (state.jobs.writing()) throw new AppError('busy', { job: 'import', subject: '' });
    return {
      kind: 'import',
      subject: fileName,
      writes: true,
      worker,
      operation: 'commit',
      input,
      onDone: (result) => {
        // The session stays until it is closed: what was not imported can still be written out.
        state.dependencies.emit({ type: 'changed', registers: [register, 'department'], headSize: 0 });
        return result;
      },
    };
  },
  'import.batches': (state) => {
    const session = requireSession(state);
    const rows = session.db
      .prepare(
        `SELECT b.id, b.register, b.file_name AS fileName, b.at AS atMs, u.login AS actor, b.created, b.updated, b.undone_at AS undoneAtMs
         FROM import_batch b JOIN user u ON u.rid = b.actor ORDER BY b.at DESC, b.id DESC LIMIT 200`,
      )
      .all();
    return {
      batches: rows as {
        id: string;
        register: string;
        fileName: string;
        atMs: number;
        actor: string;
        created: number;
        updated: number;
        undoneAtMs: number | null;
      }[],
    };
  },
  'import.undo': (state, { batchId }) => {
    const session = requireSession(state);
    if (state.jobs.writing()) throw new AppError('busy', { job: 'import', subject: '' });
    const batch = session.db
      .prepare('SELECT file_name AS fileName, register FROM import_batch WHERE id = ?')
      .get(batchId) as { fileName: string; register: string } | undefined;
    if (!batch) throw new AppError('import_batch_missing', { batch: batchId });
    return {
      kind: 'undoImport',
      subject: batch.fileName,
      writes: true,
      worker: { task: 'undoImport', session: transferOf(session), ...workerBasics(state) },
      operation: 'run',
      input: { batchId },
      onDone: (result) => {
        state.dependencies.emit({ type: 'changed', registers: [batch.register, 'department'], headSize: 0 });
        return result;
      },
    };
  },
};
