// Writes the bytes of a backup: a stored ZIP of age files, streamed, with the digest of every entry noted in passing.
import { createHash, hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { version } from '../../../shared/version.ts';
import { ageSeal, ageSealStream } from '../format/age-file.ts';
import { sealedPath } from '../register/attachments/sealed-files.ts';
import type { TaskContext } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { type BackupManifest, type BackupStart, backupFormat, entries, manifestFormat } from './backup-format.ts';
import { type BackupKey, boxIdentity } from './backup-key.ts';

export interface ArchiveSource {
  session: VaultSession;
  key: BackupKey;
  id: string;
  madeAtMs: number;
  /** Text of vault.json. */
  header: string;
  /** The copy of the database, encrypted under its own key. */
  databaseCopy: string;
  journal: { size: number; root: Buffer };
  /** Ids of the attachments' files, those that are there. */
  fileIds: readonly string[];
}

const readBytes = 1 << 20;

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The backup as a stream. An error of a source, and what `job.checkCancelled` throws, end the stream. The manifest is
 * whole once the stream has ended.
 */
export function streamArchive(source: ArchiveSource, job: TaskContext): Readable {
  const { session, key, id, madeAtMs } = source;
  const vault = session.header.vaultId;
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const files: BackupManifest['files'] = [];
  const databaseSha = createHash('sha256');
  let databaseBytes = 0;
  let done = 0;
  const sizes = source.fileIds.map((fileId) => statSync(sealedPath(session.folder, fileId)).size);
  const total = statSync(source.databaseCopy).size + sizes.reduce((sum, size) => sum + size, 0);
  let current: Readable | null = null;
  zip.on('error', (cause) => output.destroy(cause instanceof Error ? cause : new Error(String(cause))));
  output.once('close', () => current?.destroy());

  async function* noted(path: string, open: () => Promise<Bytes>): AsyncGenerator<Uint8Array> {
    const sha256 = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of await open()) {
      job.checkCancelled();
      sha256.update(chunk);
      sizeBytes += chunk.length;
      done += chunk.length;
      job.progress(Math.min(done, total), total, 'backup');
      yield chunk;
    }
    files.push({ path, sizeBytes, sha256: sha256.digest('hex') });
  }
  const add = (path: string, open: () => Promise<Bytes>, sizeBytes?: number) => {
    const options = {
      mtime: new Date(madeAtMs),
      mode: 0o100600,
      compress: false,
      ...(sizeBytes === undefined ? { forceZip64Format: true } : { size: sizeBytes }),
    };
    zip.addReadStreamLazy(path, options, (take) => {
      const stream = Readable.from(noted(path, open), { objectMode: false });
      stream.on('error', (cause) => output.destroy(cause));
      current = stream;
      take(null, stream);
    });
  };
  async function* databasePlain() {
    for await (const chunk of createReadStream(source.databaseCopy, { highWaterMark: readBytes })) {
      databaseSha.update(chunk as Buffer);
      databaseBytes += (chunk as Buffer).length;
      yield chunk as Uint8Array;
    }
  }
  const manifest = () =>
    Buffer.from(
      JSON.stringify({
        format: manifestFormat,
        id,
        vault,
        version,
        journal: { size: source.journal.size, root: source.journal.root.toString('hex') },
        database: { sizeBytes: databaseBytes, sha256: databaseSha.copy().digest('hex') },
        files: files.filter(({ path }) => path !== entries.manifest && path !== entries.start),
      } satisfies BackupManifest),
    );
  let list = Buffer.alloc(0);

  add(entries.header, async () => [Buffer.from(source.header)]);
  add(entries.database, async () => {
    const plain = Readable.toWeb(Readable.from(databasePlain())) as ReadableStream<Uint8Array>;
    const sealed = await ageSealStream(plain, key.recipient);
    return Readable.fromWeb(sealed as Parameters<typeof Readable.fromWeb>[0]);
  });
  source.fileIds.forEach((fileId, index) => {
    add(
      `files/${fileId}.age`,
      async () => createReadStream(sealedPath(session.folder, fileId), { highWaterMark: readBytes }),
      sizes[index],
    );
  });
  add(entries.manifest, async () => {
    list = manifest();
    return [await ageSeal(list, [key.recipient])];
  });
  add(entries.start, async () => {
    const place = { format: backupFormat, id, vault, madeAtMs, manifest: hash('sha256', list) } as const;
    const start: BackupStart = { ...place, identity: boxIdentity(session.databaseKey, key.identity, place) };
    return [Buffer.from(`${JSON.stringify(start, null, 1)}\n`)];
  });
  zip.end();
  return output;
}
