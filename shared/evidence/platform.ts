// What the verifier asks of where it runs: Node or a browser page. Everything else it does itself, alike in both.
import type { Digests, HashParts, Sha256 } from './hashing.ts';

/** Takes the bytes of one file; a promise means: wait before giving more. */
export interface DigestSink {
  update(chunk: Uint8Array): void | Promise<void>;
  finish(): Promise<Digests>;
  /** Gives up what is under way; the sink is not used again. */
  abandon(): void;
}

/** Says how far the work is and throws when it is to stop. */
export interface VerifyJob {
  progress(done: number, total: number | null, phase: string): void;
  checkCancelled(): void;
}

/** What a time-stamp token says and whether it may be believed. */
export interface TokenVerdict {
  ok: boolean;
  genTimeMs: number | null;
  serial: string | null;
  policy: string | null;
  authority: string | null;
  trusted: boolean;
  problem: string | null;
}

/**
 * Checks an RFC 3161 response over an imprint (SHA-256); `authorities` are the certificates (DER or PEM) the person chose
 * to trust. Never throws.
 */
export type VerifyToken = (
  token: Uint8Array,
  imprint: Uint8Array,
  authorities: readonly Uint8Array[],
) => Promise<TokenVerdict>;

export interface VerifierPlatform {
  /** One-shot hashing of short texts: proofs, commitments, notes. */
  sha256: Sha256;
  sha256OfParts: HashParts<Uint8Array>;
  /** Lower-case hex. */
  sha256HexOfParts: HashParts<string>;
  /** RFC 8032; false for anything malformed, never throws. */
  verifyEd25519(rawKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** How many files are digested side by side. */
  lanes: number;
  /** A sink for SHA-256, and SM3 where wanted. `sizeBytes` is what the file says of itself. */
  createDigestSink(wants: { sm3: boolean; sizeBytes: number }): Promise<DigestSink>;
  /** Lets go of what digesting needed. */
  close(): void;
  /** Null where time-stamp tokens cannot be checked. */
  verifyToken: VerifyToken | null;
}
