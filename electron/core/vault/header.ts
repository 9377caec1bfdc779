// vault.json: reading, checking and rewriting the header of a vault (docs/formats/vault.md). Holds no secret.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Canonical, canonicalJson } from '../../../shared/evidence/canonical-json.ts';

export const vaultFormat = 'midian-vault/1';
/** Argon2id bounds (architecture §7): below the floor a header is refused, above the ceiling it would hang the machine. */
export const kdfFloor = { memoryKiB: 64 * 1024, passes: 3 } as const;
export const kdfCeiling = { memoryKiB: 1024 * 1024, passes: 20 } as const;

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

const passwordSlotShape = z.strictObject({
  kind: z.literal('password'),
  id: z.string().uuid(),
  userId: z.string().uuid(),
  login: z.string().min(1).max(60),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    memoryKiB: z.number().int(),
    passes: z.number().int(),
    parallelism: z.number().int().min(1).max(16),
    salt: base64,
  }),
  /** AES-256-GCM box of the user's age identity and signing key, under the key derived from the password. */
  keys: base64,
  /** age file to the user's recipient with the database key. */
  databaseKey: base64,
});

const recoverySlotShape = z.strictObject({
  kind: z.literal('recovery'),
  id: z.string().uuid(),
  /** The recovery identity's row in `user`. */
  userId: z.string().uuid(),
  login: z.string().min(1).max(60),
  /** Id of the set of shares. */
  set: z.string().uuid(),
  threshold: z.number().int().min(2).max(9),
  /** SHA-256 over each share, hex, by its number: they tell a wrong share or one of another set before anything is tried. */
  commitments: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .min(2)
    .max(9),
  /** As in a password slot, under a key derived from what the shares split. */
  keys: base64,
  databaseKey: base64,
});

const slotShape = z.discriminatedUnion('kind', [passwordSlotShape, recoverySlotShape]);

const headerShape = z.strictObject({
  format: z.literal(vaultFormat),
  vaultId: z.string().uuid(),
  generation: z.number().int().min(1),
  slots: z.array(slotShape).min(1).max(1000),
  /** HMAC-SHA256 under HKDF(database key) of the canonical JSON of everything else, hex. */
  mac: z.string().regex(/^[0-9a-f]{64}$/),
});

export type KeySlot = z.infer<typeof slotShape>;
export type PasswordSlot = z.infer<typeof passwordSlotShape>;
export type RecoverySlot = z.infer<typeof recoverySlotShape>;

/** The password slots of a header. */
export function passwordSlots(header: Pick<VaultHeader, 'slots'>): PasswordSlot[] {
  return header.slots.filter((slot) => slot.kind === 'password');
}
export type VaultHeader = z.infer<typeof headerShape>;
export type UnsignedHeader = Omit<VaultHeader, 'mac'>;

const headerFile = 'vault.json';
const previousFile = 'vault.previous.json';

/**
 * Reads and checks a header's shape. Throws AppError `vault_missing`, `vault_header_damaged`, `vault_newer`,
 * `vault_kdf_lowered`.
 */
export function readHeader(folder: string): VaultHeader {
  let text: string;
  try {
    text = readFileSync(join(folder, headerFile), 'utf8');
  } catch (cause) {
    throw new AppError('vault_missing', { folder }, { cause });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new AppError('vault_header_damaged', {}, { cause });
  }
  const format = (parsed as { format?: unknown } | null)?.format;
  const version = typeof format === 'string' ? /^midian-vault\/(\d+)$/.exec(format) : null;
  if (version && Number(version[1]) > 1) throw new AppError('vault_newer', { format: format as string });
  const header = headerShape.safeParse(parsed);
  if (!header.success) throw new AppError('vault_header_damaged');
  for (const slot of passwordSlots(header.data)) {
    const { memoryKiB, passes } = slot.kdf;
    if (memoryKiB < kdfFloor.memoryKiB || passes < kdfFloor.passes)
      throw new AppError('vault_kdf_lowered', { memoryKiB, passes });
    if (memoryKiB > kdfCeiling.memoryKiB || passes > kdfCeiling.passes) throw new AppError('vault_header_damaged');
  }
  return header.data;
}

function headerMac(header: UnsignedHeader, databaseKey: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', databaseKey, Buffer.alloc(0), 'midian/vault-header/1', 32));
  const { format, vaultId, generation, slots } = header;
  return createHmac('sha256', key)
    .update(canonicalJson({ format, vaultId, generation, slots } as unknown as Canonical))
    .digest();
}

/** The header with its MAC. */
export function authenticateHeader(header: UnsignedHeader, databaseKey: Buffer): VaultHeader {
  return { ...header, mac: headerMac(header, databaseKey).toString('hex') };
}

/** Whether a header is as it was written by someone with the database key. */
export function isHeaderAuthentic(header: VaultHeader, databaseKey: Buffer): boolean {
  return timingSafeEqual(headerMac(header, databaseKey), Buffer.from(header.mac, 'hex'));
}

/** A header that did not come out of its file; null where it is not as its writer left it. */
export function parseHeader(value: unknown, databaseKey: Buffer): VaultHeader | null {
  const header = headerShape.safeParse(value);
  return header.success && isHeaderAuthentic(header.data, databaseKey) ? header.data : null;
}

/** Writes a file so that after a crash either the old or the new one is there: temp, fsync, rename, directory fsync. */
export function writeFileDurably(path: string, folder: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, path);
  syncFolder(folder);
}

/** Makes renames in a folder durable. Windows has no directory handles to sync. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Replaces the header, keeping the one before beside it. */
export async function writeHeader(folder: string, header: VaultHeader): Promise<void> {
  const path = join(folder, headerFile);
  try {
    await copyFile(path, join(folder, previousFile));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
  writeFileDurably(path, folder, `${JSON.stringify(header, null, 2)}\n`);
}
