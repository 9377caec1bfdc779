// The job that verifies the journal, alone or with every revision and live row.
import assert from 'node:assert';
import type { TaskContext, TaskStart } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { headOf } from './append.ts';
import { type JournalProblem, verifyJournal } from './verify.ts';
import { type Chunk, type ChunkVerdict, verifyChunk } from './verify-chunk.ts';
import { fixView, verifyInParts } from './verify-in-parts.ts';
import { type RevisionProblem, verifyRevisions } from './verify-revisions.ts';

export interface JournalReport {
  ok: boolean;
  events: number;
  head: string;
  problems: (JournalProblem | RevisionProblem)[];
}

/** From so many events on, reading all revisions again is worth threads of its own. */
const partsFrom = 50_000;

/** Operations: `verify`; and for the threads that take parts of it over, `look` and `chunk`. */
export function journalTask(start: TaskStart) {
  const { session } = start;
  assert(session, 'the task needs an open vault');
  return {
    verify: async ({ full }: { full: boolean }, job: TaskContext): Promise<JournalReport> =>
      full && headOf(session.db).size >= partsFrom
        ? verifyInParts(session, start, job)
        : verifyWhole(session, full, job),
    look: (): number => fixView(session),
    chunk: (chunk: Chunk): ChunkVerdict => verifyChunk(session, chunk),
  };
}

/** Verifies the journal; `full` adds live row = last revision = event. */
export function verifyWhole(session: VaultSession, full: boolean, job: TaskContext): JournalReport {
  const verdict = verifyJournal(session.db, session.origin, (done, total) => {
    job.checkCancelled();
    job.progress(done, total, 'journal');
  });
  if (!full) return verdict;
  const revisions = verifyRevisions(session, (done) => {
    job.checkCancelled();
    job.progress(done, verdict.events, 'revisions');
  });
  const problems = [...verdict.problems, ...revisions];
  return { ...verdict, ok: problems.length === 0, problems };
}
