// Keeps the search index beside the registers. Sealed text never comes here.
import { columnOf, type FieldValues, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import { bodyTokens, initialTokens } from './search-text.ts';
import { statementsFor, type TableRow } from './statements.ts';
import type { WriteContext } from './write-context.ts';

/** What a reference shows: the title of the record it points at. */
export function referenceTitle(context: WriteContext, register: string, id: string): string {
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

/** What the index keeps of one record. */
export interface SearchTexts {
  body: string;
  initials: string;
}

/**
 * The entry for number and searched fields of a record; null for a link or a part, which is not searched. `titleOf` says what a
 * reference shows. Asks no database itself.
 */
export function searchTexts(
  definition: RegisterDefinition,
  number: string | null,
  values: FieldValues,
  titleOf: (register: string, id: string) => string,
): SearchTexts | null {
  if (definition.kind === 'link' || definition.kind === 'part') return null;
  const texts: string[] = number === null ? [] : [number];
  for (const field of definition.fields) {
    const value = values[field.key];
    if (!field.search || typeof value !== 'string' || field.class === 'sealed') continue;
    texts.push(field.kind === 'reference' ? titleOf(field.target, value) : value);
  }
  const title = values[definition.title];
  return {
    body: bodyTokens(texts.join('\n')).join(' '),
    initials: typeof title === 'string' ? initialTokens(title).join(' ') : '',
  };
}

/** Indexes a record that was indexed before. */
export function indexRecord(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  values: FieldValues,
): void {
  const texts = searchTexts(definition, row.number, values, (register, id) => referenceTitle(context, register, id));
  if (texts) queueEntry(context, { rid: row.rid, ...texts, replaces: true });
}

/** Queues an entry; every so many are written. */
export function queueEntry(context: WriteContext, entry: IndexEntry): void {
  context.searchQueue.push(entry);
  if (context.searchQueue.length >= queuedEntries) flushSearchQueue(context);
}

export interface IndexEntry extends SearchTexts {
  rid: number;
  /** Whether it was indexed before. */
  replaces: boolean;
}

/**
 * FTS5 writes its pending terms out whenever another statement opens a savepoint, which every insert into a table with
 * triggers does. Entries are therefore written in runs, with nothing between them:
 * of so many that their terms fill its own store of a mebibyte or so. Longer runs save nothing and outlive V8's young generation.
 */
const queuedEntries = 1_000;

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
