// Changes the user's own password: a new slot for the same keys, in a renewed header.
import { AppError } from '../../../shared/contract/envelope.ts';
import { passwordSlots } from './header.ts';
import { judgePassword } from './password-rules.ts';
import { renewHeader } from './renew-header.ts';
import type { VaultSession } from './session.ts';
import { makeSlot, openSlot } from './slot.ts';

/** Throws AppError `password_wrong`, `password_weak`, `read_only`. */
export async function changePassword(session: VaultSession, input: { current: string; next: string }): Promise<void> {
  if (session.readOnly) throw new AppError('read_only');
  const { header, user } = session;
  const slot = passwordSlots(header).find((candidate) => candidate.userId === user.id);
  if (!slot) throw new AppError('user_unknown', { login: user.login });
  await openSlot(header.vaultId, slot, [], input.current);
  const verdict = judgePassword(input.next, { login: user.login, organisation: session.settings.organisation });
  if (!verdict.acceptable) throw new AppError('password_weak', { problems: verdict.problems.join(',') });
  const memory = { changedAtMs: session.now(), history: [] };
  const next = await makeSlot(header.vaultId, user, input.next, session.keys, session.databaseKey, memory);
  const slots = header.slots.map((candidate) => (candidate === slot ? next : candidate));
  await renewHeader(session, slots, (context) => context.journal.append({ action: 'user.passwordChanged' }));
}
