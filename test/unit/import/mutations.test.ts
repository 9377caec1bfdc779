import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { AppError } from '../../../shared/contract/envelope.ts';
import { readLedger, samplePath, scratch, vectorPath, zipOf } from './support.ts';

interface Change {
  /** Where, as a share of the length. */
  at: number;
  byte: number;
}

const changes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
    byte: fc.oneof(fc.constantFrom(0, 0x22, 0x26, 0x3c, 0x3e, 0xff), fc.nat(255)),
  }),
  { minLength: 1, maxLength: 8 },
);

function change(bytes: Buffer, list: readonly Change[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const { at, byte } of list) copy[Math.floor(at * copy.length)] = byte;
  return copy;
}

async function partsOf(bytes: Buffer): Promise<[string, Buffer][]> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
  const parts: [string, Buffer][] = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    parts.push([entry.fileName, await buffer(await zip.openReadStreamPromise(entry))]);
  }
  return parts;
}

/** Reads to the end or refuses by code; anything else thrown fails the test. */
async function outcomeOf(path: string): Promise<string> {
  try {
    await readLedger(path, 'secret');
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('a changed file', () => {
  it.each([
    samplePath('竞业限制台账.xls'),
    vectorPath('two-header.xls'),
    samplePath('培训活动台账.csv'),
    samplePath('场所台账.ods'),
  ])('%# is read or refused by a code, wherever its bytes were changed', async (path) => {
    const bytes = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        expect(await outcomeOf(scratch(`changed${path.slice(path.lastIndexOf('.'))}`, change(bytes, list)))).toMatch(
          /^[a-z_]+$/,
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([samplePath('秘点台账.xlsx'), vectorPath('two-header.xlsx'), vectorPath('numbers.ods')])(
    '%# is read or refused by a code when the text of its parts was changed before packing',
    async (path) => {
      const parts = await partsOf(readFileSync(path));
      await fc.assert(
        fc.asyncProperty(fc.nat(parts.length - 1), changes, async (index, list) => {
          const changed = parts.map(([name, content], at): [string, Buffer] => [
            name,
            at === index && content.length > 0 ? change(content, list) : content,
          ]);
          const packed = await zipOf(Object.fromEntries(changed));
          expect(await outcomeOf(scratch(`repacked${path.slice(path.lastIndexOf('.'))}`, packed))).toMatch(/^[a-z_]+$/);
        }),
        { numRuns: 60 },
      );
    },
  );
});
