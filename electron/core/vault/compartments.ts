// Compartments and data keys: which key seals content of a grade, and unwrapping what the user has been granted.
import assert from 'node:assert';
import { randomBytes, sign, verify } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import type { GradingScheme } from '../../../shared/levels.ts';
import type { Db } from '../db/handle.ts';
import { ageOpen, ageSeal, newIdentity } from '../format/age-file.ts';
import { publicKeyOf } from '../format/signed-note.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { UserKeys } from './slot.ts';

export interface Compartment {
  rid: number;
  id: string;
  label: string;
  /** Grade rank it seals; null for one that belongs to no grade. */
  rank: number | null;
  generation: number;
  recipient: string;
  /** The identity, where the user is cleared; null otherwise. */
  identity: string | null;
}

/** A key ready to seal with: its wrapped row is written when it is first used. */
export interface DataKey {
  id: string;
  key: Buffer;
  compartment: number;
  wrapped: Buffer;
}

interface GrantText {
  compartment: string;
  generation: number;
  user: string;
  wrapped: string;
}

function grantBytes(grant: GrantText): Buffer {
  return Buffer.from(`midian/compartment-grant/1\n${canonicalJson({ ...grant })}`);
}

/** Creates one compartment per grade of a scheme and grants each to the founding user. Async part before the transaction. */
export async function prepareCompartments(scheme: GradingScheme, user: { id: string }, keys: UserKeys, nowMs: number) {
  return Promise.all(
    scheme.grades.map(async (grade) => {
      const { identity, recipient } = await newIdentity();
      const id = uuidv7(nowMs);
      const wrapped = await ageSeal(Buffer.from(identity), [keys.recipient]);
      const signature = sign(
        null,
        grantBytes({ compartment: id, generation: 1, user: user.id, wrapped: wrapped.toString('base64') }),
        keys.signKey,
      );
      return { id, label: grade.label.zh, rank: grade.rank, recipient, wrapped, signature };
    }),
  );
}

/** Writes prepared compartments and their grants to `userRid`, granted by the same user. */
export function insertCompartments(
  db: Db,
  prepared: Awaited<ReturnType<typeof prepareCompartments>>,
  userRid: number,
): void {
  const compartment = db.prepare(
    'INSERT INTO compartment (id, label, rank, generation, recipient) VALUES (?, ?, ?, 1, ?)',
  );
  const grant = db.prepare(
    'INSERT INTO compartment_grant (compartment, generation, user, wrapped, granted_by, signature) VALUES (?, 1, ?, ?, ?, ?)',
  );
  for (const item of prepared) {
    const { lastInsertRowid } = compartment.run(item.id, item.label, item.rank, item.recipient);
    grant.run(lastInsertRowid, userRid, item.wrapped, userRid, item.signature);
  }
}

/**
 * Compartments with the identities granted to the user. A grant whose signature does not fit its granter's certified key
 * is refused: AppError `vault_database_damaged`.
 */
export async function openCompartments(
  db: Db,
  user: { rid: number; id: string },
  keys: UserKeys | null,
): Promise<Compartment[]> {
  const rows = db
    .prepare(
      `SELECT c.rid, c.id, c.label, c.rank, c.generation, c.recipient, g.wrapped, g.signature, u.sign_key AS signKey
       FROM compartment c
       LEFT JOIN compartment_grant g ON g.compartment = c.rid AND g.generation = c.generation AND g.user = ?
       LEFT JOIN user u ON u.rid = g.granted_by ORDER BY c.rank DESC, c.rid`,
    )
    .all(user.rid) as (Omit<Compartment, 'identity'> & {
    wrapped: Buffer | null;
    signature: Buffer | null;
    signKey: Buffer | null;
  })[];
  return Promise.all(
    rows.map(async ({ wrapped, signature, signKey, ...row }) => {
      if (!wrapped || !signature || !signKey || !keys) return { ...row, identity: null };
      const bytes = grantBytes({
        compartment: row.id,
        generation: row.generation,
        user: user.id,
        wrapped: wrapped.toString('base64'),
      });
      if (!verify(null, bytes, publicKeyOf(signKey), signature))
        throw new AppError('vault_database_damaged', { detail: 'compartment_grant' });
      const identity = await ageOpen(wrapped, [keys.identity]);
      if (!identity) throw new AppError('vault_database_damaged', { detail: 'compartment_grant' });
      return { ...row, identity: identity.toString('utf8') };
    }),
  );
}

/**
 * The compartment that seals content of a grade rank: its own, or for a record not yet graded the highest, so that
 * content is never readable to more people before grading than after.
 */
export function compartmentFor(compartments: readonly Compartment[], rank: number | null): Compartment {
  const ranked = compartments.filter((compartment) => compartment.rank !== null);
  const found = rank === null ? undefined : ranked.find((compartment) => compartment.rank === rank);
  const highest = ranked.toSorted((left, right) => (right.rank as number) - (left.rank as number))[0];
  assert(found ?? highest, 'a vault has at least one ranked compartment');
  return (found ?? highest) as Compartment;
}

/** A fresh data key wrapped to a compartment. */
export async function newDataKey(compartment: Compartment, nowMs: number): Promise<DataKey> {
  const key = randomBytes(32);
  return { id: uuidv7(nowMs), key, compartment: compartment.rid, wrapped: await ageSeal(key, [compartment.recipient]) };
}

/** Writes a data key's row. */
export function insertDataKey(db: Db, dataKey: DataKey): number {
  return Number(
    db
      .prepare('INSERT INTO data_key (id, compartment, wrapped) VALUES (?, ?, ?)')
      .run(dataKey.id, dataKey.compartment, dataKey.wrapped).lastInsertRowid,
  );
}

/** Unwraps a data key by row. Throws AppError `sealed_no_clearance` where the user lacks the compartment. */
export async function unwrapDataKey(
  db: Db,
  compartments: readonly Compartment[],
  rid: number,
): Promise<{ key: Buffer; compartment: Compartment }> {
  const row = db.prepare('SELECT compartment, wrapped FROM data_key WHERE rid = ?').get(rid) as
    | { compartment: number; wrapped: Buffer }
    | undefined;
  const compartment = compartments.find((candidate) => candidate.rid === row?.compartment);
  if (!row || !compartment) throw new AppError('vault_database_damaged', { detail: 'data_key' });
  if (!compartment.identity) throw new AppError('sealed_no_clearance', { compartment: compartment.label });
  const key = await ageOpen(row.wrapped, [compartment.identity]);
  if (!key) throw new AppError('vault_database_damaged', { detail: 'data_key' });
  return { key, compartment };
}
