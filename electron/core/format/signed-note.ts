// Signing and opening checkpoints with Node's keys; what a note is stands in shared/evidence/signed-note.ts.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import {
  type Checkpoint,
  checkpointText,
  fingerprintOf,
  noteKeyId,
  openNote,
} from '../../../shared/evidence/signed-note.ts';
import { sha256 } from './hash-parts.ts';

/** Raw 32-byte public key of an Ed25519 key. */
export function rawPublicKey(key: KeyObject): Buffer {
  const jwk = key.export({ format: 'jwk' });
  return Buffer.from(jwk.x as string, 'base64url');
}

/** Public key object of 32 raw bytes. */
export function publicKeyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  });
}

/** Whether an Ed25519 signature holds (RFC 8032); false too where the key is none. */
export function verifyEd25519(rawKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(null, message, publicKeyOf(rawKey), signature);
  } catch {
    return false;
  }
}

/** The key a person compares by telephone: SHA-256 of the raw public key, in groups of four hex digits. */
export function keyFingerprint(raw: Uint8Array): string {
  return fingerprintOf(sha256, raw);
}

/** A signed note over the checkpoint by the named key. */
export function signCheckpoint(checkpoint: Checkpoint, keyName: string, privateKey: KeyObject): string {
  const text = checkpointText(checkpoint);
  const raw = rawPublicKey(createPublicKey(privateKey));
  const signature = sign(null, Buffer.from(text), privateKey);
  return `${text}\n— ${keyName} ${Buffer.concat([noteKeyId(sha256, keyName, raw), signature]).toString('base64')}\n`;
}

/**
 * Parses a note and checks the signature of `keyName`. Unknown signature lines are ignored, anything else unexpected is
 * an error. Throws AppError `journal_broken`.
 */
export function openCheckpoint(note: string, keyName: string, rawKey: Uint8Array): Checkpoint & { root: Buffer } {
  const opened = openNote({ sha256, verifyEd25519 }, note, keyName, rawKey);
  if (typeof opened === 'string') throw new AppError('journal_broken', { reason: opened });
  return { ...opened, root: Buffer.from(opened.root) };
}

/** The same with any of a signer's keys: one who was given new keys signed earlier notes with his earlier ones. */
export function openByAny(
  note: string,
  keyName: string,
  rawKeys: readonly Uint8Array[],
): Checkpoint & { root: Buffer } {
  let reason = 'signature_missing';
  for (const raw of rawKeys) {
    const opened = openNote({ sha256, verifyEd25519 }, note, keyName, raw);
    if (typeof opened !== 'string') return { ...opened, root: Buffer.from(opened.root) };
    reason = opened;
  }
  throw new AppError('journal_broken', { reason });
}
