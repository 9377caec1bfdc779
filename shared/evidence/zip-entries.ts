// What is believed of a ZIP: its central directory, where every entry adds up. Which library reads it is not known here.
import { type BundleFile, UnreadableBundle } from './bundle-source.ts';
import { decode } from './read-file.ts';
import type { ProblemList } from './report.ts';

export interface ZipEntry {
  /** Name in the central directory. */
  name: string;
  packedBytes: number;
  sizeBytes: number;
  /** As in the central directory: 0 stored, 8 deflated. */
  method: number;
  isEncrypted: boolean;
  madeBy: number;
  externalAttributes: number;
  /** Bytes as unpacked. Throws where the entry's own header says something else than the directory (`header_differs`). */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** Entries beyond this are not listed: no bundle of ours comes near. */
export const maximumEntries = 1_000_000;
const maximumRatio = 200;
/** Small texts may well shrink more than the ratio. */
const smallBytes = 1 << 20;
export const storedMethod = 0;
export const deflatedMethod = 8;
const unixSystem = 3;

/** Why an entry is not read, or null. */
function refusal(entry: ZipEntry): string | null {
  if (entry.isEncrypted) return 'encrypted';
  if (entry.method !== storedMethod && entry.method !== deflatedMethod) return 'compression_unknown';
  if (entry.method === storedMethod && entry.packedBytes !== entry.sizeBytes) return 'size_differs';
  if (entry.sizeBytes > smallBytes && entry.sizeBytes > entry.packedBytes * maximumRatio) return 'expands_too_far';
  const isLink = entry.madeBy >> 8 === unixSystem && ((entry.externalAttributes >>> 16) & 0o170000) === 0o120000;
  return isLink ? 'symbolic_link' : null;
}

/**
 * The name in its bytes: UTF-8, as every bundle is written and most programs pack. Other bytes are shown one by one: such a
 * name is no name of a bundle in any case.
 */
export function entryName(raw: Uint8Array): string {
  try {
    return decode(raw);
  } catch {
    return String.fromCharCode(...raw);
  }
}

/** A name that would leave the folder it is unpacked to, or be another one on another system. */
function leavesFolder(name: string): boolean {
  return name.startsWith('/') || /^[a-zA-Z]:/.test(name) || /[\\\0]/.test(name) || name.split('/').includes('..');
}

/**
 * Every file of a ZIP of `zipBytes`. Throws UnreadableBundle where names leave the folder, entries overlap, or there are
 * more than anybody needs.
 */
export function filesOfEntries(
  entries: readonly ZipEntry[],
  zipBytes: number,
  problems: ProblemList,
): Map<string, BundleFile> {
  if (entries.length > maximumEntries) throw new UnreadableBundle('too many entries');
  const files = new Map<string, BundleFile>();
  const folded = new Map<string, string>();
  let packedBytes = 0;
  for (const entry of entries) {
    packedBytes += entry.packedBytes;
    if (leavesFolder(entry.name)) throw new UnreadableBundle(`invalid name: ${entry.name}`);
    const name = entry.name.normalize('NFC');
    if (name.endsWith('/')) continue;
    const other = folded.get(name.toLowerCase());
    if (other !== undefined) {
      problems.add('format', name, 'duplicate_name');
      if (other === name) continue;
    }
    folded.set(name.toLowerCase(), name);
    const why = refusal(entry);
    if (why !== null) problems.add('format', name, why);
    files.set(name, {
      path: name,
      sizeBytes: entry.sizeBytes,
      open: async () => {
        if (why !== null) throw new Error(why);
        return entry.open();
      },
    });
  }
  // Entries that share bytes are how a small file becomes a flood.
  if (packedBytes > zipBytes) throw new UnreadableBundle('entries overlap');
  return files;
}

/** Passes bytes on and throws `size_differs` where there are more or fewer than the directory says. */
export async function* measured(bytes: AsyncIterable<Uint8Array>, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of bytes) {
    done += chunk.byteLength;
    if (done > sizeBytes) throw new Error('size_differs');
    yield chunk;
  }
  if (done !== sizeBytes) throw new Error('size_differs');
}
