// SHA-256 and SM3 of a stream in one pass. SM3 comes from Node's OpenSSL where it has it, else from hash-wasm: the
// cryptography of Electron has no SM3, and WebAssembly takes half as long again.
import { createHash, getHashes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createSM3 } from 'hash-wasm';
import type { Digests } from '../../../../shared/evidence/hashing.ts';

export interface DigestSink {
  update(chunk: Uint8Array): void;
  finish(): Digests;
}

/** A running SM3. */
export interface Sm3 {
  update(chunk: Uint8Array): void;
  /** Lower-case hex. */
  digest(): string;
}

const hasOwnSm3 = getHashes().includes('sm3');

/** The fastest SM3 there is here. */
export async function createSm3(): Promise<Sm3> {
  if (hasOwnSm3) {
    const own = createHash('sm3');
    return { update: (chunk) => void own.update(chunk), digest: () => own.digest('hex') };
  }
  const compiled = await createSM3();
  compiled.init();
  return { update: (chunk) => void compiled.update(chunk), digest: () => compiled.digest('hex') };
}

/** A sink for both digests. */
export async function createDigestSink(): Promise<DigestSink> {
  const sha256 = createHash('sha256');
  const sm3 = await createSm3();
  let sizeBytes = 0;
  return {
    update: (chunk) => {
      sha256.update(chunk);
      sm3.update(chunk);
      sizeBytes += chunk.byteLength;
    },
    finish: () => ({ sha256: sha256.digest('hex'), sm3: sm3.digest(), sizeBytes }),
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
