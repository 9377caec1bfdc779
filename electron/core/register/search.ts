// Global search over all registers: number first, then index hits, each with enough to recognise it.

import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { columnOf } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';
import { createLabeller } from './read.ts';
import { searchQuery } from './search-text.ts';
import { statementsFor, type TableRow } from './statements.ts';

/** Records that match `text`, an exact number first, otherwise in the order of the registers, newest first. */
export function searchEverywhere(session: VaultSession, text: string, limit: number): RouteOutput<'search.global'> {
  const query = searchQuery(text);
  if (query === null) return { total: 0, hits: [] };
  const { db } = session;
  const total = (
    prepared(db, 'SELECT count(*) AS total FROM search WHERE search MATCH ?').get(query) as { total: number }
  ).total;
  const exact = session.registry.all
    .filter((definition) => definition.kind === 'register')
    .flatMap(
      (definition) =>
        prepared(db, `SELECT rid FROM ${definition.table} WHERE number = ?`).all(text.trim()) as { rid: number }[],
    );
  const found = prepared(db, 'SELECT rowid AS rid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?').all(
    query,
    limit,
  ) as { rid: number }[];
  const rids = [...new Set([...exact, ...found].map(({ rid }) => rid))].slice(0, limit);
  const label = createLabeller(session);
  const hits = rids.map((rid) => {
    const definition = session.registry.ofRow(rid);
    const row = statementsFor(db, definition).byRid.get(rid) as TableRow;
    const reference = definition.fields.find((field) => field.kind === 'reference');
    const department =
      reference?.kind === 'reference' && typeof row[reference.key] === 'string'
        ? label(reference.target, row[reference.key] as string)
        : null;
    return {
      register: definition.key,
      id: row.id,
      number: row.number,
      title: String(row[columnOf(definition.title)] ?? ''),
      detail: department ?? '',
      void: row.void === 1,
    };
  });
  return { total: Math.max(total, hits.length), hits };
}
