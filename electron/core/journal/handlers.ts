// Handlers of the journal routes: pages of events, and the verification job.
import { basename } from 'node:path';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { endOfLocalDate } from '../../../shared/time.ts';
import type { Handlers } from '../router.ts';
import { requireSession } from '../router.ts';
import { workerBasics } from '../vault/handlers.ts';
import { transferOf } from '../worker-messages.ts';
import { headOf } from './append.ts';
import type { JournalReport } from './journal-task.ts';
import { journalWitnesses } from './witnesses.ts';

type EventView = RouteOutput<'journal.list'>['events'][number];

/** One stored event as the page shows it; `reason` is what its revision keeps of why. */
export function eventView(row: { seq: number; event: string; reason?: string | null }): EventView {
  const event = JSON.parse(row.event) as {
    at: number;
    actor: string;
    action: string;
    register?: string;
    record?: string;
    number?: string;
    version?: number;
    detail?: Record<string, unknown>;
    batch?: string;
    factDate?: string;
    late?: boolean;
  };
  return {
    seq: row.seq,
    atMs: event.at,
    actor: event.actor,
    action: event.action,
    register: event.register ?? null,
    recordId: event.record ?? null,
    number: event.number ?? null,
    version: event.version ?? null,
    detail: {
      ...event.detail,
      ...(row.reason === undefined || row.reason === null ? {} : { reason: row.reason }),
      ...(event.batch === undefined ? {} : { batch: event.batch }),
      ...(event.factDate === undefined ? {} : { factDate: event.factDate }),
      ...(event.late === undefined ? {} : { late: event.late }),
    },
  };
}

export const journalHandlers: Pick<Handlers, 'journal.list' | 'journal.verify' | 'journal.witnesses'> = {
  'journal.list': (state, input) => {
    const session = requireSession(state);
    const conditions = ['j.seq < ?'];
    const parameters: (string | number)[] = [input.beforeSeq ?? Number.MAX_SAFE_INTEGER];
    if (input.recordId !== null) {
      conditions.push('instr(j.event, ?) > 0');
      parameters.push(`"record":"${input.recordId}"`);
    }
    if (input.actor !== null) {
      conditions.push('instr(j.event, ?) > 0');
      parameters.push(`"actor":${JSON.stringify(input.actor)}`);
    }
    if (input.action !== null) {
      conditions.push('instr(j.event, ?) > 0');
      parameters.push(`"action":${JSON.stringify(input.action)}`);
    }
    if (input.day !== null) {
      const endMs = endOfLocalDate(input.day);
      conditions.push('j.at > ? AND j.at <= ?');
      parameters.push(endMs - 86_400_000, endMs);
    }
    const rows = session.db
      .prepare(
        `SELECT j.seq, j.event, r.reason FROM journal j LEFT JOIN revision r ON r.seq = j.seq WHERE ${conditions.join(' AND ')} ORDER BY j.seq DESC LIMIT ?`,
      )
      .all(...parameters, input.limit) as { seq: number; event: string; reason: string | null }[];
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
