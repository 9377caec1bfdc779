// Makes a backup: copy, `.part`, read-back, test-restore, and only then name, event and rotation. Failure leaves nothing.
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  createWriteStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../shared/contract/envelope.ts';
import { databaseError, openDatabase, withDatabaseErrors } from '../db/handle.ts';
import { startTaskWorker } from '../jobs.ts';
import { headOf } from '../journal/append.ts';
import { signHead } from '../journal/checkpoint.ts';
import { fileError, sealedPath } from '../register/attachments/sealed-files.ts';
import { eraseFrozen } from '../register/erasure/erase-frozen.ts';
import { writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { vaultSuffix } from '../vault/create.ts';
import { passwordSlots, syncFolder } from '../vault/header.ts';
import type { VaultSession } from '../vault/session.ts';
import { transferOf } from '../worker-messages.ts';
import { attachmentEntry, backupName, backupSuffix } from './backup-format.ts';
import { backupKeyOf } from './backup-key.ts';
import { openArchive } from './read-archive.ts';
import { rotate } from './rotate.ts';
import { insertBackup, readBackupSettings } from './store.ts';
import { type AttachmentProblem, unpackBackup, unpackHeader } from './unpack.ts';
import { streamArchive } from './write-archive.ts';

export interface BackupResult {
  id: string;
  name: string;
  sizeBytes: number;
  sha256: string;
  journalSize: number;
  problems: AttachmentProblem[];
  /** Names of older backups that rotation removed. */
  removed: string[];
}

/** Refuses a folder that is gone, read-only or inside the vault. */
function requireFolder(session: VaultSession, folder: string): void {
  const name = basename(folder);
  try {
    if (!statSync(folder).isDirectory()) throw new AppError('file_missing', { name });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('file_missing', { name }, { cause });
    throw new AppError('backup_folder_read_only', { folder: name }, { cause });
  }
  const inside = realpathSync(session.folder);
  const real = realpathSync(folder);
  if (real === inside || real.startsWith(inside + sep)) throw new AppError('backup_folder_inside', { folder: name });
}

/** Names of unfinished files in a backup folder carry the vault's id, so that nobody removes another's. */
const partSuffix = (session: VaultSession) => `${backupSuffix}.${session.header.vaultId.slice(0, 8)}.part`;

/** Removes what a killed run left, in the target and in the vault. */
function sweep(session: VaultSession, folder: string): void {
  for (const name of readdirSync(folder))
    if (name.endsWith(partSuffix(session))) rmSync(join(folder, name), { force: true });
  const own = join(session.folder, 'backups');
  if (!existsSync(own)) return;
  for (const name of readdirSync(own))
    if (/^[0-9a-f-]{36}\.(db|db-journal|db-wal|db-shm|test)$/.test(name))
      rmSync(join(own, name), { recursive: true, force: true });
}

/** The signed head and a copy of the database that ends exactly there, with the header that fits it. */
function copyDatabase(session: VaultSession, copy: string) {
  const { db } = session;
  db.transaction(() =>
    signHead(db, {
      origin: session.origin,
      userRid: session.user.rid,
      login: session.user.login,
      signKey: session.keys.signKey,
      atMs: session.now(),
    }),
  ).immediate();
  withDatabaseErrors(() => db.prepare('VACUUM INTO ?').run(copy));
  const handle = openDatabase(copy, session.databaseKey, { readOnly: false, mustExist: true });
  try {
    eraseFrozen(session, handle);
    // The copy is one file: nothing of it may be left in a log beside it.
    handle.pragma('journal_mode = DELETE');
    const journal = headOf(handle);
    const fileIds = handle.prepare('SELECT file_id FROM attachment WHERE file_id IS NOT NULL ORDER BY file_id').pluck();
    return {
      journal,
      fileIds: (fileIds.all() as string[]).filter((fileId) => existsSync(sealedPath(session.folder, fileId))),
      // After the copy: a header one step ahead of its database is accepted, one behind is not.
      header: readFileSync(join(session.folder, 'vault.json'), 'utf8'),
    };
  } finally {
    handle.close();
  }
}

/** Writes the file and makes it durable. */
async function writePart(path: string, source: Parameters<typeof streamArchive>[0], job: TaskContext): Promise<void> {
  await pipeline(streamArchive(source, job), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Restores the file for a try, with the keys of this session; returns what was wrong with attachments. */
async function testRestore(
  session: VaultSession,
  migrations: readonly string[],
  path: string,
  folder: string,
  leftOut: ReadonlySet<string>,
  job: TaskContext,
) {
  mkdirSync(folder, { mode: 0o700 });
  const archive = await openArchive(path);
  try {
    const header = unpackHeader(archive, folder);
    const slot = passwordSlots(header).find(({ userId }) => userId === session.user.id);
    if (!slot) throw new AppError('backup_test_failed', { detail: 'slot' });
    const unpacked = await unpackBackup(
      {
        archive,
        folder,
        keepFiles: false,
        leftOut,
        header,
        slot,
        keys: session.keys,
        databaseKey: session.databaseKey,
        options: {
          registers: session.registry.all,
          migrations,
          profile: session.profile,
          now: session.now,
        },
      },
      job,
    );
    unpacked.session.db.close();
    return unpacked.problems;
  } finally {
    archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Reads the file back: its digest, every entry against the list, and a restore for a try. A second thread takes the digest
 * and about half of the attachments, because decrypting them is most of the work.
 */
async function readBack(
  session: VaultSession,
  migrations: readonly string[],
  partial: string,
  folder: string,
  job: TaskContext,
): Promise<{ written: { sha256: string; sizeBytes: number }; problems: AttachmentProblem[] }> {
  const worker = startTaskWorker({
    task: 'backup',
    session: transferOf(session),
    registers: session.registry.all,
    migrations,
    profileFolder: session.profile.folder,
  });
  try {
    const archive = await openArchive(partial);
    archive.close();
    const share = halfOf(archive.sizes);
    const other = worker.call('readBack', { file: partial, paths: share }) as Promise<{
      written: { sha256: string; sizeBytes: number };
      problems: AttachmentProblem[];
    }>;
    // Its failure is taken up below; until then it must not count as unhandled.
    other.catch(() => undefined);
    const own = await testRestore(session, migrations, partial, folder, new Set(share), job);
    const { written, problems } = await other;
    return { written, problems: [...own, ...problems] };
  } finally {
    await worker.stop();
  }
}

/** Attachments that make up a little less than half of the bytes. */
function halfOf(sizes: ReadonlyMap<string, number>): string[] {
  const files = [...sizes].filter(([path]) => attachmentEntry.test(path));
  const total = files.reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0);
  let taken = 0;
  return files
    .filter(([, sizeBytes]) => {
      if (taken + sizeBytes > total * 0.45) return false;
      taken += sizeBytes;
      return true;
    })
    .map(([path]) => path);
}

/**
 * Makes a backup in `folder`. It counts only when it was restored for a try. Throws AppError `read_only`, `file_missing`,
 * `backup_folder_read_only`, `backup_folder_inside`, `path_exists`, `disk_full`,
 * `backup_damaged`, `backup_test_failed`, `cancelled`; nothing is left then.
 */
export async function makeBackup(
  session: VaultSession,
  { folder, migrations }: { folder: string; migrations: readonly string[] },
  job: TaskContext,
): Promise<BackupResult> {
  if (session.readOnly) throw new AppError('read_only');
  requireFolder(session, folder);
  const madeAtMs = session.now();
  const id = randomUUID();
  const name = backupName(basename(session.folder, vaultSuffix), madeAtMs);
  const target = join(folder, name);
  if (existsSync(target)) throw new AppError('path_exists', { name });
  const partial = join(folder, `${name.slice(0, -backupSuffix.length)}${partSuffix(session)}`);
  const own = join(session.folder, 'backups');
  const copy = join(own, `${id}.db`);
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    sweep(session, folder);
    const key = await backupKeyOf(session);
    const copied = copyDatabase(session, copy);
    job.checkCancelled();
    await writePart(partial, { session, key, id, madeAtMs, databaseCopy: copy, ...copied }, job);
    rmSync(copy, { force: true });
    const { written, problems } = await readBack(session, migrations, partial, join(own, `${id}.test`), job);
    job.checkCancelled();
    let isNamed = false;
    try {
      writeTransaction(session, ({ journal }) => {
        const made = { sha256: written.sha256, sizeBytes: written.sizeBytes, journalSize: copied.journal.size };
        insertBackup(session.db, {
          id,
          folder,
          file: name,
          ...made,
          problems: problems.length,
          madeAtMs: journal.atMs,
          madeBy: session.user.rid,
        });
        journal.append({ action: 'backup.made', detail: { id, file: name, ...made, problems: problems.length } });
        if (existsSync(target)) throw new AppError('path_exists', { name });
        renameSync(partial, target);
        isNamed = true;
      });
    } catch (cause) {
      if (isNamed) rmSync(target, { force: true });
      throw cause;
    }
    syncFolder(folder);
    const { folder: chosen, keep } = readBackupSettings(session.db);
    const removed =
      problems.length === 0 && chosen === folder && keep !== null ? await rotate(session, folder, keep) : [];
    return { id, name, ...written, journalSize: copied.journal.size, problems, removed };
  } catch (cause) {
    rmSync(partial, { force: true });
    throw writeError(databaseError(cause), name);
  } finally {
    for (const left of [copy, `${copy}-journal`, `${copy}-wal`, `${copy}-shm`, join(own, `${id}.test`)])
      rmSync(left, { recursive: true, force: true });
  }
}

/** A failure while writing into the target, in our codes. */
function writeError(cause: unknown, name: string): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new AppError('backup_folder_read_only', { folder: name }, { cause });
  return fileError(cause, name);
}
