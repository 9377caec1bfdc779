// Compartments whose key somebody may know who lost his clearance without a rotation: noted until somebody cleared rotates them.
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { readMeta, writeMeta } from './settings.ts';

/** Key in `meta` of a compartment whose key somebody knows who should not any more, and its row. */
export const staleKey = (rid: number) => `rotate/${rid}`;

/** Notes that a compartment should get a new key; rotation takes the note away. */
export function noteStale(db: Db, rids: readonly number[], login: string): void {
  for (const rid of rids) writeMeta(db, staleKey(rid), login);
}

/** Compartments a user holds now. */
export function heldBy(db: Db, userRid: number): number[] {
  return prepared(
    db,
    `SELECT c.rid FROM compartment c JOIN compartment_grant g ON g.compartment = c.rid AND g.generation = c.generation
     WHERE g.user = ?`,
  )
    .pluck()
    .all(userRid) as number[];
}

/** Login of who lost a compartment that has kept its key; null where none did. */
export function staleSince(db: Db, rid: number): string | null {
  return readMeta(db, staleKey(rid)) ?? null;
}
