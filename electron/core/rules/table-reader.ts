// What rules read, from the tables of an open vault: whole registers in one pass each, or only what one record's findings follow from.
// Writes nothing.
import {
  columnOf,
  linkEnds,
  type RegisterDefinition,
  sealedFrom,
  valueKeysOf,
} from '../../../shared/registers/definition.ts';
import type { RuleReader } from '../../../shared/rules/finding.ts';
import { workCalendar } from '../../../shared/working-days.ts';
import { prepared } from '../db/prepared.ts';
import { fromColumn } from '../register/record-values.ts';
import { statementsFor, type TableRow } from '../register/statements.ts';
import type { VaultSession } from '../vault/session.ts';

/** One record by its register and id. */
export interface OneRecord {
  register: string;
  id: string;
}

/** Registers too large to be read for one record: of these only what is linked to it counts. */
const large: readonly string[] = ['secret', 'person'];

/**
 * A reader over the vault as it stands; links that ended before the day are left out. With `only` it gives what rules need to judge
 * that one record: findings on other records are then not to be trusted. `onRow` hears of every row read and may throw to cancel.
 */
export function tableReader(
  session: VaultSession,
  date: string,
  only: OneRecord | null = null,
  onRow: () => void = () => undefined,
): RuleReader {
  const { db, registry } = session;
  let owners: Set<string> | null = null;

  /** Null where everything is read. */
  function idsOf(register: string): string[] | null {
    if (only === null) return null;
    if (register === only.register) return [only.id];
    return large.includes(register) ? linkedIds(register, only) : null;
  }

  /** The record and what it refers to, as a person does to his post: links of either count. */
  function standing(record: OneRecord): OneRecord[] {
    const definition = registry.byKey(record.register);
    const row = statementsFor(db, definition).byId.get(record.id) as TableRow | undefined;
    return [
      record,
      ...definition.fields.flatMap((field) => {
        const id = field.kind === 'reference' ? row?.[columnOf(field.key)] : null;
        return field.kind === 'reference' && typeof id === 'string' ? [{ register: field.target, id }] : [];
      }),
    ];
  }

  /** The end of a link by which it belongs to the one record, and the id that stands there; null where it does not. */
  function endOf(definition: RegisterDefinition, record: OneRecord): { field: string; id: string } | null {
    const { from, to } = linkEnds(definition);
    for (const { register, id } of standing(record))
      for (const end of [from, to]) if (end.register === register) return { field: end.field, id };
    return null;
  }

  function linkedIds(register: string, record: OneRecord): string[] {
    return registry.all
      .filter(({ kind }) => kind === 'link')
      .flatMap((definition) => {
        const { from, to } = linkEnds(definition);
        const end = endOf(definition, record);
        if (end === null) return [];
        const other = end.field === from.field ? to : from;
        if (other.register !== register) return [];
        return Array.from(linksOf(definition), (link) => (other === from ? link.from : link.to));
      });
  }

  function* linksOf(definition: RegisterDefinition): Iterable<{ from: string; to: string; startsOn: string | null }> {
    const { from, to } = linkEnds(definition);
    const end = only === null ? null : endOf(definition, only);
    if (only !== null && end === null) return;
    const names = [from.field, to.field].map(columnOf).join(', ');
    const which = end === null ? '? IS NULL' : `${columnOf(end.field)} = ?`;
    const rows = db
      .prepare(
        `SELECT ${names}, starts_on FROM ${definition.table} WHERE ${which} AND void = 0 AND (ends_on IS NULL OR ends_on > ?) AND (starts_on IS NULL OR starts_on <= ?)`,
      )
      .raw();
    for (const [left, right, startsOn] of rows.iterate(end?.id ?? null, date, date) as Iterable<(string | null)[]>) {
      onRow();
      yield { from: String(left), to: String(right), startsOn: startsOn ?? null };
    }
  }

  return {
    scheme: session.settings.scheme,
    calendar: workCalendar(session.settings.holidays),
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
      const ids = idsOf(register);
      // Few records are looked up by id and then sorted: left to itself SQLite walks the register by another index.
      const which =
        ids === null
          ? '? IS NULL AND void = 0 ORDER BY rid'
          : 'id IN (SELECT value FROM json_each(?)) AND +void = 0 ORDER BY +rid';
      // A statement of its own: rules are read side by side, and an iterator keeps its statement busy.
      const rows = db.prepare(`SELECT ${columns} FROM ${definition.table} WHERE ${which}`).raw();
      const given = ids === null ? null : JSON.stringify(ids);
      for (const row of rows.iterate(given) as Iterable<(string | number | null)[]>) {
        onRow();
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
    links: (link) => linksOf(registry.byKey(link)),
    hasAttachment: (record) => {
      if (only !== null)
        return prepared(db, 'SELECT 1 FROM attachment WHERE owner_id = ? AND void = 0').get(record) !== undefined;
      owners ??= new Set(
        prepared(db, 'SELECT DISTINCT owner_id AS id FROM attachment WHERE void = 0')
          .all()
          .map((row) => String((row as { id: string }).id)),
      );
      return owners.has(record);
    },
  };
}
