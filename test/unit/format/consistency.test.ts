// Consistency proofs against the definition of RFC 6962 §2.1.2 written down plainly, and against a verifier that knows
// only sizes, roots and hashes.
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { consistencyProof, nodeHash } from '../../../electron/core/format/merkle.ts';

const leaves = Array.from({ length: 80 }, (_, index) => hash('sha256', `leaf ${index}`, 'buffer'));

/** MTH of a list of leaf hashes (§2.1). */
function rootOf(list: readonly Buffer[]): Buffer {
  if (list.length === 1) return list[0] as Buffer;
  let split = 1;
  while (split * 2 < list.length) split *= 2;
  return nodeHash(rootOf(list.slice(0, split)), rootOf(list.slice(split)));
}

/** SUBPROOF(m, D, b) word for word. */
function subproof(size: number, list: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (size === list.length) return isWhole ? [] : [rootOf(list)];
  let split = 1;
  while (split * 2 < list.length) split *= 2;
  if (size <= split) return [...subproof(size, list.slice(0, split), isWhole), rootOf(list.slice(split))];
  return [...subproof(size - split, list.slice(split), false), rootOf(list.slice(0, split))];
}

/** Whether a proof leads from one root to the other (RFC 9162 §2.1.4.2). */
function holds(
  first: number,
  second: number,
  proof: readonly Buffer[],
  firstRoot: Buffer,
  secondRoot: Buffer,
): boolean {
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let at = first - 1;
  let last = second - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  let left = path[0] as Buffer;
  let right = path[0] as Buffer;
  for (const node of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      left = nodeHash(node, left);
      right = nodeHash(node, right);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else right = nodeHash(right, node);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && left.equals(firstRoot) && right.equals(secondRoot);
}

const node = (level: number, index: number) => rootOf(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

test('a consistency proof is the one the RFC defines, for every pair of sizes up to 80', () => {
  for (let to = 1; to <= leaves.length; to += 1)
    for (let from = 1; from <= to; from += 1) {
      const proof = consistencyProof(from, to, node);
      const expected = subproof(from, leaves.slice(0, to), true);
      expect(
        proof.map((part) => part.toString('hex')),
        `${from} in ${to}`,
      ).toEqual(expected.map((part) => part.toString('hex')));
      const roots = [rootOf(leaves.slice(0, from)), rootOf(leaves.slice(0, to))] as const;
      expect(holds(from, to, proof, ...roots), `${from} in ${to}`).toBe(true);
    }
});

test('a proof of another pair of sizes, with a changed hash or for another history does not hold', () => {
  const roots = (from: number, to: number) => [rootOf(leaves.slice(0, from)), rootOf(leaves.slice(0, to))] as const;
  const proof = consistencyProof(6, 13, node);
  expect(holds(6, 13, proof, ...roots(6, 13))).toBe(true);
  expect(holds(7, 13, proof, ...roots(7, 13))).toBe(false);
  expect(holds(6, 14, proof, ...roots(6, 14))).toBe(false);
  for (let at = 0; at < proof.length; at += 1) {
    const changed = proof.map((part, index) => (index === at ? hash('sha256', part, 'buffer') : part));
    expect(holds(6, 13, changed, ...roots(6, 13))).toBe(false);
  }
  const other = leaves.map((leaf, index) => (index === 2 ? hash('sha256', 'x', 'buffer') : leaf));
  expect(holds(6, 13, proof, rootOf(other.slice(0, 6)), roots(6, 13)[1])).toBe(false);
});
