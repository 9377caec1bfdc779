// Merkle tree hashing of the journal as RFC 6962 §2.1: leaf and node hashes, compact ranges, making
// proofs. Pure; no storage. Checking proofs: shared/evidence/merkle.ts.
import { leafHashOf, nodeHashOf } from '../../../shared/evidence/merkle.ts';
import { hashBytes, sha256 } from './hash-parts.ts';

const leafPrefix = Buffer.from([0x00]);

/** Root of the empty tree (RFC 6962 §2.1). */
export const emptyRoot: Buffer = sha256(Buffer.alloc(0));

/** Leaf hash: SHA-256(0x00 ‖ data) (RFC 6962 §2.1). Texts are taken as UTF-8. */
export function leafHash(data: string | Buffer): Buffer {
  return typeof data === 'string' ? leafHashOf(hashBytes, data) : sha256(Buffer.concat([leafPrefix, data]));
}

/** Interior hash: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return nodeHashOf(sha256, left, right);
}

/**
 * The perfect subtrees that make up a tree of `size` leaves, largest first: as many hashes as `size` has one bits.
 * Appending and the root need nothing else.
 */
export interface CompactRange {
  size: number;
  hashes: Buffer[];
}

export const emptyRange = (): CompactRange => ({ size: 0, hashes: [] });

/** Hears of every perfect subtree completed, by its level (0 = leaf) and index. */
export type OnNode = (level: number, index: number, hash: Buffer) => void;

/** Appends one leaf hash in place. */
export function appendLeaf(range: CompactRange, leaf: Buffer, onNode?: OnNode): void {
  appendSubtree(range, 0, leaf, onNode);
}

/**
 * Appends the hash of a perfect subtree of 2^level leaves in place; the size of the range is a multiple of as many. `onNode`
 * hears of it and of those it completes.
 */
export function appendSubtree(range: CompactRange, level: number, hash: Buffer, onNode?: OnNode): void {
  const width = 2 ** level;
  let current = hash;
  let height = level;
  let index = range.size / width;
  onNode?.(height, index, current);
  while (index % 2 === 1) {
    const left = range.hashes.pop() as Buffer;
    current = nodeHash(left, current);
    height += 1;
    index = (index - 1) / 2;
    onNode?.(height, index, current);
  }
  range.hashes.push(current);
  range.size += width;
}

/** Root of a compact range: its subtrees folded from the right (RFC 6962 §2.1). */
export function rangeRoot(range: CompactRange): Buffer {
  const last = range.hashes.at(-1);
  if (!last) return emptyRoot;
  let root = last;
  for (let index = range.hashes.length - 2; index >= 0; index -= 1)
    root = nodeHash(range.hashes[index] as Buffer, root);
  return root;
}

/** The perfect subtrees (level, index) of a tree of `size` leaves, largest first. */
export function rangeNodes(size: number): { level: number; index: number }[] {
  const nodes: { level: number; index: number }[] = [];
  let start = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - start >= width) {
      nodes.push({ level, index: start / width });
      start += width;
    }
  }
  return size === 0 ? [] : nodes;
}

/** Hash of the leaves [start, end), asked from `node` by perfect subtrees. */
function subtreeHash(start: number, end: number, node: (level: number, index: number) => Buffer): Buffer {
  const width = end - start;
  const level = Math.log2(width);
  if (Number.isInteger(level) && start % width === 0) return node(level, start / width);
  const split = 2 ** Math.ceil(Math.log2(width) - 1);
  return nodeHash(subtreeHash(start, start + split, node), subtreeHash(start + split, end, node));
}

/** Inclusion proof of leaf `index` (0-based) in a tree of `size` leaves, from leaf upward (RFC 6962 §2.1.1). */
export function inclusionProof(index: number, size: number, node: (level: number, index: number) => Buffer): Buffer[] {
  const proof: Buffer[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const split = start + 2 ** Math.ceil(Math.log2(end - start) - 1);
    if (index < split) {
      proof.push(subtreeHash(split, end, node));
      end = split;
    } else {
      proof.push(subtreeHash(start, split, node));
      start = split;
    }
  }
  return proof.reverse();
}

/**
 * Consistency proof between the trees of the first `from` and the first `to` leaves, 0 < from ≤ to: that the second begins
 * with the first (RFC 6962 §2.1.2). Empty where both are the same.
 */
export function consistencyProof(from: number, to: number, node: (level: number, index: number) => Buffer): Buffer[] {
  const proof: Buffer[] = [];
  let start = 0;
  let end = to;
  // True while the subtree looked at is still the whole of the first tree, whose root the verifier has.
  let isWhole = true;
  while (end !== from) {
    const split = start + 2 ** Math.ceil(Math.log2(end - start) - 1);
    if (from <= split) {
      proof.push(subtreeHash(split, end, node));
      end = split;
    } else {
      proof.push(subtreeHash(start, split, node));
      start = split;
      isWhole = false;
    }
  }
  if (!isWhole) proof.push(subtreeHash(start, end, node));
  return proof.reverse();
}
