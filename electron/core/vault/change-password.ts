// Changes the user's own password: a new slot for the same keys, in a renewed header.
import { AppError } from '../../../shared/contract/envelope.ts';
import { passwordSlots } from './header.ts';
import { nextHistory, requireStrong } from './password-rules.ts';
import { renewHeader } from './renew-header.ts';
import type { VaultSession } from './session.ts';
import { makeSlot, openSlot } from './slot.ts';

/** Throws AppError `password_wrong`, `password_weak`, `password_reused`, `read_only`. */
export async function changePassword(session: VaultSession, input: { current: string; next: string }): Promise<void> {
  if (session.readOnly) throw new AppError('read_only');
  const { header, user } = session;
  const slot = passwordSlots(header).find((candidate) => candidate.userId === user.id);
  if (!slot) throw new AppError('user_unknown', { login: user.login });
  const { memory: before } = await openSlot(header.vaultId, slot, [], input.current);
  const { organisation, policy } = session.settings;
  requireStrong(input.next, { login: user.login, organisation }, policy);
  const history = await nextHistory(input.current, input.next, before.history, policy);
  const memory = { changedAtMs: session.now(), history };
  const next = await makeSlot(header.vaultId, user, input.next, session.keys, session.databaseKey, memory);
  const slots = header.slots.map((candidate) => (candidate === slot ? next : candidate));
  await renewHeader(session, slots, (context) => context.journal.append({ action: 'user.passwordChanged' }));
  session.passwordChangedAtMs = memory.changedAtMs;
}
