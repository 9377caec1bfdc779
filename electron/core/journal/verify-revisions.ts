// Compares what stands in revisions with what the journal vouches for: every revision = its event, and no revision without one.
// An old page put back passes every lower check; this one names it, with verify-rows.ts.
import type { ErrorParams } from '../../../shared/contract/envelope.ts';
import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { revisionDigest, storedCommitments } from '../format/commitment.ts';
import type { KeptValues } from '../register/kept-values.ts';
import { revisionHead } from '../register/revision.ts';
import type { VaultSession } from '../vault/session.ts';
import { keptOf, type LiveRow, liveLookup, type RevisionValues, verifyRows } from './verify-rows.ts';

export interface RevisionProblem {
  code:
    | 'revision_changed'
    | 'revision_missing'
    | 'record_differs'
    | 'record_without_revision'
    | 'revision_without_event'
    | 'count_differs'
    | 'sealed_missing';
  params: ErrorParams;
}

/**
 * Whether an event vouches for a revision. The text is canonical and quotes inside values are escaped, so a member stands in
 * it exactly as written here; parsing a million events would cost more than hashing them.
 */
function vouches(event: string, record: string, revision: { version: number; at: number }, digest: string): boolean {
  return (
    event.includes(`"digest":"${digest}"`) &&
    event.includes(`"record":"${record}"`) &&
    event.includes(`"version":${revision.version}}`) &&
    event.includes(`"at":${revision.at},`)
  );
}

/** Events by number: after the one, up to the other. */
export interface EventRange {
  after: number;
  upTo: number;
}

const everyEvent: EventRange = { after: Number.MIN_SAFE_INTEGER, upTo: Number.MAX_SAFE_INTEGER };

/** An event with the revision of its number, as a list: objects of so many columns cost more than reading them. */
export type EventRow = [
  seq: number,
  at: number,
  event: string,
  leaf: Buffer,
  opened: string | null,
  record: number | null,
  version: number,
  revisedAt: number,
  status: string,
  isVoid: number,
  number: string | null,
  factDate: string | null,
  late: number,
  openValues: string,
  openSalt: Buffer | null,
  openSalts: string | null,
  personalValues: string,
  personalSalt: Buffer | null,
  personalSalts: string | null,
  kept: string,
];

/** The commitments of a stored revision, computed again from its values and salts. */
function commitmentsOf(row: EventRow, { open, personal, kept }: RevisionValues): Record<string, string> {
  const commitments = storedCommitments(open, { classSalt: row[14], ownSalts: row[15] });
  if (row[17] !== null || row[18] !== null)
    Object.assign(commitments, storedCommitments(personal, { classSalt: row[17], ownSalts: row[18] }));
  for (const field in kept) commitments[field] = (kept[field] as KeptValues[string]).commitment;
  return commitments;
}

/** What else is looked at on the way through events and revisions. */
export interface EventWatch {
  onEvent(row: EventRow): void;
  /** `live` is the row of the record as it stands. */
  onRevision(definition: RegisterDefinition, row: EventRow, live: LiveRow, values: RevisionValues): void;
}

/**
 * Checks every event of a range that vouches for a revision against that revision: one pass over both, one row at a time.
 * Returns how many revisions were met.
 */
function* verifyEvents(
  session: VaultSession,
  range: EventRange,
  onProgress: (done: number) => void,
  watch: EventWatch | null,
): Generator<RevisionProblem, number> {
  const { db, registry } = session;
  const liveRowOf = liveLookup(db);
  let done = 0;
  const rows = db
    .prepare(
      `SELECT j.seq, j.at, j.event, j.leaf, j.opened, r.record, r.version, r.at, r.status, r.void, r.number, r.fact_date, r.late,
         r.open_values, r.open_salt, r.open_salts, r.personal_values, r.personal_salt, r.personal_salts, r.kept
       FROM journal j LEFT JOIN revision r ON r.seq = j.seq WHERE j.seq > ? AND j.seq <= ? ORDER BY j.seq`,
    )
    .raw()
    .iterate(range.after, range.upTo) as IterableIterator<EventRow>;
  for (const row of rows) {
    watch?.onEvent(row);
    const [seq, , event, , , record, version, at, status, isVoid, number, factDate] = row;
    if (record === null) {
      if (event.includes('"digest":')) yield { code: 'revision_missing', params: { seq } };
      continue;
    }
    done += 1;
    if (done % 5_000 === 0) onProgress(done);
    const definition = registry.ofRow(record);
    const live = liveRowOf(definition, record);
    if (live === null) {
      yield { code: 'revision_missing', params: { seq } };
      continue;
    }
    const [id] = live;
    const values: RevisionValues = {
      open: JSON.parse(row[13]) as FieldValues,
      personal: JSON.parse(row[16]) as FieldValues,
      kept: keptOf(row[19]),
    };
    const head = revisionHead(definition, { id, version, status, void: isVoid, number }, factDate);
    if (!vouches(event, id, { version, at }, revisionDigest(head, commitmentsOf(row, values))))
      yield {
        code: 'revision_changed',
        params: { seq, register: definition.key, number: number ?? id, version },
      };
    watch?.onRevision(definition, row, live, values);
  }
  return done;
}

/**
 * Revisions without an event. `met` is how many were met on the way through the journal: only where there are more are they
 * looked for one by one.
 */
function* verifyNoStray({ db }: VaultSession, met: number): Generator<RevisionProblem, void> {
  if ((db.prepare('SELECT count(*) FROM revision').pluck().get() as number) === met) return;
  const stray = db
    .prepare('SELECT seq FROM revision WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.seq = revision.seq)')
    .pluck()
    .iterate() as IterableIterator<number>;
  for (const seq of stray) yield { code: 'revision_without_event', params: { seq } };
}

export const maximumProblems = 1000;

/** Takes problems up to a thousand and goes on to the end, so that the count it returns is whole. */
function collect<Result>(problems: RevisionProblem[], source: Generator<RevisionProblem, Result>): Result {
  for (;;) {
    const next = source.next();
    if (next.done) return next.value;
    if (problems.length < maximumProblems) problems.push(next.value);
  }
}

export interface RangeVerdict {
  problems: RevisionProblem[];
  /** How many revisions the events of the range vouch for. */
  revisions: number;
}

/** The differences between revisions and events of a range: one part of `verifyRevisions`. `watch` sees all that is read. */
export function verifyRevisionEvents(
  session: VaultSession,
  range: EventRange,
  onProgress: (done: number) => void,
  watch: EventWatch | null,
): RangeVerdict {
  const problems: RevisionProblem[] = [];
  const revisions = collect(problems, verifyEvents(session, range, onProgress, watch));
  return { problems, revisions };
}

/** The differences between live rows and revisions: the other part. */
export function verifyLiveRows(session: VaultSession): RevisionProblem[] {
  const problems: RevisionProblem[] = [];
  collect(problems, verifyRows(session));
  return problems;
}

/** Revisions no event vouches for, given how many were met on the way through the whole journal. */
export function verifyStrayRevisions(session: VaultSession, met: number): RevisionProblem[] {
  const problems: RevisionProblem[] = [];
  collect(problems, verifyNoStray(session, met));
  return problems;
}

/** Every difference between rows, revisions and events, up to a thousand of a kind. */
export function verifyRevisions(session: VaultSession, onProgress: (done: number) => void): RevisionProblem[] {
  const { problems, revisions } = verifyRevisionEvents(session, everyEvent, onProgress, null);
  return [...problems, ...verifyStrayRevisions(session, revisions), ...verifyLiveRows(session)];
}
