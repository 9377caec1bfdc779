// Removes older backups of the chosen folder: only files this vault recorded, known again by the id inside them.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTransaction } from '../register/write-context.ts';
import type { VaultSession } from '../vault/session.ts';
import { openArchive } from './read-archive.ts';
import { allBackups, markRemoved } from './store.ts';

/** Whether the file under a recorded name is that backup. */
async function isThatBackup(path: string, id: string): Promise<boolean> {
  try {
    const archive = await openArchive(path);
    archive.close();
    return archive.start.id === id;
  } catch {
    return false;
  }
}

/**
 * Keeps the newest `keep` backups of a folder that counted without problems and removes the older ones; returns their
 * names. A file that is not the one recorded stays; so does one that cannot be removed, until the next time.
 */
export async function rotate(session: VaultSession, folder: string, keep: number): Promise<string[]> {
  const good = allBackups(session.db).filter(
    (row) => row.folder === folder && row.removedAtMs === null && row.problems === 0,
  );
  const present = good.filter(({ file }) => existsSync(join(folder, file)));
  const removed: typeof good = [];
  for (const row of present.slice(keep)) {
    const path = join(folder, row.file);
    if (!(await isThatBackup(path, row.id))) continue;
    try {
      rmSync(path);
      removed.push(row);
    } catch {
      // In use by something else: the next run tries again.
    }
  }
  if (removed.length > 0)
    writeTransaction(session, ({ journal }) => {
      for (const { rid, id, file } of removed) {
        markRemoved(session.db, rid, journal.atMs);
        journal.append({ action: 'backup.removed', detail: { id, file } });
      }
    });
  return removed.map(({ file }) => file);
}
