// The second thread's part of reading a backup back: the digest of the whole file and some of its attachments.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { TableRow } from '../register/statements.ts';
import type { TaskContext } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { openArchive, readManifest } from './read-archive.ts';
import { type AttachmentProblem, checkAttachment } from './unpack.ts';

const bufferBytes = 1 << 20;

/** SHA-256 and size of a file as it lies on the disk, read through one buffer. */
function digestOf(path: string, job: TaskContext): { sha256: string; sizeBytes: number } {
  const sha256 = createHash('sha256');
  const buffer = Buffer.allocUnsafe(bufferBytes);
  const handle = openSync(path, 'r');
  let sizeBytes = 0;
  try {
    for (;;) {
      job.checkCancelled();
      const count = readSync(handle, buffer, 0, bufferBytes, null);
      if (count === 0) break;
      sha256.update(buffer.subarray(0, count));
      sizeBytes += count;
    }
  } finally {
    closeSync(handle);
  }
  return { sha256: sha256.digest('hex'), sizeBytes };
}

/**
 * Digests a backup and compares the attachments in `paths` with its list and with what the vault has recorded. Throws
 * AppError `backup_damaged`, `cancelled`.
 */
export async function readBackPart(
  session: VaultSession,
  { file, paths }: { file: string; paths: readonly string[] },
  job: TaskContext,
): Promise<{ written: { sha256: string; sizeBytes: number }; problems: AttachmentProblem[] }> {
  const written = digestOf(file, job);
  const wanted = new Set(paths);
  const archive = await openArchive(file);
  try {
    const { manifest } = await readManifest(archive, session.databaseKey);
    const rowOf = session.db.prepare('SELECT * FROM attachment WHERE file_id = ?');
    const problems: AttachmentProblem[] = [];
    for (const listed of manifest.files) {
      if (!wanted.has(listed.path)) continue;
      const row = rowOf.get(listed.path.slice('files/'.length, -'.age'.length)) as TableRow | undefined;
      problems.push(
        ...(await checkAttachment(session, { archive, folder: '', keepFiles: false }, listed, row, () =>
          job.checkCancelled(),
        )),
      );
    }
    return { written, problems };
  } finally {
    archive.close();
  }
}
