// Removing a user: his slot goes, his certificate ends, what he held gets new keys where the remover can give them. His name stays.

import { AppError } from '../../../shared/contract/envelope.ts';
import type { TaskContext } from '../tasks.ts';
import { certify, ownIssuer, sessionCertificates } from './certify.ts';
import { isHolder } from './clearance.ts';
import { maySignFor } from './compartments.ts';
import { removeDraftReader } from './draft-readers.ts';
import { renewHeader } from './renew-header.ts';
import { type PreparedRotation, prepareRotation, writeRotation } from './rotate.ts';
import { requireSomebodyLeft } from './separation.ts';
import { reopenCompartments, type VaultSession } from './session.ts';
import { heldBy, noteStale } from './stale-compartments.ts';
import { personById, requireHolderLeft } from './users.ts';

/**
 * Removes a user. Compartments he held that the remover holds too are rotated at once; the others are noted for somebody who does.
 * One transaction. Throws AppError `user_own`, `user_last`, `user_unknown`, `compartment_last_holder`, `cancelled`.
 */
export async function removeUser(
  session: VaultSession,
  input: { id: string },
  job: TaskContext,
): Promise<{ rotated: number; left: number }> {
  if (session.readOnly) throw new AppError('read_only');
  const { db, header } = session;
  const user = personById(db, input.id);
  if (user.status === 'removed') throw new AppError('user_unknown', { login: user.login });
  if (user.rid === session.user.rid) throw new AppError('user_own');
  requireHolderLeft(db, user.rid);
  const held = heldBy(db, user.rid);
  const maySign = maySignFor(sessionCertificates(session).users.get(session.user.rid));
  const own = session.compartments.filter(
    (compartment) => maySign && compartment.identity !== null && held.includes(compartment.rid),
  );
  const rotations: PreparedRotation[] = [];
  for (const compartment of own)
    rotations.push(await prepareRotation(session, compartment, { leaveOut: [user.rid] }, job));
  job.checkCancelled();
  const left = held.filter((rid) => !own.some((compartment) => compartment.rid === rid));
  await renewHeader(
    session,
    header.slots.filter(({ userId }) => userId !== user.id),
    (context) => {
      // Changed since it was looked at: then the whole act is asked for anew.
      if (own.some((compartment) => !isHolder(session, compartment, user.rid))) throw new AppError('busy', { job: '' });
      certify(context, { user, kind: 'removed', roles: [], action: 'user.removed' });
      db.prepare("UPDATE user SET status = 'removed' WHERE rid = ?").run(user.rid);
      db.prepare('DELETE FROM compartment_grant WHERE user = ?').run(user.rid);
      removeDraftReader(db, user.rid);
      const signer = ownIssuer(session);
      for (const rotation of rotations)
        writeRotation(
          context,
          rotation,
          { action: 'compartment.revoked', detail: { user: user.id, login: user.login } },
          signer,
        );
      noteStale(db, left, user.login);
      requireSomebodyLeft(db);
    },
  );
  await reopenCompartments(session);
  return { rotated: rotations.length, left: left.length };
}
