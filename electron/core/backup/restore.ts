// Restores a backup into a new vault folder: everything is unpacked and checked beside the target, the restore is an event
// of the restored journal, and only then the folder gets its name. Never touches a folder that is there.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { checkpointTruncate, databaseError } from '../db/handle.ts';
import { uuidv7 } from '../format/uuid.ts';
import { signHead } from '../journal/checkpoint.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import { writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { vaultFolder } from '../vault/create.ts';
import { requireSuitableFolder } from '../vault/folder.ts';
import { syncFolder } from '../vault/header.ts';
import { type OpenOptions, slotOf, unlockSlot } from '../vault/open.ts';
import { restoredKey } from '../vault/seen-head.ts';
import type { VaultSession } from '../vault/session.ts';
import { writeMeta } from '../vault/settings.ts';
import { openArchive } from './read-archive.ts';
import { type AttachmentProblem, unpackBackup, unpackHeader } from './unpack.ts';

export interface RestoreRequest {
  /** The backup file. */
  file: string;
  /** Path of the vault to be; its folder must not be there. */
  target: string;
  /** Null: the backup's only user. */
  login: string | null;
  password: string;
}

export interface RestoreResult {
  /** The vault's folder. */
  path: string;
  organisation: string;
  /** When the backup was made. */
  madeAtMs: number;
  /** Events the backup held. */
  journalSize: number;
  /** Events last seen on this machine, where that was more; null otherwise. */
  seen: number | null;
  problems: AttachmentProblem[];
}

/** Not a name a vault may have: what a killed restore leaves is known by it and removed by the next one. */
const partialSuffix = '.restoring';

function sweep(target: string): void {
  const parent = dirname(target);
  for (const name of readdirSync(parent))
    if (name.startsWith(`${basename(target)}.`) && name.endsWith(partialSuffix))
      rmSync(join(parent, name), { recursive: true, force: true });
}

/** The restore as the restored journal's next event, a signed head after it, and a database at rest. */
function recordRestore(
  session: VaultSession,
  input: { id: string; journalSize: number; root: string; seen: number | null },
): void {
  // Temporary keys sign nothing: somebody who has keys of his own restores.
  if (session.isInvited) throw new AppError('first_login_needed', { login: session.user.login });
  // From here on this is a line of its own: the profile remembers its heads apart from those of the old folder.
  const line = uuidv7(session.now());
  session.witness = `${session.user.login}\n${line}`;
  writeTransaction(session, ({ journal }) => {
    writeMeta(session.db, restoredKey, line);
    journal.append({ action: 'vault.restored', detail: { backup: input.id, line, ...input } });
  });
  session.db.transaction(() =>
    signHead(session.db, {
      origin: session.origin,
      userRid: session.user.rid,
      login: session.user.login,
      signKey: session.keys.signKey,
      atMs: session.now(),
    }),
  )();
  checkpointTruncate(session.db);
  session.db.pragma('journal_mode = DELETE');
}

/**
 * Restores a backup. Throws AppError `vault_exists`, `file_missing`, `backup_unreadable`, `backup_damaged`, `vault_newer`,
 * `user_unknown`, `password_wrong`, `password_delay`, `vault_header_changed`, `backup_test_failed`,
 * `vault_on_network_folder`, `vault_on_synced_folder`, `vault_folder_read_only`, `disk_full`, `cancelled`.
 */
export async function restoreBackup(
  request: RestoreRequest,
  options: Pick<OpenOptions, 'registers' | 'migrations' | 'profile' | 'now'>,
  job: TaskContext,
): Promise<RestoreResult> {
  const target = vaultFolder(request.target);
  if (existsSync(target)) throw new AppError('vault_exists', { folder: basename(target) });
  if (!existsSync(dirname(target))) throw new AppError('file_missing', { name: basename(dirname(target)) });
  requireSuitableFolder(target);
  const archive = await openArchive(request.file);
  const partial = `${target}.${randomUUID().slice(0, 8)}${partialSuffix}`;
  try {
    try {
      sweep(target);
      mkdirSync(partial, { mode: 0o700 });
    } catch (cause) {
      throw new AppError('vault_folder_read_only', { folder: dirname(target) }, { cause });
    }
    const header = unpackHeader(archive, partial);
    const slot = slotOf(header, request.login);
    // A slot of another time is what a backup has: it is no sign that the header was changed.
    const profile = { ...options.profile, seenSlot: () => null };
    const { keys, databaseKey } = await unlockSlot(header, slot, { ...options, profile, password: request.password });
    const unpacked = await unpackBackup(
      { archive, folder: partial, keepFiles: true, leftOut: new Set(), header, slot, keys, databaseKey, options },
      job,
    );
    const { session, manifest, problems } = unpacked;
    try {
      const before = options.profile.seenHead(header.vaultId, session.witness, databaseKey);
      const { size, root } = manifest.journal;
      const seen = typeof before === 'object' && before.size > size ? before.size : null;
      recordRestore(session, { id: archive.start.id, journalSize: size, root, seen });
      if (existsSync(target)) throw new AppError('vault_exists', { folder: basename(target) });
      session.db.close();
      for (const folder of [join(partial, 'files'), partial]) syncFolder(folder);
      renameSync(partial, target);
      syncFolder(dirname(target));
      return {
        path: target,
        organisation: session.settings.organisation,
        madeAtMs: archive.start.madeAtMs,
        journalSize: size,
        seen,
        problems,
      };
    } finally {
      if (session.db.open) session.db.close();
    }
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true });
    throw fileError(databaseError(cause), archive.name);
  } finally {
    archive.close();
  }
}
