// A user's key slot: password → Argon2id → the user's own keys → the database key. Derives and wraps; stores nothing.
import {
  createPrivateKey,
  generateKeyPairSync,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import argon2 from 'argon2';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Canonical, canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import { ageOpen, ageSeal, newIdentity } from '../format/age-file.ts';
import { openBox, sealBox } from '../format/sealed-box.ts';
import { rawPublicKey } from '../format/signed-note.ts';
import { type KeySlot, kdfFloor, type PasswordSlot, type RecoverySlot, vaultFormat } from './header.ts';

/** A user's private keys, in memory while the vault is open. */
export interface UserKeys {
  /** age X25519 identity, `AGE-SECRET-KEY-1…`. */
  identity: string;
  recipient: string;
  signKey: KeyObject;
  /** Raw 32-byte Ed25519 public key. */
  signPublicKey: Buffer;
  /** Raw founding key of the vault, as it was when these keys were made: nobody can put another in its place. */
  founding: Buffer;
}

/** What a slot remembers of its password. */
export interface PasswordMemory {
  /** When it was set; null in a slot of an earlier version. */
  changedAtMs: number | null;
  /** Salted Argon2id verifiers of passwords used before, latest first. */
  history: readonly string[];
}

/** New keys for a user; of the vault's founder where no founding key is given. */
export async function newUserKeys(founding?: Buffer): Promise<UserKeys> {
  const { identity, recipient } = await newIdentity();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signPublicKey = rawPublicKey(publicKey);
  return { identity, recipient, signKey: privateKey, signPublicKey, founding: founding ?? signPublicKey };
}

async function deriveKey(password: string, kdf: PasswordSlot['kdf']): Promise<Buffer> {
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

function place(vaultId: string, slot: Pick<PasswordSlot, 'id' | 'userId' | 'kdf' | 'kind'>): Canonical {
  return {
    format: vaultFormat,
    vault: vaultId,
    user: slot.userId,
    slot: slot.id,
    kind: slot.kind,
    kdf: { ...slot.kdf },
  };
}

const storedShape = z.object({
  identity: z.string(),
  recipient: z.string(),
  signKey: z.string(),
  founding: z.string().optional(),
  changedAtMs: z.number().int().optional(),
  history: z.array(z.string()).optional(),
});

/** Makes a password slot for a user's keys. */
export async function makeSlot(
  vaultId: string,
  user: { id: string; login: string },
  password: string,
  keys: UserKeys,
  databaseKey: Buffer,
  memory: PasswordMemory,
): Promise<PasswordSlot> {
  const head = {
    kind: 'password' as const,
    id: randomUUID(),
    userId: user.id,
    login: user.login,
    kdf: { name: 'argon2id' as const, ...kdfFloor, parallelism: 1, salt: randomBytes(16).toString('base64') },
  };
  const derived = await deriveKey(password, head.kdf);
  return {
    ...head,
    keys: sealBox(derived, keysPlain(keys, memory), place(vaultId, head)).toString('base64'),
    databaseKey: (await ageSeal(databaseKey, [keys.recipient])).toString('base64'),
  };
}

function keysPlain(keys: UserKeys, memory: PasswordMemory): Buffer {
  return Buffer.from(
    JSON.stringify({
      identity: keys.identity,
      recipient: keys.recipient,
      signKey: keys.signKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      founding: keys.founding.toString('base64'),
      ...(memory.changedAtMs === null ? {} : { changedAtMs: memory.changedAtMs }),
      history: memory.history,
    }),
  );
}

/** The key over a recovery slot's keys, from the secret the shares split. */
function recoveryKey(secret: Buffer, set: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.from(set), 'midian/recovery-slot/1', 32));
}

function recoveryPlace(vaultId: string, slot: Omit<RecoverySlot, 'keys' | 'databaseKey'>): Canonical {
  const { kind, id, userId, set, threshold, commitments } = slot;
  return { format: vaultFormat, vault: vaultId, user: userId, slot: id, kind, set, threshold, commitments };
}

/** Makes the slot of a set of recovery shares. */
export async function makeRecoverySlot(
  vaultId: string,
  head: Omit<RecoverySlot, 'keys' | 'databaseKey'>,
  secret: Buffer,
  keys: UserKeys,
  databaseKey: Buffer,
): Promise<RecoverySlot> {
  const plain = keysPlain(keys, { changedAtMs: null, history: [] });
  return {
    ...head,
    keys: sealBox(recoveryKey(secret, head.set), plain, recoveryPlace(vaultId, head)).toString('base64'),
    databaseKey: (await ageSeal(databaseKey, [keys.recipient])).toString('base64'),
  };
}

/** Opens a recovery slot. Throws AppError `recovery_none` where the secret is not its own. */
export async function openRecoverySlot(vaultId: string, slot: RecoverySlot, secret: Buffer): Promise<OpenedSlot> {
  const { keys, databaseKey, ...head } = slot;
  const plain = openBox(recoveryKey(secret, slot.set), Buffer.from(keys, 'base64'), recoveryPlace(vaultId, head));
  if (!plain) throw new AppError('recovery_none');
  return openedKeys(plain, databaseKey);
}

export interface OpenedSlot {
  keys: UserKeys;
  databaseKey: Buffer;
  memory: PasswordMemory;
}

/**
 * Opens a slot. Throws AppError `password_wrong` when the password does not fit, `vault_slot_swapped` when the slot's keys
 * belong to another slot of the header, `vault_header_damaged` when they open but the database key does not.
 */
export async function openSlot(
  vaultId: string,
  slot: PasswordSlot,
  others: readonly PasswordSlot[],
  password: string,
): Promise<OpenedSlot> {
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
  return openedKeys(plain, slot.databaseKey);
}

async function openedKeys(plain: Buffer, wrapped: string): Promise<OpenedSlot> {
  const stored = storedShape.parse(JSON.parse(plain.toString('utf8')));
  const signKey = createPrivateKey({ key: Buffer.from(stored.signKey, 'base64'), format: 'der', type: 'pkcs8' });
  const databaseKey = await ageOpen(Buffer.from(wrapped, 'base64'), [stored.identity]);
  if (databaseKey?.length !== 32) throw new AppError('vault_header_damaged');
  const signPublicKey = rawPublicKey(signKey);
  return {
    keys: {
      identity: stored.identity,
      recipient: stored.recipient,
      signKey,
      signPublicKey,
      // Slots of an earlier version belong to the founder, whose own key it is.
      founding: stored.founding === undefined ? signPublicKey : Buffer.from(stored.founding, 'base64'),
    },
    databaseKey,
    memory: { changedAtMs: stored.changedAtMs ?? null, history: stored.history ?? [] },
  };
}

/** Digest of a slot, remembered in the user's profile to tell a changed slot from a wrong password. */
export function slotDigest(slot: KeySlot): string {
  return hash('sha256', canonicalJson(slot as unknown as Canonical));
}
