// The verifier's platform in a browser: plain JavaScript for what is short, workers for files.
import { sha256 } from '@noble/hashes/sha2.js';
import { ownMemory } from '../shared/evidence/digest-channel.ts';
import { concatBytes, type Digests, hexOf, utf8 } from '../shared/evidence/hashing.ts';
import type { DigestSink, VerifierPlatform } from '../shared/evidence/platform.ts';
import { verifyToken } from '../shared/evidence/time-stamp.ts';
import { createDigestWorkers, type DigestWorker, type DigestWorkers } from './digest-workers.ts';
import { createDigest } from './digests.ts';
import { verifyEd25519 } from './signatures.ts';

/** From here a worker pays. */
const largeBytes = 1 << 20;
const nothing = new Uint8Array();

function sha256OfParts(head: Uint8Array, text: string, middle: Uint8Array = nothing): Uint8Array {
  return sha256(concatBytes(head, middle, utf8(text)));
}

async function inPage(wantsSm3: boolean): Promise<DigestSink> {
  const sha = await createDigest('sha256');
  const sm3 = wantsSm3 ? await createDigest('sm3') : null;
  let sizeBytes = 0;
  return {
    update: (chunk) => {
      sha.update(chunk);
      sm3?.update(chunk);
      sizeBytes += chunk.byteLength;
    },
    finish: async (): Promise<Digests> => ({ sha256: sha.digest(), sm3: sm3?.digest() ?? '', sizeBytes }),
    abandon: () => undefined,
  };
}

function inWorkers(sha: DigestWorker, sm3: DigestWorker | null, abandon: () => void): DigestSink {
  let sizeBytes = 0;
  return {
    update: (chunk) => {
      sizeBytes += chunk.byteLength;
      const copy = sm3 ? sm3.update(new Uint8Array(chunk)) : undefined;
      const own = sha.update(ownMemory(chunk));
      if (copy || own) return Promise.all([copy, own]).then(() => undefined);
    },
    finish: async () => {
      const [one, other] = await Promise.all([sha.finish(), sm3?.finish() ?? '']);
      return { sha256: one, sm3: other, sizeBytes };
    },
    abandon,
  };
}

/** A platform for one verification; close it afterwards. */
export async function createBrowserPlatform(): Promise<VerifierPlatform> {
  let workers: DigestWorkers | null = null;
  return {
    sha256,
    sha256OfParts,
    sha256HexOfParts: (head, text, middle) => hexOf(sha256OfParts(head, text, middle)),
    verifyEd25519,
    // One file at a time: its two digests already keep two processors busy.
    lanes: 1,
    createDigestSink: async ({ sm3: wantsSm3, sizeBytes }) => {
      if (sizeBytes < largeBytes) return inPage(wantsSm3);
      workers ??= await createDigestWorkers();
      const sha = workers.lend('sha256');
      const sm3 = wantsSm3 ? workers.lend('sm3') : null;
      if (!sha || (wantsSm3 && !sm3)) return inPage(wantsSm3);
      return inWorkers(sha, sm3, () => {
        // What is half digested cannot be taken back: the next file gets new workers.
        workers?.close();
        workers = null;
      });
    },
    close: () => workers?.close(),
    verifyToken: async (token, imprint, authorities) => {
      const { chosen: _chosen, ...verdict } = await verifyToken(token, imprint, authorities);
      return verdict;
    },
  };
}
