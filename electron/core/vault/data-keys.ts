// Data keys: one random key for the fields a command seals or for a file, wrapped to one compartment.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { ageOpen, ageSeal } from '../format/age-file.ts';
import { uuidv7 } from '../format/uuid.ts';
import { type Compartment, requireIdentity } from './compartments.ts';

/** A key ready to seal with: its wrapped row is written when it is first used. */
export interface DataKey {
  id: string;
  key: Buffer;
  compartment: number;
  /** Of the compartment when it was wrapped. */
  generation: number;
  wrapped: Buffer;
  /** Wrapped to its maker as well, where he may read his drafts without being cleared. */
  readerWrapped?: Buffer;
}

/** Wraps a key to a compartment. */
export async function wrapDataKey(key: Buffer, compartment: Compartment, nowMs: number): Promise<DataKey> {
  const { rid, generation, recipient } = compartment;
  return { id: uuidv7(nowMs), key, compartment: rid, generation, wrapped: await ageSeal(key, [recipient]) };
}

/** A fresh data key wrapped to a compartment. */
export function newDataKey(compartment: Compartment, nowMs: number): Promise<DataKey> {
  return wrapDataKey(randomBytes(32), compartment, nowMs);
}

/** Writes a data key's row. Throws AppError `busy` where the compartment's key was changed since it was wrapped. */
export function insertDataKey(db: Db, dataKey: DataKey): number {
  const { changes, lastInsertRowid } = prepared(
    db,
    'INSERT INTO data_key (id, compartment, wrapped) SELECT ?, rid, ? FROM compartment WHERE rid = ? AND generation = ?',
  ).run(dataKey.id, dataKey.wrapped, dataKey.compartment, dataKey.generation);
  if (changes !== 1) throw new AppError('busy', { job: 'rotate' });
  return Number(lastInsertRowid);
}

/** Unwraps a data key by row for who holds its compartment. Throws AppError `sealed_no_clearance` where the user does not. */
export async function unwrapDataKey(
  db: Db,
  compartments: readonly Compartment[],
  rid: number,
): Promise<{ key: Buffer; compartment: Compartment }> {
  const row = prepared(db, 'SELECT compartment, wrapped FROM data_key WHERE rid = ?').get(rid) as
    | { compartment: number; wrapped: Buffer }
    | undefined;
  const compartment = compartments.find((candidate) => candidate.rid === row?.compartment);
  if (!row || !compartment) throw new AppError('vault_database_damaged', { detail: 'data_key' });
  const key = await ageOpen(row.wrapped, [requireIdentity(compartment)]);
  if (!key) throw new AppError('vault_database_damaged', { detail: 'data_key' });
  return { key, compartment };
}
