// Recovery: enough shares open a locked vault once, make a new officer with keys of his own, and are void afterwards.

import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import { databaseError } from '../db/handle.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { TaskContext } from '../tasks.ts';
import { certify, sessionCertificates } from './certify.ts';
import { requireSuitableFolder, requireWritable } from './folder.ts';
import { isHeaderAuthentic, readHeader } from './header.ts';
import { takeLock } from './lock-file.ts';
import { closeVault, type OpenOptions, openSession, sweepOrphanFiles } from './open.ts';
import { requireStrong } from './password-rules.ts';
import { recoverySlot, voidSet } from './recovery.ts';
import { joinShares } from './recovery-shares.ts';
import { settleDatabase } from './rekey.ts';
import { renewHeader } from './renew-header.ts';
import { type PreparedRotation, prepareRotation, writeRotation } from './rotate.ts';
import { insertWaiver } from './separation.ts';
import type { VaultSession } from './session.ts';
import { makeSlot, newUserKeys, openRecoverySlot, slotDigest } from './slot.ts';
import { requireFreeLogin } from './users.ts';

export interface RecoverInput {
  /** The vault's folder. */
  folder: string;
  shares: readonly string[];
  login: string;
  name: string;
  password: string;
}

/** What a recovered vault needs at least: somebody who admits people and grants clearance. */
const recoveredRoles: readonly Role[] = ['system', 'officer', 'approver'];
const waiverReason = '凭恢复份额恢复时由一人接任';

/**
 * Makes a new officer from shares. Everything is one transaction; killed before, nothing has happened and the shares still hold.
 * Throws AppError `recovery_none`, `recovery_share_invalid`, `recovery_share_other_set`, `recovery_share_repeated`,
 * `recovery_too_few`, `login_taken`, `login_invalid`, `password_weak`, `vault_in_use`, and what opening throws.
 */
export async function recoverVault(
  input: RecoverInput,
  options: Pick<OpenOptions, 'registers' | 'migrations' | 'profile' | 'now'>,
  job: TaskContext,
): Promise<{ login: string }> {
  const { folder } = input;
  const header = readHeader(folder);
  requireSuitableFolder(folder);
  requireWritable(folder);
  const slot = recoverySlot(header);
  const secret = await joinShares(slot, input.shares);
  const { keys, databaseKey } = await openRecoverySlot(header.vaultId, slot, secret);
  secret.fill(0);
  if (!isHeaderAuthentic(header, databaseKey)) throw new AppError('vault_header_changed');
  const lock = takeLock(folder);
  let session: VaultSession | null = null;
  try {
    settleDatabase(folder, databaseKey, false);
    session = await openSession({
      folder,
      header,
      slotDigest: slotDigest(slot),
      userId: slot.userId,
      keys,
      databaseKey,
      readOnly: false,
      lock,
      options,
    });
    sweepOrphanFiles(session);
    await makeOfficer(session, input, job);
  } catch (cause) {
    session?.db.close();
    lock.release();
    throw databaseError(cause);
  }
  closeVault(session);
  return { login: session.user.login };
}

async function makeOfficer(session: VaultSession, input: RecoverInput, job: TaskContext): Promise<void> {
  const { db, header } = session;
  const recovery = session.user;
  const { login, name } = requireFreeLogin(db, input);
  requireStrong(input.password, { login, organisation: session.settings.organisation }, session.settings.policy);
  const own = await newUserKeys(session.keys.founding);
  const rid = (db.prepare('SELECT max(rid) FROM user').pluck().get() as number) + 1;
  const user = { rid, id: uuidv7(session.now()), login };
  const slot = await makeSlot(header.vaultId, user, input.password, own, session.databaseKey, {
    changedAtMs: session.now(),
    history: [],
  });
  const owner = { rid, id: user.id, recipient: own.recipient };
  const rotations: PreparedRotation[] = [];
  for (const compartment of session.compartments.filter(({ identity }) => identity !== null))
    rotations.push(await prepareRotation(session, compartment, { leaveOut: [recovery.rid], add: [owner] }, job));
  job.checkCancelled();
  const slots = [...header.slots.filter(({ kind }) => kind !== 'recovery'), slot];
  await renewHeader(session, slots, (context) => {
    const { journal } = context;
    db.prepare(
      `INSERT INTO user (rid, id, login, name, roles, status, recipient, sign_key, certificate, certificate_signature, certified_by)
       VALUES (?, ?, ?, ?, '[]', 'active', ?, ?, '', x'', ?)`,
    ).run(rid, user.id, login, name, own.recipient, own.signPublicKey, recovery.rid);
    certify(context, {
      user,
      kind: 'admitted',
      recipient: own.recipient,
      signKey: own.signPublicKey,
      roles: recoveredRoles,
      action: 'recovery.used',
      detail: { roles: [...recoveredRoles], shares: input.shares.length },
    });
    certify(context, {
      user,
      kind: 'confirmed',
      action: 'user.confirmed',
      detail: { key: keyFingerprint(own.signPublicKey) },
    });
    const waiver = uuidv7(journal.atMs);
    insertWaiver(db, {
      id: waiver,
      user: rid,
      pair: 'clearedSystem',
      reason: waiverReason,
      atMs: journal.atMs,
      by: recovery.rid,
    });
    journal.append({
      action: 'separation.waived',
      detail: { waiver, user: user.id, login, pair: 'clearedSystem', reason: waiverReason },
    });
    const latest = sessionCertificates(session).users.get(rid)?.latest as number;
    const issuer = { certificate: latest, userRid: rid, signKey: own.signKey };
    for (const rotation of rotations) writeRotation(context, rotation, { action: 'compartment.rotated' }, issuer);
    voidSet(context, recovery.rid, issuer);
  });
  // From here on the new officer speaks: he locks the vault and signs its head.
  session.keys = own;
  session.user = { rid, id: user.id, login, name, roles: recoveredRoles, department: null, waivers: ['clearedSystem'] };
  session.slotDigest = slotDigest(slot);
}
