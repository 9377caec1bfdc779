// SHA-256 and SM3 of a stream in a browser: by WebAssembly, or in plain JavaScript where that is missing or not allowed.
import { sha256 } from '@noble/hashes/sha2.js';
import { createSHA256, createSM3 } from 'hash-wasm';
import { hexOf } from '../shared/evidence/hashing.ts';
import { createPlainSm3 } from './sm3.ts';

export type Algorithm = 'sha256' | 'sm3';

/** A running digest. */
export interface RunningDigest {
  update(chunk: Uint8Array): void;
  /** Lower-case hex. */
  digest(): string;
}

function plain(algorithm: Algorithm): RunningDigest {
  const running = algorithm === 'sm3' ? createPlainSm3() : sha256.create();
  return { update: (chunk) => void running.update(chunk), digest: () => hexOf(running.digest()) };
}

let hasWebAssembly = typeof WebAssembly === 'object';

/** The fastest digest there is here. */
export async function createDigest(algorithm: Algorithm): Promise<RunningDigest> {
  if (!hasWebAssembly) return plain(algorithm);
  try {
    const compiled = await (algorithm === 'sm3' ? createSM3() : createSHA256());
    compiled.init();
    return { update: (chunk) => void compiled.update(chunk), digest: () => compiled.digest('hex') };
  } catch {
    // Older browsers do not let a page with a content security policy compile.
    hasWebAssembly = false;
    return plain(algorithm);
  }
}
