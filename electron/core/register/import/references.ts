// Names in a ledger that mean records of another register: departments by name or alias, others by title or number.
import { columnOf, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { compareKey } from '../../../../shared/values/text.ts';
import type { VaultSession } from '../../vault/session.ts';

const aliasSeparator = /[、,，;；/／\n]+/;
/** Endings that say what kind of unit it is, not which: 研发部 and 研发中心 share 研发. */
const unitEndings = /(有限公司|事业部|管理部|办公室|中心|分部|部门|科室|部|处|科|室|组|办|车间)$/;

/** What a department's name is about, without the word for its kind. */
export function departmentStem(name: string): string {
  const key = compareKey(name);
  const stem = key.replace(unitEndings, '');
  return stem.length >= 2 ? stem : key;
}

export interface ReferenceIndex {
  /** Record id of a written name, or null. */
  find(text: string): string | null;
  /** A record whose name is probably the same, for asking. */
  suggest(text: string): { id: string; name: string } | null;
  add(name: string, id: string): void;
}

/** Loads the names of a register once; departments also by their aliases. */
export function referenceIndex(session: VaultSession, definition: RegisterDefinition): ReferenceIndex {
  const hasAliases = definition.fields.some((field) => field.key === 'aliases');
  const columns = `id, number, ${columnOf(definition.title)} AS name${hasAliases ? ', aliases' : ''}`;
  const rows = session.db.prepare(`SELECT ${columns} FROM ${definition.table} WHERE void = 0`).all() as {
    id: string;
    number: string | null;
    name: string | null;
    aliases?: string | null;
  }[];
  const byKey = new Map<string, string>();
  const byStem = new Map<string, { id: string; name: string }>();
  const put = (text: string | null | undefined, id: string) => {
    if (text && !byKey.has(compareKey(text))) byKey.set(compareKey(text), id);
  };
  for (const row of rows) put(row.name, row.id);
  for (const row of rows) {
    put(row.number, row.id);
    for (const alias of row.aliases?.split(aliasSeparator) ?? []) put(alias.trim(), row.id);
    if (row.name && !byStem.has(departmentStem(row.name)))
      byStem.set(departmentStem(row.name), { id: row.id, name: row.name });
  }
  return {
    find: (text) => byKey.get(compareKey(text)) ?? null,
    suggest: (text) => byStem.get(departmentStem(text)) ?? null,
    add: (name, id) => put(name, id),
  };
}
