// A new database key: a copy under the new key is completed first, then the header, then the copy takes the database's name. Killed
// at any point, the vault opens: with the header that is there fits either the database or the copy.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { openDatabase, withDatabaseErrors } from '../db/handle.ts';
import { ageSeal } from '../format/age-file.ts';
import { headOf } from '../journal/append.ts';
import { writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { sessionCertificates } from './certify.ts';
import { authenticateHeader, syncFolder, type VaultHeader, writeHeader } from './header.ts';
import { forgetPending } from './renew-header.ts';
import type { VaultSession } from './session.ts';
import { writeMeta } from './settings.ts';

const databaseFile = 'vault.db';
const nextFile = 'vault.next.db';
const logSuffixes = ['-wal', '-shm', '-journal'];

export interface PreparedRekey {
  header: VaultHeader;
  databaseKey: Buffer;
  /** Events in the copy; the database must have one less when they are exchanged. */
  events: number;
}

function removeWithLogs(path: string): void {
  for (const suffix of ['', ...logSuffixes]) rmSync(`${path}${suffix}`, { force: true });
}

/** The header with the database key wrapped anew for every slot, for its owner's certified recipient. */
async function rewrapped(session: VaultSession, databaseKey: Buffer): Promise<VaultHeader> {
  const { header } = session;
  const states = [...sessionCertificates(session).users.values()];
  const slots = await Promise.all(
    header.slots.map(async (slot) => {
      const state = states.find(({ id }) => id === slot.userId);
      if (!state) throw new AppError('vault_header_changed');
      return { ...slot, databaseKey: (await ageSeal(databaseKey, [state.recipient])).toString('base64') };
    }),
  );
  return authenticateHeader(
    { format: header.format, vaultId: header.vaultId, generation: header.generation + 1, slots },
    databaseKey,
  );
}

/** Makes the copy under a new key, durable, with the event in it. Nothing of the vault is touched. Throws `disk_full`, `cancelled`. */
export async function prepareRekey(session: VaultSession, job: TaskContext): Promise<PreparedRekey> {
  const { db, folder } = session;
  const path = join(folder, nextFile);
  removeWithLogs(path);
  const databaseKey = randomBytes(32);
  const header = await rewrapped(session, databaseKey);
  try {
    job.progress(0, 3, 'rekey');
    withDatabaseErrors(() => db.prepare('VACUUM INTO ?').run(path));
    job.checkCancelled();
    job.progress(1, 3, 'rekey');
    const copy = openDatabase(path, session.databaseKey, { readOnly: false, mustExist: true });
    let events = 0;
    try {
      withDatabaseErrors(() => {
        copy.pragma('journal_mode = DELETE');
        copy.pragma(`rekey="x'${databaseKey.toString('hex')}'"`);
        job.checkCancelled();
        job.progress(2, 3, 'rekey');
        // Written by the same frame as everything; the profile learns the head when the copy has become the database.
        const profile = { ...session.profile, rememberHead: () => undefined };
        writeTransaction({ ...session, db: copy, profile }, ({ journal }) => {
          writeMeta(copy, 'generation', String(header.generation));
          forgetPending(copy);
          journal.append({ action: 'vault.rekeyed', detail: { generation: header.generation } });
        });
        events = headOf(copy).size;
      });
    } finally {
      copy.close();
    }
    const handle = openSync(path, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    syncFolder(folder);
    // Read with the key alone, as the next unlock will.
    openDatabase(path, databaseKey, { readOnly: true, mustExist: true }).close();
    return { header, databaseKey, events };
  } catch (cause) {
    removeWithLogs(path);
    throw cause;
  }
}

/** Gives up a prepared copy. */
export function dropRekey(folder: string): void {
  removeWithLogs(join(folder, nextFile));
}

/** Exchanges header and database. The database is closed; nobody else has it open. */
export async function exchange(folder: string, header: VaultHeader): Promise<void> {
  await writeHeader(folder, header);
  takeNext(folder);
}

/** The copy takes the database's name. A log of the old database must not meet the new one. */
function takeNext(folder: string): void {
  const path = join(folder, databaseFile);
  for (const suffix of logSuffixes) rmSync(`${path}${suffix}`, { force: true });
  renameSync(join(folder, nextFile), path);
  for (const suffix of logSuffixes) rmSync(join(folder, `${nextFile}${suffix}`), { force: true });
  syncFolder(folder);
}

function opens(path: string, databaseKey: Buffer): boolean {
  try {
    openDatabase(path, databaseKey, { readOnly: true, mustExist: true }).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a change of the database key that was killed: the copy is either not needed yet or what the header belongs to. Returns the
 * file to open. Read-only, nothing is moved.
 */
export function settleDatabase(folder: string, databaseKey: Buffer, readOnly: boolean): string {
  if (!existsSync(join(folder, nextFile))) return databaseFile;
  if (opens(join(folder, databaseFile), databaseKey)) {
    if (!readOnly) removeWithLogs(join(folder, nextFile));
    return databaseFile;
  }
  if (!opens(join(folder, nextFile), databaseKey)) return databaseFile;
  if (readOnly) return nextFile;
  takeNext(folder);
  return databaseFile;
}
