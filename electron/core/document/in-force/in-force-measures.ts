// Which recorded measures held for a secret on a date, in each reading: by their own first and last day, and by what was known. Pure.
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import { endOfLocalDate, lastDay } from '../../../../shared/time.ts';
import type { LinkTrail, Trail, Version } from './in-force-facts.ts';

export interface MeasureFacts {
  /** Every measure of the register. */
  all: readonly Trail[];
  /** Those linked to the secret. */
  listed: readonly LinkTrail[];
}

export interface HeldMeasure {
  trail: Trail;
  /** The revision that says so in the reading. */
  shown: Version;
  /** Since when what it says has been on record. */
  from: Version;
  /** What the reading not asked for says: the same revision's words, others, or nothing. */
  there: Version | null;
}

/** What makes it another line when it changes. */
export function measureKey({ values }: Version): string {
  return JSON.stringify([values.name, values.kind, values.startsOn, values.endsOn, values.evidence]);
}

/** The last revision by which a measure, or its link to a secret, held on the date; a first and a last day are facts of their own, whenever recorded. */
function known(trail: Trail, { date, reading }: AsOf): Version | null {
  const version = trail.versions.findLast(({ atMs }) => reading === 'fact' || atMs <= endOfLocalDate(date));
  if (!version || version.isVoid) return null;
  const { startsOn, endsOn } = version.values;
  if (typeof startsOn !== 'string' || lastDay(startsOn) > date) return null;
  if (typeof endsOn === 'string') return lastDay(endsOn) >= date ? version : null;
  return version.status === 'ended' || version.status === 'closed' ? null : version;
}

function isLinked({ listed }: MeasureFacts, measure: string, asOf: AsOf): boolean {
  return listed.some(({ link, other }) => other.id === measure && known(link, asOf) !== null);
}

/** The measures of a secret of a department on the date, in the order they were recorded. */
export function heldMeasures(
  facts: MeasureFacts,
  department: unknown,
  asOf: AsOf,
  otherReading: AsOf['reading'],
): HeldMeasure[] {
  const applies = (version: Version | null, measure: string, at: AsOf): version is Version => {
    if (version === null) return false;
    const { appliesTo, department: own } = version.values;
    if (appliesTo === 'all') return true;
    return appliesTo === 'department' ? own !== undefined && own === department : isLinked(facts, measure, at);
  };
  return facts.all.flatMap((trail): HeldMeasure[] => {
    const shown = known(trail, asOf);
    if (!applies(shown, trail.id, asOf)) return [];
    const there = known(trail, { ...asOf, reading: otherReading });
    const from = trail.versions.find((version) => measureKey(version) === measureKey(shown)) ?? shown;
    return [{ trail, shown, from, there: applies(there, trail.id, { ...asOf, reading: otherReading }) ? there : null }];
  });
}
