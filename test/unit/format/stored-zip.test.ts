// The writer of stored ZIPs: yazl's bytes for the same entries, and the order and errors of its contents.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBufferPromise as fromBuffer } from 'yauzl';
import { ZipFile } from 'yazl';
import { type StoredEntry, storedZip } from '../../../electron/core/format/stored-zip.ts';

const time = { year: 2026, month: 11, day: 18, hour: 15, minute: 42, second: 37 };

function stored(name: string, parts: readonly Uint8Array[], sizeBytes?: number): StoredEntry {
  return {
    name,
    sizeBytes,
    content: async function* content() {
      yield* parts;
    },
  };
}

/** The same by yazl, which reads Node streams. */
async function byYazl(entries: readonly { name: string; parts: readonly Uint8Array[] }[]): Promise<Buffer> {
  const zip = new ZipFile();
  const { year, month, day, hour, minute, second } = time;
  const mtime = new Date(year, month - 1, day, hour, minute, second);
  for (const { name, parts } of entries)
    zip.addReadStreamLazy(name, { mtime, mode: 0o100644, compress: false, forceDosTimestamp: true }, (take) =>
      take(null, Readable.from(parts, { objectMode: false })),
    );
  zip.end();
  return buffer(zip.outputStream);
}

test('writes what yazl writes, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          name: fc.string({ unit: fc.constantFrom('甲', '〔', 'a', ' ', 'é', '𠮷', '.'), minLength: 1, maxLength: 40 }),
          parts: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 }),
        }),
        { maxLength: 6 },
      ),
      async (entries) => {
        const named = entries.map((entry, index) => ({ ...entry, name: `b/${index}${entry.name}.txt` }));
        const ours = await buffer(
          storedZip(
            named.map(({ name, parts }) => stored(name, parts)),
            time,
          ),
        );
        expect(ours.equals(await byYazl(named))).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test('writes the records of 64 bits where there are more entries than 16 bits count', async () => {
  const named = Array.from({ length: 65_536 }, (_, index) => ({ name: `b/${index}`, parts: [] }));
  const ours = await buffer(
    storedZip(
      named.map(({ name, parts }) => stored(name, parts)),
      time,
    ),
  );
  // yazl searches its list anew for each entry: so many would take it minutes.
  const end = ours.subarray(-22);
  expect(end.readUInt32LE(0)).toBe(0x06054b50);
  expect(end.readUInt16LE(10)).toBe(0xffff);
  const record = ours.subarray(-22 - 20 - 56);
  expect(record.readUInt32LE(0)).toBe(0x06064b50);
  expect(record.readBigUInt64LE(32)).toBe(65_536n);
  expect(Number(record.readBigUInt64LE(48)) + Number(record.readBigUInt64LE(40))).toBe(ours.length - 22 - 20 - 56);
  const found: string[] = [];
  const zip = await fromBuffer(ours, { lazyEntries: true });
  for await (const { fileName } of zip.eachEntry()) found.push(fileName);
  expect(found).toEqual(named.map(({ name }) => name));
});

test('opens a content when its turn comes, and none after one that failed', async () => {
  const opened: string[] = [];
  const entry = (name: string, failure?: Error): StoredEntry => ({
    name,
    content: async function* content() {
      opened.push(name);
      yield Buffer.from(opened.join());
      if (failure) throw failure;
    },
  });
  await expect(buffer(storedZip([entry('a'), entry('b', new Error('unreadable')), entry('c')], time))).rejects.toThrow(
    'unreadable',
  );
  expect(opened).toEqual(['a', 'b']);
});

test('refuses a content that has another size than was said', async () => {
  const parts = [Buffer.from('abc')];
  await expect(buffer(storedZip([stored('a', parts, 4)], time))).rejects.toThrow('another size');
  expect((await buffer(storedZip([stored('a', parts, 3)], time))).includes('abc')).toBe(true);
});
