// Compares what is shown with what the journal vouches for: live row = last revision, and every revision = its event.
// An old page put back passes every lower check; this one names it.
import type { ErrorParams } from '../../../shared/contract/envelope.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { revisionDigest, storedCommitments } from '../format/commitment.ts';
import { toColumn } from '../register/record-values.ts';
import { type KeptValues, revisionHead, sealedVersion } from '../register/revision.ts';
import { statementsFor } from '../register/statements.ts';
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

interface StoredCommitments {
  open_values: string;
  open_salt: Buffer | null;
  open_salts: string | null;
  personal_values: string;
  personal_salt: Buffer | null;
  personal_salts: string | null;
  kept: string;
}

const nothingKept: KeptValues = {};

/** Most records keep nothing sealed. */
function keptOf(text: string): KeptValues {
  return text === '{}' ? nothingKept : (JSON.parse(text) as KeptValues);
}

/** The commitments of a stored revision, computed again from its values and salts. */
export function commitmentsOf(revision: StoredCommitments): Record<string, string> {
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
  for (const [field, value] of Object.entries(keptOf(revision.kept))) commitments[field] = value.commitment;
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

/** An event with the revision of its number, as a list: objects of so many columns cost more than reading them. */
type EventRow = [
  seq: number,
  event: string,
  record: number | null,
  version: number,
  at: number,
  status: string,
  isVoid: number,
  number: string | null,
  factDate: string | null,
  openValues: string,
  openSalt: Buffer | null,
  openSalts: string | null,
  personalValues: string,
  personalSalt: Buffer | null,
  personalSalts: string | null,
  kept: string,
];

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
      `SELECT j.seq, j.event, r.record, r.version, r.at, r.status, r.void, r.number, r.fact_date, r.open_values, r.open_salt, r.open_salts, r.personal_values, r.personal_salt, r.personal_salts, r.kept
       FROM journal j LEFT JOIN revision r ON r.seq = j.seq WHERE j.seq > ? AND j.seq <= ? ORDER BY j.seq`,
    )
    .raw()
    .iterate(range.after, range.upTo) as IterableIterator<EventRow>;
  for (const row of rows) {
    const [seq, event, record, version, at, status, isVoid, number, factDate] = row;
    if (record === null) {
      if (event.includes('"digest":')) yield { code: 'revision_missing', params: { seq } };
      continue;
    }
    done += 1;
    if (done % 5_000 === 0) onProgress(done);
    const id = idOf(record);
    if (id === null) {
      yield { code: 'revision_missing', params: { seq } };
      continue;
    }
    const definition = registry.ofRow(record);
    const head = revisionHead(definition, { id, version, status, void: isVoid, number }, factDate);
    const commitments = commitmentsOf({
      open_values: row[9],
      open_salt: row[10],
      open_salts: row[11],
      personal_values: row[12],
      personal_salt: row[13],
      personal_salts: row[14],
      kept: row[15],
    });
    if (!vouches(event, id, { version, at }, revisionDigest(head, commitments)))
      yield {
        code: 'revision_changed',
        params: { seq, register: definition.key, number: number ?? id, version },
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

type LiveRow = [
  rid: number,
  id: string,
  status: string,
  isVoid: number,
  version: number,
  number: string | null,
  late: number,
  lastVersion: number | null,
  lastStatus: string,
  lastVoid: number,
  lastNumber: string | null,
  lastOpen: string,
  lastPersonal: string,
  lastKept: string,
  everLate: number,
  ...values: (string | number | null)[],
];

/** Where the values begin in a row. */
const valuesFrom = 15;

/** Checks every live row against the last revision of its record. */
function* verifyRows(session: VaultSession): Generator<RevisionProblem, void> {
  const { db, registry } = session;
  const sealed = db.prepare('SELECT 1 FROM sealed_value WHERE record = ? AND field = ? AND version = ?');
  for (const definition of registry.all) {
    const statements = statementsFor(db, definition);
    const counts = new Map<string, number>();
    // One statement over rows and their last revisions, its rows as lists; the lookups inside use others.
    const rows = db
      .prepare(
        `SELECT t.rid, t.id, t.status, t.void, t.version, t.number, t.late,
           r.version, r.status, r.void, r.number, r.open_values, r.personal_values, r.kept,
           -- A first revision is all there is: the others need not be looked up.
           CASE r.version WHEN 1 THEN r.late ELSE (SELECT max(x.late) FROM revision x WHERE x.record = t.rid) END
           ${statements.values.map(({ column }) => `, t.${column}`).join('')}
         FROM ${definition.table} t
         LEFT JOIN revision r ON r.record = t.rid AND r.version = (SELECT max(x.version) FROM revision x WHERE x.record = t.rid)`,
      )
      .raw()
      .iterate() as IterableIterator<LiveRow>;
    for (const row of rows) {
      const [rid, id, status, isVoid, version, number, late, lastVersion, lastStatus, lastVoid, lastNumber] = row;
      const state = `${status}/${isVoid}`;
      counts.set(state, (counts.get(state) ?? 0) + 1);
      const params = { register: definition.key, number: number ?? id, version };
      if (lastVersion === null) {
        yield { code: 'record_without_revision', params };
        continue;
      }
      const kept = keptOf(row[13]);
      const open = JSON.parse(row[11]) as FieldValues;
      const personal = JSON.parse(row[12]) as FieldValues;
      const sameValues = statements.values.every(({ key, field }, index) =>
        field.class === 'sealed'
          ? row[valuesFrom + index] === sealedVersion(kept, key)
          : row[valuesFrom + index] === toColumn((field.class === 'personal' ? personal : open)[key]),
      );
      const isSame =
        sameValues &&
        row[14] === late &&
        lastVersion === version &&
        lastStatus === status &&
        lastVoid === isVoid &&
        lastNumber === number;
      if (!isSame) yield { code: 'record_differs', params };
      for (const [field, { version: sealedAt, erased }] of Object.entries(kept))
        if (erased !== true && !sealed.get(rid, field, sealedAt))
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
