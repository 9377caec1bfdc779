// Prepared statements kept per connection: compiling one costs more than running it.
import type { Statement } from 'better-sqlite3';
import type { Db } from './handle.ts';

const caches = new WeakMap<Db, Map<string, Statement>>();

/** The prepared statement of a fixed SQL text. `text` must be a constant or made from definition names, never from input. */
export function prepared(db: Db, text: string): Statement {
  let cache = caches.get(db);
  if (!cache) {
    cache = new Map();
    caches.set(db, cache);
  }
  let statement = cache.get(text);
  if (!statement) {
    statement = db.prepare(text);
    cache.set(text, statement);
  }
  return statement;
}
