// A file on disk for the shared ZIP reader: one descriptor, read at any place, in large pieces.
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import type { RandomAccess } from '../../../../shared/evidence/zip-file.ts';

/** Large reads: a bundle is read from end to end. */
export const readChunkBytes = 1 << 20;

/** Fills `bytes` from `at`; fewer only at the end of the file. */
async function readInto(file: FileHandle, at: number, bytes: Uint8Array): Promise<Uint8Array> {
  const { length } = bytes;
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}

/** Two pieces of memory that serve in turn. */
type Pair = [Uint8Array, Uint8Array];

/**
 * The bytes from `start` on, the next chunk read while the last is worked on. A chunk is gone when the one after it, or the
 * end, is asked for: the memory of one large part serves the next too (`spare`), so that neither a large file nor many leave
 * anything to be collected.
 */
async function* streamAt(file: FileHandle, start: number, length: number, spare: Pair[]): AsyncGenerator<Uint8Array> {
  const isLarge = length > readChunkBytes;
  const pair: Pair = isLarge
    ? (spare.pop() ?? [new Uint8Array(readChunkBytes), new Uint8Array(readChunkBytes)])
    : [new Uint8Array(length), new Uint8Array(0)];
  let [free, other] = pair;
  const read = (at: number) => {
    const bytes = free.subarray(0, Math.min(free.length, length - at));
    [free, other] = [other, free];
    return readInto(file, start + at, bytes);
  };
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
    if (isLarge) spare.push(pair);
  }
}

async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

function inflate(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: readChunkBytes });
  // Copied, for the stream reads ahead. Whoever reads it hears of an error.
  pipeline(copied(packed), stream).catch(() => undefined);
  return stream;
}

/** Opens a file for reading. Throws what the system says. */
export async function openOnDisk(path: string): Promise<RandomAccess> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const spare: Pair[] = [];
  return {
    sizeBytes: size,
    // A length out of the file itself may be anything: no more memory is taken than there are bytes.
    read: (at, length) => readInto(file, at, new Uint8Array(Math.max(0, Math.min(length, size - at)))),
    stream: (at, length) => streamAt(file, at, length, spare),
    inflate,
    close: () => file.close(),
  };
}
