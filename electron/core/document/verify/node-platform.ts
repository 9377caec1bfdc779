// The verifier's platform in Node: SHA-256 and Ed25519 of node:crypto, SM3 of large files in threads of its own.
import { createHash } from 'node:crypto';
import type { DigestSink, VerifierPlatform } from '../../../../shared/evidence/platform.ts';
import { verifyToken } from '../../../../shared/evidence/time-stamp.ts';
import { hashBytes, hashHex, sha256 } from '../../format/hash-parts.ts';
import { verifyEd25519 } from '../../format/signed-note.ts';
import { createDigestSink as createPlainSink } from '../../register/attachments/file-digests.ts';
import { createDigestThreads, type DigestThreads } from './digest-threads.ts';

/** From here a thread pays: handing over costs less than the digest. */
const largeBytes = 1 << 20;
/** Two at a time keep both threads busy; SHA-256 of both is still faster than either SM3. */
const lanes = 2;

function shaOnly(): DigestSink {
  const digest = createHash('sha256');
  let sizeBytes = 0;
  return {
    update: (chunk) => {
      digest.update(chunk);
      sizeBytes += chunk.byteLength;
    },
    finish: async () => ({ sha256: digest.digest('hex'), sm3: '', sizeBytes }),
    abandon: () => undefined,
  };
}

async function inThisThread(): Promise<DigestSink> {
  const { update, finish } = await createPlainSink();
  return { update, finish: async () => finish(), abandon: () => undefined };
}

function besideThread(threads: DigestThreads): DigestSink {
  const own = shaOnly();
  const thread = threads.borrow();
  return {
    update: (chunk) => {
      own.update(chunk);
      return thread.update(chunk);
    },
    finish: async () => ({ ...(await own.finish()), sm3: await thread.finish() }),
    abandon: () => thread.abandon(),
  };
}

/** A platform for one verification; close it afterwards. */
export function createNodePlatform(): VerifierPlatform {
  const threads = createDigestThreads();
  return {
    sha256,
    sha256OfParts: hashBytes,
    sha256HexOfParts: hashHex,
    verifyEd25519,
    lanes,
    createDigestSink: async ({ sm3, sizeBytes }) => {
      if (!sm3) return shaOnly();
      return sizeBytes < largeBytes ? inThisThread() : besideThread(threads);
    },
    close: () => threads.close(),
    verifyToken: async (token, imprint, authorities) => {
      const { chosen: _chosen, ...verdict } = await verifyToken(token, imprint, authorities);
      return verdict;
    },
  };
}
