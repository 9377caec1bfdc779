// What the names in a link column mean: a post or a person on record, and which of them a record is linked to already. Reads the
// registers; adds no link.
import {
  columnOf,
  type LinkColumn,
  type RegisterDefinition,
  statusesNotInForce,
} from '../../../../shared/registers/definition.ts';
import type { CellErrorParams } from '../../../../shared/values/cell-errors.ts';
import { compareKey } from '../../../../shared/values/text.ts';
import { prepared } from '../../db/prepared.ts';
import type { VaultSession } from '../../vault/session.ts';
import type { RowReading } from './read/read-row.ts';

/** One link to be there: the link register with the record at its other end. */
export interface LinkTarget {
  link: string;
  id: string;
  name: string;
}

export interface PlannedLinks {
  key: string;
  targets: readonly LinkTarget[];
  /** Those the record is not linked to yet. */
  added: readonly LinkTarget[];
}

type FoundTarget = LinkTarget | { unknown: true } | { ambiguous: number };

interface LinkError {
  key: string;
  code: 'link_unknown' | 'link_ambiguous';
  params: CellErrorParams;
}

export interface LinkTargets {
  /** What the names of a row mean. Among several of one name the one of the department is meant. */
  resolve(
    named: RowReading['links'],
    department: string | null,
  ): { links: readonly PlannedLinks[]; errors: readonly LinkError[] };
  /** What a record is linked to now, and which of a row's links are missing. */
  missing(links: PlannedLinks, record: string): { before: LinkTarget[]; added: LinkTarget[] };
}

interface Named {
  id: string;
  name: string;
  department: string | null;
}

/** 周明远（工艺工程师）, 检验组长（2人）: what stands in brackets behind a name. */
const bracketed = /^(.+?)[（(【〔].*[）)】〕]$/u;

function namesOf(session: VaultSession, definition: RegisterDefinition): Map<string, Named[]> {
  const hasDepartment = definition.fields.some(({ key }) => key === 'department');
  const gone = statusesNotInForce(definition);
  const columns = `id, number, status, ${columnOf(definition.title)} AS name${hasDepartment ? ', department' : ''}`;
  const rows = session.db.prepare(`SELECT ${columns} FROM ${definition.table} WHERE void = 0`).all() as {
    id: string;
    number: string | null;
    status: string;
    name: string | null;
    department?: string | null;
  }[];
  const known = new Map<string, Named[]>();
  for (const { id, number, status, name, department = null } of rows) {
    if (gone.includes(status) || name === null) continue;
    for (const text of new Set([name, number ?? name].map(compareKey)))
      known.set(text, [...(known.get(text) ?? []), { id, name, department }]);
  }
  return known;
}

/** Names are loaded at the first question; an import without such a column loads none. */
export function linkTargets(session: VaultSession, definition: RegisterDefinition): LinkTargets {
  const ends = new Map(session.registry.linksOf(definition.key).map((end) => [end.definition.key, end]));
  const loaded = new Map<string, Map<string, Named[]>>();
  const endOf = (link: string) => {
    const end = ends.get(link);
    if (!end) throw new Error(`${definition.key} has no link ${link}`);
    return end;
  };
  const namesIn = (register: string) => {
    const known = loaded.get(register) ?? namesOf(session, session.registry.byKey(register));
    loaded.set(register, known);
    return known;
  };
  const findWritten = (column: LinkColumn, text: string, department: string | null): FoundTarget => {
    for (const link of column.links) {
      const found = namesIn(endOf(link).otherRegister).get(compareKey(text)) ?? [];
      const own = found.length > 1 ? found.filter((named) => named.department === department) : found;
      if (own.length === 1 && own[0]) return { link, id: own[0].id, name: own[0].name };
      if (found.length > 1) return { ambiguous: found.length };
    }
    return { unknown: true };
  };
  const find = (column: LinkColumn, name: string, department: string | null): FoundTarget => {
    const found = findWritten(column, name, department);
    const [, before] = 'unknown' in found ? (bracketed.exec(name) ?? []) : [];
    return before === undefined ? found : findWritten(column, before, department);
  };
  const linked = (column: LinkColumn, record: string): LinkTarget[] =>
    column.links.flatMap((key) => {
      const { definition: link, own, other, otherRegister } = endOf(key);
      const target = session.registry.byKey(otherRegister);
      const rows = prepared(
        session.db,
        `SELECT t.id, t.${columnOf(target.title)} AS name FROM ${link.table} l JOIN ${target.table} t ON t.id = l.${columnOf(other)}
         WHERE l.${columnOf(own)} = ? AND l.void = 0 AND l.ends_on IS NULL ORDER BY l.rid`,
      ).all(record) as { id: string; name: string | null }[];
      return rows.map(({ id, name }) => ({ link: key, id, name: name ?? '' }));
    });
  const columnOfKey = (key: string): LinkColumn => {
    const column = definition.departmentReturn?.linkColumns.find((candidate) => candidate.key === key);
    if (!column) throw new Error(`${definition.key} has no link column ${key}`);
    return column;
  };
  return {
    resolve: (named, department) => {
      const errors: LinkError[] = [];
      const links = named.map(({ key, names }): PlannedLinks => {
        const column = columnOfKey(key);
        const found = new Map<string, LinkTarget>();
        for (const name of names) {
          const target = find(column, name, department);
          if ('unknown' in target) errors.push({ key, code: 'link_unknown', params: { raw: name, name } });
          else if ('ambiguous' in target)
            errors.push({ key, code: 'link_ambiguous', params: { raw: name, name, count: target.ambiguous } });
          else found.set(target.id, target);
        }
        const targets = [...found.values()];
        return { key, targets, added: targets };
      });
      return { links, errors };
    },
    missing: ({ key, targets }, record) => {
      const before = linked(columnOfKey(key), record);
      return {
        before,
        added: targets.filter(({ link, id }) => !before.some((one) => one.link === link && one.id === id)),
      };
    },
  };
}

/** The names of a link column, as text. */
export function linkText(targets: readonly LinkTarget[]): string {
  return targets.map(({ name }) => name).join('、');
}
