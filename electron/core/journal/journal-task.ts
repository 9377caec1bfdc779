// The job that verifies the journal, alone or with every revision and live row.
import assert from 'node:assert';
import { startTaskWorker } from '../jobs.ts';
import type { TaskContext, TaskStart } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { transferOf } from '../worker-messages.ts';
import { headOf } from './append.ts';
import { type JournalProblem, verifyJournal } from './verify.ts';
import {
  type EventRange,
  type RangeVerdict,
  type RevisionProblem,
  verifyLiveRows,
  verifyRevisionEvents,
  verifyRevisions,
  verifyStrayRevisions,
} from './verify-revisions.ts';

export interface JournalReport {
  ok: boolean;
  events: number;
  head: string;
  problems: (JournalProblem | RevisionProblem)[];
}

/** From so many events on, hashing all revisions again is worth two threads of its own. */
const partsFrom = 50_000;
const parts = 2;

/** Operations: `verify`; and `events`, a part of it that another thread takes over. */
export function journalTask(start: TaskStart) {
  const { session } = start;
  assert(session, 'the task needs an open vault');
  return {
    verify: async ({ full }: { full: boolean }, job: TaskContext): Promise<JournalReport> =>
      full && headOf(session.db).size >= partsFrom
        ? verifyInParts(session, start, job)
        : verifyWhole(session, full, job),
    events: (range: EventRange): RangeVerdict => verifyRevisionEvents(session, range),
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

/** The same as `verifyWhole` with `full`: other threads compare revisions with events while this one reads the rest. */
async function verifyInParts(session: VaultSession, start: TaskStart, job: TaskContext): Promise<JournalReport> {
  const { size } = headOf(session.db);
  const basics = { registers: start.registers, migrations: start.migrations, profileFolder: start.profileFolder };
  const workers = Array.from({ length: parts }, () =>
    startTaskWorker({ task: 'journal', session: transferOf(session), ...basics }),
  );
  try {
    // This thread is busy from here on: the others must be up before.
    await Promise.all(workers.map((worker) => worker.call('events', { after: 0, upTo: 0 })));
    const calls = workers.map((worker, part) => {
      const range: EventRange = {
        after: Math.floor((size * part) / parts),
        upTo: part === parts - 1 ? Number.MAX_SAFE_INTEGER : Math.floor((size * (part + 1)) / parts),
      };
      return worker.call('events', range) as Promise<RangeVerdict>;
    });
    const verdict = verifyJournal(session.db, session.origin, (done, total) => {
      job.checkCancelled();
      job.progress(done, total, 'journal');
    });
    const rows = verifyLiveRows(session);
    const ranges = await Promise.all(calls);
    const met = ranges.reduce((sum, { revisions }) => sum + revisions, 0);
    const revisions = ranges.flatMap((range) => range.problems);
    const problems = [...verdict.problems, ...rows, ...revisions, ...verifyStrayRevisions(session, met)];
    return { ...verdict, ok: problems.length === 0, problems };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}
