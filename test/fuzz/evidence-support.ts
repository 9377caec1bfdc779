// A real bundle in memory, and ways to spoil bytes and JSON, for the verifier's decoders.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createNodePlatform } from '../../electron/core/document/verify/node-platform.ts';
import { type BundleSource, bagIn } from '../../shared/evidence/bundle-source.ts';
import { createProblemList, type VerifyReport } from '../../shared/evidence/report.ts';
import { type VerifyRequest, verifySource } from '../../shared/evidence/verify-source.ts';
import { filesOf } from '../integration/bundle/reseal.ts';
import { unzip } from '../integration/bundle/unzip.ts';

export const vectorZip = join(import.meta.dirname, '../vectors/bundle/court.zip');
export const quiet = { progress: () => undefined, checkCancelled: () => undefined };

/** The kept bundle of the vectors, file by file. */
export function vectorFiles(): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'midian-fuzz-'));
  const root = unzip(vectorZip, join(folder, 'b'));
  const files = new Map(filesOf(root).map((path) => [path, readFileSync(join(root, path))]));
  rmSync(folder, { recursive: true, force: true });
  return files;
}

/** Files as a source, each given in pieces of `pieceBytes`. */
export function sourceOf(files: ReadonlyMap<string, Uint8Array>, pieceBytes = 4096): BundleSource {
  const entries = [...files].map(([path, bytes]) => {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield new Uint8Array(bytes.subarray(at, at + pieceBytes));
    }
    return [path, { path, sizeBytes: bytes.length, open: async () => pieces() }] as const;
  });
  return { files: new Map(entries), whole: null, close: () => undefined };
}

/** Verifies a source in this process. */
export async function verifyListed(listed: BundleSource, request: VerifyRequest = {}): Promise<VerifyReport> {
  const problems = createProblemList();
  const platform = createNodePlatform();
  try {
    return await verifySource(platform, bagIn(listed, problems), request, problems, quiet);
  } finally {
    platform.close();
  }
}

/** Bytes with some cut, changed, doubled or put in. */
export function spoiltBytes(bytes: Uint8Array): fc.Arbitrary<Buffer> {
  const place = fc.nat(Math.max(0, bytes.length - 1));
  const step = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at: place, with: fc.uint8Array({ minLength: 1, maxLength: 4 }) }),
    fc.record({
      kind: fc.constant('insert' as const),
      at: place,
      with: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    }),
    fc.record({ kind: fc.constant('cut' as const), at: place, length: fc.nat(200) }),
    fc.record({ kind: fc.constant('double' as const), at: place, length: fc.nat(200) }),
    fc.record({ kind: fc.constant('end' as const), at: place }),
  );
  return fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => {
    let result = Buffer.from(bytes);
    for (const change of steps) {
      const { at } = change;
      const [before, after] = [result.subarray(0, at), result.subarray(at)];
      if (change.kind === 'set') result = Buffer.concat([before, change.with, after.subarray(change.with.length)]);
      else if (change.kind === 'insert') result = Buffer.concat([before, change.with, after]);
      else if (change.kind === 'cut') result = Buffer.concat([before, after.subarray(change.length)]);
      else if (change.kind === 'double') result = Buffer.concat([before, after.subarray(0, change.length), after]);
      else result = Buffer.from(before);
    }
    return result;
  });
}

/** A JSON value with something in it replaced by something else, or with a key more. */
export function spoiltJson(value: unknown): fc.Arbitrary<unknown> {
  const stranger = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      null,
      -1,
      1e300,
      2 ** 60,
      '',
      '\ud800',
      [],
      {},
      '__proto__',
      'constructor',
      'A'.repeat(5000),
    ),
  );
  const paths: (string | number)[][] = [];
  const walk = (part: unknown, path: (string | number)[]) => {
    paths.push(path);
    if (paths.length > 400 || typeof part !== 'object' || part === null) return;
    for (const [key, child] of Object.entries(part)) walk(child, [...path, Array.isArray(part) ? Number(key) : key]);
  };
  walk(value, []);
  return fc.tuple(fc.constantFrom(...paths), stranger, fc.boolean()).map(([path, other, isAdded]) => {
    if (path.length === 0) return other;
    const copy = structuredClone(value) as Record<string | number, unknown>;
    let place = copy;
    for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
    const last = path.at(-1) as string | number;
    if (isAdded && !Array.isArray(place)) place[`${last}X`] = other;
    else place[last] = other;
    return copy;
  });
}
