// What rules read, from the tables of an open vault. Reads whole registers in one pass each; writes nothing.
import { columnOf, linkEnds, sealedFrom, valueKeysOf } from '../../../shared/registers/definition.ts';
import type { RuleReader } from '../../../shared/rules/finding.ts';
import { prepared } from '../db/prepared.ts';
import { fromColumn } from '../register/record-values.ts';
import type { VaultSession } from '../vault/session.ts';

/** A reader over the vault as it stands; links that ended before the day are left out. `only` narrows it to one record. */
export function tableReader(session: VaultSession, date: string): RuleReader {
  const { db, registry } = session;
  let owners: Set<string> | null = null;
  return {
    scheme: session.settings.scheme,
    *records(register, keys) {
      const definition = registry.byKey(register);
      const fields = keys.map((key) => {
        const field = definition.fields.find((candidate) => valueKeysOf(candidate).includes(key));
        if (!field) throw new Error(`register ${register} has no field ${key}`);
        return { key, field };
      });
      // Of what is sealed a rule learns that it is there, not what it says.
      const read = fields.map(({ key, field }) =>
        sealedFrom(field) === null ? columnOf(key) : `coalesce(${columnOf(key)}_sealed, ${columnOf(key)})`,
      );
      const columns = ['id', 'number', 'status', 'recorded_at', ...read].join(', ');
      // A statement of its own: rules are read side by side, and an iterator keeps its statement busy.
      const rows = db.prepare(`SELECT ${columns} FROM ${definition.table} WHERE void = 0 ORDER BY rid`).raw();
      for (const row of rows.iterate() as Iterable<(string | number | null)[]>) {
        const [id, number, status, recordedAtMs, ...rest] = row;
        const values: Record<string, string | number | boolean | null> = {};
        for (const [index, { key, field }] of fields.entries()) {
          const column = rest[index] ?? null;
          values[key] = field.class === 'sealed' ? column : fromColumn(field, column);
        }
        yield {
          id: String(id),
          number: number as string | null,
          status: String(status),
          recordedAtMs: Number(recordedAtMs),
          values,
        };
      }
    },
    *links(link) {
      const definition = registry.byKey(link);
      const { from, to } = linkEnds(definition);
      const names = [from.field, to.field].map(columnOf).join(', ');
      const rows = db
        .prepare(
          `SELECT ${names}, starts_on FROM ${definition.table} WHERE void = 0 AND (ends_on IS NULL OR ends_on > ?) AND (starts_on IS NULL OR starts_on <= ?)`,
        )
        .raw();
      for (const [left, right, startsOn] of rows.iterate(date, date) as Iterable<(string | null)[]>)
        yield { from: String(left), to: String(right), startsOn: startsOn ?? null };
    },
    hasAttachment: (record) => {
      owners ??= new Set(
        prepared(db, 'SELECT DISTINCT owner_id AS id FROM attachment WHERE void = 0')
          .all()
          .map((row) => String((row as { id: string }).id)),
      );
      return owners.has(record);
    },
  };
}
