// The one way into the core: lookup → validate → session → role → prepare → transaction → handler → audit → output.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  type Contract,
  contract,
  type ParsedInput,
  type RouteName,
  type RouteOutput,
} from '../../shared/contract/contract.ts';
import { AppError, type Envelope } from '../../shared/contract/envelope.ts';
import type { Route } from '../../shared/contract/route.ts';
import { databaseError } from './db/handle.ts';
import { uuidv7 } from './format/uuid.ts';
import { wellFormed } from './format/well-formed.ts';
import type { JobStart } from './jobs.ts';
import { settleMoves } from './register/reseal.ts';
import { type WriteContext, writeTransaction } from './register/write-context.ts';
import type { CoreState } from './state.ts';
import { ensureSpareDataKeys, type VaultSession } from './vault/session.ts';

/** What a handler of each kind looks like. A command is synchronous by type; what is slow comes before, in `prepare`. */
export type Handler<Name extends RouteName> = Contract[Name]['kind'] extends 'query'
  ? (state: CoreState, input: ParsedInput<Name>) => RouteOutput<Name>
  : Contract[Name]['kind'] extends 'command'
    ? {
        prepare?: (session: VaultSession, input: ParsedInput<Name>) => Promise<void>;
        /** True where one call changes many records, which then share a batch event. */
        batch?: (input: ParsedInput<Name>) => boolean;
        run: (context: WriteContext, input: ParsedInput<Name>) => RouteOutput<Name>;
      }
    : Contract[Name]['kind'] extends 'session'
      ? (state: CoreState, input: ParsedInput<Name>) => Promise<RouteOutput<Name>>
      : (state: CoreState, input: ParsedInput<Name>) => JobStart;

export type Handlers = { [Name in RouteName]: Handler<Name> };

/** The open session; AppError `not_unlocked` without one. */
export function requireSession(state: CoreState): VaultSession {
  if (!state.session) throw new AppError('not_unlocked');
  return state.session;
}

function authorize(state: CoreState, name: string, route: Route): void {
  const { access } = route;
  if (access.state === 'unlocked' && !state.session) throw new AppError('not_unlocked');
  if (access.state === 'locked' && state.session) throw new AppError('already_unlocked');
  const { session } = state;
  if (!session) return;
  if (access.roles !== 'any' && !access.roles.some((role) => session.user.roles.includes(role))) {
    if (!session.readOnly)
      writeTransaction(session, (context) =>
        context.journal.append({ action: 'access.refused', detail: { route: name } }),
      );
    throw new AppError('role_missing', { route: name });
  }
  if (access.writes && session.readOnly) throw new AppError('read_only');
}

async function run(
  state: CoreState,
  name: RouteName,
  route: Route,
  input: unknown,
  handlers: Handlers,
): Promise<unknown> {
  const handler = handlers[name] as unknown;
  if (route.kind === 'query') return (handler as (state: CoreState, input: unknown) => unknown)(state, input);
  if (route.kind === 'session')
    return (handler as (state: CoreState, input: unknown) => Promise<unknown>)(state, input);
  if (route.kind === 'job')
    return { jobId: state.jobs.start((handler as (state: CoreState, input: unknown) => JobStart)(state, input)) };
  const session = requireSession(state);
  const command = handler as {
    prepare?: (session: VaultSession, input: unknown) => Promise<void>;
    batch?: (input: unknown) => boolean;
    run: (context: WriteContext, input: unknown) => unknown;
  };
  const writing = state.jobs.writing();
  if (writing) throw new AppError('busy', { job: writing.kind, subject: writing.subject });
  await ensureSpareDataKeys(session);
  await command.prepare?.(session, input);
  const batch = command.batch?.(input) ? uuidv7(session.now()) : null;
  let touched: string[] = [];
  const data = writeTransaction(
    session,
    (context) => {
      const value = command.run(context, input);
      if (batch !== null && route.audit)
        context.journal.append({ action: route.audit, batch, detail: { records: context.journal.appended() } });
      touched = [...context.touched];
      return value;
    },
    batch,
  );
  await settleMoves(session);
  state.dependencies.emit({ type: 'changed', registers: touched, headSize: 0 });
  return data;
}

/**
 * Answers one request. Never throws: an expected failure comes back by its code, anything else as `internal` with an id
 * under which the local log has the detail.
 */
export async function dispatch(
  state: CoreState,
  handlers: Handlers,
  name: string,
  rawInput: unknown,
): Promise<Envelope<unknown>> {
  const requestId = randomUUID();
  try {
    const route = (Object.hasOwn(contract, name) ? contract[name as RouteName] : undefined) as Route | undefined;
    if (!route) throw new AppError('route_unknown', { route: String(name).slice(0, 80) });
    const input = (route.input as z.ZodType).safeParse(rawInput);
    if (!input.success) {
      const issue = input.error.issues[0];
      throw new AppError('input_invalid', { route: name, path: issue?.path.join('.') ?? '' });
    }
    if (name !== 'session.get' && name !== 'session.ping' && name !== 'job.list')
      state.lastActiveMs = state.dependencies.now();
    authorize(state, name, route);
    const data = await run(state, name as RouteName, route, wellFormed(input.data), handlers);
    return { ok: true, data: (route.output as z.ZodType).parse(data) };
  } catch (thrown) {
    const cause = databaseError(thrown);
    if (cause instanceof AppError && cause.code !== 'internal')
      return { ok: false, error: { code: cause.code, params: cause.params, requestId } };
    state.dependencies.logError(requestId, cause);
    return { ok: false, error: { code: 'internal', params: {}, requestId } };
  }
}
