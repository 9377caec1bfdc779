// The journal head a user saw last, kept in his profile, against the journal as it is: what shows a vault put back.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Db, openDatabase, withDatabaseErrors } from '../db/handle.ts';
import { headOf } from '../journal/append.ts';
import { rootAt } from '../journal/tree.ts';
import type { VaultHeader } from './header.ts';
import type { Profile } from './profile.ts';
import { readMeta } from './settings.ts';

/**
 * The name under which a user's last seen head is remembered: his login, and in a vault that was restored from a backup the
 * restore besides, because it goes on as a line of its own (docs/formats/backup.md).
 */
export function witnessOf(db: Db, login: string): string {
  const restored = readMeta(db, restoredKey);
  return restored === undefined ? login : `${login}\n${restored}`;
}

/** Key in `meta` of the restore this vault goes on from. */
export const restoredKey = 'restored';

/**
 * The head this user last saw must be a prefix of the present journal. A restored vault that this profile has not seen is
 * compared with the line it came from: where that went on, its user must have stated that he knows.
 */
export function requirePrefix(
  db: Db,
  profile: Profile,
  vaultId: string,
  login: string,
  databaseKey: Buffer,
  acceptRestored: boolean,
): void {
  const { size } = headOf(db);
  const witness = witnessOf(db, login);
  const seen = profile.seenHead(vaultId, witness, databaseKey);
  const isPrefix = (head: { size: number; root: string }) =>
    size >= head.size && rootAt(db, head.size).toString('hex') === head.root;
  if (seen !== 'none' && seen !== 'forged') {
    if (!isPrefix(seen)) throw new AppError('vault_rolled_back', { seen: seen.size, present: size });
    return;
  }
  if (witness === login || seen === 'forged') return;
  const before = profile.seenHead(vaultId, login, databaseKey);
  if (before === 'none' || before === 'forged' || isPrefix(before) || acceptRestored) return;
  throw new AppError('vault_restored_unseen', { seen: before.size, present: size });
}

/**
 * Looks at a write-ahead log that a killed process left, before anything may write: SQLite silently ends a damaged log at
 * the first bad frame, and the last writing connection to close would remove the rest. A read-only one leaves it alone.
 */
export function inspectLeftLog(
  options: { folder: string; profile: Profile; acceptRestored?: boolean },
  header: VaultHeader,
  login: string,
  databaseKey: Buffer,
): void {
  const log = join(options.folder, 'vault.db-wal');
  if (!existsSync(log) || statSync(log).size === 0) return;
  const db = openDatabase(join(options.folder, 'vault.db'), databaseKey, { readOnly: true, mustExist: true });
  try {
    withDatabaseErrors(() =>
      requirePrefix(db, options.profile, header.vaultId, login, databaseKey, options.acceptRestored ?? false),
    );
  } finally {
    db.close();
  }
}
