// Rotation: a compartment gets a new key, every data key in it is wrapped anew, and only those who stay are granted it again.
// One transaction: killed or cancelled, all is as it was.
import { hash } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import { prepared } from '../db/prepared.ts';
import { ageOpen, ageSeal, newIdentity } from '../format/age-file.ts';
import { type WriteContext, writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { ownIssuer, sessionCertificates } from './certify.ts';
import { requireSigner } from './clearance.ts';
import {
  type Compartment,
  type CompartmentSigner,
  insertGrant,
  type PreparedGrant,
  prepareGrants,
  requireIdentity,
  signCompartment,
} from './compartments.ts';
import { reopenCompartments, type VaultSession } from './session.ts';
import { staleKey } from './stale-compartments.ts';

/** A rotation ready to be written. */
export interface PreparedRotation {
  compartment: Compartment;
  recipient: string;
  identity: string;
  keys: { rid: number; wrapped: Buffer }[];
  grants: PreparedGrant[];
  /** How many data keys there were: one more since means that somebody sealed meanwhile. */
  lastKey: number;
}

/** Holders of a compartment who keep it: those whose keys are confirmed, without who is left out. */
function keepers(session: VaultSession, compartment: Compartment, leaveOut: readonly number[]) {
  const { users } = sessionCertificates(session);
  const held = prepared(
    session.db,
    'SELECT user FROM compartment_grant WHERE compartment = ? AND generation = ? ORDER BY user',
  )
    .pluck()
    .all(compartment.rid, compartment.generation) as number[];
  return held
    .filter((rid) => !leaveOut.includes(rid))
    .map((rid) => users.get(rid))
    .filter((state) => state !== undefined)
    .filter((state) => state.isConfirmed && (state.status === 'active' || state.status === 'recovery'))
    .map(({ rid, id, recipient }) => ({ rid, id, recipient }));
}

const lastKeyOf = (session: VaultSession, compartment: Compartment) =>
  prepared(session.db, 'SELECT coalesce(max(rid), 0) FROM data_key WHERE compartment = ?')
    .pluck()
    .get(compartment.rid) as number;

/** Makes new keys and wraps everything anew, in memory. Throws AppError `sealed_no_clearance`, `cancelled`. */
export async function prepareRotation(
  session: VaultSession,
  compartment: Compartment,
  change: {
    leaveOut?: readonly number[];
    /** People who get the compartment with its new key: after a recovery, a new recovery set. */
    add?: readonly { rid: number; id: string; recipient: string }[];
  },
  job: TaskContext,
): Promise<PreparedRotation> {
  const old = requireIdentity(compartment);
  const { identity, recipient } = await newIdentity();
  const lastKey = lastKeyOf(session, compartment);
  const rows = session.db
    .prepare('SELECT rid, wrapped FROM data_key WHERE compartment = ? ORDER BY rid')
    .all(compartment.rid) as { rid: number; wrapped: Buffer }[];
  const keys: PreparedRotation['keys'] = [];
  for (const [index, { rid, wrapped }] of rows.entries()) {
    job.checkCancelled();
    job.progress(index, rows.length, 'rotate');
    const key = await ageOpen(wrapped, [old]);
    if (!key) throw new AppError('vault_database_damaged', { detail: 'data_key' });
    keys.push({ rid, wrapped: await ageSeal(key, [recipient]) });
    key.fill(0);
  }
  const kept = keepers(session, compartment, change.leaveOut ?? []);
  const added = (change.add ?? []).filter(({ rid }) => !kept.some((keeper) => keeper.rid === rid));
  return {
    compartment,
    identity,
    recipient,
    keys,
    lastKey,
    grants: await prepareGrants(identity, [...kept, ...added]),
  };
}

/** Writes a rotation within a transaction. Throws AppError `busy` where the compartment was changed since. */
export function writeRotation(
  context: WriteContext,
  rotation: PreparedRotation,
  event: { action: string; detail?: Readonly<Record<string, string>> },
  signer: CompartmentSigner,
): void {
  const { session, journal } = context;
  const { db } = session;
  const { compartment, recipient, keys, grants } = rotation;
  const { rid, id, label, rank } = compartment;
  if (grants.length === 0) throw new AppError('compartment_last_holder', { compartment: label });
  const generation = compartment.generation + 1;
  const { text, signature } = signCompartment({ id, generation, rank, recipient, atMs: journal.atMs }, signer.signKey);
  const changed = prepared(
    db,
    'UPDATE compartment SET generation = ?, recipient = ?, certificate = ?, signature = ?, certified_by = ? WHERE rid = ? AND generation = ?',
  ).run(generation, recipient, text, signature, signer.certificate, rid, compartment.generation);
  if (changed.changes !== 1 || lastKeyOf(session, compartment) !== rotation.lastKey)
    throw new AppError('busy', { job: 'rotate' });
  const rewrap = prepared(db, 'UPDATE data_key SET wrapped = ? WHERE rid = ? AND compartment = ?');
  for (const key of keys)
    if (rewrap.run(key.wrapped, key.rid, rid).changes !== 1) throw new AppError('busy', { job: 'rotate' });
  prepared(db, 'DELETE FROM compartment_grant WHERE compartment = ?').run(rid);
  prepared(db, 'DELETE FROM meta WHERE key = ?').run(staleKey(rid));
  const given = grants.map((grant) => insertGrant(db, { rid, id, generation }, grant, signer, journal.atMs));
  journal.append({
    action: event.action,
    detail: {
      compartment: id,
      label,
      generation,
      recipient,
      statement: hash('sha256', text),
      grants: given,
      keys: keys.length,
      ...event.detail,
    },
  });
}

export interface RotateInput {
  /** Ids. */
  compartments: readonly string[];
  /** Who loses them; null where only the keys change. */
  without: { rid: number; id: string; login: string } | null;
}

/** Rotates compartments the user holds, all in one transaction. */
export async function rotateCompartments(
  session: VaultSession,
  input: RotateInput,
  job: TaskContext,
): Promise<{ compartments: number; keys: number }> {
  requireSigner(session);
  const { without } = input;
  const chosen = session.compartments.filter(({ id }) => input.compartments.includes(id));
  const rotations: PreparedRotation[] = [];
  for (const compartment of chosen)
    rotations.push(await prepareRotation(session, compartment, { leaveOut: without ? [without.rid] : [] }, job));
  job.checkCancelled();
  writeTransaction(session, (context) => {
    const signer = ownIssuer(session);
    for (const rotation of rotations)
      writeRotation(
        context,
        rotation,
        without
          ? { action: 'compartment.revoked', detail: { user: without.id, login: without.login } }
          : { action: 'compartment.rotated' },
        signer,
      );
  });
  await reopenCompartments(session);
  return { compartments: rotations.length, keys: rotations.reduce((sum, { keys }) => sum + keys.length, 0) };
}
