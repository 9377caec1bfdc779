// Checking proofs of the journal's Merkle tree as RFC 6962 §2.1: leaf and node hashes, inclusion and consistency. Pure.
import type { HashParts, Sha256 } from './hashing.ts';

const leafPrefix = new Uint8Array([0x00]);
/** 0x01 and room for two hashes: interior hashing is two thirds of verifying a long journal. */
const nodeScratch = new Uint8Array(1 + 2 * 32).fill(0x01);

/** Leaf hash: SHA-256(0x00 ‖ UTF-8 of text) (RFC 6962 §2.1). */
export function leafHashOf<T>(sha256OfParts: HashParts<T>, text: string): T {
  return sha256OfParts(leafPrefix, text);
}

/** Interior hash: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHashOf<T extends Uint8Array>(sha256: Sha256<T>, left: Uint8Array, right: Uint8Array): T {
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 1 + left.length);
  return sha256(nodeScratch.subarray(0, 1 + left.length + right.length));
}

/** Hash of two subtrees. */
export type NodeHash<T extends Uint8Array = Uint8Array> = (left: T, right: T) => T;

/** Root that an inclusion proof leads to; compare it with the checkpoint's (RFC 6962 §2.1.1). Null: wrong length. */
export function rootOfProof<T extends Uint8Array>(
  nodeHash: NodeHash<T>,
  leaf: T,
  index: number,
  size: number,
  proof: readonly T[],
): T | null {
  if (index < 0 || index >= size) return null;
  let current = leaf;
  let node = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      current = nodeHash(sibling, current);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      current = nodeHash(current, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? current : null;
}

/**
 * The two roots a consistency proof leads to: that of the first `size` leaves and that of all `wholeSize` (RFC 6962 §2.1.2,
 * checked as RFC 9162 §2.1.4.2 writes it). `root` is the claimed root of the smaller tree: where that tree is one perfect
 * subtree the proof leaves its hash out. Null: wrong length, or sizes no proof can be for. The empty tree has no proof.
 */
export function rootsOfConsistency<T extends Uint8Array>(
  nodeHash: NodeHash<T>,
  size: number,
  wholeSize: number,
  root: T,
  proof: readonly T[],
): { root: T; wholeRoot: T } | null {
  if (size < 1 || size > wholeSize) return null;
  if (size === wholeSize) return proof.length === 0 ? { root, wholeRoot: root } : null;
  const isPerfect = Number.isInteger(Math.log2(size));
  const hashes = isPerfect ? [root, ...proof] : proof;
  let node = size - 1;
  let last = wholeSize - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  const [start, ...rest] = hashes;
  if (start === undefined) return null;
  let small = start;
  let whole = start;
  for (const hash of rest) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      small = nodeHash(hash, small);
      whole = nodeHash(hash, whole);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      whole = nodeHash(whole, hash);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? { root: small, wholeRoot: whole } : null;
}
