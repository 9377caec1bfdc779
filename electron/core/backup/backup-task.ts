// The jobs of backups in worker threads: making one from an open vault, and restoring one, which needs no vault.

import type { TaskContext, TaskStart } from '../tasks.ts';
import { openProfile } from '../vault/profile.ts';
import { type BackupResult, makeBackup } from './make-backup.ts';
import { readBackPart } from './read-back.ts';
import { type RestoreRequest, type RestoreResult, restoreBackup } from './restore.ts';

/** Operations: `make` and its part `readBack` (with a session), and `restore`. */
export function backupTask({ session, registers, migrations, profileFolder }: TaskStart) {
  return {
    make: ({ folder }: { folder: string }, job: TaskContext): Promise<BackupResult> => {
      if (!session) throw new Error('the operation needs an open vault');
      return makeBackup(session, { folder, migrations }, job);
    },
    readBack: (input: { file: string; paths: readonly string[] }, job: TaskContext) => {
      if (!session) throw new Error('the operation needs an open vault');
      return readBackPart(session, input, job);
    },
    restore: (input: RestoreRequest, job: TaskContext): Promise<RestoreResult> =>
      restoreBackup(input, { registers, migrations, profile: openProfile(profileFolder), now: Date.now }, job),
  };
}
