// What a bundle looks at: every register as the journal had it at one size, as of a date where one is asked for. Reads only;
// its tables live in memory with the connection. Issuing and rebuilding look through the same window.
import { randomUUID } from 'node:crypto';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import { buildSnapshot, snapshotTable } from '../../register/as-of.ts';
import { rowRange } from '../../register/registry.ts';
import { statementsFor, type TableRow } from '../../register/statements.ts';
import type { VaultSession } from '../../vault/session.ts';

export interface BundleView {
  readonly session: VaultSession;
  /** The table that holds the register's rows as this view has them; columns as the register's own. */
  table(definition: RegisterDefinition): string;
  /** The row with this number. Throws AppError `vault_database_damaged`: the number was read through the same view. */
  row(definition: RegisterDefinition, rid: number): TableRow;
  /** The row of a record that may not be there. */
  byId(definition: RegisterDefinition, id: string): TableRow | undefined;
  /** Attachments of a record that are not void, oldest first. */
  attachments(ownerId: string): TableRow[];
  /** What a record is named after: as the journal had it, whatever the date asked for. */
  named(definition: RegisterDefinition, id: string): TableRow | undefined;
  /** Whether the record is frozen and so leaves in no bundle. */
  isFrozen(rid: number): boolean;
}

function viewOver(
  session: VaultSession,
  table: (definition: RegisterDefinition) => string,
  namesTable: (definition: RegisterDefinition) => string,
): BundleView {
  const columnsOf = (definition: RegisterDefinition) => statementsFor(session.db, definition).columns.join(', ');
  const find = (from: string, definition: RegisterDefinition, id: string) =>
    prepared(session.db, `SELECT ${columnsOf(definition)} FROM ${from} WHERE id = ?`).get(id) as TableRow | undefined;
  const frozen = new Set(
    prepared(session.db, "SELECT record FROM record_mark WHERE kind = 'frozen'").pluck().all() as number[],
  );
  return {
    session,
    table,
    row: (definition, rid) => {
      const row = prepared(session.db, `SELECT ${columnsOf(definition)} FROM ${table(definition)} WHERE rid = ?`).get(
        rid,
      ) as TableRow | undefined;
      if (!row) throw new AppError('vault_database_damaged', { detail: 'record' });
      return row;
    },
    byId: (definition, id) => find(table(definition), definition, id),
    named: (definition, id) => find(namesTable(definition), definition, id),
    attachments: (ownerId) => {
      const definition = session.registry.byKey('attachment');
      return prepared(
        session.db,
        `SELECT ${columnsOf(definition)} FROM ${table(definition)} WHERE owner_id = ? AND void = 0 ORDER BY rid`,
      ).all(ownerId) as TableRow[];
    },
    isFrozen: (rid) => frozen.has(rid),
  };
}

/** The registers as they stand: for previews. */
export function presentView(session: VaultSession): BundleView {
  return viewOver(
    session,
    (definition) => definition.table,
    (definition) => definition.table,
  );
}

/** The registers at a size of the journal, as of a date where one is given; each is built when it is first looked at. */
export function pastView(
  session: VaultSession,
  asOf: AsOf | null,
  size: number,
): BundleView & { /** Frees its tables. */ drop: () => void } {
  const built = new Map<string, string>();
  const drop = () => {
    for (const table of built.values()) session.db.exec(`DROP TABLE ${table}`);
    built.clear();
  };
  const tableFor = (definition: RegisterDefinition, date: AsOf | null) => {
    const key = `${randomUUID()}/${definition.key}/${date?.reading ?? ''}/${date?.date ?? ''}/${size}`;
    const known = built.get(`${definition.key}/${date === null}`);
    if (known !== undefined) return known;
    const { table } = buildSnapshot(session, definition, { asOf: date, size }, key);
    const name = table.slice('temp.'.length);
    session.db.exec(`CREATE INDEX temp.${name}_id ON ${name} (id)`);
    if (definition.kind === 'attachment') session.db.exec(`CREATE INDEX temp.${name}_owner ON ${name} (owner_id)`);
    built.set(`${definition.key}/${date === null}`, table);
    return table;
  };
  const view = viewOver(
    session,
    (definition) => tableFor(definition, asOf),
    (definition) => tableFor(definition, null),
  );
  return { ...view, drop };
}

/** The registers as of a date by the present journal: for previews, from the snapshots lists keep. */
export function datedView(session: VaultSession, asOf: AsOf): BundleView {
  return viewOver(
    session,
    (definition) => snapshotTable(session, definition, asOf).table,
    (definition) => definition.table,
  );
}

/** Row numbers of a register's frozen records, as SQL on alias `t`. */
export const notFrozen = "t.rid NOT IN (SELECT m.record FROM record_mark m WHERE m.kind = 'frozen')";

/** How many records of a register are frozen. */
export function countFrozen(session: VaultSession, definition: RegisterDefinition): number {
  const { first, last } = rowRange(definition);
  return prepared(session.db, "SELECT count(*) FROM record_mark WHERE kind = 'frozen' AND record BETWEEN ? AND ?")
    .pluck()
    .get(first, last) as number;
}
