// Which protective measures hold for a secret on a day, by the seven kinds of 法释〔2020〕7号 art. 6. Pure: used by rules and by the matrix.
import type { MeasureKind } from './registers/measure.ts';
import type { RuleReader } from './rules/finding.ts';
import { lastDay } from './time.ts';
import { addMonths } from './values/date.ts';

/** The fields of a measure this needs. */
const measureFields = ['name', 'kind', 'appliesTo', 'department', 'startsOn', 'endsOn', 'evidence'] as const;
const digitalFields = ['permissionsGradedOn', 'maskedOn', 'loggedOn'] as const;
/** A system's digital measures are evidenced by a review of its permissions no older than this. */
const reviewedWithinMonths = 12;

export interface MeasureFact {
  id: string;
  /** measure, or informationSystem whose digital measures count as one. */
  register: 'measure' | 'informationSystem';
  number: string | null;
  name: string;
  /** Instant it was recorded, ms UTC. */
  recordedAtMs: number;
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
  /** The measure it dates from, the first recorded one of several. */
  lead: MeasureFact;
}

/** Whether a measure holds on a day. One without a first day holds from no known day and counts. */
function holds({ status, startsOn, endsOn }: MeasureFact, date: string): boolean {
  return status === 'in_force' && (startsOn === null || startsOn <= date) && (endsOn === null || endsOn >= date);
}

/** The measure that began first; one without a first day comes last, and of several the one recorded first is meant. */
function earliest(measures: readonly MeasureFact[]): MeasureFact {
  const since = ({ startsOn }: MeasureFact) => startsOn ?? '9999';
  return measures.reduce((first, next) =>
    since(next) < since(first) || (since(next) === since(first) && next.recordedAtMs < first.recordedAtMs)
      ? next
      : first,
  );
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
      const lead = earliest(evidenced.length > 0 ? evidenced : found);
      cells.set(kind, { measures: found, hasEvidence: evidenced.length > 0, startsOn: lead.startsOn, lead });
    }
    return cells;
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function measureFacts(read: RuleReader): MeasureFact[] {
  return Array.from(read.records('measure', measureFields), ({ id, number, status, recordedAtMs, values }) => ({
    id,
    register: 'measure',
    number,
    name: text(values.name) ?? '',
    recordedAtMs,
    status,
    kind: values.kind as MeasureKind,
    appliesTo: text(values.appliesTo) ?? '',
    department: text(values.department),
    startsOn: text(values.startsOn),
    endsOn: text(values.endsOn),
    hasEvidence: text(values.evidence) !== null || read.hasAttachment(id),
  }));
}

/** Permission grading, masking and logs of the systems secrets live in: the digital ones among the other measures (law.md 1.16). */
function systemFacts(read: RuleReader, date: string): MeasureFact[] {
  const from = addMonths(date, -reviewedWithinMonths);
  const reviewed = new Set<string>();
  for (const { values } of read.records('permissionReview', ['informationSystem', 'reviewedOn'])) {
    const on = text(values.reviewedOn);
    if (on !== null && lastDay(on) >= from && on <= date) reviewed.add(String(values.informationSystem));
  }
  return Array.from(read.records('informationSystem', ['name', ...digitalFields])).flatMap(
    ({ id, number, status, recordedAtMs, values }): MeasureFact[] => {
      const since = digitalFields.flatMap((key) => text(values[key]) ?? []).toSorted();
      return since[0] === undefined || status !== 'in_use'
        ? []
        : [
            {
              id,
              register: 'informationSystem',
              number,
              name: text(values.name) ?? '',
              recordedAtMs,
              status: 'in_force',
              kind: 'other',
              appliesTo: 'listed',
              department: null,
              startsOn: since[0],
              endsOn: null,
              hasEvidence: reviewed.has(id),
            },
          ];
    },
  );
}

/** Everything that protects secrets on a day, ready to be asked for each of them. */
export function readCoverage(read: RuleReader, date: string): ReturnType<typeof coverage> {
  return coverage(
    [...measureFacts(read), ...systemFacts(read, date)],
    [...read.links('secretMeasure'), ...read.links('secretSystem')],
    date,
  );
}
