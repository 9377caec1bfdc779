// The bytes of attachments: age files in `files/`, each to an identity of its own that is wrapped to a compartment.
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import { ageOpenFile, ageSealStream, newIdentity } from '../../format/age-file.ts';
import { uuidv7 } from '../../format/uuid.ts';
import type { Compartment } from '../../vault/compartments.ts';
import { type DataKey, wrapDataKey } from '../../vault/data-keys.ts';
import { syncFolder } from '../../vault/header.ts';
import type { VaultSession } from '../../vault/session.ts';
import { createDigestSink } from './file-digests.ts';

/** Where an attachment's bytes lie. */
export function sealedPath(folder: string, fileId: string): string {
  return join(folder, 'files', `${fileId}.age`);
}

/** File system failures while reading a user's file, in our codes. */
export function fileError(cause: unknown, name: string): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new AppError('file_missing', { name }, { cause });
  if (code === 'EBUSY') return new AppError('file_locked', { name }, { cause });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
    return new AppError('file_unreadable', { name }, { cause });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk_full', {}, { cause });
  return cause;
}

/**
 * Encrypts a file into the vault, streamed. The file is complete and synced before it gets its name; the record that
 * names it comes after, and a file without a record is swept at the next unlock.
 */
export async function sealFile(
  session: VaultSession,
  compartment: Compartment,
  path: string,
  onBytes: (done: number) => void,
): Promise<{ fileId: string; dataKey: DataKey; digests: Digests }> {
  const { identity, recipient } = await newIdentity();
  const fileId = uuidv7(session.now());
  const target = sealedPath(session.folder, fileId);
  const partial = `${target}.part`;
  const sink = await createDigestSink();
  async function* plain() {
    let done = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      sink.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      onBytes(done);
      yield chunk as Uint8Array;
    }
  }
  try {
    const sealed = await ageSealStream(Readable.toWeb(Readable.from(plain())) as ReadableStream<Uint8Array>, recipient);
    await pipeline(
      Readable.fromWeb(sealed as Parameters<typeof Readable.fromWeb>[0]),
      createWriteStream(partial, { flags: 'wx', mode: 0o600 }),
    );
    const handle = openSync(partial, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, target);
    syncFolder(join(session.folder, 'files'));
  } catch (cause) {
    rmSync(partial, { force: true });
    throw cause;
  }
  const key = Buffer.from(identity, 'utf8');
  const dataKey = await wrapDataKey(key, compartment, session.now());
  return { fileId, dataKey, digests: sink.finish() };
}

/** The plain bytes of a sealed file as a stream; it errors where the file was changed or cut. */
export function openSealedFile(folder: string, fileId: string, identity: Buffer): Promise<ReadableStream<Uint8Array>> {
  return ageOpenFile(sealedPath(folder, fileId), identity.toString('utf8'));
}
