// Compares what is shown with what the journal vouches for: live row = last revision, and every revision = its event.
// An old page put back passes every lower check; this one names it.
import type { ErrorParams } from '../../../shared/contract/envelope.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { classCommitments, revisionDigest } from '../format/commitment.ts';
import { toColumn } from '../register/record-values.ts';
import { type KeptValues, revisionHead } from '../register/revision.ts';
import { statementsFor, type TableRow } from '../register/statements.ts';
import type { VaultSession } from '../vault/session.ts';

export interface RevisionProblem {
  code:
    | 'revision_changed'
    | 'revision_missing'
    | 'record_differs'
    | 'record_without_revision'
    | 'event_without_revision'
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
  kept: string;
  event: string | null;
}

/** The commitments of a stored revision, computed again from its values and salts. */
export function commitmentsOf(
  revision: Pick<RevisionRow, 'open_values' | 'open_salt' | 'personal_values' | 'personal_salt' | 'kept'>,
): Record<string, string> {
  const commitments: Record<string, string> = {};
  if (revision.open_salt)
    Object.assign(commitments, classCommitments(JSON.parse(revision.open_values) as FieldValues, revision.open_salt));
  if (revision.personal_salt)
    Object.assign(
      commitments,
      classCommitments(JSON.parse(revision.personal_values) as FieldValues, revision.personal_salt),
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

/** Checks every revision of a range against its event. One row at a time. */
function* verifyEvents(
  session: VaultSession,
  range: EventRange,
  onProgress: (done: number) => void,
): IterableIterator<RevisionProblem> {
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
      `SELECT r.seq, r.record, r.version, r.at, r.status, r.void, r.number, r.fact_date, r.open_values, r.open_salt, r.personal_values, r.personal_salt, r.kept, j.event
       FROM revision r LEFT JOIN journal j ON j.seq = r.seq WHERE r.seq > ? AND r.seq <= ? ORDER BY r.seq`,
    )
    .iterate(range.after, range.upTo) as IterableIterator<RevisionRow>;
  for (const row of rows) {
    done += 1;
    if (done % 5_000 === 0) onProgress(done);
    const id = idOf(row.record);
    if (row.event === null || id === null) {
      yield { code: row.event ? 'revision_missing' : 'event_without_revision', params: { seq: row.seq } };
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
  const lacking = db
    .prepare(
      'SELECT j.seq FROM journal j WHERE j.seq > ? AND j.seq <= ? AND instr(j.event, \'"digest":\') > 0 AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.seq = j.seq)',
    )
    .pluck()
    .all(range.after, range.upTo) as number[];
  for (const seq of lacking) yield { code: 'revision_missing', params: { seq } };
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
function* verifyRows(session: VaultSession): IterableIterator<RevisionProblem> {
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
           (SELECT max(x.late) FROM revision x WHERE x.record = t.rid) AS ever_late
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
          ? (row[column] ?? null) === (kept[key]?.version ?? null)
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
      for (const [field, { version }] of Object.entries(kept))
        if (!sealed.get(row.rid, field, version)) yield { code: 'sealed_missing', params: { ...params, field } };
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

function collect(...sources: Iterable<RevisionProblem>[]): RevisionProblem[] {
  const problems: RevisionProblem[] = [];
  for (const source of sources)
    for (const problem of source) {
      if (problems.length >= maximumProblems) return problems;
      problems.push(problem);
    }
  return problems;
}

/** Every difference between rows, revisions and events, up to a thousand. */
export function verifyRevisions(session: VaultSession, onProgress: (done: number) => void): RevisionProblem[] {
  return collect(verifyEvents(session, everyEvent, onProgress), verifyRows(session));
}

/** The differences between revisions and events of a range: one part of `verifyRevisions`. */
export function verifyRevisionEvents(session: VaultSession, range: EventRange): RevisionProblem[] {
  return collect(verifyEvents(session, range, () => undefined));
}

/** The differences between live rows and revisions: the other part. */
export function verifyLiveRows(session: VaultSession): RevisionProblem[] {
  return collect(verifyRows(session));
}
