// Compares what is shown with what the journal vouches for: live row = last revision, and every revision = its event.
// An old page put back passes every lower check; this one names it.
import type { ErrorParams } from '../../../shared/contract/envelope.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { classCommitments, revisionDigest } from '../format/commitment.ts';
import { valuesOfRow } from '../register/record-values.ts';
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

/** Checks every revision against its event. One row at a time. */
function* verifyEvents(session: VaultSession, onProgress: (done: number) => void): IterableIterator<RevisionProblem> {
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
       FROM revision r LEFT JOIN journal j ON j.seq = r.seq ORDER BY r.seq`,
    )
    .iterate() as IterableIterator<RevisionRow>;
  for (const row of rows) {
    done += 1;
    if (done % 5_000 === 0) onProgress(done);
    const event =
      row.event === null
        ? null
        : (JSON.parse(row.event) as { record?: string; version?: number; digest?: string; at?: number });
    const id = idOf(row.record);
    if (!event || id === null) {
      yield { code: event ? 'revision_missing' : 'event_without_revision', params: { seq: row.seq } };
      continue;
    }
    const definition = registry.ofRow(row.record);
    const head = revisionHead(
      definition,
      { id, version: row.version, status: row.status, void: row.void, number: row.number },
      row.fact_date,
    );
    if (
      event.record !== id ||
      event.version !== row.version ||
      event.at !== row.at ||
      event.digest !== revisionDigest(head, commitmentsOf(row))
    )
      yield {
        code: 'revision_changed',
        params: { seq: row.seq, register: definition.key, number: row.number ?? id, version: row.version },
      };
  }
  const lacking = db
    .prepare(
      'SELECT j.seq FROM journal j WHERE j.event LIKE \'%"digest":%\' AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.seq = j.seq)',
    )
    .pluck()
    .all() as number[];
  for (const seq of lacking) yield { code: 'revision_missing', params: { seq } };
}

/** Checks every live row against the last revision of its record. */
function* verifyRows(session: VaultSession): IterableIterator<RevisionProblem> {
  const { db, registry } = session;
  const last = db.prepare(
    `SELECT version, status, void, number, open_values, personal_values, kept,
       (SELECT max(late) FROM revision WHERE record = r.record) AS late
     FROM revision r WHERE record = ? ORDER BY version DESC LIMIT 1`,
  );
  const sealed = db.prepare('SELECT 1 FROM sealed_value WHERE record = ? AND field = ? AND version = ?');
  for (const definition of registry.all) {
    const statements = statementsFor(db, definition);
    const counts = new Map<string, number>();
    // Read on a statement of its own; the lookups inside use others.
    const rows = db
      .prepare(`SELECT ${statements.columns.join(', ')} FROM ${definition.table}`)
      .iterate() as IterableIterator<TableRow>;
    for (const row of rows) {
      counts.set(`${row.status}/${row.void}`, (counts.get(`${row.status}/${row.void}`) ?? 0) + 1);
      const params = { register: definition.key, number: row.number ?? row.id, version: row.version };
      const revision = last.get(row.rid) as (Omit<RevisionRow, 'seq'> & { late: number }) | undefined;
      if (!revision) {
        yield { code: 'record_without_revision', params };
        continue;
      }
      const kept = JSON.parse(revision.kept) as KeptValues;
      const values = {
        ...(JSON.parse(revision.open_values) as FieldValues),
        ...(JSON.parse(revision.personal_values) as FieldValues),
      };
      const live = valuesOfRow(row, statements.values);
      const sameValues = statements.values.every(({ key, column, field }) =>
        field.class === 'sealed'
          ? (row[column] ?? null) === (kept[key]?.version ?? null)
          : (live[key] ?? null) === (values[key] ?? null),
      );
      if (
        !sameValues ||
        revision.late !== row.late ||
        revision.version !== row.version ||
        revision.status !== row.status ||
        revision.void !== row.void ||
        revision.number !== row.number
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

/** Every difference between rows, revisions and events, up to a thousand. */
export function verifyRevisions(session: VaultSession, onProgress: (done: number) => void): RevisionProblem[] {
  const problems: RevisionProblem[] = [];
  for (const source of [verifyEvents(session, onProgress), verifyRows(session)])
    for (const problem of source) {
      if (problems.length >= maximumProblems) return problems;
      problems.push(problem);
    }
  return problems;
}
