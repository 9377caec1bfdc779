// SHA-256 and SM3 of a stream in one pass. SM3 comes from hash-wasm: Electron's crypto lacks it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createSM3 } from 'hash-wasm';

export interface Digests {
  /** Lower-case hex. */
  sha256: string;
  /** Lower-case hex (GB/T 32905). */
  sm3: string;
  sizeBytes: number;
}

export interface DigestSink {
  update(chunk: Uint8Array): void;
  finish(): Digests;
}

/** A sink for both digests. */
export async function createDigestSink(): Promise<DigestSink> {
  const sha256 = createHash('sha256');
  const sm3 = await createSM3();
  sm3.init();
  let sizeBytes = 0;
  return {
    update: (chunk) => {
      sha256.update(chunk);
      sm3.update(chunk);
      sizeBytes += chunk.byteLength;
    },
    finish: () => ({ sha256: sha256.digest('hex'), sm3: sm3.digest('hex'), sizeBytes }),
  };
}

/** Digests of a file, read once; `onBytes` hears of progress and may throw to stop. */
export async function digestFile(path: string, onBytes?: (done: number) => void): Promise<Digests> {
  const sink = await createDigestSink();
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    sink.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    onBytes?.(done);
  }
  return sink.finish();
}
