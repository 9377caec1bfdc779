// A register as it was on a past date, in either reading. Builds a snapshot table in memory once per question; lists then
// run the same SQL as live ones.
import { hash } from 'node:crypto';
import type { AsOf, PastPart } from '../../../shared/contract/routes/common.ts';
import { type FieldValues, type RegisterDefinition, statusesNotInForce } from '../../../shared/registers/definition.ts';
import { endOfLocalDate } from '../../../shared/time.ts';
import type { Db } from '../db/handle.ts';
import { readHead } from '../journal/append.ts';
import type { VaultSession } from '../vault/session.ts';
import type { KeptValues } from './kept-values.ts';
import type { ListSource } from './read.ts';
import { sortKey, storedColumn } from './record-values.ts';
import { rowRange } from './registry.ts';
import { statementsFor, type TableRow } from './statements.ts';

export interface Snapshot extends ListSource {
  key: string;
  /** Records of each part (pastPart), void ones left out. */
  parts: Readonly<Record<PastPart, number>>;
}

/** Columns a snapshot has besides the register's own. */
const partColumns = ['in_force', 'recorded_later', 'changed'] as const;

const snapshots = new WeakMap<Db, Snapshot[]>();
/** Enough to switch between the two readings of two registers without building anew. */
const keptSnapshots = 4;

interface RevisionRow {
  rid: number;
  version: number;
  at: number;
  actor: number;
  status: string;
  void: number;
  number: string | null;
  fact_date: string | null;
  late: number;
  reason: string | null;
  open_values: string;
  personal_values: string;
  kept: string;
}

/** What is asked of the past: a date in one of its readings, only what the journal held at a size, or both. */
export interface PastQuestion {
  asOf: AsOf | null;
  /** Revisions up to this journal number count; null: all. */
  size: number | null;
  /** In the reading by record: leave out what had been recorded but whose own date was yet to come. */
  begun?: boolean;
}

/** The revision of each record, or of one, that answers a question, as SQL and what follows the record numbers in it. */
function revisionsSql(
  { asOf, size, begun = false }: PastQuestion,
  single: boolean,
): { text: string; parameters: (string | number)[] } {
  const parameters: (string | number)[] = [];
  const conditions = [single ? 'r.record = ?' : 'r.record BETWEEN ? AND ?'];
  if (asOf !== null) {
    conditions.push(asOf.reading === 'recorded' ? 'r.at <= ?' : 'r.fact_day <= ?');
    parameters.push(asOf.reading === 'recorded' ? endOfLocalDate(asOf.date) : asOf.date);
  }
  if (asOf !== null && begun && asOf.reading === 'recorded') {
    conditions.push('r.fact_day <= ?');
    parameters.push(asOf.date);
  }
  if (size !== null) {
    conditions.push('r.seq <= ?');
    parameters.push(size);
  }
  // Once a late entry, always one: a later change in time does not take the mark away.
  const text = `SELECT q.rid, q.version, q.at, q.actor, q.status, q.void, q.number, q.fact_date, q.reason, q.open_values, q.personal_values, q.kept,
       CASE q.version WHEN 1 THEN q.late ELSE (SELECT max(x.late) FROM revision x WHERE x.record = q.rid AND x.version <= q.version) END AS late
     FROM (SELECT r.record AS rid, max(r.version) AS version, r.at, r.actor, r.status, r.void, r.number, r.fact_date, r.late, r.reason,
             r.open_values, r.personal_values, r.kept
           FROM revision r WHERE ${conditions.join(' AND ')} GROUP BY r.record) q`;
  return { text, parameters };
}

/** A table row as a revision left it. */
export function rowOfRevision(
  session: VaultSession,
  definition: RegisterDefinition,
  revision: RevisionRow,
  head: { id: string; recordedAt: number; createdBy: number },
): TableRow {
  const statements = statementsFor(session.db, definition);
  const values = {
    ...(JSON.parse(revision.open_values) as FieldValues),
    ...(JSON.parse(revision.personal_values) as FieldValues),
  };
  const kept = JSON.parse(revision.kept) as KeptValues;
  const row: TableRow = {
    rid: revision.rid,
    id: head.id,
    status: revision.status,
    void: revision.void,
    version: revision.version,
    number: revision.number,
    number_sort: revision.number === null ? null : session.collation.numberKey(revision.number),
    late: revision.late,
    fact_date: revision.fact_date,
    recorded_at: head.recordedAt,
    // The page shows when this state was recorded beside the date it claims.
    updated_at: revision.at,
    created_by: head.createdBy,
    updated_by: revision.actor,
    void_reason: revision.void === 1 ? revision.reason : null,
  };
  for (const column of statements.values) row[column.column] = storedColumn(column, values, kept);
  for (const { column, field } of statements.sorts)
    row[column] = sortKey(field, values, session.settings.scheme, session.collation);
  return row;
}

/**
 * The snapshot table answering a question, built if it is not at hand for the present journal. Temporary tables live in
 * memory (db/handle.ts); up to four are kept.
 */
export function snapshotTable(
  session: VaultSession,
  definition: RegisterDefinition,
  asOf: AsOf,
  begun = false,
): Snapshot {
  const { db } = session;
  const question = { asOf, size: null, begun };
  const key = keyOf(definition, question, readHead(db).range.size);
  const known = snapshots.get(db) ?? [];
  snapshots.set(db, known);
  const found = known.find((snapshot) => snapshot.key === key);
  if (found) return found;
  const snapshot = buildSnapshot(session, definition, question, key);
  known.push(snapshot);
  while (known.length > keptSnapshots) db.exec(`DROP TABLE ${(known.shift() as Snapshot).table}`);
  return snapshot;
}

function keyOf(definition: RegisterDefinition, { asOf, size, begun }: PastQuestion, head: number): string {
  return `${begun ? 'begun/' : ''}${definition.key}/${asOf?.reading ?? 'last'}/${asOf?.date ?? ''}/${size ?? head}`;
}

/**
 * A snapshot table of one's own, in memory until the connection closes or it is dropped: the register as of a date, as the
 * journal had it at a size, or both.
 */
export function buildSnapshot(
  session: VaultSession,
  definition: RegisterDefinition,
  question: PastQuestion,
  key: string = `${keyOf(definition, question, 0)}/own`,
): Snapshot {
  const { db } = session;
  const { asOf } = question;
  const table = `temp.as_of_${hash('sha256', key).slice(0, 16)}`;
  const { columns } = statementsFor(db, definition);
  const name = table.slice('temp.'.length);
  db.exec(
    `CREATE TABLE ${table} (${columns.map((column) => (column === 'rid' ? 'rid INTEGER PRIMARY KEY' : column)).join(', ')}, ${partColumns.join(', ')})`,
  );
  const insert = db.prepare(
    `INSERT INTO ${table} (${[...columns, ...partColumns].join(', ')}) VALUES (${[...columns, ...partColumns].map(() => '?').join(', ')})`,
  );
  const heads = db.prepare(
    `SELECT id, recorded_at AS recordedAt, created_by AS createdBy FROM ${definition.table} WHERE rid = ?`,
  );
  const { first, last } = rowRange(definition);
  const endMs = asOf === null ? Number.MAX_SAFE_INTEGER : endOfLocalDate(asOf.date);
  const idle = new Set(statusesNotInForce(definition));
  const sql = revisionsSql(question, false);
  const rows = db.prepare(sql.text).all(first, last, ...sql.parameters) as RevisionRow[];
  db.transaction(() => {
    for (const revision of rows) {
      const head = heads.get(revision.rid) as { id: string; recordedAt: number; createdBy: number } | undefined;
      if (!head) continue;
      const row = rowOfRevision(session, definition, revision, head);
      const isInForce = revision.void === 0 && !idle.has(revision.status);
      insert.run([
        ...columns.map((column) => row[column] ?? null),
        Number(isInForce),
        Number(isInForce && revision.at > endMs),
        0,
      ]);
    }
  })();
  if (asOf !== null) markChanged(session, definition, table);
  db.exec(`CREATE INDEX temp.${name}_list ON ${name} (void, number_sort)`);
  if (columns.includes('level')) db.exec(`CREATE INDEX temp.${name}_level ON ${name} (level, void, number_sort)`);
  const counted = db
    .prepare(
      `SELECT count(*) AS "all", coalesce(sum(in_force), 0) AS inForce, coalesce(sum(recorded_later), 0) AS recordedLater,
         coalesce(sum(changed), 0) AS changed FROM ${table} WHERE void = 0`,
    )
    .get() as Record<Exclude<PastPart, 'notInForce'>, number>;
  const parts = { ...counted, notInForce: counted.all - counted.inForce };
  // Numbers, not the rows: the snapshot outlives this call.
  const whole = rows.length;
  return { table, key, parts, count: (includeVoid) => (includeVoid ? whole : parts.all) };
}

/** Marks the records in force that stand otherwise today: void, another status, number or value. */
function markChanged(session: VaultSession, definition: RegisterDefinition, table: string): void {
  const { values } = statementsFor(session.db, definition);
  const conditions = ['void', 'status', 'number', ...values.map(({ column }) => column)]
    .map((column) => `s.${column} IS NOT t.${column}`)
    .join(' OR ');
  session.db.exec(
    `UPDATE ${table} SET changed = 1 WHERE rid IN (SELECT s.rid FROM ${table} s JOIN ${definition.table} t ON t.rid = s.rid
       WHERE s.in_force = 1 AND s.version <> t.version AND (${conditions}))`,
  );
}

/** One record as of a date; null when it did not exist then. */
export function rowAsOf(
  session: VaultSession,
  definition: RegisterDefinition,
  row: TableRow,
  asOf: AsOf,
): TableRow | null {
  const sql = revisionsSql({ asOf, size: null }, true);
  const revision = session.db.prepare(sql.text).get(row.rid, ...sql.parameters) as RevisionRow | undefined;
  return revision
    ? rowOfRevision(session, definition, revision, {
        id: row.id,
        recordedAt: row.recorded_at,
        createdBy: row.created_by,
      })
    : null;
}
