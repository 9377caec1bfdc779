// Changes the user's own password: a new slot for the same keys, the header rewritten under the next generation.
import { AppError } from '../../../shared/contract/envelope.ts';
import { writeTransaction } from '../register/write-context.ts';
import { authenticateHeader, writeHeader } from './header.ts';
import { judgePassword } from './password-rules.ts';
import type { VaultSession } from './session.ts';
import { writeMeta } from './settings.ts';
import { makeSlot, openSlot, slotDigest } from './slot.ts';

/**
 * Throws AppError `password_wrong`, `password_weak`, `read_only`. The header is replaced first and the generation in the
 * database follows: a crash between leaves a header one ahead, which the next unlock accepts and repairs; the old header
 * put back is refused from then on.
 */
export async function changePassword(session: VaultSession, input: { current: string; next: string }): Promise<void> {
  if (session.readOnly) throw new AppError('read_only');
  const { header, user } = session;
  const slot = header.slots.find((candidate) => candidate.userId === user.id);
  if (!slot) throw new AppError('user_unknown', { login: user.login });
  await openSlot(header.vaultId, slot, [], input.current);
  const verdict = judgePassword(input.next, { login: user.login, organisation: session.settings.organisation });
  if (!verdict.acceptable) throw new AppError('password_weak', { problems: verdict.problems.join(',') });
  const next = await makeSlot(header.vaultId, user, input.next, session.keys, session.databaseKey);
  const { mac: _mac, ...unsigned } = header;
  const slots = header.slots.map((candidate) => (candidate === slot ? next : candidate));
  const renewed = authenticateHeader({ ...unsigned, generation: header.generation + 1, slots }, session.databaseKey);
  await writeHeader(session.folder, renewed);
  session.header = renewed;
  session.slotDigest = slotDigest(next);
  writeTransaction(session, (context) => {
    writeMeta(session.db, 'generation', String(renewed.generation));
    context.journal.append({ action: 'user.passwordChanged' });
  });
}
