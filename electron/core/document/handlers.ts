// Handlers of the bundle routes: preview, the two jobs, and the list of what was issued.
import { basename } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { eventView } from '../journal/handlers.ts';
import { type Handlers, requireSession } from '../router.ts';
import { resolveToken, workerBasics } from '../vault/handlers.ts';
import { transferOf } from '../worker-messages.ts';
import { issuedEvents } from './bundle/issue.ts';
import { disclosureCounts, requireChoice } from './bundle/preview.ts';

export const evidenceHandlers: Pick<Handlers, 'bundle.preview' | 'bundle.create' | 'bundle.verify' | 'bundle.list'> = {
  'bundle.preview': (state, choice) => disclosureCounts(requireSession(state), choice),
  'bundle.create': (state, { target, ...choice }) => {
    const session = requireSession(state);
    if (state.jobs.writing()) throw new AppError('busy', { job: state.jobs.writing()?.kind ?? '', subject: '' });
    requireChoice(session, choice);
    const path = resolveToken(state, target);
    return {
      kind: 'bundle',
      subject: basename(path),
      // It reads a snapshot; only its events are written, in one short transaction at the end.
      writes: false,
      worker: { task: 'bundle', session: transferOf(session), ...workerBasics(state) },
      operation: 'create',
      input: { ...choice, target: path },
      onDone: (result) => {
        state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
        return { ...(result as object), token: target };
      },
    };
  },
  'bundle.verify': (state, { source, key }) => {
    const path = resolveToken(state, source);
    return {
      kind: 'verify',
      subject: basename(path),
      writes: false,
      worker: { task: 'verify', session: null, ...workerBasics(state) },
      operation: 'run',
      input: { path, key },
    };
  },
  'bundle.list': (state) => ({ bundles: issuedEvents(requireSession(state)).map(eventView) }),
};
