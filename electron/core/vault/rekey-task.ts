// The job that prepares a new database key, and what the core does when it is ready: exchange the files and go on.
import { AppError } from '../../../shared/contract/envelope.ts';
import { allBackups } from '../backup/store.ts';
import { checkpointTruncate } from '../db/handle.ts';
import { confirmPassword } from '../document/bundle/confirm-password.ts';
import { headOf } from '../journal/append.ts';
import { rememberHead } from '../register/write-context.ts';
import type { CoreState } from '../state.ts';
import type { TaskContext } from '../tasks.ts';
import { passwordSlots, readHeader, type VaultHeader } from './header.ts';
import { openSession } from './open.ts';
import { dropRekey, exchange, type PreparedRekey, prepareRekey, settleDatabase } from './rekey.ts';
import type { VaultSession } from './session.ts';
import { slotDigest } from './slot.ts';

/** Operations: `prepare`. */
export function rekeyTask(session: VaultSession) {
  return {
    prepare: async ({ password }: { password: string }, job: TaskContext): Promise<PreparedRekey> => {
      await confirmPassword(session, password);
      const made = await prepareRekey(session, job);
      // This thread's connection would keep the old database open.
      session.db.close();
      return made;
    },
  };
}

/** Exchanges the files under an open session, which goes on over the new ones. Throws AppError `busy` where somebody wrote since. */
export async function takeNewKey(
  state: CoreState,
  session: VaultSession,
  prepared: PreparedRekey,
): Promise<{ backups: { name: string; atMs: number }[] }> {
  const { folder, user, keys, lock, profile, now } = session;
  const others = state.jobs.list().filter(({ kind, state: at }) => at === 'running' && kind !== 'rekey');
  if (state.session !== session || others.length > 0 || headOf(session.db).size + 1 !== prepared.events) {
    dropRekey(folder);
    throw new AppError('busy', { job: others[0]?.kind ?? '' });
  }
  await state.imports.closeAll();
  await state.readings.close();
  state.attachments.closeAll();
  const databaseKey = Buffer.from(prepared.databaseKey);
  const header = prepared.header as VaultHeader;
  const { registers, migrations } = state.dependencies;
  const reopen = async (withHeader: VaultHeader, key: Buffer) => {
    const own = passwordSlots(withHeader).find(({ userId }) => userId === user.id);
    const opened = await openSession({
      folder,
      header: withHeader,
      slotDigest: own ? slotDigest(own) : session.slotDigest,
      userId: user.id,
      keys,
      databaseKey: key,
      readOnly: false,
      lock,
      database: settleDatabase(folder, key, false),
      options: { registers, migrations, profile, now },
    });
    opened.passwordChangedAtMs = session.passwordChangedAtMs;
    state.session = opened;
    return opened;
  };
  state.session = null;
  checkpointTruncate(session.db);
  session.db.close();
  try {
    await exchange(folder, header);
  } catch (cause) {
    // Whichever header is in its file decides which of the two files is the database.
    const present = readHeader(folder);
    await reopen(present, present.generation === header.generation ? databaseKey : Buffer.from(session.databaseKey));
    throw cause;
  }
  const next = await reopen(header, databaseKey);
  session.databaseKey.fill(0);
  rememberHead(next);
  state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
  const backups = allBackups(next.db).filter(({ removedAtMs }) => removedAtMs === null);
  return { backups: backups.map(({ file, madeAtMs }) => ({ name: file, atMs: madeAtMs })) };
}
