// Reads a zipped bundle: its directory by zip.js, each entry as the directory says and its own header confirms. Where the
// bytes come from is the caller's; what is believed of entries is decided in zip-entries.ts.
import { type Entry, type Reader, ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { type BundleSource, UnreadableBundle } from './bundle-source.ts';
import { equalBytes } from './hashing.ts';
import type { ProblemList } from './report.ts';
import { entryName, filesOfEntries, measured, storedMethod, type ZipEntry } from './zip-entries.ts';

/** A file that can be read anywhere. */
export interface RandomAccess {
  sizeBytes: number;
  /** Fewer bytes only at the end of the file. */
  read(at: number, length: number): Promise<Uint8Array>;
  /** Large parts, piece by piece, each piece gone when the next, or the end, is asked for. */
  stream(at: number, length: number): AsyncIterable<Uint8Array>;
  /** Undoes DEFLATE. Throws `compression_unknown` where that cannot be done here. */
  inflate(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  close(): void | Promise<void>;
}

const localHeaderBytes = 30;
const localHeaderSignature = 0x04034b50;

/** The packed bytes of an entry, its own header compared with the directory (APPNOTE 6.3.10 §4.3.7). */
async function packedBytes(file: RandomAccess, entry: Entry): Promise<AsyncIterable<Uint8Array>> {
  const { offset, rawFilename, compressedSize, compressionMethod } = entry;
  const bytes = await file.read(offset, localHeaderBytes);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.byteLength < localHeaderBytes || header.getUint32(0, true) !== localHeaderSignature)
    throw new Error('header_differs');
  const nameBytes = header.getUint16(26, true);
  const nameStart = offset + localHeaderBytes;
  const start = nameStart + nameBytes + header.getUint16(28, true);
  const name = await file.read(nameStart, nameBytes);
  // Programs that unpack from front to back believe this header: both must say the same.
  const isSame =
    equalBytes(name, rawFilename) &&
    header.getUint16(8, true) === compressionMethod &&
    (header.getUint16(6, true) & 1) === 0 &&
    start + compressedSize <= file.sizeBytes;
  if (!isSame) throw new Error('header_differs');
  return file.stream(start, compressedSize);
}

async function openEntry(file: RandomAccess, entry: Entry): Promise<AsyncIterable<Uint8Array>> {
  const packed = await packedBytes(file, entry);
  const bytes = entry.compressionMethod === storedMethod ? packed : file.inflate(packed);
  return measured(bytes, entry.uncompressedSize);
}

/** Every file of a ZIP. Throws UnreadableBundle where it is none, cut, or its entries cannot be believed. */
export async function listZip(file: RandomAccess, problems: ProblemList): Promise<BundleSource> {
  // The part of zip.js that only reads directories brings no readers of its own.
  const given = { size: file.sizeBytes, init: async () => undefined, readUint8Array: file.read };
  // Strict: what another program could read otherwise is no bundle.
  const reader = new ZipReader(given as unknown as Reader<unknown>, { useWebWorkers: false, strictness: 'strict' });
  try {
    const entries = (await reader.getEntries()).map(
      (entry): ZipEntry => ({
        name: entryName(entry.rawFilename),
        packedBytes: entry.compressedSize,
        sizeBytes: entry.uncompressedSize,
        method: entry.compressionMethod,
        isEncrypted: entry.encrypted,
        madeBy: entry.versionMadeBy,
        externalAttributes: entry.externalFileAttributes,
        open: () => openEntry(file, entry),
      }),
    );
    return {
      files: filesOfEntries(entries, file.sizeBytes, problems),
      whole: { path: '', sizeBytes: file.sizeBytes, open: async () => file.stream(0, file.sizeBytes) },
      close: () => file.close(),
    };
  } catch (cause) {
    await file.close();
    if (cause instanceof UnreadableBundle) throw cause;
    throw new UnreadableBundle(cause instanceof Error ? cause.message : String(cause));
  }
}
