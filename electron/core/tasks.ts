// The tasks a worker thread can run, by name. Each is a set of operations over one open session.
import assert from 'node:assert';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { backupTask } from './backup/backup-task.ts';
import { demoTask } from './demo/demo-task.ts';
import { bundleTask, verifyTask } from './document/bundle-task.ts';
import { documentTask } from './document/document-task.ts';
import { journalTask } from './journal/journal-task.ts';
import { addAttachments, type NewAttachments } from './register/attachments/add.ts';
import { saveAttachment } from './register/attachments/save.ts';
import { erasureTask } from './register/erasure/erasure-task.ts';
import { exportTask } from './register/export/export-task.ts';
import { importTask } from './register/import/import-task.ts';
import { undoImportTask } from './register/import/undo.ts';
import { readingTask } from './rules/reading-task.ts';
import { checkTask } from './vault/check-task.ts';
import { compartmentTask } from './vault/compartment-task.ts';
import { recoveryTask } from './vault/recovery-task.ts';
import { rekeyTask } from './vault/rekey-task.ts';
import type { VaultSession } from './vault/session.ts';

/** What an operation may use to speak to the user while it runs. */
export interface TaskContext {
  progress(done: number, total: number | null, phase: string): void;
  /** Throws AppError `cancelled` once the user has asked for it. */
  checkCancelled(): void;
}

export type Operation = (input: never, context: TaskContext) => unknown;
export type Task = Record<string, (input: never, context: TaskContext) => unknown>;

export interface TaskStart {
  session: VaultSession | null;
  registers: readonly RegisterDefinition[];
  migrations: readonly string[];
  profileFolder: string;
}

function withSession(create: (session: VaultSession) => Task): (start: TaskStart) => Task {
  return ({ session }) => {
    assert(session, 'the task needs an open vault');
    return create(session);
  };
}

export const tasks: Record<string, ((start: TaskStart) => Task) | undefined> = {
  attach: withSession((session) => ({
    add: (input: NewAttachments, context) => addAttachments(session, input, context),
    save: (input: { id: string; target: string }, context) => saveAttachment(session, input, context),
  })),
  backup: backupTask,
  bundle: withSession(bundleTask),
  check: withSession(checkTask),
  compartment: withSession(compartmentTask),
  demo: demoTask,
  erasure: withSession(erasureTask),
  document: withSession(documentTask),
  export: withSession(exportTask),
  import: withSession(importTask),
  journal: journalTask,
  reading: withSession(readingTask),
  recovery: recoveryTask,
  rekey: withSession(rekeyTask),
  undoImport: withSession(undoImportTask),
  verify: () => verifyTask(),
};
