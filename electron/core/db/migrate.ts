// Brings a vault's schema to this version. One transaction a step; refuses a schema from the future.
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Db, withDatabaseErrors } from './handle.ts';

/** The schema version of an open database. */
export function schemaVersion(db: Db): number {
  return withDatabaseErrors(() => db.pragma('user_version', { simple: true }) as number);
}

/**
 * Applies the missing migrations. Throws AppError `vault_newer` when the vault was written by a later version; nothing is
 * written then.
 */
export function migrate(db: Db, migrations: readonly string[]): void {
  const from = schemaVersion(db);
  if (from > migrations.length) throw new AppError('vault_newer', { schema: from });
  migrations.slice(from).forEach((sql, index) => {
    withDatabaseErrors(() =>
      db.transaction(() => {
        db.exec(sql);
        db.pragma(`user_version = ${from + index + 1}`);
      })(),
    );
  });
}
