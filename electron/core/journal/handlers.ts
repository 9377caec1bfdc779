// Handlers of the journal routes: pages of events, and the verification job.
import { basename } from 'node:path';
import type { Handlers } from '../router.ts';
import { requireSession } from '../router.ts';
import { workerBasics } from '../vault/handlers.ts';
import { transferOf } from '../worker-messages.ts';
import { headOf } from './append.ts';
import { eventView } from './event-view.ts';
import type { JournalReport } from './journal-task.ts';
import { listEvents } from './list-events.ts';
import { journalWitnesses } from './witnesses.ts';

export const journalHandlers: Pick<Handlers, 'journal.list' | 'journal.verify' | 'journal.witnesses'> = {
  'journal.list': (state, input) => {
    const session = requireSession(state);
    const rows = listEvents(session, input, input.beforeSeq, input.limit);
    return { size: headOf(session.db).size, events: rows.map(eventView) };
  },
  'journal.witnesses': (state) => journalWitnesses(requireSession(state)),
  'journal.verify': (state, { full }) => {
    const session = requireSession(state);
    return {
      kind: 'journalVerify',
      subject: basename(session.folder),
      writes: false,
      worker: { task: 'journal', session: transferOf(session), ...workerBasics(state) },
      operation: 'verify',
      input: { full },
      onDone: (result) => {
        const report = result as JournalReport;
        if (state.session === session) {
          state.journalBroken = !report.ok;
          state.verifiedSize = report.ok ? report.events : null;
        }
        return result;
      },
    };
  },
};
