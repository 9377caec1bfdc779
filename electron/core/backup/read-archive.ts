// Reads a backup file, distrusting all of it: its start, its list, and its parts, each compared with the list.
import { createHash, hash } from 'node:crypto';
import { closeSync, createWriteStream, fsyncSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { z } from 'zod';
import { AppError } from '../../../shared/contract/envelope.ts';
import { ageOpen, ageOpenStream } from '../format/age-file.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import {
  attachmentEntry,
  type BackupManifest,
  type BackupStart,
  manifestShape,
  entries as names,
  startShape,
} from './backup-format.ts';
import { unboxIdentity } from './backup-key.ts';

const maximumEntries = 1_000_000;
const startBytes = 64 << 10;
const headerBytes = 16 << 20;
const manifestBytes = 256 << 20;

export interface Archive {
  /** Name of the file, for messages. */
  name: string;
  start: BackupStart;
  /** Text of vault.json. */
  header: string;
  sizes: ReadonlyMap<string, number>;
  open(entry: string): Promise<AsyncIterable<Uint8Array>>;
  close(): void;
}

const damaged = (name: string, entry: string, cause?: unknown) =>
  new AppError('backup_damaged', { name, entry }, { cause });

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const found: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(found));
    zip.on('entry', (entry: Entry) => {
      found.push(entry);
      if (found.length > maximumEntries) reject(new Error('too many entries'));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parsed<T>(shape: z.ZodType<T>, bytes: Buffer): T | null {
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

/**
 * Opens a backup as far as that needs no key. Throws AppError `file_missing`, `file_unreadable`, `backup_unreadable` (no
 * backup, or cut off), `backup_damaged`, `vault_newer` (a later format).
 */
export async function openArchive(path: string): Promise<Archive> {
  const name = basename(path);
  let sizeBytes: number;
  try {
    const found = statSync(path);
    if (!found.isFile()) throw new AppError('file_unreadable', { name });
    sizeBytes = found.size;
  } catch (cause) {
    throw fileError(cause, name);
  }
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw new AppError('backup_unreadable', { name }, { cause: fileError(cause, name) });
  }
  try {
    const byName = new Map<string, Entry>();
    let packed = 0;
    for (const entry of await listEntries(zip)) {
      const { fileName } = entry;
      packed += entry.compressedSize;
      const isStored = entry.compressionMethod === 0 && entry.compressedSize === entry.uncompressedSize;
      const isKnown = (Object.values(names) as string[]).includes(fileName) || attachmentEntry.test(fileName);
      if (entry.isEncrypted() || !isStored || !isKnown || byName.has(fileName) || packed > sizeBytes)
        throw damaged(name, fileName);
      byName.set(fileName, entry);
    }
    const open = async (entry: string): Promise<AsyncIterable<Uint8Array>> => {
      const found = byName.get(entry);
      if (!found) throw damaged(name, entry);
      try {
        return (await zip.openReadStreamPromise(found)) as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw damaged(name, entry, cause);
      }
    };
    const small = async (entry: string, limit: number): Promise<Buffer> => {
      if ((byName.get(entry)?.uncompressedSize ?? 0) > limit) throw damaged(name, entry);
      const source = await open(entry);
      return collect(source).catch((cause) => {
        throw damaged(name, entry, cause);
      });
    };
    if (!byName.has(names.start)) throw new AppError('backup_unreadable', { name });
    const startText = await small(names.start, startBytes);
    const format = /"format": *"midian-backup\/(\d+)"/.exec(startText.toString('utf8').slice(0, 200));
    if (format && Number(format[1]) > 1) throw new AppError('vault_newer', { format: format[0] });
    const start = parsed(startShape, startText);
    if (!start) throw damaged(name, names.start);
    return {
      name,
      start,
      header: (await small(names.header, headerBytes)).toString('utf8'),
      sizes: new Map([...byName].map(([entry, { uncompressedSize }]) => [entry, uncompressedSize])),
      open,
      close: () => zip.close(),
    };
  } catch (cause) {
    zip.close();
    if (cause instanceof AppError) throw cause;
    throw new AppError('backup_unreadable', { name }, { cause });
  }
}

/**
 * The list of a backup and the recipient's identity. Throws AppError `backup_damaged` with the entry where the start, the
 * list or the set of entries is not what the vault's own key vouches for.
 */
export async function readManifest(
  archive: Archive,
  databaseKey: Buffer,
): Promise<{ manifest: BackupManifest; identity: string }> {
  const { name, start } = archive;
  const { format, id, vault, madeAtMs } = start;
  const identity = unboxIdentity(databaseKey, start.identity, {
    format,
    id,
    vault,
    madeAtMs,
    manifest: start.manifest,
  });
  if (identity === null) throw damaged(name, names.start);
  if ((archive.sizes.get(names.manifest) ?? 0) > manifestBytes) throw damaged(name, names.manifest);
  const sealed = await collect(await archive.open(names.manifest)).catch((cause) => {
    throw damaged(name, names.manifest, cause);
  });
  const plain = await ageOpen(sealed, [identity]);
  if (!plain || hash('sha256', plain) !== start.manifest) throw damaged(name, names.manifest);
  const manifest = parsed(manifestShape, plain);
  if (!manifest || manifest.id !== id || manifest.vault !== vault) throw damaged(name, names.manifest);
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const entry of archive.sizes.keys())
    if (!listed.has(entry) && entry !== names.manifest && entry !== names.start) throw damaged(name, entry);
  for (const path of listed) if (!archive.sizes.has(path)) throw damaged(name, path);
  return { manifest, identity };
}

/** The bytes of one entry, passed on; ends in AppError `backup_damaged` where they are not those of the list. */
export async function* entryBytes(
  archive: Archive,
  listed: BackupManifest['files'][number],
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const sha256 = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of await archive.open(listed.path)) {
      onBytes(chunk.length);
      sha256.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(archive.name, listed.path, cause);
  }
  if (sizeBytes !== listed.sizeBytes || sha256.digest('hex') !== listed.sha256)
    throw damaged(archive.name, listed.path);
}

/** Writes bytes to a new file and makes them durable. */
export async function writeWhole(source: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  await pipeline(Readable.from(source, { objectMode: false }), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Decrypts the database of a backup to `path`. Throws AppError `backup_damaged`, `disk_full`, `cancelled`. */
export async function unpackDatabase(
  archive: Archive,
  manifest: BackupManifest,
  identity: string,
  path: string,
  onBytes: (count: number) => void,
): Promise<void> {
  const listed = manifest.files.find((file) => file.path === names.database);
  if (!listed) throw damaged(archive.name, names.database);
  const sha256 = createHash('sha256');
  let failure: unknown = null;
  async function* sealed() {
    try {
      yield* entryBytes(archive, listed as BackupManifest['files'][number], onBytes);
    } catch (cause) {
      // Through two kinds of stream an error may come out as another.
      failure = cause;
      throw cause;
    }
  }
  async function* plain() {
    const web = Readable.toWeb(Readable.from(sealed(), { objectMode: false })) as ReadableStream<Uint8Array>;
    const opened = await ageOpenStream(web, identity);
    for await (const chunk of Readable.fromWeb(opened as Parameters<typeof Readable.fromWeb>[0])) {
      sha256.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  }
  try {
    await writeWhole(plain(), path);
  } catch (cause) {
    const known = fileError(failure ?? cause, archive.name);
    throw known instanceof AppError ? known : damaged(archive.name, names.database, cause);
  }
  if (sha256.digest('hex') !== manifest.database.sha256) throw damaged(archive.name, names.database);
}
