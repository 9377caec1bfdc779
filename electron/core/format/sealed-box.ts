// AES-256-GCM boxes: nonce ‖ ciphertext ‖ tag, bound to where they belong by associated data. Holds no keys.
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { type Canonical, canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import { randomSlice } from './random.ts';

const nonceBytes = 12;
const tagBytes = 16;

const keyObjects = new WeakMap<Buffer, KeyObject>();

/** Making a key object costs more than a short encryption: one per key buffer. */
function keyObject(key: Buffer): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}

/** Seals bytes under a 32-byte key; `place` is authenticated, so a box moved elsewhere does not open. */
export function sealBox(key: Buffer, plain: Buffer, place: Canonical): Buffer {
  const nonce = randomSlice(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce);
  cipher.setAAD(Buffer.from(canonicalJson(place)));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens a box; null when key, place or bytes are not what they were. */
export function openBox(key: Buffer, box: Buffer, place: Canonical): Buffer | null {
  if (box.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', keyObject(key), box.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(canonicalJson(place)));
  decipher.setAuthTag(box.subarray(box.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, box.length - tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}
