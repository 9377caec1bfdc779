// A bundle's file on disk: written in one pass and made durable, then read back and compared. Knows nothing of its name or record.
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import type { TaskContext } from '../../tasks.ts';
import { openOnDisk } from '../verify/disk-file.ts';
import { createNodePlatform } from '../verify/node-platform.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import type { BundleIssue } from './issue.ts';
import type { OpenedContent } from './opened-content.ts';
import type { BundleView } from './view.ts';
import { type BundleSummary, streamBundle } from './write-bundle.ts';

export interface WrittenFile extends Digests {
  summary: BundleSummary;
}

const gatheredBytes = 1 << 18;
/** So much may wait for the disk: waiting for all of it at the end would take as long again. */
const unsyncedBytes = 64 << 20;

/** Small chunks joined, large ones passed on: neither the disk nor a thread is asked for a few bytes. */
async function* gathered(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const joined = new Uint8Array(gatheredBytes);
  let filled = 0;
  for await (const chunk of bytes) {
    if (filled > 0 && filled + chunk.byteLength > gatheredBytes) {
      yield joined.subarray(0, filled);
      filled = 0;
    }
    if (chunk.byteLength > gatheredBytes) yield chunk;
    else {
      joined.set(chunk, filled);
      filled += chunk.byteLength;
    }
  }
  if (filled > 0) yield joined.subarray(0, filled);
}

/** Appends bytes and has the disk take them meanwhile. Throws what the system says. */
function createAppender(file: FileHandle) {
  let unsynced = 0;
  let syncing: Promise<unknown> = Promise.resolve();
  return {
    append: async (bytes: Uint8Array): Promise<void> => {
      for (let done = 0; done < bytes.byteLength; )
        done += (await file.write(bytes, done, bytes.byteLength - done)).bytesWritten;
      unsynced += bytes.byteLength;
      if (unsynced < unsyncedBytes) return;
      unsynced = 0;
      await syncing;
      syncing = file.datasync();
      // Whoever waits for it next hears of it.
      syncing.catch(() => undefined);
    },
    finish: async (): Promise<void> => {
      await syncing;
      await file.sync();
    },
    /** Nobody may close the file under a call that is still under way. */
    settle: () => syncing.catch(() => undefined),
  };
}

/**
 * Writes the bundle's bytes to a new file and makes them durable; returns their digests as they were written.
 */
export async function writeFile(
  view: BundleView,
  issue: BundleIssue,
  opened: OpenedContent,
  path: string,
  job: TaskContext,
): Promise<WrittenFile> {
  const { bytes, summary } = streamBundle(view, issue, opened, job);
  const attachedBytes = summary.attachments.reduce(
    (sum, { path: given, sizeBytes }) => sum + (given ? sizeBytes : 0),
    0,
  );
  const platform = createNodePlatform();
  const file = await open(path, 'wx', 0o600);
  const appender = createAppender(file);
  try {
    const sink = await platform.createDigestSink({ sm3: true, sizeBytes: attachedBytes });
    for await (const chunk of gathered(bytes)) {
      await Promise.all([appender.append(chunk), sink.update(chunk)]);
    }
    const digests = await sink.finish();
    await appender.finish();
    return { ...digests, summary };
  } finally {
    platform.close();
    await appender.settle();
    await file.close();
  }
}

/** SHA-256 and size of a file as it is read now. */
async function digestNow(path: string, job: TaskContext): Promise<Digests> {
  const platform = createNodePlatform();
  const file = await openOnDisk(path);
  try {
    const sink = await platform.createDigestSink({ sm3: false, sizeBytes: file.sizeBytes });
    for await (const chunk of file.stream(0, file.sizeBytes)) {
      job.checkCancelled();
      sink.update(chunk);
    }
    return await sink.finish();
  } finally {
    platform.close();
    await file.close();
  }
}

const outcomeOf = <T>(settled: PromiseSettledResult<T>): T => {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
};

/**
 * Reads the file back: other bytes than were written mean that something between rewrites files; and side by side with
 * that, every check a recipient would make, but for the SM3 of large files: their bytes are known again by SHA-256, and their
 * SM3 was taken before. Throws AppError `bundle_read_back_failed`, `journal_broken`.
 */
export async function readBack(
  path: string,
  written: WrittenFile,
  fingerprint: string,
  job: TaskContext,
): Promise<void> {
  const changed = () => new AppError('bundle_read_back_failed', { name: basename(path) });
  const knownSm3 = new Map([...written.summary.digests.values()].map(({ sha256, sm3 }) => [sha256, sm3]));
  job.checkCancelled();
  // Both end before anything is thrown: nobody may remove a file that is still being read.
  const [digested, verified] = await Promise.allSettled([
    digestNow(path, job),
    verifyBundle(path, { key: fingerprint, knownSm3 }, job),
  ]);
  const read = outcomeOf(digested);
  if (read.sha256 !== written.sha256 || read.sizeBytes !== written.sizeBytes) throw changed();
  if (verified.status === 'rejected' && verified.reason?.code === 'bundle_unreadable') throw changed();
  const problem = outcomeOf(verified).problems[0];
  if (problem && problem.kind !== 'proof') throw changed();
  if (problem)
    throw new AppError('journal_broken', { reason: `${problem.kind} ${problem.path} ${problem.detail ?? ''}`.trim() });
}
