// Compares what is shown with what the journal vouches for: live row = last revision, and every revision = its event.
// An old page put back passes every lower check; this one names it.
import type { ErrorParams } from '../../../shared/contract/envelope.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { revisionDigest, storedCommitments } from '../format/commitment.ts';
import { toColumn } from '../register/record-values.ts';
import { type KeptValues, revisionHead, sealedVersion } from '../register/revision.ts';
import { statementsFor, type TableRow } from '../register/statements.ts';
import type { VaultSession } from '../vault/session.ts';

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

interface RevisionRow {
  seq: number;
  record: number;
  version: number;
  at: number;
  status: string;
  void: number;
  number: string | null;
  fact_date: string | null;
  open_values: string;
  open_salt: Buffer | null;
  personal_values: string;
  personal_salt: Buffer | null;
  open_salts: string | null;
  personal_salts: string | null;
  kept: string;
  event: string;
}

/** The commitments of a stored revision, computed again from its values and salts. */
export function commitmentsOf(
  revision: Pick<
    RevisionRow,
    'open_values' | 'open_salt' | 'open_salts' | 'personal_values' | 'personal_salt' | 'personal_salts' | 'kept'
  >,
): Record<string, string> {
  const commitments = storedCommitments(JSON.parse(revision.open_values) as FieldValues, {
    classSalt: revision.open_salt,
    ownSalts: revision.open_salts,
  });
  if (revision.personal_salt !== null || revision.personal_salts !== null)
    Object.assign(
      commitments,
      storedCommitments(JSON.parse(revision.personal_values) as FieldValues, {
        classSalt: revision.personal_salt,
        ownSalts: revision.personal_salts,
      }),
    );
  for (const [field, value] of Object.entries(JSON.parse(revision.kept) as KeptValues))
    commitments[field] = value.commitment;
  return commitments;
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

const everyEvent: EventRange = { after: 0, upTo: Number.MAX_SAFE_INTEGER };

type JournalRow = { [column in keyof RevisionRow]: column extends 'event' ? string : RevisionRow[column] | null };

/**
 * Checks every event of a range that vouches for a revision against that revision: one pass over both, one row at a time.
 * Returns how many revisions were met.
 */
function* verifyEvents(
  session: VaultSession,
  range: EventRange,
  onProgress: (done: number) => void,
): Generator<RevisionProblem, number> {
  const { db, registry } = session;
  const ids = new Map<string, ReturnType<typeof db.prepare>>();
  const idOf = (rid: number): string | null => {
    const definition = registry.ofRow(rid);
    const statement = ids.get(definition.key) ?? db.prepare(`SELECT id FROM ${definition.table} WHERE rid = ?`).pluck();
    ids.set(definition.key, statement);
    return (statement.get(rid) as string | undefined) ?? null;
  };
  let done = 0;
  const rows = db
    .prepare(
      `SELECT j.seq, r.record, r.version, r.at, r.status, r.void, r.number, r.fact_date, r.open_values, r.open_salt, r.open_salts, r.personal_values, r.personal_salt, r.personal_salts, r.kept, j.event
       FROM journal j LEFT JOIN revision r ON r.seq = j.seq WHERE j.seq > ? AND j.seq <= ? ORDER BY j.seq`,
    )
    .iterate(range.after, range.upTo) as IterableIterator<JournalRow>;
  for (const joined of rows) {
    if (joined.record === null) {
      if (joined.event.includes('"digest":')) yield { code: 'revision_missing', params: { seq: joined.seq ?? 0 } };
      continue;
    }
    const row = joined as RevisionRow;
    done += 1;
    if (done % 5_000 === 0) onProgress(done);
    const id = idOf(row.record);
    if (id === null) {
      yield { code: 'revision_missing', params: { seq: row.seq } };
      continue;
    }
    const definition = registry.ofRow(row.record);
    const head = revisionHead(
      definition,
      { id, version: row.version, status: row.status, void: row.void, number: row.number },
      row.fact_date,
    );
    if (!vouches(row.event, id, row, revisionDigest(head, commitmentsOf(row))))
      yield {
        code: 'revision_changed',
        params: { seq: row.seq, register: definition.key, number: row.number ?? id, version: row.version },
      };
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

interface LastRevision {
  last_version: number | null;
  last_status: string;
  last_void: number;
  last_number: string | null;
  last_open: string;
  last_personal: string;
  last_kept: string;
  ever_late: number;
}

/** Checks every live row against the last revision of its record. */
function* verifyRows(session: VaultSession): Generator<RevisionProblem, void> {
  const { db, registry } = session;
  const sealed = db.prepare('SELECT 1 FROM sealed_value WHERE record = ? AND field = ? AND version = ?');
  for (const definition of registry.all) {
    const statements = statementsFor(db, definition);
    const counts = new Map<string, number>();
    // One statement over rows and their last revisions; the lookups inside use others.
    const rows = db
      .prepare(
        `SELECT ${statements.columns.map((column) => `t.${column}`).join(', ')},
           r.version AS last_version, r.status AS last_status, r.void AS last_void, r.number AS last_number,
           r.open_values AS last_open, r.personal_values AS last_personal, r.kept AS last_kept,
           -- A first revision is all there is: the others need not be looked up.
           CASE r.version WHEN 1 THEN r.late ELSE (SELECT max(x.late) FROM revision x WHERE x.record = t.rid) END AS ever_late
         FROM ${definition.table} t
         LEFT JOIN revision r ON r.record = t.rid AND r.version = (SELECT max(x.version) FROM revision x WHERE x.record = t.rid)`,
      )
      .iterate() as IterableIterator<TableRow & LastRevision>;
    for (const row of rows) {
      counts.set(`${row.status}/${row.void}`, (counts.get(`${row.status}/${row.void}`) ?? 0) + 1);
      const params = { register: definition.key, number: row.number ?? row.id, version: row.version };
      if (row.last_version === null) {
        yield { code: 'record_without_revision', params };
        continue;
      }
      const kept = JSON.parse(row.last_kept) as KeptValues;
      const open = JSON.parse(row.last_open) as FieldValues;
      const personal = JSON.parse(row.last_personal) as FieldValues;
      const sameValues = statements.values.every(({ key, column, field }) =>
        field.class === 'sealed'
          ? (row[column] ?? null) === sealedVersion(kept, key)
          : row[column] === toColumn((field.class === 'personal' ? personal : open)[key]),
      );
      if (
        !sameValues ||
        row.ever_late !== row.late ||
        row.last_version !== row.version ||
        row.last_status !== row.status ||
        row.last_void !== row.void ||
        row.last_number !== row.number
      )
        yield { code: 'record_differs', params };
      for (const [field, { version, erased }] of Object.entries(kept))
        if (erased !== true && !sealed.get(row.rid, field, version))
          yield { code: 'sealed_missing', params: { ...params, field } };
    }
    const stored = db
      .prepare('SELECT status, void, records FROM register_count WHERE register = ? AND records <> 0')
      .all(definition.key) as {
      status: string;
      void: number;
      records: number;
    }[];
    const isSame =
      stored.length === counts.size && stored.every((row) => counts.get(`${row.status}/${row.void}`) === row.records);
    if (!isSame) yield { code: 'count_differs', params: { register: definition.key } };
  }
}

const maximumProblems = 1000;

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

/** The differences between revisions and events of a range: one part of `verifyRevisions`. */
export function verifyRevisionEvents(
  session: VaultSession,
  range: EventRange,
  onProgress: (done: number) => void = () => undefined,
): RangeVerdict {
  const problems: RevisionProblem[] = [];
  const revisions = collect(problems, verifyEvents(session, range, onProgress));
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
  const { problems, revisions } = verifyRevisionEvents(session, everyEvent, onProgress);
  return [...problems, ...verifyStrayRevisions(session, revisions), ...verifyLiveRows(session)];
}
