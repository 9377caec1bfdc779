// Unpacks a backup into a folder and checks all of it: what a test after making and a restore have in common.
import { createHash, type Hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../../../shared/contract/envelope.ts';
import { ageOpenStream } from '../format/age-file.ts';
import { headOf } from '../journal/append.ts';
import { verifyWhole } from '../journal/journal-task.ts';
import { identityOf } from '../register/attachments/open-attachments.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import type { TableRow } from '../register/statements.ts';
import type { TaskContext } from '../tasks.ts';
import { isHeaderAuthentic, type PasswordSlot, readHeader, type VaultHeader } from '../vault/header.ts';
import { type OpenOptions, openSession } from '../vault/open.ts';
import type { VaultSession } from '../vault/session.ts';
import { slotDigest, type UserKeys } from '../vault/slot.ts';
import { attachmentEntry, type BackupManifest, entries } from './backup-format.ts';
import { type Archive, entryBytes, readManifest, unpackDatabase, writeWhole } from './read-archive.ts';

export interface AttachmentProblem {
  code: 'attachment_missing' | 'attachment_changed';
  name: string;
}

export interface Unpacked {
  /** Open on the unpacked database; the caller closes it. */
  session: VaultSession;
  manifest: BackupManifest;
  /** Attachments that were already wrong in the vault when the backup was made. */
  problems: AttachmentProblem[];
}

export interface UnpackOptions {
  archive: Archive;
  /** An empty folder; the vault's files are written there. */
  folder: string;
  /** False: attachments are read and compared, and not written a second time. */
  keepFiles: boolean;
  /** Attachments another thread compares meanwhile. */
  leftOut: ReadonlySet<string>;
  header: VaultHeader;
  slot: PasswordSlot;
  keys: UserKeys;
  databaseKey: Buffer;
  options: Pick<OpenOptions, 'registers' | 'migrations' | 'profile' | 'now'>;
}

/** The header of a backup, written into a folder and read as a vault's is. Throws what `readHeader` throws. */
export function unpackHeader(archive: Archive, folder: string): VaultHeader {
  writeFileSync(join(folder, entries.header), archive.header, { flag: 'wx', mode: 0o600 });
  return readHeader(folder);
}

/** SHA-256 of what an attachment's age file holds; null where it does not decrypt. Reads `source` to its end. */
async function contentDigest(source: AsyncGenerator<Uint8Array>, identity: string): Promise<string | null> {
  const sha256: Hash = createHash('sha256');
  let failure: unknown = null;
  async function* watched() {
    try {
      yield* source;
    } catch (cause) {
      failure = cause;
      throw cause;
    }
  }
  try {
    const web = Readable.toWeb(Readable.from(watched(), { objectMode: false })) as ReadableStream<Uint8Array>;
    const plain = await ageOpenStream(web, identity);
    for await (const chunk of Readable.fromWeb(plain as Parameters<typeof Readable.fromWeb>[0]))
      sha256.update(chunk as Uint8Array);
    return sha256.digest('hex');
  } catch {
    if (failure) throw failure;
    return null;
  }
}

/** Reads one attachment out of the backup: bytes against the list, content against the record where the user is cleared. */
export async function checkAttachment(
  session: VaultSession,
  input: Pick<UnpackOptions, 'archive' | 'folder' | 'keepFiles'>,
  listed: BackupManifest['files'][number],
  row: TableRow | undefined,
  onBytes: (count: number) => void,
): Promise<AttachmentProblem[]> {
  const { archive, folder, keepFiles } = input;
  const bytes = () => entryBytes(archive, listed, onBytes);
  if (keepFiles) await writeWhole(bytes(), join(folder, listed.path));
  if (!row) return [];
  let identity: string;
  try {
    identity = (await identityOf(session, row)).identity.toString('utf8');
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'sealed_no_clearance') throw cause;
    if (!keepFiles) for await (const _chunk of bytes());
    return [];
  }
  const found = await contentDigest(keepFiles ? entryBytes(archive, listed, () => undefined) : bytes(), identity);
  // A file that ends its own decryption early was not read to its end: its bytes are still compared.
  if (found === null && !keepFiles) for await (const _chunk of entryBytes(archive, listed, () => undefined));
  return found === String(row.sha256) ? [] : [{ code: 'attachment_changed', name: String(row.name) }];
}

/**
 * Unpacks and checks. Throws AppError `backup_damaged`, `vault_header_changed`, `vault_database_damaged`, `vault_newer`,
 * `backup_test_failed` (the database is whole but does not verify), `disk_full`, `cancelled`.
 */
export async function unpackBackup(input: UnpackOptions, job: TaskContext): Promise<Unpacked> {
  const { archive, folder, header, slot, keys, databaseKey, options } = input;
  if (header.vaultId !== archive.start.vault || !isHeaderAuthentic(header, databaseKey))
    throw new AppError('vault_header_changed');
  const { manifest, identity } = await readManifest(archive, databaseKey);
  const total = manifest.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    job.checkCancelled();
    job.progress(Math.min(done, total), total, 'backupTest');
  };
  let session: VaultSession | null = null;
  try {
    for (const name of ['files', 'backups']) mkdirSync(join(folder, name), { mode: 0o700 });
    for await (const _chunk of entryBytes(archive, fileOf(manifest, entries.header, archive), onBytes));
    await unpackDatabase(archive, manifest, identity, join(folder, 'vault.db'), onBytes);
    session = await openSession({
      folder,
      header,
      slotDigest: slotDigest(slot),
      userId: slot.userId,
      keys,
      databaseKey,
      readOnly: false,
      lock: null,
      options,
    });
    const { size, root } = headOf(session.db);
    if (size !== manifest.journal.size || root.toString('hex') !== manifest.journal.root)
      throw new AppError('backup_test_failed', { detail: 'journal_head' });
    const [broken] = verifyWhole(session, true, job).problems;
    if (broken) throw new AppError('backup_test_failed', { detail: broken.code });
    const rows = new Map(
      (session.db.prepare('SELECT * FROM attachment WHERE file_id IS NOT NULL').all() as TableRow[]).map((row) => [
        `files/${String(row.file_id)}.age`,
        row,
      ]),
    );
    const problems: AttachmentProblem[] = [];
    for (const listed of manifest.files.filter(({ path }) => attachmentEntry.test(path))) {
      if (!input.leftOut.has(listed.path))
        problems.push(...(await checkAttachment(session, input, listed, rows.get(listed.path), onBytes)));
      rows.delete(listed.path);
    }
    for (const row of rows.values()) problems.push({ code: 'attachment_missing', name: String(row.name) });
    return { session, manifest, problems };
  } catch (cause) {
    session?.db.close();
    throw fileError(cause, archive.name);
  }
}

function fileOf(manifest: BackupManifest, path: string, archive: Archive): BackupManifest['files'][number] {
  const found = manifest.files.find((file) => file.path === path);
  if (!found) throw new AppError('backup_damaged', { name: archive.name, entry: path });
  return found;
}
