// ZIPs built to harm: names that leave the folder, names twice, floods, encryption, cuts. Refused or named, never a crash.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { type BundleVault, createBundleVault, discard, quiet, request } from './bundle-vault.ts';

let vault: BundleVault;
let good: Buffer;

beforeAll(async () => {
  vault = await createBundleVault(2);
  const path = join(vault.folder, 'b.zip');
  await issueBundle(vault.session, request(vault, path, { level: 'reviewer' }), quiet);
  good = readFileSync(path);
});

afterAll(() => discard(vault));

let count = 0;
function verify(bytes: Buffer) {
  count += 1;
  const path = join(vault.folder, `hostile-${count}.zip`);
  writeFileSync(path, bytes);
  return verifyBundle(path, {}, quiet);
}

/** Every occurrence of one text replaced by another of the same length: names stand twice in a ZIP. */
function replaced(bytes: Buffer, from: string, to: string): Buffer {
  const [old, next] = [Buffer.from(from), Buffer.from(to)];
  expect(next.length).toBe(old.length);
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(old); at !== -1; at = copy.indexOf(old, at + 1)) next.copy(copy, at);
  return copy;
}

async function zipOf(entries: Record<string, { content: Buffer; compress?: boolean }>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, { content, compress }] of Object.entries(entries))
    zip.addBuffer(content, name, { compress: compress ?? false });
  zip.end();
  return buffer(zip.outputStream);
}

describe('A hostile ZIP', () => {
  it('is read as it is where nothing was done to it', async () => {
    expect((await verify(good)).ok).toBe(true);
  });

  it.each([
    ['b/data/issue.json', '../../escape.jsn'],
    ['b/data/issue.json', '/ata/issue.json!'],
    ['b/data/issue.json', 'b\\data\\issuejson'],
  ])('whose entry %s is called %s is refused', async (from, to) => {
    const padded = to.padEnd(from.length, 'x').slice(0, from.length);
    await expect(verify(replaced(good, from, padded))).rejects.toMatchObject({ code: 'bundle_unreadable' });
  });

  it('with a name twice is named', async () => {
    const report = await verify(replaced(good, 'b/data/registers/post.json', 'b/data/registers/POST.xlsx'));
    expect(report.problems).toContainEqual({
      kind: 'format',
      path: expect.stringMatching(/registers\/post\.xlsx/i),
      detail: 'duplicate_name',
    });
  });

  it('cut anywhere is refused or named', async () => {
    for (const part of [0, 1, 4, 30, 200, good.length >> 1, good.length - 100, good.length - 22, good.length - 1]) {
      const outcome = await verify(good.subarray(0, part)).then(
        ({ ok }) => ok,
        (cause) => cause.code,
      );
      expect(outcome, `cut at ${part}`).not.toBe(true);
    }
  });

  it('with any byte flipped is refused, named, or the very same in every file', async () => {
    const unchanged: number[] = [];
    for (let at = 0; at < good.length; at += 997) {
      const copy = Buffer.from(good);
      copy[at] = (copy[at] as number) ^ 0x40;
      const isFine = await verify(copy).then(
        ({ ok }) => ok,
        (cause) => {
          expect(cause.code, `byte ${at}: ${cause.stack}`).toMatch(/^bundle_unreadable$/);
          return false;
        },
      );
      if (isFine) unchanged.push(at);
    }
    // Times and redundant fields of ZIP headers carry no file's bytes.
    expect(unchanged.length).toBeLessThan(good.length / 997 / 4);
  });

  it('that says its entries are encrypted is named entry by entry', async () => {
    const copy = Buffer.from(good);
    for (let at = copy.indexOf('PK\u0001\u0002'); at !== -1; at = copy.indexOf('PK\u0001\u0002', at + 4))
      copy.writeUInt16LE(copy.readUInt16LE(at + 8) | 1, at + 8);
    const outcome = await verify(copy).then(
      (report) => report,
      (cause) => cause,
    );
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'bundle_unreadable' });
    else expect(outcome.problems).toContainEqual({ kind: 'format', path: 'b/data/issue.json', detail: 'encrypted' });
  });

  it('that expands beyond all measure is named without being unpacked', async () => {
    const zeros = Buffer.alloc(64 << 20);
    const bytes = await zipOf({
      'b/bagit.txt': { content: Buffer.from('x') },
      'b/data/zeros.bin': { content: zeros, compress: true },
    });
    expect(bytes.length).toBeLessThan(1 << 20);
    expect((await verify(bytes)).problems).toContainEqual({
      kind: 'format',
      path: 'b/data/zeros.bin',
      detail: 'expands_too_far',
    });
  });

  it('whose entries share their bytes is refused', async () => {
    const content = Buffer.alloc(1000, 7);
    const bytes = await zipOf({
      'b/bagit.txt': { content },
      'b/data/one.bin': { content },
      'b/data/two.bin': { content },
    });
    const central = bytes.indexOf('PK\u0001\u0002');
    const copy = Buffer.from(bytes);
    for (let at = central; at !== -1; at = copy.indexOf('PK\u0001\u0002', at + 4)) {
      copy.writeUInt32LE(0, at + 42);
      copy.writeUInt32LE(3000, at + 20);
      copy.writeUInt32LE(3000, at + 24);
    }
    await expect(verify(copy)).rejects.toMatchObject({ code: 'bundle_unreadable' });
  });

  it('that is another kind of file, or holds no bag, is refused', async () => {
    await expect(verify(Buffer.from('%PDF-1.7 nothing'))).rejects.toMatchObject({ code: 'bundle_unreadable' });
    await expect(verify(Buffer.alloc(0))).rejects.toMatchObject({ code: 'bundle_unreadable' });
    await expect(verify(await zipOf({ 'letter.txt': { content: Buffer.from('x') } }))).rejects.toMatchObject({
      code: 'bundle_unreadable',
    });
  });

  it('packed again by somebody else, compressed, is still the same bundle', async () => {
    const { openPromise } = await import('yauzl');
    const path = join(vault.folder, 'repack.zip');
    writeFileSync(path, good);
    const source = await openPromise(path, { lazyEntries: true });
    const entries: Record<string, { content: Buffer; compress: boolean }> = {};
    await new Promise<void>((resolve, reject) => {
      source.on('entry', async (entry) => {
        entries[entry.fileName] = { content: await buffer(await source.openReadStreamPromise(entry)), compress: true };
        source.readEntry();
      });
      source.on('end', () => resolve());
      source.on('error', reject);
      source.readEntry();
    });
    expect((await verify(await zipOf(entries))).problems).toEqual([]);
  });
});
