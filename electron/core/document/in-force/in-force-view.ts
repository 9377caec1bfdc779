// Which secrets were in force on a date in each reading, and their lines some at a time. Asks the snapshots, gathers and computes;
// writes nothing.
import type { AsOf, Filter } from '../../../../shared/contract/routes/common.ts';
import type { InForceCounts, InForceSecret, Language } from '../../../../shared/in-force.ts';
import { prepared } from '../../db/prepared.ts';
import { snapshotTable } from '../../register/as-of.ts';
import { partOf } from '../../register/as-of-parts.ts';
import { listIds } from '../../register/read.ts';
import type { VaultSession } from '../../vault/session.ts';
import { gatherFacts } from './in-force-facts.ts';
import { inForceSecret } from './in-force-lines.ts';

export interface InForceChoice {
  asOf: AsOf;
  /** Chosen secrets; null: what fits filters and search. */
  ids: readonly string[] | null;
  filters: readonly Filter[];
  search: string;
}

export interface InForceFound {
  /** In force in the reading asked for, in order, frozen ones left out. */
  ids: string[];
  counts: InForceCounts;
}

/** The secrets of a choice that were in force, and how many each reading has. Throws AppError `value_invalid`. */
export function findInForce(session: VaultSession, { asOf, ids, filters, search }: InForceChoice): InForceFound {
  const definition = session.registry.byKey('secret');
  const chosen = ids === null ? null : new Set(ids);
  const inForce = (reading: AsOf['reading']) => {
    const snapshot = snapshotTable(session, definition, { date: asOf.date, reading }, true);
    const found = listIds(
      session,
      definition,
      { filters, search, sort: [], includeVoid: false },
      partOf(snapshot, 'inForce'),
    );
    return chosen === null ? found : found.filter((id) => chosen.has(id));
  };
  const byReading = { fact: inForce('fact'), recorded: inForce('recorded') };
  const fact = new Set(byReading.fact);
  const own = byReading[asOf.reading];
  const frozen = new Set(
    prepared(
      session.db,
      `SELECT t.id FROM record_mark m JOIN ${definition.table} t ON t.rid = m.record WHERE m.kind = 'frozen'`,
    )
      .pluck()
      .all() as string[],
  );
  const left = own.filter((id) => !frozen.has(id));
  return {
    ids: left,
    counts: {
      fact: byReading.fact.length,
      recorded: byReading.recorded.length,
      both: byReading.recorded.filter((id) => fact.has(id)).length,
      frozen: own.length - left.length,
    },
  };
}

/** The lines of these secrets, in their order. */
export function inForceSecrets(
  session: VaultSession,
  asOf: AsOf,
  ids: readonly string[],
  language: Language,
): InForceSecret[] {
  const { secrets, departments } = gatherFacts(session, ids);
  const frame = {
    asOf,
    language,
    departments,
    scheme: session.settings.scheme,
    register: (key: string) => session.registry.byKey(key),
  };
  return secrets.map((facts) => inForceSecret(frame, facts)).filter((secret) => secret !== null);
}
