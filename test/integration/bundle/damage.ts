// Random damage to a bundle, one thing at a time, from a seed: bytes changed, files taken away, cut, swapped, renamed, added.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRandom } from '../../../electron/core/demo/random.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import type { Problem } from '../../../shared/evidence/report.ts';
import { filesOf } from './reseal.ts';

const quiet = { progress: () => undefined, checkCancelled: () => undefined };

export interface Damage {
  what: string;
  /** Files of which one at least must be named. */
  touched: string[];
  undo(): void;
}

type Random = (below: number) => number;

function belowFrom(seed: number): Random {
  const random = createRandom(seed);
  return (below) => random.between(0, below - 1);
}

/** Does one thing to an unpacked bundle. */
function damage(root: string, random: Random): Damage {
  const files = filesOf(root);
  const pick = () => files[random(files.length)] as string;
  const path = pick();
  const full = join(root, path);
  const before = readFileSync(full);
  const restore = () => writeFileSync(full, before);
  switch (random(8)) {
    case 0: {
      rmSync(full);
      return { what: `took away ${path}`, touched: [path], undo: restore };
    }
    case 1: {
      const other = pick();
      const bytes = readFileSync(join(root, other));
      if (bytes.equals(before)) break;
      writeFileSync(full, bytes);
      writeFileSync(join(root, other), before);
      const undo = () => {
        restore();
        writeFileSync(join(root, other), bytes);
      };
      return { what: `swapped ${path} and ${other}`, touched: [path, other], undo };
    }
    case 2: {
      const to = `${path}${String.fromCharCode(97 + random(26))}`;
      renameSync(full, join(root, to));
      return { what: `renamed ${path} to ${to}`, touched: [path], undo: () => renameSync(join(root, to), full) };
    }
    case 3: {
      const added = `${dirname(path)}/${random(1e9)}.bin`.replace('./', '');
      writeFileSync(join(root, added), 'x');
      return { what: `added ${added}`, touched: [added], undo: () => rmSync(join(root, added)) };
    }
    case 4: {
      if (before.length === 0) break;
      writeFileSync(full, before.subarray(0, random(before.length)));
      return { what: `cut ${path}`, touched: [path], undo: restore };
    }
    default:
      break;
  }
  // Most often a single byte.
  const bytes = Buffer.from(before.length === 0 ? [0] : before);
  const at = random(bytes.length);
  bytes[at] = before.length === 0 ? 1 : (bytes[at] as number) ^ (1 << random(8));
  writeFileSync(full, bytes);
  return { what: `changed byte ${at} of ${path}`, touched: [path], undo: restore };
}

/** What vouches for the tag manifest is the seal, so a change of it is named there. */
const vouchers: Record<string, string> = { 'tagmanifest-sha256.txt': 'journal/seal.txt' };

function isNamed({ touched }: Damage, problems: readonly Problem[]): boolean {
  return problems.some(({ path, detail }) =>
    touched.some((file) => path === file || detail === file || path === vouchers[file]),
  );
}

/** Damages a copy of the bundle `times` times, one thing each; says what was not named, or how the verifier fell. */
export async function damageLottery(good: string, scratch: string, times: number, seed: number): Promise<string[]> {
  const root = join(scratch, 'damaged');
  mkdirSync(scratch, { recursive: true });
  cpSync(good, root, { recursive: true });
  const below = belowFrom(seed);
  const missed: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const done = damage(root, below);
    try {
      const { ok, problems } = await verifyBundle(root, {}, quiet);
      if (ok || !isNamed(done, problems)) missed.push(`${done.what}: ${JSON.stringify(problems.slice(0, 3))}`);
    } catch (cause) {
      // A bundle without its declaration and manifests is none; everything else is to be named.
      missed.push(`${done.what}: ${String(cause)}`);
    }
    done.undo();
  }
  if (!(await verifyBundle(root, {}, quiet)).ok) missed.push('what was undone was not undone');
  rmSync(root, { recursive: true, force: true });
  return missed;
}

/**
 * Changes single bytes of the ZIP itself. What matters there is every byte of a file and every name, in the directory and
 * before the entry; what does not are times, versions, CRC values, attributes and sizes in headers that the directory repeats.
 * Says which changes of what matters found no word, and which fell.
 */
export async function zipLottery(zip: string, scratch: string, times: number, seed: number): Promise<string[]> {
  const good = readFileSync(zip);
  const matters = bytesThatMatter(good);
  const below = belowFrom(seed);
  const missed: string[] = [];
  mkdirSync(scratch, { recursive: true });
  const path = join(scratch, 'damaged.zip');
  for (let time = 0; time < times; time += 1) {
    const at = below(good.length);
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] as number) ^ (1 << below(8));
    writeFileSync(path, bytes);
    try {
      const { ok } = await verifyBundle(path, {}, quiet);
      if (ok && matters[at] === 1) missed.push(`byte ${at}`);
    } catch (cause) {
      if ((cause as { code?: string }).code !== 'bundle_unreadable') missed.push(`byte ${at}: ${String(cause)}`);
    }
  }
  rmSync(path);
  return missed;
}

/** Marks the bytes of a ZIP as we write it that belong to a file or a name: everything but headers without names. */
function bytesThatMatter(zip: Buffer): Uint8Array {
  const matters = new Uint8Array(zip.length);
  const end = zip.lastIndexOf('PK\u0005\u0006');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [sizeBytes, nameBytes] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    matters.fill(1, at + 46, at + 46 + nameBytes);
    matters.fill(1, local + 30, local + 30 + zip.readUInt16LE(local + 26));
    matters.fill(1, data, data + sizeBytes);
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return matters;
}
