// Names and shapes of a backup file (docs/formats/backup.md), shared by writer and reader.
import { z } from 'zod';

export const backupFormat = 'midian-backup/1';
export const manifestFormat = 'midian-backup-manifest/1';
export const backupSuffix = '.midian-backup';

export const entries = {
  header: 'vault.json',
  database: 'vault.db.age',
  manifest: 'manifest.age',
  start: 'backup.json',
} as const;

/** An attachment's entry. */
export const attachmentEntry = /^files\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.age$/;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().min(0);

export const startShape = z.strictObject({
  format: z.literal(backupFormat),
  id: z.uuid(),
  vault: z.uuid(),
  madeAtMs: z.number().int(),
  manifest: sha256,
  identity: z.base64().max(1000),
});
export type BackupStart = z.infer<typeof startShape>;

export const manifestShape = z.strictObject({
  format: z.literal(manifestFormat),
  id: z.uuid(),
  vault: z.uuid(),
  version: z.string(),
  journal: z.strictObject({ size: z.number().int().min(1), root: sha256 }),
  database: z.strictObject({ sizeBytes: size, sha256 }),
  files: z.array(z.strictObject({ path: z.string(), sizeBytes: size, sha256 })),
});
export type BackupManifest = z.infer<typeof manifestShape>;

const two = (value: number) => String(value).padStart(2, '0');

/** `NAME-YYYYMMDD-HHMMSS.midian-backup`, by the clock on the wall. */
export function backupName(vaultName: string, atMs: number): string {
  const at = new Date(atMs);
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return `${vaultName}-${day}-${time}${backupSuffix}`;
}
