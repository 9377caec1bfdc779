// The rows of backups that counted, and the settings of the schedule. Every writer is inside the caller's transaction.
import { z } from 'zod';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { readMeta, writeMeta } from '../vault/settings.ts';

export interface BackupRow {
  rid: number;
  id: string;
  folder: string;
  file: string;
  sha256: string;
  sizeBytes: number;
  journalSize: number;
  problems: number;
  madeAtMs: number;
  madeBy: string;
  removedAtMs: number | null;
}

/** Backups that counted, latest first, removed ones included. */
export function allBackups(db: Db): BackupRow[] {
  return prepared(
    db,
    `SELECT b.rid, b.id, b.folder, b.file, b.sha256, b.size_bytes AS sizeBytes, b.journal_size AS journalSize, b.problems, b.made_at AS madeAtMs, u.login AS madeBy, b.removed_at AS removedAtMs
     FROM backup b JOIN user u ON u.rid = b.made_by ORDER BY b.rid DESC`,
  ).all() as BackupRow[];
}

/** Writes a backup that counted. */
export function insertBackup(
  db: Db,
  row: Omit<BackupRow, 'rid' | 'madeBy' | 'removedAtMs'> & { madeBy: number },
): void {
  prepared(
    db,
    'INSERT INTO backup (id, folder, file, sha256, size_bytes, journal_size, problems, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    row.id,
    row.folder,
    row.file,
    row.sha256,
    row.sizeBytes,
    row.journalSize,
    row.problems,
    row.madeAtMs,
    row.madeBy,
  );
}

/** Notes that a backup's file was removed by rotation. */
export function markRemoved(db: Db, rid: number, atMs: number): void {
  prepared(db, 'UPDATE backup SET removed_at = ? WHERE rid = ?').run(atMs, rid);
}

const settingsShape = z.strictObject({
  folder: z.string().nullable(),
  /** Null: by hand only. */
  everyDays: z.number().int().min(1).max(366).nullable(),
  /** How many in that folder stay; null: all. */
  keep: z.number().int().min(1).max(1000).nullable(),
});
export type BackupSettings = z.infer<typeof settingsShape>;

const metaKey = 'backupSettings';

/** The schedule; nothing is scheduled in a new vault. */
export function readBackupSettings(db: Db): BackupSettings {
  const text = readMeta(db, metaKey);
  return text === undefined ? { folder: null, everyDays: null, keep: null } : settingsShape.parse(JSON.parse(text));
}

/** Replaces the schedule. The caller appends the event. */
export function writeBackupSettings(db: Db, settings: BackupSettings): void {
  writeMeta(db, metaKey, JSON.stringify(settingsShape.parse(settings)));
}

const dayMs = 86_400_000;

/** When the next scheduled backup is due, ms UTC; null where none is scheduled. */
export function nextDueMs(settings: BackupSettings, backups: readonly BackupRow[]): number | null {
  if (settings.everyDays === null || settings.folder === null) return null;
  return (backups[0]?.madeAtMs ?? 0) + settings.everyDays * dayMs;
}
