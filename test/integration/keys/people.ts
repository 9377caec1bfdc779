// A vault with people in it, each through his first log-in, and a core to speak to it in their names.
import { type Core, createCore } from '../../../electron/core/core.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../shared/contract/contract.ts';
import type { JobProgress } from '../../../shared/contract/events.ts';
import type { Role } from '../../../shared/contract/route.ts';
import { makeVault, password, type TestVault } from '../support/vaults.ts';

export const firstPassword = 'First-Login-2026!初';
export const ownPassword = 'Own-Secret-2027!己';

export interface Office {
  vault: TestVault;
  core: Core;
  failures: unknown[];
  /** Calls a route; a refusal is thrown as `code {params}`. */
  ask<Name extends RouteName>(name: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>>;
  /** The code a call is refused with, or `ok`. */
  code<Name extends RouteName>(name: Name, input: RouteInput<Name>): Promise<string>;
  run(name: RouteName, input: unknown): Promise<JobProgress>;
  /** Locks, and unlocks as somebody. */
  as(login: string, given?: { password?: string; nextPassword?: string; readOnly?: boolean }): Promise<void>;
  /** Adds somebody and takes him through his first log-in; the founder is logged in afterwards. */
  add(login: string, roles: readonly Role[], department?: string): Promise<string>;
  userId(login: string): Promise<string>;
  close(): Promise<void>;
}

/** A core on a vault, locked. */
export function officeOf(vault: TestVault): Office {
  const failures: unknown[] = [];
  const core = createCore({
    registers: vault.registers,
    migrations: vault.migrations,
    profileFolder: vault.profileFolder,
    now: () => Date.now() + vault.clock.offsetMs,
    emit: () => undefined,
    defaultFolder: vault.base,
    version: '0',
    onLocked: () => undefined,
    logError: (_id, cause) => failures.push(cause),
  });
  const ask: Office['ask'] = async (name, input) => {
    const envelope = await core.call(name, input);
    if (!envelope.ok)
      throw new Error(`${envelope.error.code} ${JSON.stringify(envelope.error.params)} ${failures.splice(0).join()}`);
    return envelope.data as never;
  };
  const office: Office = {
    vault,
    core,
    failures,
    ask,
    code: async (name, input) => {
      const envelope = await core.call(name, input);
      return envelope.ok ? 'ok' : envelope.error.code;
    },
    run: async (name, input) => {
      const { jobId } = (await ask(name, input as never)) as { jobId: string };
      return core.state.jobs.finished(jobId);
    },
    as: async (login, given = {}) => {
      await core.lock('user');
      await ask('vault.unlock', {
        path: vault.folder,
        login,
        password: given.password ?? (login === 'officer' ? password : ownPassword),
        nextPassword: given.nextPassword ?? null,
        readOnly: given.readOnly ?? false,
      });
    },
    add: async (login, roles, department) => {
      const added = await ask('user.add', {
        login,
        name: login,
        roles: [...roles],
        department: department ?? null,
        password: firstPassword,
      });
      await office.as(login, { password: firstPassword, nextPassword: ownPassword });
      await office.as('officer');
      return added.id;
    },
    userId: async (login) => {
      const { users } = await ask('user.list', {});
      return users.find((user) => user.login === login)?.id ?? '';
    },
    close: async () => {
      await core.lock('quit');
      vault.remove();
    },
  };
  return office;
}

/** A new vault, the founder logged in. */
export async function makeOffice(options: Parameters<typeof makeVault>[0] = {}): Promise<Office> {
  const office = officeOf(await makeVault(options));
  await office.as('officer');
  return office;
}

/** Grants compartments to somebody as the officer would, his fingerprint read off his own screen. */
export async function grant(office: Office, login: string, labels?: readonly string[]): Promise<number> {
  const { users } = await office.ask('user.list', {});
  const user = users.find((candidate) => candidate.login === login);
  const { compartments } = await office.ask('compartment.list', {});
  const chosen = compartments.filter(({ label, isOwn }) => (labels ? labels.includes(label) : isOwn));
  const { granted } = await office.ask('clearance.grant', {
    userId: user?.id ?? '',
    fingerprint: user?.fingerprint ?? '',
    compartments: chosen.map(({ id }) => id),
  });
  return granted;
}

/** Content of a secret as the user logged in can open it, or the code he is refused with. */
export async function contentOf(office: Office, id: string): Promise<string> {
  const envelope = await office.core.call('register.openSealed', { register: 'secret', id, purpose: null });
  return envelope.ok ? ((envelope.data as { values: { content: string } }).values.content ?? '') : envelope.error.code;
}
