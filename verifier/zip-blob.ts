// A chosen ZIP for the shared reader: parts of the File, nothing kept in memory.
import type { RandomAccess } from '../shared/evidence/zip-file.ts';
import { readBlob } from './read-blob.ts';

async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Browsers of before 2022 cannot inflate; bundles are stored, only packing again compresses them.
  let stream: DecompressionStream;
  try {
    stream = new DecompressionStream('deflate-raw');
  } catch {
    throw new Error('compression_unknown');
  }
  const writer = stream.writable.getWriter();
  const write = async () => {
    for await (const chunk of packed) await writer.write(chunk as BufferSource);
    await writer.close();
  };
  // What goes wrong in writing ends the reading side with the same error.
  write().catch((cause) => writer.abort(cause).catch(() => undefined));
  const reader = stream.readable.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A blob as a file that can be read anywhere. */
export function blobAccess(file: Blob): RandomAccess {
  return {
    sizeBytes: file.size,
    read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()),
    stream: (at, length) => readBlob(file.slice(at, at + length)),
    inflate,
    close: () => undefined,
  };
}
