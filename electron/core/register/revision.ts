// Writes the revision of a change: its snapshot, its salted commitments, and the event that vouches for it.
import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { lastDay, localDate } from '../../../shared/time.ts';
import { prepared } from '../db/prepared.ts';
import { classCommitments, revisionDigest, saltBytes } from '../format/commitment.ts';
import { randomSlice } from '../format/random.ts';
import { type HashedEvent, hashEvent } from '../journal/append.ts';
import type { VaultSession } from '../vault/session.ts';
import { carriedOn, type KeptValues } from './kept-values.ts';
import { byClass } from './record-values.ts';
import type { TableRow, ValueColumn } from './statements.ts';
import type { WriteContext } from './write-context.ts';

/** Kept sealed values of a record's last revision; erased ones are not carried on. */
export function keptOf(session: VaultSession, row: Pick<TableRow, 'rid' | 'version'>): KeptValues {
  const { kept } = prepared(session.db, 'SELECT kept FROM revision WHERE record = ? AND version = ?').get(
    row.rid,
    row.version,
  ) as { kept: string };
  return carriedOn(JSON.parse(kept) as KeptValues);
}

/** Under this name a revision commits to the reason given for it. No field is called so; it has the class open. */
export const reasonKey = '@reason';

/** What a transaction says of every event it appends. */
export interface EventFrame {
  /** Login. */
  actor: string;
  atMs: number;
  batch: string | null;
}

type RevisionRow = Pick<TableRow, 'id' | 'version' | 'status' | 'void' | 'number'>;

interface RevisionInput<Row extends RevisionRow = RevisionRow> {
  definition: RegisterDefinition;
  columns: readonly ValueColumn[];
  row: Row;
  values: FieldValues;
  kept: KeptValues;
  action: string;
  factDate: string | null;
  reason: string | null;
  /** Entered well after the fact, or from an old ledger. */
  late: boolean;
}

/** A revision before it is written: snapshot and salts as they are stored, and the event that vouches for it. */
export interface ComposedRevision {
  event: HashedEvent;
  open: string;
  openSalt: Buffer;
  personal: string;
  personalSalt: Buffer | null;
  kept: string;
}

/** Snapshot, commitments and event of one change. Asks no database, so that another thread may do it. */
export function composeRevision(frame: EventFrame, input: RevisionInput): ComposedRevision {
  const { definition, row, kept } = input;
  const { open, personal } = byClass(input.values, input.columns);
  // Free text stands in the revision, where it can be withheld and erased; the event, which stays, holds only the digest.
  if (input.reason !== null) open[reasonKey] = input.reason;
  const openSalt = randomSlice(saltBytes);
  const personalSalt = Object.keys(personal).length > 0 ? randomSlice(saltBytes) : null;
  const commitments: Record<string, string> = classCommitments(open, openSalt);
  if (personalSalt) Object.assign(commitments, classCommitments(personal, personalSalt));
  for (const [field, value] of Object.entries(kept)) commitments[field] = value.commitment;
  const { late } = input;
  const digest = revisionDigest(revisionHead(definition, row, input.factDate), commitments);
  // Members in the order of canonical JSON.
  const event = hashEvent({
    action: input.action,
    actor: frame.actor,
    at: frame.atMs,
    ...(frame.batch === null ? {} : { batch: frame.batch }),
    digest,
    ...(input.factDate === null ? {} : { factDate: input.factDate }),
    ...(late ? { late: true } : {}),
    ...(row.number === null ? {} : { number: row.number }),
    record: row.id,
    register: definition.key,
    version: row.version,
  });
  return {
    event,
    open: JSON.stringify(open),
    openSalt,
    personal: JSON.stringify(personal),
    personalSalt,
    kept: JSON.stringify(kept),
  };
}

interface WrittenRevision {
  definition: RegisterDefinition;
  row: RevisionRow & { rid: number };
  action: string;
  factDate: string | null;
  reason: string | null;
  late: boolean;
}

/** Appends the event of a composed revision and writes the revision under its number, which it returns. */
export function insertRevision(context: WriteContext, input: WrittenRevision, composed: ComposedRevision): number {
  const { row } = input;
  const seq = context.journal.appendHashed(composed.event);
  prepared(context.session.db, revisionInsert).run(
    seq,
    row.rid,
    row.version,
    context.journal.atMs,
    context.session.user.rid,
    input.action,
    row.status,
    row.void,
    row.number,
    input.factDate,
    input.factDate === null ? localDate(context.journal.atMs) : lastDay(input.factDate),
    Number(input.late),
    input.reason,
    composed.open,
    composed.openSalt,
    composed.personal,
    composed.personalSalt,
    composed.kept,
  );
  context.touched.add(input.definition.key);
  return seq;
}

/** Composes and writes the revision of a change to a record that is there; returns the event's number. */
export function writeRevision(context: WriteContext, input: RevisionInput<TableRow>): number {
  const { journal, batch, session } = context;
  const frame = { actor: session.user.login, atMs: journal.atMs, batch };
  return insertRevision(context, input, composeRevision(frame, input));
}

const dayMs = 86_400_000;
/** Papers signed on a Friday are filed the week after: that is the normal course of business, not late entry. */
const filingDays = 7;

/** Whether a fact was over more than a week before it was recorded (补录). */
export function isLate(factDate: string | null, recordedAtMs: number): boolean {
  return factDate !== null && lastDay(factDate) < localDate(recordedAtMs - filingDays * dayMs);
}

/** Whether the dates a record gives of its own acts make it a late entry; `changed` narrows them to what a change touched. */
export function isLateEntry(
  definition: RegisterDefinition,
  values: FieldValues,
  recordedAtMs: number,
  changed: (key: string) => boolean = () => true,
): boolean {
  return definition.lateFrom.some((key) => {
    const value = values[key];
    return changed(key) && typeof value === 'string' && isLate(value, recordedAtMs);
  });
}

/** What a revision's digest binds besides the commitments. */
export function revisionHead(
  definition: RegisterDefinition,
  row: Pick<TableRow, 'id' | 'version' | 'status' | 'void' | 'number'>,
  factDate: string | null,
) {
  return {
    factDate,
    number: row.number,
    record: row.id,
    register: definition.key,
    status: row.status,
    version: row.version,
    void: row.void === 1,
  };
}

const revisionInsert = `INSERT INTO revision (seq, record, version, at, actor, action, status, void, number, fact_date, fact_day, late, reason,
  open_values, open_salt, personal_values, personal_salt, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
