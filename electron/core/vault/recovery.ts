// Recovery sets: making one (and voiding the one before), and the rehearsal. Shares are given to the caller once and kept nowhere.
import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { uuidv7 } from '../format/uuid.ts';
import { type WriteContext, writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { certify, ownIssuer, sessionCertificates } from './certify.ts';
import { requireSigner } from './clearance.ts';
import { insertGrant, type PreparedGrant, prepareGrants, requireIdentity } from './compartments.ts';
import type { KeySlot, RecoverySlot, VaultHeader } from './header.ts';
import { joinShares, shareCommitment, splitSecret } from './recovery-shares.ts';
import { renewHeader } from './renew-header.ts';
import { type PreparedRotation, prepareRotation, writeRotation } from './rotate.ts';
import { reopenCompartments, type VaultSession } from './session.ts';
import { makeRecoverySlot, newUserKeys, openRecoverySlot } from './slot.ts';

/** The slot of the present set. Throws AppError `recovery_none`. */
export function recoverySlot(header: Pick<VaultHeader, 'slots'>): RecoverySlot {
  const slot = header.slots.find((candidate: KeySlot): candidate is RecoverySlot => candidate.kind === 'recovery');
  if (!slot) throw new AppError('recovery_none');
  return slot;
}

/** The recovery identity that new compartments are granted to as well; null without a set. */
export function recoveryHolder(session: VaultSession): { rid: number; id: string; recipient: string } | null {
  const state = [...sessionCertificates(session).users.values()].find(({ status }) => status === 'recovery');
  return state ? { rid: state.rid, id: state.id, recipient: state.recipient } : null;
}

export interface NewRecoverySet {
  threshold: number;
  /** Names of who keeps which share, by number. */
  holders: readonly string[];
}

export interface MadeShares {
  set: string;
  threshold: number;
  atMs: number;
  shares: { number: number; holder: string; share: Buffer }[];
}

/**
 * Makes a set of shares over a new recovery identity, which every compartment is granted to; the set before is void, and the
 * compartments it could open get new keys. `keep` runs within the transaction: what it writes or throws decides whether the set
 * comes about. Throws AppError `sealed_no_clearance` where the user does not hold every compartment, `officer_unconfirmed`, `cancelled`.
 */
export async function makeRecoverySet(
  session: VaultSession,
  input: NewRecoverySet,
  job: TaskContext,
  keep: (made: MadeShares) => Promise<() => void>,
): Promise<MadeShares> {
  if (session.readOnly) throw new AppError('read_only');
  requireSigner(session);
  const { db, header } = session;
  const identities = session.compartments.map(requireIdentity);
  const before = recoveryHolder(session);
  const { secret, shares } = await splitSecret(input.threshold, input.holders.length);
  const keys = await newUserKeys(session.keys.founding);
  const set = randomUUID();
  const user = { id: uuidv7(session.now()), login: `recovery-${set.slice(0, 8)}` };
  const slot = await makeRecoverySlot(
    header.vaultId,
    {
      kind: 'recovery',
      id: randomUUID(),
      userId: user.id,
      login: user.login,
      set,
      threshold: input.threshold,
      commitments: shares.map((share) => shareCommitment(set, share)),
    },
    secret,
    keys,
    session.databaseKey,
  );
  secret.fill(0);
  const made: MadeShares = {
    set,
    threshold: input.threshold,
    atMs: session.now(),
    shares: shares.map((share, index) => ({ number: index + 1, holder: input.holders[index] ?? '', share })),
  };
  const commitKept = await keep(made);
  // The row's number is known before the transaction: grants name the user by id, rows by it.
  const rid = (db.prepare('SELECT max(rid) FROM user').pluck().get() as number) + 1;
  const owner = { rid, id: user.id, recipient: keys.recipient };
  const rotations: PreparedRotation[] = [];
  const grants: PreparedGrant[][] = [];
  for (const [index, compartment] of session.compartments.entries()) {
    if (before)
      rotations.push(await prepareRotation(session, compartment, { leaveOut: [before.rid], add: [owner] }, job));
    else grants.push(await prepareGrants(identities[index] as string, [owner]));
  }
  job.checkCancelled();
  const slots = [...header.slots.filter(({ kind }) => kind !== 'recovery'), slot];
  await renewHeader(session, slots, (context) => {
    const { journal } = context;
    if (before) voidSet(context, before.rid);
    db.prepare(
      `INSERT INTO user (rid, id, login, name, roles, status, recipient, sign_key, certificate, certificate_signature, certified_by, kind)
       VALUES (?, ?, ?, '恢复份额', '[]', 'recovery', ?, ?, '', x'', ?, 'recovery')`,
    ).run(rid, user.id, user.login, keys.recipient, keys.signPublicKey, session.user.rid);
    certify(context, {
      user: { rid, ...user },
      kind: 'recovery',
      recipient: keys.recipient,
      signKey: keys.signPublicKey,
      roles: [],
      action: 'recovery.made',
      detail: {
        set,
        threshold: input.threshold,
        total: shares.length,
        holders: [...input.holders],
        key: keyFingerprint(keys.signPublicKey),
      },
    });
    const signer = ownIssuer(session);
    for (const rotation of rotations) writeRotation(context, rotation, { action: 'compartment.rotated' }, signer);
    for (const [index, compartment] of session.compartments.entries())
      for (const grant of grants[index] ?? []) {
        const statement = insertGrant(db, compartment, grant, signer, journal.atMs);
        journal.append({
          action: 'compartment.granted',
          detail: {
            compartment: compartment.id,
            label: compartment.label,
            generation: compartment.generation,
            user: user.id,
            login: user.login,
            grant: statement,
          },
        });
      }
    db.prepare(
      'INSERT INTO recovery_set (id, user, threshold, total, holders, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(set, rid, input.threshold, shares.length, JSON.stringify(input.holders), journal.atMs, session.user.rid);
    commitKept();
  });
  await reopenCompartments(session);
  return made;
}

/** Voids the set of a recovery identity: its certificate ends, its grants go. The slot is the caller's. */
export function voidSet(
  context: WriteContext,
  userRid: number,
  issuer?: Parameters<typeof certify>[1]['issuer'],
): void {
  const { db } = context.session;
  const user = db.prepare('SELECT rid, id, login FROM user WHERE rid = ?').get(userRid) as {
    rid: number;
    id: string;
    login: string;
  };
  certify(context, {
    user,
    kind: 'removed',
    roles: [],
    action: 'recovery.voided',
    ...(issuer === undefined ? {} : { issuer }),
  });
  db.prepare("UPDATE user SET status = 'removed' WHERE rid = ?").run(userRid);
  db.prepare('DELETE FROM compartment_grant WHERE user = ?').run(userRid);
  db.prepare('UPDATE recovery_set SET void_at = ? WHERE user = ?').run(context.journal.atMs, userRid);
}

/** Puts shares together and opens the recovery slot with them, to show that it can be done; nothing else happens. */
export async function rehearse(
  session: VaultSession,
  texts: readonly string[],
): Promise<{ set: string; atMs: number }> {
  if (session.readOnly) throw new AppError('read_only');
  const slot = recoverySlot(session.header);
  const secret = await joinShares(slot, texts);
  const { databaseKey } = await openRecoverySlot(session.header.vaultId, slot, secret);
  secret.fill(0);
  if (!databaseKey.equals(session.databaseKey)) throw new AppError('recovery_none');
  const atMs = writeTransaction(session, ({ journal }) => {
    session.db
      .prepare('UPDATE recovery_set SET rehearsed_at = ?, rehearsed_by = ? WHERE id = ?')
      .run(journal.atMs, session.user.rid, slot.set);
    journal.append({ action: 'recovery.rehearsed', detail: { set: slot.set, shares: texts.length } });
    return journal.atMs;
  });
  return { set: slot.set, atMs };
}

export interface RecoverySetRow {
  id: string;
  threshold: number;
  total: number;
  holders: string[];
  madeAtMs: number;
  madeBy: string;
  rehearsedAtMs: number | null;
  rehearsedBy: string | null;
  voidAtMs: number | null;
}

/** All sets, latest first; the first is the present one where it is not void. */
export function listRecoverySets(db: Db): RecoverySetRow[] {
  const rows = prepared(
    db,
    `SELECT s.id, s.threshold, s.total, s.holders, s.made_at AS madeAtMs, m.login AS madeBy, s.rehearsed_at AS rehearsedAtMs,
       r.login AS rehearsedBy, s.void_at AS voidAtMs
     FROM recovery_set s JOIN user m ON m.rid = s.made_by LEFT JOIN user r ON r.rid = s.rehearsed_by ORDER BY s.rid DESC`,
  ).all() as (Omit<RecoverySetRow, 'holders'> & { holders: string })[];
  return rows.map((row) => ({ ...row, holders: JSON.parse(row.holders) as string[] }));
}
