// Appends events to the journal inside the caller's transaction. The only place that inserts into `journal`.
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Canonical, canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { appendLeaf, type CompactRange, leafHash, rangeNodes, rangeRoot } from '../format/merkle.ts';

/** Perfect subtrees below this level are not stored: 256 leaves are hashed again when a proof needs them. */
export const storedNodeLevel = 8;

const hashBytes = 32;

/** One event as it is hashed. Keys are short of nothing: what is absent did not apply. */
export interface JournalEvent {
  action: string;
  /** Login of whoever did it. */
  actor: string;
  at: number;
  register?: string;
  /** Record id. */
  record?: string;
  number?: string;
  version?: number;
  /** Digest of the revision's head and commitments (format/commitment.ts). */
  digest?: string;
  factDate?: string;
  late?: boolean;
  batch?: string;
  detail?: { readonly [key: string]: Canonical | undefined };
}

export interface JournalHead {
  range: CompactRange;
  /** Time of the last event, ms UTC. */
  atMs: number;
}

/** Reads the head row; an empty journal has none. */
export function readHead(db: Db): JournalHead {
  const row = prepared(db, 'SELECT size, at, subtrees FROM journal_head WHERE id = 1').get() as
    | { size: number; at: number; subtrees: Buffer }
    | undefined;
  if (!row) return { range: { size: 0, hashes: [] }, atMs: 0 };
  const count = rangeNodes(row.size).length;
  if (row.subtrees.length !== count * hashBytes) throw new AppError('journal_broken', { reason: 'head_malformed' });
  const hashes = Array.from({ length: count }, (_, index) =>
    Buffer.from(row.subtrees.subarray(index * hashBytes, (index + 1) * hashBytes)),
  );
  return { range: { size: row.size, hashes }, atMs: row.at };
}

/** Size and root of the journal as its head row says. */
export function headOf(db: Db): { size: number; root: Buffer } {
  const { range } = readHead(db);
  return { size: range.size, root: rangeRoot(range) };
}

/** An event as it is hashed and stored, and its leaf. */
export interface HashedEvent {
  text: string;
  leaf: Buffer;
}

/** The text of an event and its leaf; where in the journal it will stand does not matter to either. */
export function hashEvent(event: JournalEvent): HashedEvent {
  const { action, actor, at, ...rest } = event;
  const text = canonicalJson({ action, actor, at, ...rest } as unknown as Canonical);
  return { text, leaf: leafHash(text) };
}

export interface JournalAppender {
  /** The instant of this transaction: never before the last event's. */
  readonly atMs: number;
  /** Appends one event and returns its sequence number (1-based). */
  append(event: Omit<JournalEvent, 'at' | 'actor'>, opened?: string): number;
  /** The same for an event hashed before, with the actor and instant of this transaction. */
  appendHashed(event: HashedEvent): number;
  /** Events appended so far in this transaction. */
  appended(): number;
  /** Writes the head row; call once, last, before the transaction commits. */
  finish(): void;
}

/**
 * Starts appending in the current transaction. A clock behind the last event is itself recorded (`clock.setBack`) and the
 * last event's time is used, so that times never decrease.
 */
export function beginAppending(db: Db, actor: string, nowMs: number): JournalAppender {
  const head = readHead(db);
  const atMs = Math.max(nowMs, head.atMs);
  const insert = prepared(db, 'INSERT INTO journal (seq, at, event, leaf, opened) VALUES (?, ?, ?, ?, ?)');
  const insertNode = prepared(db, 'INSERT INTO journal_node (level, position, hash) VALUES (?, ?, ?)');
  let appended = 0;
  const onNode = (level: number, index: number, node: Buffer) => {
    if (level >= storedNodeLevel) insertNode.run(level, index, node);
  };
  const appendHashed = ({ text, leaf }: HashedEvent, opened: string | null = null): number => {
    const seq = head.range.size + 1;
    insert.run(seq, atMs, text, leaf, opened);
    appendLeaf(head.range, leaf, onNode);
    appended += 1;
    return seq;
  };
  const append = (event: Omit<JournalEvent, 'at' | 'actor'>, opened: string | null = null): number => {
    const { action, ...rest } = event;
    return appendHashed(hashEvent({ action, actor, at: atMs, ...rest }), opened);
  };
  const toleranceMs = 2_000;
  if (head.atMs - nowMs > toleranceMs) append({ action: 'clock.setBack', detail: { clockAt: nowMs } });
  const ownEvents = appended;
  return {
    atMs,
    append,
    appendHashed: (event) => appendHashed(event),
    appended: () => appended - ownEvents,
    finish: () => {
      if (appended === 0) return;
      prepared(
        db,
        'INSERT INTO journal_head (id, size, at, subtrees) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET size = excluded.size, at = excluded.at, subtrees = excluded.subtrees',
      ).run(head.range.size, atMs, Buffer.concat(head.range.hashes));
    },
  };
}
