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

/**
 * SHA-256 alone; SM3 of bytes it was taken of before, known again by their SHA-256: where that is the same, so are the
 * bytes. Empty where they are others, which their SHA-256 says already.
 */
function shaAndKnown(knownSm3: ReadonlyMap<string, string>): DigestSink {
  const own = shaOnly();
  return {
    ...own,
    finish: async () => {
      const digests = await own.finish();
      return { ...digests, sm3: knownSm3.get(digests.sha256) ?? '' };
    },
  };
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

/**
 * A platform for one verification; close it afterwards. `knownSm3` is by SHA-256, of every large file there may be, from
 * whoever has just digested those bytes: SM3 is the slow half, and reading back what one wrote need not take it again.
 */
export function createNodePlatform(knownSm3: ReadonlyMap<string, string> | null = null): VerifierPlatform {
  const threads = createDigestThreads();
  return {
    sha256,
    sha256OfParts: hashBytes,
    sha256HexOfParts: hashHex,
    verifyEd25519,
    lanes,
    createDigestSink: async ({ sm3, sizeBytes }) => {
      if (!sm3) return shaOnly();
      if (sizeBytes < largeBytes) return inThisThread();
      return knownSm3 ? shaAndKnown(knownSm3) : besideThread(threads);
    },
    close: () => threads.close(),
    verifyToken: async (token, imprint, authorities) => {
      const { chosen: _chosen, ...verdict } = await verifyToken(token, imprint, authorities);
      return verdict;
    },
  };
}
