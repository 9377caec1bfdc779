// Opens and closes a vault: lock, header, keys, database, certificates, the head last seen; and the reverse.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { checkpointTruncate, type Db, openDatabase, withDatabaseErrors } from '../db/handle.ts';
import { migrate, schemaVersion } from '../db/migrate.ts';
import { standIn } from '../db/stand-in.ts';
import { signHead } from '../journal/checkpoint.ts';
import { createCollation } from '../register/collation.ts';
import { createRegistry } from '../register/registry.ts';
import { writeTransaction } from '../register/write-context.ts';
import { openCompartments } from './compartments.ts';
import { setOwnKeys } from './first-login.ts';
import { requireSuitableFolder, requireWritable } from './folder.ts';
import { isHeaderAuthentic, type PasswordSlot, passwordSlots, readHeader, type VaultHeader } from './header.ts';
import { takeLock, type VaultLock } from './lock-file.ts';
import { certifiedUser } from './own-user.ts';
import type { Profile } from './profile.ts';
import { settleDatabase } from './rekey.ts';
import { inspectLeftLog, requirePrefix, witnessOf } from './seen-head.ts';
import type { VaultSession } from './session.ts';
import { readMeta, readSettings } from './settings.ts';
import { settleHeader } from './settle-header.ts';
import { signUnsigned } from './sign-unsigned.ts';
import { type OpenedSlot, openSlot, slotDigest, type UserKeys } from './slot.ts';

export interface OpenOptions {
  folder: string;
  /** Null: the vault's only user. */
  login: string | null;
  password: string;
  readOnly: boolean;
  registers: readonly RegisterDefinition[];
  migrations: readonly string[];
  profile: Profile;
  now: () => number;
  /** The user states that he knows the vault was restored from a backup older than what he has seen. */
  acceptRestored?: boolean;
  /** At the first log-in: the password from now on, under which keys of the user's own are made. */
  nextPassword?: string | null;
}

/** The password slot of a login; of the only user where none is named. Throws AppError `user_unknown`, `user_needed`. */
export function slotOf(header: VaultHeader, login: string | null): PasswordSlot {
  const slots = passwordSlots(header);
  const found =
    login === null ? (slots.length === 1 ? slots[0] : undefined) : slots.find((slot) => slot.login === login);
  if (!found) throw login === null ? new AppError('user_needed') : new AppError('user_unknown', { login });
  return found;
}

/** Throws AppError `password_locked` after too many wrong passwords in a row, `password_delay` while a shorter wait runs. */
export function requireAttempt(profile: Profile, vaultId: string, login: string, nowMs: number): void {
  const { waitMs, isLocked } = profile.waitBeforeAttempt(vaultId, login, nowMs);
  if (waitMs <= 0) return;
  if (isLocked) throw new AppError('password_locked', { minutes: Math.ceil(waitMs / 60_000) });
  throw new AppError('password_delay', { seconds: Math.ceil(waitMs / 1000) });
}

/** The rules for wrong passwords are kept outside too: they act before the vault is open. */
export function rememberPolicy(session: VaultSession): void {
  const { lockAfter, lockMinutes } = session.settings.policy;
  try {
    session.profile.rememberPolicy(session.header.vaultId, { lockAfter, lockMinutes });
  } catch {
    // A full profile disk: the defaults act.
  }
}

/** Opens a slot, counting wrong passwords in the profile. Throws AppError `password_wrong`, `password_delay`, `vault_header_changed`. */
export async function unlockSlot(
  header: VaultHeader,
  slot: PasswordSlot,
  options: Pick<OpenOptions, 'profile' | 'password' | 'now'>,
): Promise<OpenedSlot> {
  const { profile, password } = options;
  requireAttempt(profile, header.vaultId, slot.login, options.now());
  try {
    const others = passwordSlots(header).filter((other) => other !== slot);
    const opened = await openSlot(header.vaultId, slot, others, password);
    if (!isHeaderAuthentic(header, opened.databaseKey)) throw new AppError('vault_header_changed');
    profile.clearFailures(header.vaultId, slot.login);
    return opened;
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'password_wrong') throw cause;
    const failures = profile.noteFailure(header.vaultId, slot.login, options.now());
    const seen = profile.seenSlot(header.vaultId, slot.login);
    if (seen !== null && seen !== slotDigest(slot)) throw new AppError('vault_header_changed', { login: slot.login });
    throw new AppError('password_wrong', { failures });
  }
}

/** Opens the database and everything that hangs on it; the keys are known. Also used by a job's worker. */
export async function openSession(input: {
  folder: string;
  header: VaultHeader;
  slotDigest: string;
  userId: string;
  keys: UserKeys;
  databaseKey: Buffer;
  readOnly: boolean;
  lock: VaultLock | null;
  /** The database's file name; another only while a change of its key is not ended. */
  database?: string;
  options: Pick<OpenOptions, 'registers' | 'migrations' | 'profile' | 'now'>;
}): Promise<VaultSession> {
  const { folder, databaseKey, readOnly, options } = input;
  const path = join(folder, input.database ?? 'vault.db');
  const db = openDatabase(path, databaseKey, { readOnly, mustExist: true });
  try {
    if (readOnly) {
      if (schemaVersion(db) > options.migrations.length)
        throw new AppError('vault_newer', { schema: schemaVersion(db) });
      standIn(db, options.migrations.slice(schemaVersion(db)));
    } else migrate(db, options.migrations);
    if (readMeta(db, 'vaultId') !== input.header.vaultId)
      throw new AppError('vault_header_changed', { vault: input.header.vaultId });
    const header = await settleHeader(db, input);
    const { user, isInvited, pairs, certificates } = certifiedUser(db, input.userId, input.keys);
    const collation = createCollation(readMeta(db, 'collation') ?? '');
    db.function('text_key', { deterministic: true }, (text) =>
      typeof text === 'string' ? collation.textKey(text) : null,
    );
    return {
      folder,
      db,
      registry: createRegistry(options.registers),
      collation,
      user,
      isInvited,
      withheldPairs: pairs,
      keys: input.keys,
      passwordChangedAtMs: null,
      databaseKey,
      // Read-only opening shows no sealed content (architecture §7): the identities are not even unwrapped.
      compartments: await openCompartments(db, user, readOnly ? null : input.keys, certificates),
      readOnly,
      profile: options.profile,
      now: options.now,
      origin: `midian/${header.vaultId}`,
      witness: witnessOf(db, user.login),
      slotDigest: input.slotDigest,
      header,
      settings: readSettings(db),
      lock: input.lock,
      openedDataKeys: new Map(),
      spareDataKeys: new Map(),
      moving: new Set(),
    };
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/**
 * Unlocks a vault. Throws AppError `vault_missing`, `vault_newer`, `vault_header_damaged`, `vault_header_changed`,
 * `vault_kdf_lowered`, `vault_slot_swapped`, `user_unknown`, `password_wrong`, `password_delay`, `vault_in_use`,
 * `vault_on_network_folder`, `vault_on_synced_folder`, `vault_folder_read_only`, `vault_database_damaged`,
 * `vault_rolled_back`, `slot_renewed`, `first_login_needed`, `password_weak`, `disk_full`. Nothing is written to the vault unless
 * the password was right.
 */
export async function openVault(options: OpenOptions): Promise<VaultSession> {
  const { folder, readOnly } = options;
  const header = readHeader(folder);
  if (!readOnly) {
    requireSuitableFolder(folder);
    requireWritable(folder);
  }
  const slot = slotOf(header, options.login);
  const { keys, databaseKey, memory } = await unlockSlot(header, slot, options);
  if (!existsSync(join(folder, 'vault.db')) && !existsSync(join(folder, 'vault.next.db')))
    throw new AppError('vault_database_damaged', { detail: 'missing' });
  const lock = readOnly ? null : takeLock(folder);
  let session: VaultSession | null = null;
  try {
    const database = settleDatabase(folder, databaseKey, readOnly);
    if (!readOnly) inspectLeftLog(options, header, slot.login, databaseKey);
    session = await withDatabaseErrorsAsync(() =>
      openSession({
        folder,
        header,
        slotDigest: slotDigest(slot),
        userId: slot.userId,
        keys,
        databaseKey,
        readOnly,
        lock,
        database,
        options,
      }),
    );
    const opened = session;
    opened.passwordChangedAtMs = memory.changedAtMs;
    rememberPolicy(opened);
    const accepts = options.acceptRestored ?? false;
    withDatabaseErrors(() =>
      requirePrefix(opened.db, options.profile, header.vaultId, slot.login, databaseKey, accepts),
    );
    const isNewLine =
      opened.witness !== slot.login && options.profile.seenHead(header.vaultId, opened.witness, databaseKey) === 'none';
    if (opened.isInvited) await setOwnKeys(opened, options);
    else if (!readOnly) await signUnsigned(opened);
    if (!readOnly) {
      sweepOrphanFiles(opened);
      writeTransaction(opened, (context) => {
        context.journal.append({ action: 'session.unlocked' });
        if (opened.withheldPairs.length > 0)
          context.journal.append({ action: 'separation.applied', detail: { pairs: [...opened.withheldPairs] } });
        // Asked for by the user: from here on this line is the one his profile knows.
        if (accepts && isNewLine) context.journal.append({ action: 'vault.restoreAccepted' });
      });
      // An auditor vouches for what he finds, before he looks at it.
      if (opened.user.roles.includes('auditor')) signOwnHead(opened);
    }
    return opened;
  } catch (cause) {
    session?.db.close();
    lock?.release();
    throw cause;
  }
}

async function withDatabaseErrorsAsync<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    return withDatabaseErrors(() => {
      throw cause;
    });
  }
}

/** Removes files that no attachment row names: left by a process that died between writing the file and its record. */
export function sweepOrphanFiles(session: VaultSession): number {
  const files = join(session.folder, 'files');
  if (!existsSync(files)) return 0;
  const known = new Set(
    session.db.prepare('SELECT file_id FROM attachment WHERE file_id IS NOT NULL').pluck().all() as string[],
  );
  let swept = 0;
  for (const name of readdirSync(files)) {
    if (known.has(basename(name, '.age'))) continue;
    rmSync(join(files, name), { force: true });
    swept += 1;
  }
  return swept;
}

/** A closed vault can then be opened from read-only media; a reader that is still there keeps WAL, which is no harm. */
function leaveWriteAheadMode(db: Db): void {
  try {
    db.pragma('journal_mode = DELETE');
  } catch {
    // Somebody reads: the next close tries again.
  }
}

/** The present head, signed by the session's user. */
function signOwnHead(session: VaultSession): void {
  const { db, origin, user, keys } = session;
  const signer = { origin, userRid: user.rid, login: user.login, signKey: keys.signKey, atMs: session.now() };
  withDatabaseErrors(() => db.transaction(() => signHead(db, signer)).immediate());
}

/** Signs the head, empties the log into the database, closes and gives the lock back. */
export function closeVault(session: VaultSession): void {
  try {
    if (!session.readOnly) {
      writeTransaction(session, (context) => context.journal.append({ action: 'session.locked' }));
      signOwnHead(session);
      checkpointTruncate(session.db);
      leaveWriteAheadMode(session.db);
    }
  } finally {
    session.db.close();
    session.lock?.release();
    session.databaseKey.fill(0);
    for (const key of session.openedDataKeys.values()) key.fill(0);
  }
}
