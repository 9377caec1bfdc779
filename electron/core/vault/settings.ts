// Settings kept in the vault's `meta` table: organisation, grading scheme, number patterns, holidays, declarations.
import { z } from 'zod';
import { holidayYearShape } from '../../../shared/contract/routes/calendar.ts';
import { gradingSchemeShape, securityPolicyShape } from '../../../shared/contract/routes/vault.ts';
import type { Db } from '../db/handle.ts';
import { defaultPolicy } from './password-rules.ts';

const settingsShape = z.strictObject({
  organisation: z.string(),
  demo: z.boolean(),
  scheme: gradingSchemeShape,
  numberPatterns: z.record(z.string(), z.string()),
  /** Reason of the recorded waiver of a second officer or rehearsed recovery; null without one. */
  singleOfficerReason: z.string().nullable(),
  stateSecretDeclaredAtMs: z.number().int().nullable(),
  /** Absent in vaults of an earlier version. */
  policy: securityPolicyShape.default(defaultPolicy),
  /** Years of the holiday table the enterprise entered itself; they stand in place of shipped ones. Absent in earlier vaults. */
  holidays: z.array(holidayYearShape).default([]),
});
export type VaultSettings = z.infer<typeof settingsShape>;

/** One entry of `meta`, or undefined. */
export function readMeta(db: Db, key: string): string | undefined {
  return db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined;
}

/** Writes one entry of `meta`. */
export function writeMeta(db: Db, key: string, value: string): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}

/** The settings; a vault without them is damaged and fails to parse. */
export function readSettings(db: Db): VaultSettings {
  return settingsShape.parse(JSON.parse(readMeta(db, 'settings') ?? 'null'));
}

/** Replaces the settings. The caller appends the event. */
export function writeSettings(db: Db, settings: VaultSettings): void {
  writeMeta(db, 'settings', JSON.stringify(settingsShape.parse(settings)));
}
