// Consistency proofs against the definition of RFC 6962 §2.1.2, for every pair of small sizes, and with anything changed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leafHash, nodeHash } from '../../../electron/core/format/merkle.ts';
import { type NodeHash, rootsOfConsistency } from '../../../shared/evidence/merkle.ts';
import { consistencyProof, treeHash } from '../../integration/bundle/naive-tree.ts';

const hash = nodeHash as NodeHash<Buffer>;
const leaves = Array.from({ length: 70 }, (_, index) => leafHash(`event ${index}`));
const rootOf = (size: number) => treeHash(leaves.slice(0, size));

/** Whether a proof shows that the tree of `size` with this root is the beginning of the other. */
function holds(size: number, whole: number, root: Buffer, wholeRoot: Buffer, proof: readonly Buffer[]): boolean {
  const roots = rootsOfConsistency(hash, size, whole, root, proof);
  return roots !== null && Buffer.compare(roots.root, root) === 0 && Buffer.compare(roots.wholeRoot, wholeRoot) === 0;
}

describe('A consistency proof', () => {
  test('holds for every two sizes up to 70, and for no other size with the same proof', () => {
    for (let whole = 1; whole <= leaves.length; whole += 1)
      for (let size = 1; size <= whole; size += 1) {
        const proof = consistencyProof(size, leaves.slice(0, whole));
        expect(holds(size, whole, rootOf(size), rootOf(whole), proof), `${size} of ${whole}`).toBe(true);
        if (size < whole) expect(holds(size, whole, rootOf(size + 1), rootOf(whole), proof)).toBe(false);
        if (size > 1) expect(holds(size, whole, rootOf(size - 1), rootOf(whole), proof)).toBe(false);
        if (size < whole) expect(holds(size, whole, rootOf(size), rootOf(whole - 1), proof)).toBe(false);
      }
  });

  test('holds no more with a hash changed, left out, added or moved', () => {
    const sizes = fc.integer({ min: 2, max: leaves.length }).chain((whole) =>
      fc.record({
        whole: fc.constant(whole),
        size: fc.integer({ min: 1, max: whole - 1 }),
        at: fc.nat(),
        bit: fc.nat(255),
      }),
    );
    fc.assert(
      fc.property(sizes, ({ whole, size, at, bit }) => {
        const proof = consistencyProof(size, leaves.slice(0, whole));
        const index = at % proof.length;
        const changed = proof.map((part) => Buffer.from(part));
        const byte = changed[index] as Buffer;
        byte[bit >> 3] = (byte[bit >> 3] as number) ^ (1 << (bit & 7));
        const without = proof.filter((_, other) => other !== index);
        const longer = [...proof.slice(0, index), leaves[0] as Buffer, ...proof.slice(index)];
        for (const other of [changed, without, longer])
          expect(holds(size, whole, rootOf(size), rootOf(whole), other)).toBe(false);
        if (proof.length > 1) expect(holds(size, whole, rootOf(size), rootOf(whole), proof.toReversed())).toBe(false);
      }),
    );
  });

  test('is refused for sizes that cannot be', () => {
    const proof = consistencyProof(3, leaves.slice(0, 7));
    for (const [size, whole] of [
      [0, 7],
      [-1, 7],
      [8, 7],
      [7, 3],
    ] as const)
      expect(rootsOfConsistency(hash, size, whole, rootOf(3), proof)).toBeNull();
    expect(holds(7, 7, rootOf(7), rootOf(7), [])).toBe(true);
    expect(rootsOfConsistency(hash, 7, 7, rootOf(7), proof)).toBeNull();
  });
});
