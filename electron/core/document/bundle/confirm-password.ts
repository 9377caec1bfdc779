// Asks for the user's password once more before something leaves. Wrong tries count with those at unlocking.
import { AppError } from '../../../../shared/contract/envelope.ts';
import { passwordSlots } from '../../vault/header.ts';
import { requireAttempt } from '../../vault/open.ts';
import type { VaultSession } from '../../vault/session.ts';
import { openSlot } from '../../vault/slot.ts';

/** Throws AppError `password_wrong`, `password_delay`, `password_locked`. Takes as long as unlocking does. */
export async function confirmPassword(session: VaultSession, password: string): Promise<void> {
  const { header, profile, user } = session;
  const slot = passwordSlots(header).find((candidate) => candidate.userId === user.id);
  if (!slot) throw new AppError('user_unknown', { login: user.login });
  requireAttempt(profile, header.vaultId, user.login, session.now());
  try {
    await openSlot(header.vaultId, slot, [], password);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'password_wrong') throw cause;
    throw new AppError('password_wrong', { failures: profile.noteFailure(header.vaultId, user.login, session.now()) });
  }
  profile.clearFailures(header.vaultId, user.login);
}
