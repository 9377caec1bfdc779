// Verifies a long journal with every revision and row in several threads: each takes the next chunk, reads it once and hands
// back its subtree hashes; here they are put together. What is not sound is named by reading it again in one pass.
import { availableParallelism } from 'node:os';
import { appendSubtree, emptyRange, emptyRoot, type OnNode, rangeNodes, rangeRoot } from '../format/merkle.ts';
import { startTaskWorker } from '../jobs.ts';
import type { TaskContext, TaskStart } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { transferOf } from '../worker-messages.ts';
import { readHead, storedNodeLevel } from './append.ts';
import { type Checkpoint, isSigned, type JournalVerdict, readCheckpoints, verifyJournal } from './verify.ts';
import { type Chunk, type ChunkVerdict, nodeReader } from './verify-chunk.ts';
import { maximumProblems, type RevisionProblem, verifyLiveRows, verifyStrayRevisions } from './verify-revisions.ts';
import { areCounted } from './verify-rows.ts';

export interface FullVerdict extends Omit<JournalVerdict, 'problems'> {
  problems: (JournalVerdict['problems'][number] | RevisionProblem)[];
}

/** Chunks of so many events: few enough messages, many enough for progress and for threads that run unequally fast. */
const chunkLevel = 14;

/** This thread waits meanwhile; each of the others keeps pages and a heap of its own. */
const threads = Math.min(3, Math.max(2, availableParallelism()));

/** What reads chunks: this thread itself, or another. One chunk at a time. */
export interface ChunkReader {
  /** Fixes what is read from here on, and tells the size of the journal. */
  look(): number | Promise<number>;
  chunk(chunk: Chunk): ChunkVerdict | Promise<ChunkVerdict>;
}

/** Verifies journal, revisions and rows in several threads; see `verifyByChunks`. */
export async function verifyInParts(session: VaultSession, start: TaskStart, job: TaskContext): Promise<FullVerdict> {
  const basics = { registers: start.registers, migrations: start.migrations, profileFolder: start.profileFolder };
  const workers = Array.from({ length: threads }, () =>
    startTaskWorker({ task: 'journal', session: transferOf(session), ...basics }),
  );
  const readers = workers.map(
    (worker): ChunkReader => ({
      look: async () => (await worker.call('look', {})) as number,
      chunk: async (chunk) => (await worker.call('chunk', chunk)) as ChunkVerdict,
    }),
  );
  try {
    return await verifyByChunks(session, readers, chunkLevel, job);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

/**
 * The same findings as one pass after another. All readers see the journal as it is when this begins: writing goes on
 * meanwhile. A chunk is a subtree of 2^level events, at least as large as the stored nodes.
 */
export async function verifyByChunks(
  session: VaultSession,
  readers: readonly ChunkReader[],
  level: number,
  job: TaskContext,
): Promise<FullVerdict> {
  try {
    const size = await lookAlike(session, readers);
    const checkpoints = readCheckpoints(session.db);
    const chunks = chunksOf(size, 2 ** level, checkpoints);
    const verdicts = await verifyChunks(readers, chunks, (done) => {
      job.checkCancelled();
      job.progress(Math.min(done * 2 ** level, size), size, 'journal');
    });
    return putTogether(session, verdicts, checkpoints, job);
  } finally {
    if (session.db.inTransaction) session.db.exec('COMMIT');
  }
}

/** Fixes what is read from here on in this thread or one of the others, and tells the size of the journal. */
export function fixView({ db }: VaultSession): number {
  if (db.inTransaction) db.exec('COMMIT');
  db.exec('BEGIN');
  return readHead(db).range.size;
}

/** Somebody who writes between the looks of two threads makes them look again; this often is only a program. */
const maximumLooks = 10;

/** Lets all threads look at the journal of one size, and returns it. Every change makes it longer. */
async function lookAlike(session: VaultSession, readers: readonly ChunkReader[]): Promise<number> {
  for (let looks = 1; ; looks += 1) {
    const size = fixView(session);
    const others = await Promise.all(readers.map((reader) => reader.look()));
    // Threads that still see unlike states find it unsound, and it is read once more in one view.
    if (others.every((other) => other === size) || looks === maximumLooks) return size;
  }
}

/** The pieces of a journal, in order; the first and the last take in what may stand outside. */
function chunksOf(size: number, width: number, checkpoints: readonly Checkpoint[]): Chunk[] {
  const count = Math.max(1, Math.ceil(size / width));
  const sizes = [...new Set(checkpoints.map((checkpoint) => checkpoint.size))];
  return Array.from({ length: count }, (_, index): Chunk => {
    const [from, to] = [index * width, (index + 1) * width];
    return {
      from,
      range: {
        after: index === 0 ? Number.MIN_SAFE_INTEGER : from,
        upTo: index === count - 1 ? Number.MAX_SAFE_INTEGER : to,
      },
      signedAt: sizes.filter((signed) => signed > from && signed <= to),
    };
  });
}

/** Hands each thread the next chunk whenever it has done one. */
async function verifyChunks(
  readers: readonly ChunkReader[],
  chunks: readonly Chunk[],
  onDone: (chunks: number) => void,
): Promise<ChunkVerdict[]> {
  const verdicts: ChunkVerdict[] = [];
  let next = 0;
  let done = 0;
  const takeAll = async (reader: ChunkReader) => {
    while (next < chunks.length) {
      const index = next;
      next += 1;
      verdicts[index] = await reader.chunk(chunks[index] as Chunk);
      done += 1;
      onDone(done);
    }
  };
  await Promise.all(readers.map(takeAll));
  return verdicts;
}

function putTogether(
  session: VaultSession,
  verdicts: readonly ChunkVerdict[],
  checkpoints: readonly Checkpoint[],
  job: TaskContext,
): FullVerdict {
  const root = soundRoot(session, verdicts, checkpoints);
  const journal: JournalVerdict = root
    ? { ok: true, events: sum(verdicts.map(({ size }) => size)), head: root.toString('hex'), problems: [] }
    : verifyJournal(session.db, session.origin, (done, total) => {
        job.checkCancelled();
        job.progress(done, total, 'journal');
      });
  const problems = [
    ...journal.problems,
    ...verdicts.flatMap((verdict) => verdict.problems).slice(0, maximumProblems),
    ...verifyStrayRevisions(session, sum(verdicts.map(({ revisions }) => revisions))),
    ...(areRowsSound(session, verdicts) ? [] : verifyLiveRows(session)),
  ];
  return { ...journal, ok: problems.length === 0, problems };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The root of the whole journal where every chunk is sound and nodes, head and signatures agree; else null. */
function soundRoot(
  { db, origin }: VaultSession,
  verdicts: readonly ChunkVerdict[],
  checkpoints: readonly Checkpoint[],
): Buffer | null {
  const storedNode = nodeReader(db);
  const tree = emptyRange();
  const signedRoots = new Map<number, Buffer>([[0, emptyRoot]]);
  let isSound = true;
  let lastAt = 0;
  const onNode: OnNode = (level, index, hash) => {
    if (level >= storedNodeLevel && !storedNode(level, index)?.equals(hash)) isSound = false;
  };
  for (const verdict of verdicts) {
    if (!verdict.isJournalSound || (verdict.size > 0 && verdict.firstAt < lastAt)) return null;
    lastAt = verdict.lastAt;
    for (const { size, subtrees } of verdict.signed)
      signedRoots.set(size, rangeRoot({ size, hashes: [...tree.hashes, ...subtrees.map(asBuffer)] }));
    for (const [index, { level }] of rangeNodes(verdict.size).entries())
      appendSubtree(tree, level, asBuffer(verdict.subtrees[index] as Uint8Array), onNode);
  }
  const head = readHead(db).range;
  const root = rangeRoot(tree);
  if (tree.size !== head.size || !root.equals(rangeRoot(head))) return null;
  for (const checkpoint of checkpoints) {
    const signed = signedRoots.get(checkpoint.size);
    if (!signed || !isSigned(checkpoint, origin, signed)) return null;
  }
  return isSound ? root : null;
}

/** Bytes that came from another thread. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether every row is the last revision of its record, as many as there are and as the counts say. */
function areRowsSound({ db, registry }: VaultSession, verdicts: readonly ChunkVerdict[]): boolean {
  return (
    verdicts.every((verdict) => verdict.areRowsSound) &&
    registry.all.every((definition) => {
      const counts = new Map<string, number>();
      for (const verdict of verdicts)
        for (const [state, records] of verdict.counts.get(definition.key) ?? [])
          counts.set(state, (counts.get(state) ?? 0) + records);
      const rows = db.prepare(`SELECT count(*) FROM ${definition.table}`).pluck().get();
      return rows === sum([...counts.values()]) && areCounted(db, definition, counts);
    })
  );
}
