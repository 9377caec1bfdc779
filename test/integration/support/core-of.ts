// A core over a real vault, called through its routes as a window calls it, on a clock the test sets.
import { type Core, createCore } from '../../../electron/core/core.ts';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../shared/contract/contract.ts';
import type { ErrorCode } from '../../../shared/contract/envelope.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { makeVault, password, type TestVault } from './vaults.ts';

export interface TestCore {
  vault: TestVault;
  core: Core;
  /** Calls a route; throws with the code where it is refused. */
  ask<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>>;
  /** The code a call is refused with, or null where it is answered. */
  refusal<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<ErrorCode | null>;
  /** Creates a record and returns its id. */
  make(register: string, values: FieldValues, extra?: { number?: string; status?: string }): Promise<string>;
  /** Records that the one officer may both propose and approve. */
  waiveSelfApproval(): Promise<void>;
  /** Moves the clock of the vault on. */
  later(days: number): void;
  unlock(login?: string | null, secret?: string): Promise<void>;
  end(): Promise<void>;
}

/** A vault with an unlocked core; `startMs` is where its clock begins. */
export async function makeCore(options: Parameters<typeof makeVault>[0] = {}): Promise<TestCore> {
  const vault = await makeVault(options);
  const core = createCore({
    registers: allRegisters,
    migrations,
    profileFolder: vault.profileFolder,
    now: () => Date.now() + vault.clock.offsetMs,
    emit: () => undefined,
    defaultFolder: vault.base,
    version: '0',
    onLocked: () => undefined,
    logError: (_id, cause) => {
      throw cause;
    },
  });
  const ask: TestCore['ask'] = async (route, input) => {
    const envelope = await core.call(route, input);
    if (!envelope.ok) throw new Error(`${route}: ${envelope.error.code} ${JSON.stringify(envelope.error.params)}`);
    return envelope.data as RouteOutput<typeof route>;
  };
  const unlock: TestCore['unlock'] = async (login = null, secret = password) => {
    await ask('vault.unlock', { path: vault.folder, login, password: secret, readOnly: false });
  };
  await unlock();
  return {
    vault,
    core,
    ask,
    refusal: async (route, input) => {
      const envelope = await core.call(route, input);
      return envelope.ok ? null : envelope.error.code;
    },
    make: async (register, values, extra = {}) =>
      (await ask('register.create', { register, number: null, values, ...extra })).id,
    waiveSelfApproval: async () => {
      const userId = core.state.session?.user.id ?? '';
      await ask('separation.waive', { userId, pair: 'proposerApprover', reason: '人员不足' });
    },
    later: (days) => {
      vault.clock.offsetMs += days * 86_400_000;
    },
    unlock,
    end: async () => {
      await core.lock('quit');
      vault.remove();
    },
  };
}
