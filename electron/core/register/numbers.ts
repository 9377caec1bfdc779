// Record numbers: the next by pattern, and keeping each to one record. A number once used is never given again.
import { AppError } from '../../../shared/contract/envelope.ts';
import { columnOf, type FieldValues, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import { localDate } from '../../../shared/time.ts';
import { formatNumber, parseNumber } from '../../../shared/values/number-pattern.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';
import type { WriteContext } from './write-context.ts';

/** The pattern in force: the vault's own, else the register's default; empty where the register has no numbers. */
export function patternOf(session: VaultSession, definition: RegisterDefinition): string {
  return session.settings.numberPatterns[definition.key] ?? definition.numberPattern;
}

function lastSequence(session: VaultSession, definition: RegisterDefinition, year: number): number {
  const found = prepared(session.db, 'SELECT last FROM number_sequence WHERE register = ? AND year = ?').get(
    definition.key,
    year,
  );
  return (found as { last: number } | undefined)?.last ?? 0;
}

/** A pattern without a year counts through under year 0. */
function countedYear(pattern: string, year: number): number {
  return pattern.includes('{year') ? year : 0;
}

/** The number the next new record would get, or null in a register without numbers. */
export function peekNumber(session: VaultSession, definition: RegisterDefinition): string | null {
  const pattern = patternOf(session, definition);
  if (pattern === '') return null;
  const year = Number(localDate(session.now()).slice(0, 4));
  let seq = lastSequence(session, definition, countedYear(pattern, year)) + 1;
  let number = formatNumber(pattern, { year, seq });
  while (numberOwner(session, definition, number, {}) !== null) {
    seq += 1;
    number = formatNumber(pattern, { year, seq });
  }
  return number;
}

/** Like `peekNumber`, within a transaction. */
export function nextNumber(context: WriteContext, definition: RegisterDefinition): string | null {
  return peekNumber(context.session, definition);
}

/** The row that has this number and identity, or null. */
export function numberOwner(
  session: VaultSession,
  definition: RegisterDefinition,
  number: string,
  values: FieldValues,
): number | null {
  const identity = definition.identity.map((key) => ` AND coalesce(${columnOf(key)}, 0) = ?`).join('');
  const found = prepared(session.db, `SELECT rid FROM ${definition.table} WHERE number = ?${identity}`).get(
    number,
    ...definition.identity.map((key) => values[key] ?? 0),
  );
  return (found as { rid: number } | undefined)?.rid ?? null;
}

/** Makes sure the number is free for this row and moves the sequence past it. Throws AppError `number_taken`. */
export function claimNumber(
  context: WriteContext,
  definition: RegisterDefinition,
  number: string,
  values: FieldValues,
  rid: number | null,
): void {
  const { session } = context;
  const owner = numberOwner(session, definition, number, values);
  if (owner !== null && owner !== rid) throw new AppError('number_taken', { number });
  const pattern = patternOf(session, definition);
  const parsed = pattern === '' ? null : parseNumber(pattern, number);
  if (!parsed) return;
  prepared(
    session.db,
    'INSERT INTO number_sequence (register, year, last) VALUES (?, ?, ?) ON CONFLICT (register, year) DO UPDATE SET last = max(last, excluded.last)',
  ).run(definition.key, countedYear(pattern, parsed.year), parsed.seq);
}
