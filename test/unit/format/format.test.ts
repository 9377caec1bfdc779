import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classCommitments, commitment, fieldSalts, revisionDigest } from '../../../electron/core/format/commitment.ts';
import {
  appendLeaf,
  emptyRange,
  emptyRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  rangeNodes,
  rangeRoot,
} from '../../../electron/core/format/merkle.ts';
import { randomSlice } from '../../../electron/core/format/random.ts';
import { openBox, sealBox } from '../../../electron/core/format/sealed-box.ts';
import { openCheckpoint, rawPublicKey, signCheckpoint } from '../../../electron/core/format/signed-note.ts';
import { uuidv7 } from '../../../electron/core/format/uuid.ts';
import { type Canonical, canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import { rootOfProof } from '../../../shared/evidence/merkle.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('canonical JSON', () => {
  test('sorts keys by code unit, normalises texts, leaves absent keys out', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'e\u0301'], é: undefined, 中: -0 })).toBe(
      '{"a":[true,null,"é"],"b":1,"中":0}',
    );
  });

  test('refuses what has more than one spelling', () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => canonicalJson(value)).toThrow(code('value_invalid'));
  });

  test('says the same of the same value in any order of keys, and parses back to it', () => {
    const value = fc.letrec<{ value: Canonical }>((tie) => ({
      value: fc.oneof(
        fc.string().map((text) => text.normalize('NFC')),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 6 }), tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (given) => {
        const text = canonicalJson(given);
        expect(canonicalJson(JSON.parse(text) as Canonical)).toBe(text);
        if (given && typeof given === 'object' && !Array.isArray(given))
          expect(canonicalJson(Object.fromEntries(Object.entries(given).reverse()))).toBe(text);
      }),
    );
  });
});

describe('the tree', () => {
  /** RFC 6962 §2.1 as written, slow: the twin to compare with. */
  function naiveRoot(leaves: readonly Buffer[]): Buffer {
    if (leaves.length === 0) return emptyRoot;
    if (leaves.length === 1) return leaves[0] as Buffer;
    const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
    return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
  }

  test('has the roots of the test vectors of RFC 6962 implementations', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ].map((hex) => Buffer.from(hex, 'hex'));
    const range = emptyRange();
    expect(rangeRoot(range).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const roots = inputs.map((input) => {
      appendLeaf(range, leafHash(input));
      return rangeRoot(range).toString('hex');
    });
    expect(roots[0]).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(roots[1]).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
    expect(roots[7]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  test('roots and proofs agree with the definition at every size', () => {
    const range = emptyRange();
    const leaves: Buffer[] = [];
    const nodes = new Map<string, Buffer>();
    for (let size = 1; size <= 70; size += 1) {
      const leaf = leafHash(`event ${size}`);
      leaves.push(leaf);
      appendLeaf(range, leaf, (level, index, hash) => nodes.set(`${level}/${index}`, hash));
      const root = naiveRoot(leaves);
      expect(rangeRoot(range)).toEqual(root);
      expect(rangeNodes(size).map(({ level, index }) => nodes.get(`${level}/${index}`))).toEqual(range.hashes);
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(index, size, (level, at) => nodes.get(`${level}/${at}`) as Buffer);
        expect(rootOfProof(nodeHash, leaves[index] as Buffer, index, size, proof)).toEqual(root);
        expect(
          rootOfProof(nodeHash, leaves[index] as Buffer, (index + 1) % size, size, proof)?.equals(root) ?? false,
        ).toBe(size === 1);
        expect(rootOfProof(nodeHash, leaves[index] as Buffer, index, size, [...proof, leaf])).not.toEqual(root);
      }
    }
  });
});

describe('commitments', () => {
  test('every field of a class has a salt of its own, and empty fields have no commitment', () => {
    const salts = fieldSalts(Buffer.alloc(16, 7), 40).map((salt) => salt.toString('hex'));
    expect(new Set(salts).size).toBe(40);
    expect(Object.keys(classCommitments({ b: 'x', a: null, c: false }, Buffer.alloc(16)))).toEqual(['b', 'c']);
  });

  test('a commitment binds field, salt and value', () => {
    const salt = randomSlice(16);
    const one = commitment('name', salt, '甲');
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(commitment('name', salt, '甲')).toBe(one);
    for (const other of [
      commitment('note', salt, '甲'),
      commitment('name', randomSlice(16), '甲'),
      commitment('name', salt, '乙'),
    ])
      expect(other).not.toBe(one);
    const long = '长'.repeat(40_000);
    expect(commitment('name', salt, long)).not.toBe(commitment('name', salt, `${long}一`));
  });

  test('the vector of format 1, computed by another program from the format page, stays what it is', () => {
    const open = classCommitments({ name: '耐火云母带', level: 'core', handled: true, pages: 12 }, Buffer.alloc(16, 1));
    expect(open.name).toBe('49206f6d1557d320401cb146c2c48f58a82a3a7e6d5c4833ef586227212507ea');
    expect(revisionDigest({ record: 'r', version: 1 }, open)).toBe(
      '5393afff9df67ed0f1de4c0cbfc5f4a54023f15d6c9659f535ed21d2c94cd28d',
    );
  });
});

describe('boxes', () => {
  test('open only with their key, in their place, unchanged', () => {
    const key = randomSlice(32);
    const place = { record: 'a', field: 'content' };
    const box = sealBox(key, Buffer.from('三段升温'), place);
    expect(openBox(key, box, place)?.toString()).toBe('三段升温');
    expect(openBox(randomSlice(32), box, place)).toBeNull();
    expect(openBox(key, box, { ...place, record: 'b' })).toBeNull();
    for (let index = 0; index < box.length; index += 1) {
      const changed = Buffer.from(box);
      changed[index] = (changed[index] as number) ^ 1;
      expect(openBox(key, changed, place)).toBeNull();
    }
    expect(openBox(key, box.subarray(0, 20), place)).toBeNull();
  });
});

describe('checkpoints', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey);
  const checkpoint = { origin: 'midian/test', size: 42, root: Buffer.alloc(32, 5) };
  const note = signCheckpoint(checkpoint, 'officer', privateKey);

  test('say who signed how much, and foreign signature lines are ignored', () => {
    expect(openCheckpoint(note, 'officer', raw)).toEqual(checkpoint);
    const other = generateKeyPairSync('ed25519');
    const second = signCheckpoint(checkpoint, 'auditor', other.privateKey).split('\n\n')[1] as string;
    expect(openCheckpoint(note + second, 'officer', raw)).toEqual(checkpoint);
  });

  test('any change of the text, another name or another key is refused', () => {
    for (const wrong of [
      note.replace('42', '43'),
      note.replace('midian/test', 'midian/other'),
      `${note}x\n`,
      note.replace('\n\n', '\n'),
      '',
      'x'.repeat(10_000),
    ])
      expect(() => openCheckpoint(wrong, 'officer', raw)).toThrow(code('journal_broken'));
    expect(() => openCheckpoint(note, 'somebody', raw)).toThrow(code('journal_broken'));
    expect(() => openCheckpoint(note, 'officer', rawPublicKey(generateKeyPairSync('ed25519').publicKey))).toThrow(
      code('journal_broken'),
    );
  });

  test('no text at all makes the reader fail in another way', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .tuple(fc.nat(note.length - 1), fc.string({ maxLength: 3 }))
            .map(([at, text]) => note.slice(0, at) + text + note.slice(at + 1)),
        ),
        (text) => {
          try {
            expect(openCheckpoint(text, 'officer', raw)).toEqual(checkpoint);
          } catch (cause) {
            expect(cause).toEqual(code('journal_broken'));
          }
        },
      ),
    );
  });
});

test('ids of one instant are unique and sort in the order they were made', () => {
  const ids = Array.from({ length: 50_000 }, () => uuidv7(1_800_000_000_000));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidv7(1_800_000_000_001) > (ids.at(-1) as string)).toBe(true);
});
