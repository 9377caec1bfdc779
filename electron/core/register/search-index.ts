// Keeps the search index beside the registers. Sealed text never comes here.
import { columnOf, type FieldValues, type RegisterDefinition } from '../../../shared/registers/definition.ts';
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
  const title = String(row?.[columnOf(target.title)] ?? '');
  titles.set(id, title);
  return title;
}

const referenceCache = new WeakMap<WriteContext, Map<string, string>>();

/** Indexes number and searched fields of a record; `replaces` where it was indexed before. Links are not searched. */
export function indexRecord(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  values: FieldValues,
  replaces: boolean,
): void {
  if (definition.kind === 'link' || definition.kind === 'part') return;
  const texts: string[] = row.number === null ? [] : [row.number];
  for (const field of definition.fields) {
    const value = values[field.key];
    if (!field.search || typeof value !== 'string' || field.class === 'sealed') continue;
    texts.push(field.kind === 'reference' ? referenceTitle(context, field.target, value) : value);
  }
  const title = values[definition.title];
  const entry: IndexEntry = {
    rid: row.rid,
    body: bodyTokens(texts.join('\n')).join(' '),
    initials: typeof title === 'string' ? initialTokens(title).join(' ') : '',
    replaces,
  };
  context.searchQueue.push(entry);
  if (context.searchQueue.length >= queuedEntries) flushSearchQueue(context);
}

export interface IndexEntry {
  rid: number;
  body: string;
  initials: string;
  replaces: boolean;
}

/**
 * FTS5 writes its pending terms out whenever another statement opens a savepoint, which every insert into a table with
 * triggers does. Entries are therefore written in runs, with nothing between them.
 */
const queuedEntries = 10_000;

/** Writes the queued entries; called once more before the transaction commits. */
export function flushSearchQueue(context: WriteContext): void {
  const { db } = context.session;
  const remove = prepared(db, 'DELETE FROM search WHERE rowid = ?');
  const insert = prepared(db, 'INSERT INTO search (rowid, body, initials) VALUES (?, ?, ?)');
  for (const entry of context.searchQueue) {
    if (entry.replaces) remove.run(entry.rid);
    insert.run(entry.rid, entry.body, entry.initials);
  }
  context.searchQueue.length = 0;
}
