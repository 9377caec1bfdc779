// The first log-in: a user takes keys of his own in place of the temporary ones, which whoever added him knows.
import { AppError } from '../../../shared/contract/envelope.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { certify } from './certify.ts';
import { judgePassword } from './password-rules.ts';
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
  if (next.normalize('NFC') === given.password.normalize('NFC')) throw new AppError('password_reused');
  const verdict = judgePassword(next, { login: user.login, organisation: session.settings.organisation });
  if (!verdict.acceptable) throw new AppError('password_weak', { problems: verdict.problems.join(',') });
  const own = await newUserKeys(session.keys.founding);
  const memory = { changedAtMs: session.now(), history: [] };
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
}
