// A user's key slot: password → Argon2id → the user's own keys → the database key. Derives and wraps; stores nothing.
import { createPrivateKey, generateKeyPairSync, hash, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import argon2 from 'argon2';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Canonical, canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import { ageOpen, ageSeal, newIdentity } from '../format/age-file.ts';
import { openBox, sealBox } from '../format/sealed-box.ts';
import { rawPublicKey } from '../format/signed-note.ts';
import { type KeySlot, kdfFloor, vaultFormat } from './header.ts';

/** A user's private keys, in memory while the vault is open. */
export interface UserKeys {
  /** age X25519 identity, `AGE-SECRET-KEY-1…`. */
  identity: string;
  recipient: string;
  signKey: KeyObject;
  /** Raw 32-byte Ed25519 public key. */
  signPublicKey: Buffer;
}

/** New keys for a user. */
export async function newUserKeys(): Promise<UserKeys> {
  const { identity, recipient } = await newIdentity();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { identity, recipient, signKey: privateKey, signPublicKey: rawPublicKey(publicKey) };
}

async function deriveKey(password: string, kdf: KeySlot['kdf']): Promise<Buffer> {
  return argon2.hash(Buffer.from(password.normalize('NFC'), 'utf8'), {
    raw: true,
    type: argon2.argon2id,
    memoryCost: kdf.memoryKiB,
    timeCost: kdf.passes,
    parallelism: kdf.parallelism,
    salt: Buffer.from(kdf.salt, 'base64'),
    hashLength: 32,
  });
}

function place(vaultId: string, slot: Pick<KeySlot, 'id' | 'userId' | 'kdf' | 'kind'>): Canonical {
  return {
    format: vaultFormat,
    vault: vaultId,
    user: slot.userId,
    slot: slot.id,
    kind: slot.kind,
    kdf: { ...slot.kdf },
  };
}

/** Makes a password slot for a user's keys. */
export async function makeSlot(
  vaultId: string,
  user: { id: string; login: string },
  password: string,
  keys: UserKeys,
  databaseKey: Buffer,
): Promise<KeySlot> {
  const head = {
    kind: 'password' as const,
    id: randomUUID(),
    userId: user.id,
    login: user.login,
    kdf: { name: 'argon2id' as const, ...kdfFloor, parallelism: 1, salt: randomBytes(16).toString('base64') },
  };
  const derived = await deriveKey(password, head.kdf);
  const plain = Buffer.from(
    JSON.stringify({
      identity: keys.identity,
      recipient: keys.recipient,
      signKey: keys.signKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    }),
  );
  return {
    ...head,
    keys: sealBox(derived, plain, place(vaultId, head)).toString('base64'),
    databaseKey: (await ageSeal(databaseKey, [keys.recipient])).toString('base64'),
  };
}

/**
 * Opens a slot. Throws AppError `password_wrong` when the password does not fit, `vault_slot_swapped` when the slot's keys
 * belong to another slot of the header, `vault_header_damaged` when they open but the database key does not.
 */
export async function openSlot(
  vaultId: string,
  slot: KeySlot,
  others: readonly KeySlot[],
  password: string,
): Promise<{ keys: UserKeys; databaseKey: Buffer }> {
  const derived = await deriveKey(password, slot.kdf);
  const plain = openBox(derived, Buffer.from(slot.keys, 'base64'), place(vaultId, slot));
  if (!plain) {
    for (const other of others) {
      // This user's keys, found in another user's slot.
      const elsewhere = Buffer.from(other.keys, 'base64');
      if (openBox(await deriveKey(password, other.kdf), elsewhere, place(vaultId, { ...slot, kdf: other.kdf })))
        throw new AppError('vault_slot_swapped', { login: slot.login });
    }
    throw new AppError('password_wrong');
  }
  const stored = JSON.parse(plain.toString('utf8')) as { identity: string; recipient: string; signKey: string };
  const signKey = createPrivateKey({ key: Buffer.from(stored.signKey, 'base64'), format: 'der', type: 'pkcs8' });
  const databaseKey = await ageOpen(Buffer.from(slot.databaseKey, 'base64'), [stored.identity]);
  if (databaseKey?.length !== 32) throw new AppError('vault_header_damaged');
  return {
    keys: { identity: stored.identity, recipient: stored.recipient, signKey, signPublicKey: rawPublicKey(signKey) },
    databaseKey,
  };
}

/** Digest of a slot, remembered in the user's profile to tell a changed slot from a wrong password. */
export function slotDigest(slot: KeySlot): string {
  return hash('sha256', canonicalJson({ ...slot, kdf: { ...slot.kdf } }));
}
