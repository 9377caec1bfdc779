// Opens the SQLCipher database of a vault and fixes every setting it depends on. No SQL of the registers lives here.
import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../../shared/contract/envelope.ts';

export type Db = Database.Database;

const pageCacheKiB = 65_536;

/** SQLite's failures in our codes, once, at this edge. Anything else is returned as it came. */
export function databaseError(cause: unknown): unknown {
  const code = (cause as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return cause;
  if (code === 'SQLITE_FULL') return new AppError('disk_full', {}, { cause });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new AppError('busy', { job: '' }, { cause });
  if (code.startsWith('SQLITE_READONLY')) return new AppError('vault_folder_read_only', {}, { cause });
  // CANTOPEN: the database file of a vault is gone.
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN)/.test(code))
    return new AppError('vault_database_damaged', { detail: code }, { cause });
  return cause;
}

/** Runs `work`, turning SQLite failures into AppErrors. */
export function withDatabaseErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw databaseError(cause);
  }
}

/**
 * Opens `path` with a raw 32-byte key in SQLCipher 4 format. Throws AppError `vault_database_damaged` when the file does
 * not decrypt: the key comes from a verified header, so a wrong key is not the reason.
 */
export function openDatabase(path: string, key: Buffer, options: { readOnly: boolean; mustExist: boolean }): Db {
  return withDatabaseErrors(() => {
    const db = new Database(path, { readonly: options.readOnly, fileMustExist: options.mustExist, timeout: 0 });
    try {
      db.pragma("cipher='sqlcipher'");
      db.pragma('legacy=4');
      db.pragma(`key="x'${key.toString('hex')}'"`);
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      if (!options.readOnly) {
        db.pragma('journal_mode = WAL');
        db.pragma('synchronous = FULL');
        db.pragma('wal_autocheckpoint = 4000');
      }
      // Temporary tables would reach the disk unencrypted.
      db.pragma('temp_store = MEMORY');
      // Freed cells and pages are overwritten with zeros: what is erased or sealed is not to be found in what was left behind.
      db.pragma('secure_delete = ON');
      // Without it INSERT OR REPLACE slips past the append-only triggers.
      db.pragma('recursive_triggers = ON');
      db.pragma('foreign_keys = ON');
      db.pragma('trusted_schema = OFF');
      db.pragma(`cache_size = -${pageCacheKiB}`);
      return db;
    } catch (cause) {
      db.close();
      throw cause;
    }
  });
}

/** Moves the write-ahead log into the database file and empties it. */
export function checkpointTruncate(db: Db): void {
  withDatabaseErrors(() => db.pragma('wal_checkpoint(TRUNCATE)'));
}
