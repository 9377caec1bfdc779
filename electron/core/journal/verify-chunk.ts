// One piece of the journal in one pass: its events and subtree hashes, its revisions, and the live rows they are the last of.
// Says whether it is sound; what is wrong with journal or rows is named by verify.ts and verify-rows.ts.
import type { Db } from '../db/handle.ts';
import { appendLeaf, type CompactRange, emptyRange, leafHash } from '../format/merkle.ts';
import { statementsFor } from '../register/statements.ts';
import type { VaultSession } from '../vault/session.ts';
import { storedNodeLevel } from './append.ts';
import { saysOpened, saysTime } from './verify.ts';
import { type EventRange, type EventWatch, type RangeVerdict, verifyRevisionEvents } from './verify-revisions.ts';
import { holdsValues, missingBoxes, type StateCounts, stateOf } from './verify-rows.ts';

export interface Chunk {
  /** Leaves before it; a multiple of the width of a chunk. */
  from: number;
  range: EventRange;
  /** Sizes of the journal within the chunk, in order, at which it was signed. */
  signedAt: readonly number[];
}

export interface ChunkVerdict extends RangeVerdict {
  /** Every event is the one its leaf, its columns and the stored nodes tell of. */
  isJournalSound: boolean;
  /** Every row whose last revision is here is as that revision says. */
  areRowsSound: boolean;
  /** How many events it has, and the hashes of its perfect subtrees, largest first. */
  size: number;
  subtrees: Uint8Array[];
  firstAt: number;
  lastAt: number;
  /** The subtrees of the chunk at each size it was asked for. */
  signed: { size: number; subtrees: Uint8Array[] }[];
  /** By register, the rows whose last revision is here. */
  counts: Map<string, StateCounts>;
}

/** Reads the stored node hashes. */
export function nodeReader(db: Db): (level: number, index: number) => Buffer | null {
  const nodes = db.prepare('SELECT hash FROM journal_node WHERE level = ? AND position = ?').pluck();
  return (level, index) => (nodes.get(level, index) as Buffer | undefined) ?? null;
}

/** Verifies the events of a chunk and what they vouch for. */
export function verifyChunk(session: VaultSession, { from, range, signedAt }: Chunk): ChunkVerdict {
  const events = watchEvents(session.db, from, signedAt);
  const rows = watchRows(session);
  const verdict = verifyRevisionEvents(session, range, () => undefined, {
    onEvent: events.onEvent,
    onRevision: rows.onRevision,
  });
  return { ...verdict, ...events.verdict(), ...rows.verdict() };
}

function watchEvents(db: Db, from: number, signedAt: readonly number[]) {
  const storedNode = nodeReader(db);
  const tree: CompactRange = emptyRange();
  const signed: ChunkVerdict['signed'] = [];
  let isJournalSound = true;
  let firstAt = 0;
  let lastAt = 0;
  let nextSigned = 0;
  const onNode = (level: number, index: number, hash: Buffer) => {
    if (level < storedNodeLevel) return;
    if (!storedNode(level, from / 2 ** level + index)?.equals(hash)) isJournalSound = false;
  };
  const onEvent: EventWatch['onEvent'] = ([seq, at, event, leaf, opened]) => {
    const actual = leafHash(event);
    const isSound =
      seq === from + tree.size + 1 &&
      actual.equals(leaf) &&
      (tree.size === 0 || at >= lastAt) &&
      saysTime(event, at) &&
      saysOpened(event, opened);
    if (!isSound) isJournalSound = false;
    if (tree.size === 0) firstAt = at;
    lastAt = at;
    appendLeaf(tree, actual, onNode);
    for (; signedAt[nextSigned] === from + tree.size; nextSigned += 1)
      signed.push({ size: from + tree.size, subtrees: [...tree.hashes] });
  };
  return {
    onEvent,
    verdict: () => ({ isJournalSound, size: tree.size, subtrees: tree.hashes, firstAt, lastAt, signed }),
  };
}

function watchRows({ db }: VaultSession) {
  const missing = missingBoxes(db);
  const everLate = db.prepare('SELECT max(late) FROM revision WHERE record = ?').pluck();
  const counts = new Map<string, Map<string, number>>();
  let areRowsSound = true;
  const onRevision: EventWatch['onRevision'] = (definition, row, live, values) => {
    const [, , , , , record, version, , status, isVoid, number, , late] = row;
    const [, liveStatus, liveVoid, liveVersion, liveNumber, liveLate] = live;
    // An earlier revision; one later than its row would leave the row uncounted.
    if (version < liveVersion) return;
    const isSame =
      version === liveVersion &&
      status === liveStatus &&
      isVoid === liveVoid &&
      number === liveNumber &&
      liveLate === (version === 1 ? late : everLate.get(record)) &&
      holdsValues(statementsFor(db, definition).values, live, values) &&
      missing(record as number, values.kept).length === 0;
    if (!isSame) areRowsSound = false;
    let states = counts.get(definition.key);
    if (!states) {
      states = new Map();
      counts.set(definition.key, states);
    }
    const state = stateOf(status, isVoid);
    states.set(state, (states.get(state) ?? 0) + 1);
  };
  return { onRevision, verdict: () => ({ areRowsSound, counts }) };
}
