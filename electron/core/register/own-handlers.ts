// Handlers of what belongs to one user alone: drafts of forms and saved views of lists.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { VaultSession } from '../vault/session.ts';
import { dropDraft, listDrafts, openDraft, saveDraft } from './drafts.ts';
import { listViews, removeView, saveView } from './views.ts';

type OwnRoute = Extract<keyof Handlers, `draft.${string}` | `view.${string}`>;

function pageRegister(session: VaultSession, key: string): RegisterDefinition {
  const definition = session.registry.byKey(key);
  if (definition.kind !== 'register') throw new AppError('register_unknown', { register: key });
  return definition;
}

export const ownHandlers: Pick<Handlers, OwnRoute> = {
  'draft.save': async (state, { register, ...input }) => {
    const session = requireSession(state);
    return saveDraft(session, pageRegister(session, register), input);
  },
  'draft.list': (state) => ({ drafts: listDrafts(requireSession(state)) }),
  'draft.open': { run: (context, { id }) => openDraft(context, id) },
  'draft.discard': {
    run: (context, { id }) => {
      dropDraft(context, id, 'draft.discarded');
      return {};
    },
  },
  'view.list': (state, { register }) => {
    const session = requireSession(state);
    return { views: listViews(session, pageRegister(session, register)) };
  },
  'view.save': {
    run: (context, { register, ...input }) => saveView(context, pageRegister(context.session, register), input),
  },
  'view.remove': {
    run: (context, { id }) => {
      removeView(context, id);
      return {};
    },
  },
};
