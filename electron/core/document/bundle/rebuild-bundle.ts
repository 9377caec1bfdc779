// Builds an issued bundle again from its event and the vault: the same bytes or nothing.
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { databaseError } from '../../db/handle.ts';
import { fileError } from '../../register/attachments/sealed-files.ts';
import { writeTransaction } from '../../register/write-context.ts';
import type { TaskContext } from '../../tasks.ts';
import { syncFolder } from '../../vault/header.ts';
import type { VaultSession } from '../../vault/session.ts';
import { writeFile } from './bundle-file.ts';
import { confirmPassword } from './confirm-password.ts';
import { issueById } from './issue.ts';
import { openChosen } from './opened-content.ts';
import { pastView } from './view.ts';

export interface RebuildRequest {
  /** Id of the bundle. */
  bundle: string;
  /** Full path of the ZIP; nothing may be there yet. */
  target: string;
  password: string;
}

/**
 * Writes the bundle anew and keeps it only if it is byte for byte what was issued. Throws AppError `bundle_unknown`,
 * `bundle_rebuild_differs` (another signer, another version of the program, a record frozen or erased since), and what
 * issuing throws.
 */
export async function rebuildBundle(
  session: VaultSession,
  { bundle, target, password }: RebuildRequest,
  job: TaskContext,
): Promise<{ name: string; sizeBytes: number; sha256: string }> {
  if (session.readOnly) throw new AppError('read_only');
  if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
  if (!existsSync(dirname(target))) throw new AppError('file_missing', { name: basename(dirname(target)) });
  const issued = issueById(session, bundle);
  const { issue } = issued;
  if (issue.login !== session.user.login) throw new AppError('bundle_rebuild_differs', { reason: issue.login });
  await confirmPassword(session, password);
  const partial = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    session.db.exec('BEGIN');
    let written: Awaited<ReturnType<typeof writeFile>>;
    try {
      const view = pastView(session, issue.asOf, issue.checkpointSize);
      written = await writeFile(view, issue, await openChosen(view, issue.registers), partial, job);
    } finally {
      session.db.exec('ROLLBACK');
    }
    if (written.sha256 !== issued.sha256) throw new AppError('bundle_rebuild_differs', { reason: 'SHA-256' });
    if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
    renameSync(partial, target);
    syncFolder(dirname(target));
    writeTransaction(session, ({ journal }) =>
      journal.append({
        action: 'bundle.rebuilt',
        register: 'bundle',
        record: issue.id,
        number: issue.number,
        detail: { sha256: written.sha256 },
      }),
    );
    return { name: basename(target), sizeBytes: written.sizeBytes, sha256: written.sha256 };
  } catch (cause) {
    rmSync(partial, { force: true });
    throw fileError(databaseError(cause), basename(target));
  }
}
