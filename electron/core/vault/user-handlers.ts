// Handlers of the routes on people and on the separation of duties.
import { type Handlers, requireSession } from '../router.ts';
import { transferOf } from '../worker-messages.ts';
import { sessionCertificates } from './certify.ts';
import { afterRotation } from './compartment-handlers.ts';
import { workerBasics } from './handlers.ts';
import { handover } from './handover.ts';
import { standingOf } from './own-user.ts';
import { listWaivers, waive, withdrawWaiver } from './separation.ts';
import type { VaultSession } from './session.ts';
import { addUser, listUsers, personById, resetUser, setRoles } from './users.ts';

/** After a waiver of his own the user's roles are told anew. */
function refreshStanding(session: VaultSession): void {
  const certified = sessionCertificates(session).users.get(session.user.rid)?.roles ?? [];
  const { roles, waivers } = standingOf(session.db, { rid: session.user.rid, roles: certified });
  session.user = { ...session.user, roles, waivers };
}

type UserRoute = Extract<keyof Handlers, `user.${string}` | `separation.${string}` | `office.${string}`>;

export const userHandlers: Pick<Handlers, UserRoute> = {
  'user.list': (state) => ({ users: listUsers(requireSession(state)) }),
  'user.add': async (state, input) => addUser(requireSession(state), input),
  'user.setRoles': {
    run: (context, input) => {
      setRoles(context, input);
      return {};
    },
  },
  'user.reset': async (state, input) => {
    await resetUser(requireSession(state), input);
    return {};
  },
  'user.remove': (state, { id }) => {
    const session = requireSession(state);
    const user = personById(session.db, id);
    return {
      kind: 'removeUser',
      subject: user.name,
      writes: true,
      worker: { task: 'compartment', session: transferOf(session), ...workerBasics(state) },
      operation: 'remove',
      input: { id },
      onDone: async (result) => {
        await afterRotation(state, session);
        return result;
      },
    };
  },
  'office.handover': (state) => handover(requireSession(state)),
  'separation.list': (state) => ({ waivers: listWaivers(requireSession(state).db) }),
  'separation.waive': {
    run: (context, { userId, pair, reason }) => {
      const id = waive(context, { user: personById(context.session.db, userId), pair, reason });
      refreshStanding(context.session);
      return { id };
    },
  },
  'separation.withdraw': {
    run: (context, { id }) => {
      withdrawWaiver(context, id);
      refreshStanding(context.session);
      return {};
    },
  },
};
