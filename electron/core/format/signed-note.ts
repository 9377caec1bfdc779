// Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint): a readable text and an Ed25519 signature line.
import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';

/** What a checkpoint says: this journal, this many events, this root. */
export interface Checkpoint {
  /** `midian/<vault id>`: tells journals apart. */
  origin: string;
  size: number;
  root: Buffer;
}

const ed25519Algorithm = 0x01;

/** Raw 32-byte public key of an Ed25519 key. */
export function rawPublicKey(key: KeyObject): Buffer {
  const jwk = key.export({ format: 'jwk' });
  return Buffer.from(jwk.x as string, 'base64url');
}

/** Public key object of 32 raw bytes. */
export function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
}

/** The key a person compares by telephone: SHA-256 of the raw public key, in groups of four hex digits. */
export function keyFingerprint(raw: Buffer): string {
  return (hash('sha256', raw).toUpperCase().slice(0, 32).match(/.{4}/g) as string[]).join(' ');
}

function keyId(name: string, raw: Buffer): Buffer {
  return hash(
    'sha256',
    Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ed25519Algorithm]), raw]),
    'buffer',
  ).subarray(0, 4);
}

/** Text of a checkpoint: origin, size, base64 root, each on a line (C2SP tlog-checkpoint). */
export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n`;
}

/** A signed note over the checkpoint by the named key. */
export function signCheckpoint(checkpoint: Checkpoint, keyName: string, privateKey: KeyObject): string {
  const text = checkpointText(checkpoint);
  const raw = rawPublicKey(createPublicKey(privateKey));
  const signature = sign(null, Buffer.from(text), privateKey);
  return `${text}\n— ${keyName} ${Buffer.concat([keyId(keyName, raw), signature]).toString('base64')}\n`;
}

/**
 * Parses a note and checks the signature of `keyName`. Unknown signature lines are ignored, anything else unexpected is
 * an error. Throws AppError `journal_broken`.
 */
export function openCheckpoint(note: string, keyName: string, rawKey: Buffer): Checkpoint {
  const broken = (reason: string) => new AppError('journal_broken', { reason });
  const parts = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— \S+ [A-Za-z0-9+/=]+\n)+)$/u.exec(note);
  if (!parts) throw broken('note_malformed');
  const checkpoint = {
    origin: parts[1] as string,
    size: Number(parts[2]),
    root: Buffer.from(parts[3] as string, 'base64'),
  };
  for (const line of (parts[4] as string).trimEnd().split('\n')) {
    const [, name, encoded] = line.split(' ');
    const blob = Buffer.from(encoded as string, 'base64');
    if (name !== keyName || !blob.subarray(0, 4).equals(keyId(keyName, rawKey))) continue;
    if (!verify(null, Buffer.from(checkpointText(checkpoint)), publicKeyOf(rawKey), blob.subarray(4)))
      throw broken('signature_wrong');
    return checkpoint;
  }
  throw broken('signature_missing');
}
