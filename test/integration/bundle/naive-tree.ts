// The Merkle tree as RFC 6962 §2.1 defines it, by recursion over all leaves: slow, and obviously right.
import { emptyRoot, nodeHash } from '../../../electron/core/format/merkle.ts';

const splitOf = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1);

/** MTH of §2.1. */
export function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0] as Buffer;
  const split = splitOf(leaves.length);
  return nodeHash(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

/** PROOF of §2.1.2: from the first `size` leaves to all of them. */
export function consistencyProof(size: number, leaves: readonly Buffer[], isWhole = true): Buffer[] {
  if (size === leaves.length) return isWhole ? [] : [treeHash(leaves)];
  const split = splitOf(leaves.length);
  return size <= split
    ? [...consistencyProof(size, leaves.slice(0, split), isWhole), treeHash(leaves.slice(split))]
    : [...consistencyProof(size - split, leaves.slice(split), false), treeHash(leaves.slice(0, split))];
}
