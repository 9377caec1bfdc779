// The SQL of bundles: which records and files go in, their revisions and events, and counts for the preview. Reads only.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { Filter } from '../../../../shared/contract/routes/common.ts';
import {
  columnOf,
  type FieldValues,
  type RegisterDefinition,
  sealedFrom,
} from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import type { ClassSalts } from '../../format/commitment.ts';
import type { KeptValues } from '../../register/kept-values.ts';
import { buildListSql } from '../../register/list-query.ts';
import type { TableRow } from '../../register/statements.ts';
import type { VaultSession } from '../../vault/session.ts';
import { type BundleView, notFrozen } from './view.ts';

const everything = { search: '', sort: [], includeVoid: false } as const;

/** A register a bundle may hold. Throws AppError `register_unknown`: attachments follow their records. */
export function registerInBundle(session: VaultSession, key: string): RegisterDefinition {
  const definition = session.registry.byKey(key);
  if (definition.kind === 'attachment') throw new AppError('register_unknown', { register: key });
  return definition;
}

/** Row numbers of the records chosen, in the order of the list; frozen ones are never among them. */
export function chosenRows(view: BundleView, definition: RegisterDefinition, filters: readonly Filter[]): number[] {
  const { session } = view;
  const sql = buildListSql(definition, { ...everything, filters }, session.registry);
  return session.db
    .prepare(`SELECT t.rid FROM ${view.table(definition)} t WHERE ${notFrozen} AND ${sql.where} ORDER BY ${sql.order}`)
    .pluck()
    .all(...sql.parameters) as number[];
}

/** How many records are chosen, and how many of them have each field filled. */
export function countFilled(
  view: BundleView,
  definition: RegisterDefinition,
  filters: readonly Filter[],
): { records: number; filled: Record<string, number>; sealedByGrade: Record<string, number> } {
  const { session } = view;
  const sql = buildListSql(definition, { ...everything, filters }, session.registry);
  const byGrade = definition.fields.filter((field) => sealedFrom(field) !== null);
  const counts = [
    ...definition.fields.map(({ key }) => `count(t.${columnOf(key)})`),
    ...byGrade.map(({ key }) => `count(t.${columnOf(key)}_sealed)`),
  ].join(', ');
  const row = session.db
    .prepare(`SELECT count(*), ${counts} FROM ${view.table(definition)} t WHERE ${notFrozen} AND ${sql.where}`)
    .raw()
    .get(...sql.parameters) as number[];
  return {
    records: row[0] ?? 0,
    filled: Object.fromEntries(definition.fields.map(({ key }, index) => [key, row[index + 1] ?? 0])),
    sealedByGrade: Object.fromEntries(
      byGrade.map(({ key }, index) => [key, row[definition.fields.length + 1 + index] ?? 0]),
    ),
  };
}

/**
 * Attachments of the records chosen: how many, how many of them with bytes in the vault, and how large those are; with
 * `owners` only those of these records.
 */
export function countAttachments(
  view: BundleView,
  definition: RegisterDefinition,
  filters: readonly Filter[],
  owners: readonly string[] | null,
): { attachments: number; files: number; sizeBytes: number } {
  const { session } = view;
  const sql = buildListSql(definition, { ...everything, filters }, session.registry);
  const attachments = view.table(session.registry.byKey('attachment'));
  // The list of owners is bound as one JSON text.
  const among = owners === null ? '1' : 't.id IN (SELECT value FROM json_each(?))';
  const parameters = owners === null ? sql.parameters : [...sql.parameters, JSON.stringify(owners)];
  return session.db
    .prepare(
      `SELECT count(*) AS attachments, count(a.file_id) AS files, coalesce(sum(CASE WHEN a.file_id IS NULL THEN 0 ELSE a.size_bytes END), 0) AS sizeBytes
       FROM ${attachments} a WHERE a.void = 0 AND a.owner_id IN (SELECT t.id FROM ${view.table(definition)} t WHERE ${notFrozen} AND ${sql.where} AND ${among})`,
    )
    .get(...parameters) as { attachments: number; files: number; sizeBytes: number };
}

/** One revision with the event that vouches for it. */
export interface StoredRevision {
  seq: number;
  record: number;
  version: number;
  status: string;
  void: number;
  number: string | null;
  factDate: string | null;
  open: FieldValues;
  openSalts: ClassSalts;
  personal: FieldValues;
  personalSalts: ClassSalts;
  kept: KeptValues;
  /** The event's text, byte for byte as it is hashed. */
  event: string;
}

interface RevisionRow {
  seq: number;
  record: number;
  version: number;
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

const revisionSelect = `SELECT r.seq, r.record, r.version, r.status, r.void, r.number, r.fact_date, r.open_values, r.open_salt,
  r.personal_values, r.personal_salt, r.open_salts, r.personal_salts, r.kept, j.event FROM revision r JOIN journal j ON j.seq = r.seq`;

function toRevision(row: RevisionRow | undefined): StoredRevision {
  if (!row) throw new AppError('vault_database_damaged', { detail: 'revision' });
  return {
    seq: row.seq,
    record: row.record,
    version: row.version,
    status: row.status,
    void: row.void,
    number: row.number,
    factDate: row.fact_date,
    open: JSON.parse(row.open_values) as FieldValues,
    openSalts: { classSalt: row.open_salt, ownSalts: row.open_salts },
    personal: JSON.parse(row.personal_values) as FieldValues,
    personalSalts: { classSalt: row.personal_salt, ownSalts: row.personal_salts },
    kept: JSON.parse(row.kept) as KeptValues,
    event: row.event,
  };
}

/** The revision a row shows. Throws AppError `vault_database_damaged` without one. */
export function shownRevision(session: VaultSession, row: TableRow): StoredRevision {
  return toRevision(
    prepared(session.db, `${revisionSelect} WHERE r.record = ? AND r.version = ?`).get(row.rid, row.version) as
      | RevisionRow
      | undefined,
  );
}

/** The revision of an event. */
export function revisionOfEvent(session: VaultSession, seq: number): StoredRevision {
  return toRevision(prepared(session.db, `${revisionSelect} WHERE r.seq = ?`).get(seq) as RevisionRow | undefined);
}

/** Journal numbers of all revisions of these rows, up to `size`, ascending. */
export function revisionEvents(session: VaultSession, rids: Iterable<number>, size: number): Float64Array {
  const select = prepared(session.db, 'SELECT seq FROM revision WHERE record = ? AND seq <= ?').pluck();
  const all: number[] = [];
  for (const rid of rids) for (const seq of select.all(rid, size) as number[]) all.push(seq);
  return Float64Array.from(all).sort();
}

/** Values and per-field salts of a revision: open and personal ones; sealed ones are not here. */
export function disclosableValues(revision: StoredRevision): FieldValues {
  return { ...revision.open, ...revision.personal };
}
