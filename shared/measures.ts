// Which protective measures hold for a secret on a day, by the seven kinds of 法释〔2020〕7号 art. 6. Pure: used by rules and by the matrix.
import type { MeasureKind } from './registers/measure.ts';

/** The fields of a measure this needs. */
export const measureFields = ['kind', 'appliesTo', 'department', 'startsOn', 'endsOn', 'evidence'] as const;

export interface MeasureFact {
  id: string;
  status: string;
  kind: MeasureKind;
  appliesTo: string;
  department: string | null;
  startsOn: string | null;
  endsOn: string | null;
  /** A paper is named, or a file is attached. */
  hasEvidence: boolean;
}

/** What holds in one cell of the matrix. */
export interface Coverage {
  measures: MeasureFact[];
  hasEvidence: boolean;
  /** The earliest day a measure with evidence holds from; of any measure where none has evidence. */
  startsOn: string | null;
}

/** Whether a measure holds on a day. One without a first day holds from no known day and counts. */
function holds({ status, startsOn, endsOn }: MeasureFact, date: string): boolean {
  return status === 'in_force' && (startsOn === null || startsOn <= date) && (endsOn === null || endsOn >= date);
}

function earliest(measures: readonly MeasureFact[]): string | null {
  return measures.flatMap(({ startsOn }) => (startsOn === null ? [] : [startsOn])).toSorted()[0] ?? null;
}

/** Prepares the question for many secrets: kinds that hold for a secret of a department on the day. */
export function coverage(
  measures: readonly MeasureFact[],
  links: Iterable<{ from: string; to: string }>,
  date: string,
): (secret: string, department: string | null) => Map<MeasureKind, Coverage> {
  const holding = measures.filter((measure) => holds(measure, date));
  const byId = new Map(holding.map((measure) => [measure.id, measure]));
  const listed = new Map<string, MeasureFact[]>();
  for (const { from, to } of links) {
    const measure = byId.get(to);
    if (measure) listed.set(from, [...(listed.get(from) ?? []), measure]);
  }
  const general = holding.filter(({ appliesTo }) => appliesTo === 'all');
  const ofDepartment = Map.groupBy(
    holding.filter(({ appliesTo, department }) => appliesTo === 'department' && department !== null),
    ({ department }) => department,
  );
  return (secret, department) => {
    const own = [
      ...general,
      ...(department === null ? [] : (ofDepartment.get(department) ?? [])),
      ...(listed.get(secret) ?? []),
    ];
    const cells = new Map<MeasureKind, Coverage>();
    for (const [kind, found] of Map.groupBy(new Set(own), (measure) => measure.kind)) {
      const evidenced = found.filter(({ hasEvidence }) => hasEvidence);
      cells.set(kind, {
        measures: found,
        hasEvidence: evidenced.length > 0,
        startsOn: earliest(evidenced.length > 0 ? evidenced : found),
      });
    }
    return cells;
  };
}
