// A vault of an earlier version opened for reading only: nothing may be written into it, so what its schema lacks stands in as
// temporary tables and views of this connection. They are empty, in memory, and gone with it.
import { type Db, withDatabaseErrors } from './handle.ts';

const created = /CREATE (UNIQUE )?(TABLE|INDEX) (?=\w)/g;
const added = /ALTER TABLE (\w+) ADD COLUMN (\w+) \w+;/g;

/** Statements that would write are prepared with the others; a view takes them only with a trigger, which lets none through. */
function refusals(table: string): string {
  return `CREATE TEMP TRIGGER ${table}_no_insert INSTEAD OF INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'read only'); END;
    CREATE TEMP TRIGGER ${table}_no_update INSTEAD OF UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, 'read only'); END;`;
}

/**
 * The statements of a migration as they stand in: tables and indexes temporary, added columns as empty ones of a view. `columns`
 * holds those that earlier migrations added, and takes these: a later view takes the place of the one before.
 */
function temporary(sql: string, columns: Map<string, string[]>): string {
  const changed = new Set<string>();
  for (const [, table, column] of sql.matchAll(added)) {
    columns.set(table as string, [...(columns.get(table as string) ?? []), column as string]);
    changed.add(table as string);
  }
  const views = [...columns]
    .filter(([table]) => changed.has(table))
    .map(
      ([table, names]) =>
        `DROP VIEW IF EXISTS temp.${table};
       CREATE TEMP VIEW ${table} AS SELECT m.*, ${names.map((name) => `NULL AS ${name}`).join(', ')} FROM main.${table} m;
       ${refusals(table)}`,
    );
  const tables = sql
    .replace(added, '')
    .replace(created, (_all, unique: string | undefined, kind: string) =>
      kind === 'TABLE' ? 'CREATE TEMP TABLE ' : `CREATE ${unique ?? ''}INDEX temp.`,
    );
  return `${tables}\n${views.join('\n')}`;
}

/** Lets what `migrations` would add stand in. Migrations are constants of the program. */
export function standIn(db: Db, migrations: readonly string[]): void {
  withDatabaseErrors(() => {
    const columns = new Map<string, string[]>();
    for (const sql of migrations) db.exec(temporary(sql, columns));
  });
}
