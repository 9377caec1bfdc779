// Lists a zipped bundle by its central directory, distrusting all of it. Entries are read only where they add up.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { BundleFile, BundleSource } from './bundle-source.ts';
import type { ProblemList } from './report.ts';

/** Entries beyond this are not listed: no bundle of ours comes near. */
const maximumEntries = 1_000_000;
const maximumRatio = 200;
/** Small texts may well shrink more than the ratio. */
const smallBytes = 1 << 20;
const storedMethod = 0;
const deflatedMethod = 8;

function readEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > maximumEntries) reject(new Error('too many entries'));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** Why an entry is not read, or null. */
function refusal(entry: Entry): string | null {
  if (entry.isEncrypted()) return 'encrypted';
  if (entry.compressionMethod !== storedMethod && entry.compressionMethod !== deflatedMethod)
    return 'compression_unknown';
  if (entry.compressionMethod === storedMethod && entry.compressedSize !== entry.uncompressedSize)
    return 'size_differs';
  if (entry.uncompressedSize > smallBytes && entry.uncompressedSize > entry.compressedSize * maximumRatio)
    return 'expands_too_far';
  const isLink = entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
  return isLink ? 'symbolic_link' : null;
}

/** Every file of a ZIP. Throws AppError `bundle_unreadable` where it is none, cut, or names leave its folder. */
export async function listZip(path: string, problems: ProblemList): Promise<BundleSource> {
  const unreadable = (cause: unknown) =>
    new AppError(
      'bundle_unreadable',
      { name: basename(path), reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw unreadable(cause);
  }
  try {
    const entries = await readEntries(zip);
    const files = new Map<string, BundleFile>();
    const folded = new Map<string, string>();
    let packedBytes = 0;
    for (const entry of entries) {
      packedBytes += entry.compressedSize;
      const name = entry.fileName.normalize('NFC');
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
        sizeBytes: entry.uncompressedSize,
        open: async () => {
          if (why !== null) throw new Error(why);
          return (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
        },
      });
    }
    // Entries that share bytes are how a small file becomes a flood.
    if (packedBytes > (await stat(path)).size) throw new Error('entries overlap');
    return { files, close: () => zip.close() };
  } catch (cause) {
    zip.close();
    throw unreadable(cause);
  }
}
