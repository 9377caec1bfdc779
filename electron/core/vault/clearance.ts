// Clearance: giving somebody a compartment after comparing fingerprints. Taking it away is rotation.
import { AppError } from '../../../shared/contract/envelope.ts';
import { prepared } from '../db/prepared.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { writeTransaction } from '../register/write-context.ts';
import { certify, ownIssuer, sessionCertificates } from './certify.ts';
import {
  type Compartment,
  compartmentById,
  insertGrant,
  maySignFor,
  prepareGrants,
  requireIdentity,
} from './compartments.ts';
import { waiversOf } from './separation.ts';
import type { VaultSession } from './session.ts';
import { personById } from './users.ts';

/** A fingerprint as typed: case and spaces do not count. */
const plain = (fingerprint: string) => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();

/** Whether somebody holds a compartment in its present generation. */
export function isHolder(session: VaultSession, compartment: Compartment, userRid: number): boolean {
  const row = prepared(
    session.db,
    'SELECT 1 FROM compartment_grant WHERE compartment = ? AND generation = ? AND user = ?',
  ).get(compartment.rid, compartment.generation, userRid);
  return row !== undefined;
}

/** The session's user must be somebody whose signature on grants counts. Throws AppError `officer_unconfirmed`. */
export function requireSigner(session: VaultSession): void {
  if (!maySignFor(sessionCertificates(session).users.get(session.user.rid))) throw new AppError('officer_unconfirmed');
}

/**
 * Grants compartments to a user whose key's fingerprint the granter compared with him. Throws AppError `user_own`,
 * `user_not_active`, `fingerprint_differs`, `clearance_separation`, `clearance_held`, `sealed_no_clearance`, `officer_unconfirmed`.
 */
export async function grantClearance(
  session: VaultSession,
  input: { userId: string; compartments: readonly string[]; fingerprint: string },
): Promise<{ granted: number }> {
  if (session.readOnly) throw new AppError('read_only');
  const { db } = session;
  requireSigner(session);
  const user = personById(db, input.userId);
  if (user.rid === session.user.rid) throw new AppError('user_own');
  const state = sessionCertificates(session).users.get(user.rid);
  if (state?.status !== 'active') throw new AppError('user_not_active', { login: user.login });
  const isSystem = state.roles.includes('system') && !waiversOf(db, user.rid).includes('clearedSystem');
  if (state.roles.includes('auditor') || isSystem) throw new AppError('clearance_separation');
  if (plain(input.fingerprint) !== plain(keyFingerprint(state.signKey))) throw new AppError('fingerprint_differs');
  const chosen = [...new Set(input.compartments)].map((id) => compartmentById(session.compartments, id));
  const target = { rid: user.rid, id: user.id, recipient: state.recipient };
  const grants = await Promise.all(
    chosen.map(async (compartment) => {
      if (isHolder(session, compartment, user.rid)) throw new AppError('clearance_held');
      return { compartment, grants: await prepareGrants(requireIdentity(compartment), [target]) };
    }),
  );
  writeTransaction(session, (context) => {
    if (!state.isConfirmed)
      certify(context, {
        user,
        kind: 'confirmed',
        action: 'user.confirmed',
        detail: { key: keyFingerprint(state.signKey) },
      });
    const signer = ownIssuer(session);
    for (const { compartment, grants: prepared } of grants)
      for (const grant of prepared) {
        const { id, label, generation } = compartment;
        const statement = insertGrant(db, compartment, grant, signer, context.journal.atMs);
        context.journal.append({
          action: 'compartment.granted',
          detail: { compartment: id, label, generation, user: user.id, login: user.login, grant: statement },
        });
      }
  });
  return { granted: grants.length };
}
