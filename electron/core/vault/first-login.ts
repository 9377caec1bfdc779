// The first log-in: a user takes keys of his own in place of the temporary ones, which whoever added him knows.
import { AppError } from '../../../shared/contract/envelope.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { certify } from './certify.ts';
import { nextHistory, requireStrong } from './password-rules.ts';
import { renewHeader } from './renew-header.ts';
import type { VaultSession } from './session.ts';
import { makeSlot, newUserKeys } from './slot.ts';

/**
 * Makes new keys under `nextPassword`, certified by the temporary key, which signs nothing else. Nothing sealed was ever granted
 * to the temporary keys. Throws AppError `first_login_needed` without a next password, `password_weak`, `password_reused`.
 */
export async function setOwnKeys(
  session: VaultSession,
  given: { password: string; nextPassword?: string | null; readOnly: boolean },
): Promise<void> {
  const { header, user, databaseKey } = session;
  const next = given.nextPassword ?? null;
  if (given.readOnly || next === null) throw new AppError('first_login_needed', { login: user.login });
  const { organisation, policy } = session.settings;
  requireStrong(next, { login: user.login, organisation }, policy);
  const own = await newUserKeys(session.keys.founding);
  const memory = { changedAtMs: session.now(), history: await nextHistory(given.password, next, [], policy) };
  const slot = await makeSlot(header.vaultId, user, next, own, databaseKey, memory);
  const slots = header.slots.map((candidate) => (candidate.userId === user.id ? slot : candidate));
  await renewHeader(session, slots, (context) => {
    certify(context, {
      user,
      kind: 'ownKey',
      recipient: own.recipient,
      signKey: own.signPublicKey,
      action: 'user.firstLogin',
      detail: { key: keyFingerprint(own.signPublicKey) },
    });
    session.db.prepare("UPDATE user SET status = 'active' WHERE rid = ?").run(user.rid);
  });
  session.keys = own;
  session.isInvited = false;
  session.passwordChangedAtMs = memory.changedAtMs;
}
