// Writes a plain copy of a sealed attachment to a place the user chose. The copy is checked before it gets its name.
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { identityOf, recordOpening, usableAttachment } from './open-attachments.ts';
import { fileError, openSealedFile } from './sealed-files.ts';

/** Throws AppError `path_exists`, `disk_full`, `vault_database_damaged` where the bytes are not those recorded. */
export async function saveAttachment(
  session: VaultSession,
  input: { id: string; target: string },
  job: TaskContext,
): Promise<{ added: number; sizeBytes: number }> {
  const row = usableAttachment(session, input.id);
  if (existsSync(input.target)) throw new AppError('path_exists', { name: basename(input.target) });
  const { fileId, identity } = await identityOf(session, row);
  // The event comes first: a copy must never exist that the journal does not know of.
  recordOpening(session, row, 'attachment.exported');
  const digest = createHash('sha256');
  let sizeBytes = 0;
  const total = Number(row.size_bytes ?? 0);
  const partial = `${input.target}.part`;
  async function* checked(stream: ReadableStream<Uint8Array>) {
    for await (const chunk of Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])) {
      job.checkCancelled();
      digest.update(chunk as Uint8Array);
      sizeBytes += (chunk as Uint8Array).length;
      job.progress(sizeBytes, total, 'attach');
      yield chunk as Uint8Array;
    }
  }
  try {
    await pipeline(
      Readable.from(checked(await openSealedFile(session.folder, fileId, identity))),
      createWriteStream(partial, { flags: 'wx' }),
    );
    if (digest.digest('hex') !== row.sha256) throw new AppError('vault_database_damaged', { detail: 'attachment' });
    renameSync(partial, input.target);
    return { added: 1, sizeBytes };
  } catch (cause) {
    rmSync(partial, { force: true });
    throw fileError(cause, basename(input.target));
  }
}
