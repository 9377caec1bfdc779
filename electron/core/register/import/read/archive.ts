// Opens a ZIP archive that may be hostile: its directory is judged before anything is unpacked, and what is unpacked is
// held to what the directory said. Knows nothing of spreadsheets.
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../../../../shared/contract/envelope.ts';
import { type Deadline, limits } from './grid.ts';

export interface Archive {
  has: (path: string) => boolean;
  paths: () => string[];
  /** Unpacks a part piece by piece. */
  pump: (path: string, onChunk: (chunk: Buffer) => void) => Promise<void>;
  /** A whole part; for the small ones. Null where the archive has none. */
  read: (path: string) => Promise<Buffer | null>;
}

const smallPartBytes = 64 * 1024 * 1024;

function listEntries(zip: ZipFile, name: string): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > limits.archiveEntries) reject(bomb(name, 'entries', limits.archiveEntries));
      else zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

function bomb(name: string, what: 'entries' | 'size' | 'ratio', limit: number): AppError {
  return new AppError('file_bomb', { name, what, limit });
}

/**
 * Opens an archive held in memory. Errors: `file_corrupt` (no or broken directory), `file_bomb` (would unpack to more than
 * allowed, or more than 200-fold), `file_password_protected` (encrypted parts).
 */
export async function openArchive(name: string, buffer: Buffer, deadline: Deadline): Promise<Archive> {
  let zip: ZipFile;
  let entries: Entry[];
  try {
    zip = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false });
    entries = await listEntries(zip, name);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file_corrupt', { name }, { cause: error });
  }
  const byPath = new Map<string, Entry>();
  let total = 0;
  for (const entry of entries) {
    total += entry.uncompressedSize;
    if (entry.isEncrypted()) throw new AppError('file_password_protected', { name });
    const isLarge = entry.uncompressedSize > limits.ratioFreeBytes;
    if (isLarge && entry.uncompressedSize > limits.ratio * entry.compressedSize)
      throw bomb(name, 'ratio', limits.ratio);
    byPath.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry);
  }
  if (total > limits.unpackedBytes) throw bomb(name, 'size', limits.unpackedBytes);

  async function pump(path: string, onChunk: (chunk: Buffer) => void): Promise<void> {
    const entry = byPath.get(path.toLowerCase());
    if (!entry) throw new AppError('file_corrupt', { name });
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch((error: unknown) => {
      throw new AppError('file_corrupt', { name }, { cause: error });
    });
    const packed = buffer.subarray(fileDataStart, fileDataStart + entry.compressedSize);
    let sizeBytes = 0;
    let checksum = 0;
    const take = (chunk: Buffer): void => {
      deadline.check();
      sizeBytes += chunk.length;
      if (sizeBytes > entry.uncompressedSize) throw bomb(name, 'size', entry.uncompressedSize);
      checksum = crc32(chunk, checksum);
      onChunk(chunk);
    };
    if (entry.compressionMethod === 0) take(packed);
    else if (entry.compressionMethod === 8) {
      const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
      inflate.end(packed);
      try {
        for await (const chunk of inflate) take(chunk);
      } catch (error) {
        if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
          throw new AppError('file_corrupt', { name }, { cause: error });
        throw error;
      } finally {
        inflate.destroy();
      }
    } else throw new AppError('file_corrupt', { name });
    if (sizeBytes !== entry.uncompressedSize || checksum !== entry.crc32) throw new AppError('file_corrupt', { name });
  }

  return {
    has: (path) => byPath.has(path.toLowerCase()),
    paths: () => [...byPath.keys()],
    pump,
    read: async (path) => {
      const entry = byPath.get(path.toLowerCase());
      if (!entry) return null;
      if (entry.uncompressedSize > smallPartBytes) throw bomb(name, 'size', smallPartBytes);
      const chunks: Buffer[] = [];
      await pump(path, (chunk) => chunks.push(Buffer.from(chunk)));
      return Buffer.concat(chunks);
    },
  };
}
