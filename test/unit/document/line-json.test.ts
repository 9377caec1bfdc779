// Line-wise JSON: ordinary JSON for anybody, one entry at a time for the verifier.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineJson } from '../../../electron/core/document/bundle/line-json.ts';
import { FormatProblem, readLineJson } from '../../../shared/evidence/read-file.ts';

async function textOf(head: object, entries: object[]): Promise<string> {
  let text = '';
  for await (const piece of lineJson(head, 'records', entries)) text += piece;
  return text;
}

/** A file whose bytes come in pieces of `size`. */
function fileOf(text: string, size = 7) {
  const bytes = Buffer.from(text);
  return {
    path: 'x.json',
    sizeBytes: bytes.length,
    open: async () =>
      (async function* pieces() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })(),
  };
}

async function readAll(text: string, size?: number) {
  const heads: object[] = [];
  const entries: object[] = [];
  for await (const entry of readLineJson(fileOf(text, size), 'records', (head) => heads.push(head)))
    entries.push(entry);
  return { head: heads[0], entries };
}

describe('Line-wise JSON', () => {
  it('is ordinary JSON and reads back entry by entry, however its bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }))),
        fc.integer({ min: 1, max: 50 }),
        async (entries, size) => {
          const text = await textOf({ format: 'a/1' }, entries);
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ format: 'a/1', records: entries })));
          expect(await readAll(text, size)).toEqual(
            JSON.parse(JSON.stringify({ head: { format: 'a/1', records: [] }, entries })),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    '',
    '{}',
    '{"format":"a/1","records":[\n',
    '{"format":"a/1","records":[\n{}\n',
    '{"format":"a/1","records":[\n{}\n{}\n]}\n',
    '{"format":"a/1","records":[\n]}\n]}\n',
    '{"format":"a/1","records":[\n]}',
    '{"format":"a/1","other":[\n]}\n',
    '{"format":"a/1","records":[\n[]\n]}\n',
  ])('refuses %j', async (text) => {
    await expect(readAll(text)).rejects.toBeInstanceOf(FormatProblem);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const file = {
      path: 'x',
      sizeBytes: 3,
      open: async () =>
        (async function* one() {
          yield Buffer.from([0xff, 0xfe, 0x0a]);
        })(),
    };
    const entries = readLineJson(file, 'records', () => undefined);
    await expect(entries.next()).rejects.toMatchObject({ message: 'not_utf8' });
  });
});
