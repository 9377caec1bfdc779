// A stored event as page and paper show it.
import type { RouteOutput } from '../../../shared/contract/contract.ts';

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
