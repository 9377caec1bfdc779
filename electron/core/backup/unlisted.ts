// Backup files that lie in a folder without a row in this vault's list: made after the state it was restored from, by another
// vault, renamed, or not readable. Looks only as far as that needs no key; changes nothing.
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { VaultSession } from '../vault/session.ts';
import { backupSuffix } from './backup-format.ts';
import { openArchive } from './read-archive.ts';
import { allBackups } from './store.ts';

export interface UnlistedBackup {
  file: string;
  sizeBytes: number;
  /** `own`: of this vault, without a row; `renamed`: it has a row under another name; `other`: of another vault. */
  state: 'own' | 'renamed' | 'other' | 'unreadable';
  /** What the file says of itself; null where it cannot be read. */
  madeAtMs: number | null;
}

/** More are not looked into. */
const maximumFiles = 200;

/**
 * The backup files of a folder that the list does not name, by name. Throws AppError `file_missing`, `file_unreadable` where
 * the folder cannot be listed.
 */
export async function unlistedBackups(session: VaultSession, folder: string): Promise<UnlistedBackup[]> {
  const rows = allBackups(session.db);
  const listed = new Set(
    rows.filter((row) => row.folder === folder && row.removedAtMs === null).map(({ file }) => file),
  );
  const known = new Set(rows.map(({ id }) => id));
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(backupSuffix) && !listed.has(name));
  } catch (cause) {
    const isGone = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError(isGone ? 'file_missing' : 'file_unreadable', { name: basename(folder) }, { cause });
  }
  const found: UnlistedBackup[] = [];
  for (const file of names.sort().slice(0, maximumFiles)) {
    const path = join(folder, file);
    try {
      const { size } = statSync(path);
      const archive = await openArchive(path).catch(() => null);
      archive?.close();
      if (archive === null) found.push({ file, sizeBytes: size, state: 'unreadable', madeAtMs: null });
      else {
        const { id, vault, madeAtMs } = archive.start;
        const state = vault !== session.header.vaultId ? 'other' : known.has(id) ? 'renamed' : 'own';
        found.push({ file, sizeBytes: size, state, madeAtMs });
      }
    } catch {
      // It went while the folder was looked through.
    }
  }
  return found;
}
