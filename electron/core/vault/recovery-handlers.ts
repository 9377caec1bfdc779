// Handlers of the recovery routes. Shares made are held until the page takes them, once; locking forgets them.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import { transferOf } from '../worker-messages.ts';
import { requireSigner } from './clearance.ts';
import { afterRotation } from './compartment-handlers.ts';
import { requireIdentity } from './compartments.ts';
import { vaultFolder } from './create.ts';
import { pathOf, resolveToken, workerBasics } from './handlers.ts';
import { readHeader } from './header.ts';
import { listRecoverySets, recoverySlot, rehearse } from './recovery.ts';
import { readShares, shortSet } from './recovery-shares.ts';
import type { MakeInput, ShownShares } from './recovery-task.ts';
import type { VaultSession } from './session.ts';

const untaken = new WeakMap<VaultSession, { token: string; shown: ShownShares }>();

function headerOf(state: CoreState, input: { path?: string | undefined; folder?: string | undefined }) {
  return state.session ? state.session.header : readHeader(vaultFolder(pathOf(state, input)));
}

type RecoveryRoute = Extract<keyof Handlers, `recovery.${string}`>;

export const recoveryHandlers: Pick<Handlers, RecoveryRoute> = {
  'recovery.list': (state) => ({ sets: listRecoverySets(requireSession(state).db) }),
  'recovery.make': (state, { target, ...input }) => {
    const session = requireSession(state);
    if (input.threshold > input.holders.length) throw new AppError('value_invalid', { field: 'threshold' });
    requireSigner(session);
    for (const compartment of session.compartments) requireIdentity(compartment);
    const path = target === null ? null : resolveToken(state, target);
    return {
      kind: 'recoveryMake',
      subject: path === null ? '' : basename(path),
      writes: true,
      worker: { task: 'recovery', session: transferOf(session), ...workerBasics(state) },
      operation: 'make',
      input: { ...input, target: path } satisfies MakeInput,
      onDone: async (result) => {
        const shown = result as ShownShares;
        const token = randomUUID();
        if (state.session === session) untaken.set(session, { token, shown });
        await afterRotation(state, session);
        return { set: shortSet(shown.set), shares: shown.shares.length, take: token, token: target };
      },
    };
  },
  'recovery.take': async (state, { token }) => {
    const session = requireSession(state);
    const kept = untaken.get(session);
    if (kept?.token !== token) throw new AppError('recovery_none');
    untaken.delete(session);
    return kept.shown;
  },
  'recovery.rehearse': async (state, { shares }) => rehearse(requireSession(state), shares),
  'recovery.judge': async (state, { shares, ...place }) => {
    const slot = recoverySlot(headerOf(state, place));
    const { numbers } = readShares(slot, shares);
    return { set: shortSet(slot.set), threshold: slot.threshold, total: slot.commitments.length, numbers };
  },
  'recovery.recover': (state, { path, folder, ...input }) => {
    const vault = vaultFolder(pathOf(state, { path, folder }));
    return {
      kind: 'recover',
      subject: basename(vault),
      writes: true,
      worker: { task: 'recovery', session: null, ...workerBasics(state) },
      operation: 'recover',
      input: { ...input, folder: vault },
      onDone: (result) => ({ ...(result as { login: string }), path: vault }),
    };
  },
};
