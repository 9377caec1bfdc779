// Verifies the whole journal: every leaf, the order of time, the stored nodes and head, and every checkpoint signature.
import type { ErrorParams } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { appendLeaf, emptyRange, leafHash, rangeRoot } from '../format/merkle.ts';
import { openByAny } from '../format/signed-note.ts';
import { signKeysOf } from '../vault/certificates.ts';
import { readHead, storedNodeLevel } from './append.ts';

export interface JournalProblem {
  code:
    | 'event_changed'
    | 'event_missing'
    | 'time_decreases'
    | 'time_differs'
    | 'node_changed'
    | 'head_differs'
    | 'checkpoint_wrong'
    | 'opened_differs';
  params: ErrorParams;
}

export interface JournalVerdict {
  ok: boolean;
  events: number;
  /** Root as lower-case hex. */
  head: string;
  problems: JournalProblem[];
}

const maximumProblems = 1000;

export interface Checkpoint {
  size: number;
  note: string;
  login: string;
  /** Every key the signer ever had: he may have been given others since. */
  signKeys: readonly Buffer[];
}

/** All signed heads, by size. */
export function readCheckpoints(db: Db): Checkpoint[] {
  const rows = db
    .prepare('SELECT c.size, c.note, u.login, c.user FROM checkpoint c JOIN user u ON u.rid = c.user ORDER BY c.size')
    .all() as { size: number; note: string; login: string; user: number }[];
  const keys = new Map([...new Set(rows.map(({ user }) => user))].map((user) => [user, signKeysOf(db, user)]));
  return rows.map(({ user, ...row }) => ({ ...row, signKeys: keys.get(user) ?? [] }));
}

/** Whether the note of a checkpoint is signed and says its size and this root. */
export function isSigned({ size, note, login, signKeys }: Checkpoint, origin: string, root: Buffer): boolean {
  try {
    const opened = openByAny(note, login, signKeys);
    return opened.origin === origin && opened.size === size && opened.root.equals(root);
  } catch {
    return false;
  }
}

/** Whether the text of an event says the time in its column. */
export function saysTime(event: string, at: number): boolean {
  return event.includes(`"at":${at},`) || event.includes(`"at":${at}}`);
}

/** Whether an event says which record was opened, where its column names one. */
export function saysOpened(event: string, opened: string | null): boolean {
  return opened === null || event.includes(`"record":"${opened}"`);
}

/**
 * Reads every event once in order. Memory stays flat: one row and one compact range. `onProgress` hears of every 10,000
 * events; `cancelled` ends early by throwing what it throws.
 */
export function verifyJournal(
  db: Db,
  origin: string,
  onProgress?: (done: number, total: number) => void,
): JournalVerdict {
  const problems: JournalProblem[] = [];
  const report = (code: JournalProblem['code'], params: ErrorParams) => {
    if (problems.length < maximumProblems) problems.push({ code, params });
  };
  const head = readHead(db);
  const total = head.range.size;
  const nodes = db.prepare('SELECT hash FROM journal_node WHERE level = ? AND position = ?').pluck();
  const range = emptyRange();
  const checkpoints = readCheckpoints(db);
  let nextCheckpoint = 0;
  const checkCheckpoints = () => {
    while (nextCheckpoint < checkpoints.length && (checkpoints[nextCheckpoint] as Checkpoint).size <= range.size) {
      const row = checkpoints[nextCheckpoint] as Checkpoint;
      nextCheckpoint += 1;
      if (row.size !== range.size || !isSigned(row, origin, rangeRoot(range)))
        report('checkpoint_wrong', { size: row.size });
    }
  };
  const onNode = (level: number, index: number, hash: Buffer) => {
    if (level < storedNodeLevel) return;
    const stored = nodes.get(level, index) as Buffer | undefined;
    if (!stored?.equals(hash)) report('node_changed', { level, position: index });
  };
  let lastAt = 0;
  checkCheckpoints();
  for (const row of db
    .prepare('SELECT seq, at, event, leaf, opened FROM journal ORDER BY seq')
    .raw()
    .iterate() as IterableIterator<[number, number, string, Buffer, string | null]>) {
    const [seq, at, event, leaf, opened] = row;
    if (seq !== range.size + 1) {
      report('event_missing', { seq: range.size + 1 });
      break;
    }
    const actual = leafHash(event);
    if (!actual.equals(leaf)) report('event_changed', { seq });
    if (at < lastAt) report('time_decreases', { seq });
    if (!saysTime(event, at)) report('time_differs', { seq });
    if (!saysOpened(event, opened)) report('opened_differs', { seq });
    lastAt = at;
    appendLeaf(range, actual, onNode);
    if (nextCheckpoint < checkpoints.length) checkCheckpoints();
    if (range.size % 10_000 === 0) onProgress?.(range.size, total);
  }
  const root = rangeRoot(range);
  if (range.size !== total || !root.equals(rangeRoot(head.range)))
    report('head_differs', { events: range.size, head: total });
  while (nextCheckpoint < checkpoints.length) {
    report('checkpoint_wrong', { size: (checkpoints[nextCheckpoint] as Checkpoint).size });
    nextCheckpoint += 1;
  }
  return { ok: problems.length === 0, events: range.size, head: root.toString('hex'), problems };
}
