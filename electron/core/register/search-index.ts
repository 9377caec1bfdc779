// Keeps the search index beside the registers. Sealed text never comes here.
import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import { bodyTokens, initialTokens } from './search-text.ts';
import { statementsFor, type TableRow } from './statements.ts';
import type { WriteContext } from './write-context.ts';

/** What a reference shows: the title of the record it points at. */
function referenceTitle(context: WriteContext, register: string, id: string): string {
  const target = context.session.registry.byKey(register);
  const titles = referenceCache.get(context) ?? new Map<string, string>();
  referenceCache.set(context, titles);
  const known = titles.get(id);
  if (known !== undefined) return known;
  const row = statementsFor(context.session.db, target).byId.get(id) as TableRow | undefined;
  const title = String(row?.[target.title] ?? '');
  titles.set(id, title);
  return title;
}

const referenceCache = new WeakMap<WriteContext, Map<string, string>>();

/** Indexes number and searched fields of a record; `replaces` where it was indexed before. Links are not searched. */
export function indexRecord(context: WriteContext, definition: RegisterDefinition, row: TableRow, values: FieldValues, replaces: boolean): void {
  if (definition.kind === 'link') return;
  const texts: string[] = row.number === null ? [] : [row.number];
  for (const field of definition.fields) {
    const value = values[field.key];
    if (!field.search || typeof value !== 'string' || field.class === 'sealed') continue;
    texts.push(field.kind === 'reference' ? referenceTitle(context, field.target, value) : value);
  }
  const title = values[definition.title];
  const { db } = context.session;
  if (replaces) prepared(db, 'DELETE FROM search WHERE rowid = ?').run(row.rid);
  prepared(db, 'INSERT INTO search (rowid, body, initials) VALUES (?, ?, ?)').run(row.rid, bodyTokens(texts.join('\n')).join(' '), typeof title === 'string' ? initialTokens(title).join(' ') : '');
}
