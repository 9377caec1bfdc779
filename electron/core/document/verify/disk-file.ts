// A file on disk for the shared ZIP reader: one descriptor, read at any place, in large pieces.
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import type { RandomAccess } from '../../../../shared/evidence/zip-file.ts';

/** Large reads: a bundle is read from end to end. */
export const readChunkBytes = 1 << 20;

/** Up to `length` bytes from `at`; fewer only at the end of the file. */
async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}

/** The bytes from `start` on, each chunk in memory of its own, the next one read while the last is worked on. */
async function* streamAt(file: FileHandle, start: number, length: number): AsyncGenerator<Uint8Array> {
  const read = (at: number) => readAt(file, start + at, Math.min(readChunkBytes, length - at));
  let ahead = length > 0 ? read(0) : null;
  try {
    for (let at = 0; ahead !== null; ) {
      const chunk: Uint8Array = await ahead;
      at += readChunkBytes;
      ahead = at < length ? read(at) : null;
      yield chunk;
    }
  } finally {
    // Nobody may close the file under a read that is still under way.
    await ahead?.catch(() => undefined);
  }
}

function inflate(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: readChunkBytes });
  // Whoever reads the stream hears of it.
  pipeline(packed, stream).catch(() => undefined);
  return stream;
}

/** Opens a file for reading. Throws what the system says. */
export async function openOnDisk(path: string): Promise<RandomAccess> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    // A length out of the file itself may be anything: no more memory is taken than there are bytes.
    read: (at, length) => readAt(file, at, Math.max(0, Math.min(length, size - at))),
    stream: (at, length) => streamAt(file, at, length),
    inflate,
    close: () => file.close(),
  };
}
