// Reads the journal as a Merkle tree: roots of earlier sizes and inclusion proofs, from stored nodes and leaves.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { consistencyProof, emptyRoot, inclusionProof, nodeHash, rangeNodes, rangeRoot } from '../format/merkle.ts';
import { storedNodeLevel } from './append.ts';

/** A reader of subtree hashes by level and index. Throws AppError `journal_broken` where a row is missing. */
export function treeReader(db: Db): (level: number, index: number) => Buffer {
  const node = db.prepare('SELECT hash FROM journal_node WHERE level = ? AND position = ?').pluck();
  const leaves = db.prepare('SELECT leaf FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq').pluck();
  return (level, index) => {
    if (level >= storedNodeLevel) {
      const stored = node.get(level, index) as Buffer | undefined;
      if (!stored) throw new AppError('journal_broken', { reason: 'node_missing' });
      return stored;
    }
    const width = 2 ** level;
    let row = leaves.all(index * width, (index + 1) * width) as Buffer[];
    if (row.length !== width)
      throw new AppError('journal_broken', { reason: 'event_missing', seq: index * width + row.length + 1 });
    while (row.length > 1) {
      const next: Buffer[] = [];
      for (let at = 0; at < row.length; at += 2) next.push(nodeHash(row[at] as Buffer, row[at + 1] as Buffer));
      row = next;
    }
    return row[0] as Buffer;
  };
}

/** Root the journal had at `size` events. */
export function rootAt(db: Db, size: number): Buffer {
  if (size === 0) return emptyRoot;
  const read = treeReader(db);
  return rangeRoot({ size, hashes: rangeNodes(size).map(({ level, index }) => read(level, index)) });
}

/** A prover for events of a journal of `size` events; `seq` is 1-based. */
export function prover(db: Db, size: number): (seq: number) => Buffer[] {
  const read = treeReader(db);
  const known = new Map<string, Buffer>();
  const remembered = (level: number, index: number) => {
    const key = `${level}/${index}`;
    const found = known.get(key) ?? read(level, index);
    if (level >= 4) known.set(key, found);
    return found;
  };
  return (seq) => inclusionProof(seq - 1, size, remembered);
}

/** Proof that the journal of `to` events begins with the one of `from` events (RFC 6962 §2.1.2); 0 < from ≤ to. */
export function consistencyOf(db: Db, from: number, to: number): Buffer[] {
  return consistencyProof(from, to, treeReader(db));
}
