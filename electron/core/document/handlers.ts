// Handlers of the bundle routes (preview, the two jobs, the list of what was issued) and of documents on paper.
import { basename } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { JobKind } from '../../../shared/contract/events.ts';
import type { JobStart } from '../jobs.ts';
import { eventView } from '../journal/event-view.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import { resolveToken, workerBasics } from '../vault/handlers.ts';
import { transferOf } from '../worker-messages.ts';
import { issuedEvents } from './bundle/issue.ts';
import { disclosureCounts, requireChoice } from './bundle/preview.ts';
import { datedView, presentView } from './bundle/view.ts';
import { withheldRecords } from './bundle/withheld-records.ts';
import { findInForce, inForceSecrets } from './in-force/in-force-view.ts';

type BundleRoute = Extract<keyof Handlers, `bundle.${string}`>;

/** A job of the bundle task that writes one file. */
function bundleJob(
  state: CoreState,
  kind: JobKind,
  operation: string,
  { target, ...input }: { target: string } & Record<string, unknown>,
): JobStart {
  const session = requireSession(state);
  const busy = state.jobs.writing() ?? state.jobs.list().find((job) => job.kind === kind && job.state === 'running');
  if (busy) throw new AppError('busy', { job: busy.kind, subject: '' });
  const path = resolveToken(state, target);
  return {
    kind,
    subject: basename(path),
    // It reads a snapshot; only its events are written, in one short transaction at the end.
    writes: false,
    worker: { task: 'bundle', session: transferOf(session), ...workerBasics(state) },
    operation,
    input: { ...input, target: path },
    onDone: (result) => {
      state.dependencies.emit({ type: 'changed', registers: ['bundle'], headSize: 0 });
      return { ...(result as object), token: target };
    },
  };
}

export const evidenceHandlers: Pick<Handlers, BundleRoute | 'document.create' | 'inForce.view'> = {
  'bundle.preview': (state, choice) => {
    const session = requireSession(state);
    const view = choice.asOf === null ? presentView(session) : datedView(session, choice.asOf);
    return disclosureCounts(view, choice);
  },
  'bundle.create': (state, { target, ...choice }) => {
    requireChoice(requireSession(state), choice);
    return bundleJob(state, 'bundle', 'create', { ...choice, target });
  },
  'bundle.rebuild': (state, input) => bundleJob(state, 'rebuild', 'rebuild', input),
  'bundle.disclose': (state, input) => bundleJob(state, 'disclose', 'disclose', input),
  'bundle.withheld': (state, input) => withheldRecords(requireSession(state), input),
  'bundle.verify': (state, { source, key, disclosures, tokens, authorities }) => {
    const path = resolveToken(state, source);
    const resolved = (chosen: readonly string[]) => chosen.map((token) => resolveToken(state, token));
    return {
      kind: 'verify',
      subject: basename(path),
      writes: false,
      worker: { task: 'verify', session: null, ...workerBasics(state) },
      operation: 'run',
      input: {
        path,
        options: {
          ...(key === null ? {} : { key }),
          disclosures: resolved(disclosures),
          tokens: resolved(tokens),
          authorities: resolved(authorities),
        },
      },
    };
  },
  'document.create': (state, { target, document }) => {
    const session = requireSession(state);
    // Its event would have to wait for the end of the import.
    if (state.jobs.writing()) throw new AppError('busy', { job: state.jobs.writing()?.kind ?? '', subject: '' });
    if (document.kind === 'register' && session.registry.byKey(document.register).kind !== 'register')
      throw new AppError('register_unknown', { register: document.register });
    const path = resolveToken(state, target);
    return {
      kind: 'document',
      subject: basename(path),
      writes: false,
      worker: { task: 'document', session: transferOf(session), ...workerBasics(state) },
      operation: 'create',
      input: { target: path, document },
      onDone: (result) => {
        state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
        return { ...(result as object), token: target };
      },
    };
  },
  'inForce.view': (state, { offset, limit, language, ...choice }) => {
    const session = requireSession(state);
    const { ids, counts } = findInForce(session, choice);
    return {
      total: ids.length,
      counts,
      secrets: inForceSecrets(session, choice.asOf, ids.slice(offset, offset + limit), language),
    };
  },
  'bundle.list': (state) => ({ bundles: issuedEvents(requireSession(state)).map(eventView) }),
};
