// Runs work on an opened vault within the command line's own process, and always locks it again.

import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/contract/envelope.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { version } from '../../shared/version.ts';
import { type Core, createCore } from '../core/core.ts';
import { migrations } from '../core/db/migrations/all.ts';
import type { TaskContext } from '../core/tasks.ts';
import { profileFolder } from '../core/vault/profile.ts';
import type { VaultSession } from '../core/vault/session.ts';
import { type Arguments, readPassword } from './arguments.ts';

export interface Opened {
  core: Core;
  session: VaultSession;
  /** Calls a route; a failure is thrown as its AppError. */
  call<Name extends RouteName>(name: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>>;
  /** Starts a job route and waits for its result. */
  run<Result>(name: RouteName, input: unknown): Promise<Result>;
}

/** A core of the command line's own. */
export function startCore(): Core {
  return createCore({
    registers: allRegisters,
    migrations,
    profileFolder: profileFolder(),
    now: Date.now,
    emit: () => undefined,
    defaultFolder: process.cwd(),
    version,
    onLocked: () => undefined,
    logError: (requestId, cause) => {
      if (process.env.MIDIAN_DEBUG)
        process.stderr.write(`${requestId} ${cause instanceof Error ? cause.stack : String(cause)}\n`);
    },
  });
}

/** Calls routes of a core, turning failures back into AppErrors. */
export function caller(core: Core): Pick<Opened, 'call' | 'run'> {
  const call = async <Name extends RouteName>(name: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>> => {
    const envelope = await core.call(name, input);
    if (!envelope.ok)
      throw new AppError(envelope.error.code, { ...envelope.error.params, requestId: envelope.error.requestId });
    return envelope.data as RouteOutput<Name>;
  };
  return {
    call,
    run: async <Result>(name: RouteName, input: unknown) => {
      const { jobId } = (await call(name, input as never)) as { jobId: string };
      const job = await core.state.jobs.finished(jobId);
      if (job.error) throw new AppError(job.error.code as never, job.error.params);
      return job.result as Result;
    },
  };
}

/** Opens the vault named on the command line, runs `work`, and locks whatever happens. */
export async function withVault<T>(path: string, given: Arguments, work: (opened: Opened) => Promise<T>): Promise<T> {
  const core = startCore();
  const { call, run } = caller(core);
  const password = await readPassword(given.values['password-file']);
  await call('vault.unlock', {
    path,
    login: given.values.user ?? (process.env.MIDIAN_USER || null),
    password,
    readOnly: false,
    acceptRestored: given.values['accept-restored'] ?? false,
    nextPassword: process.env.MIDIAN_NEW_PASSWORD || null,
  });
  try {
    return await work({ core, session: core.state.session as VaultSession, call, run });
  } finally {
    await core.lock('quit');
  }
}

/** A job context for tasks run in this process: no progress is shown, nothing cancels. */
export const quietJob: TaskContext = { progress: () => undefined, checkCancelled: () => undefined };
