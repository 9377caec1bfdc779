// The job that verifies the journal, alone or with every revision and live row.
import type { TaskContext } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { type JournalProblem, verifyJournal } from './verify.ts';
import { type RevisionProblem, verifyRevisions } from './verify-revisions.ts';

export interface JournalReport {
  ok: boolean;
  events: number;
  head: string;
  problems: (JournalProblem | RevisionProblem)[];
}

/** Operations: `verify`. */
export function journalTask(session: VaultSession) {
  return {
    verify: ({ full }: { full: boolean }, job: TaskContext): JournalReport => verifyWhole(session, full, job),
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
