// Handlers around the vault: session, profile, create, unlock, lock, password, settings, check, jobs.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { isNumberPattern } from '../../../shared/values/number-pattern.ts';
import { headOf } from '../journal/append.ts';
import { writeTransaction } from '../register/write-context.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import { transferOf } from '../worker-messages.ts';
import { changePassword } from './change-password.ts';
import { createVault, vaultFolder, vaultSuffix } from './create.ts';
import { passwordSlots, readHeader } from './header.ts';
import { isAbandoned, lockHolder } from './lock-file.ts';
import { openVault } from './open.ts';
import { defaultPolicy, judgePassword } from './password-rules.ts';
import type { PreparedRekey } from './rekey.ts';
import { takeNewKey } from './rekey-task.ts';
import { isSealedContentAllowed, type VaultSession } from './session.ts';
import { settingsHandler } from './settings-handler.ts';

const maximumRecent = 8;

const dayMs = 86_400_000;

/** Since when the user's password is older than the house rule wants; null while it is not. */
function passwordDueSince({ settings, passwordChangedAtMs, now }: VaultSession): number | null {
  const { changeAfterDays } = settings.policy;
  if (changeAfterDays === 0 || passwordChangedAtMs === null) return null;
  const dueMs = passwordChangedAtMs + changeAfterDays * dayMs;
  return dueMs <= now() ? dueMs : null;
}

/** What the page knows of the vault and the user. */
export function sessionStateOf(state: CoreState): SessionState {
  const { session, dependencies } = state;
  const policy = session?.settings.policy ?? defaultPolicy;
  const common = { policy, idleMinutes: policy.idleMinutes, version: dependencies.version };
  if (!session)
    return { state: 'locked', vault: null, user: null, scheme: null, numberPatterns: {}, journal: null, ...common };
  const { settings, user } = session;
  const patterns = Object.fromEntries(
    session.registry.all
      .filter(({ numberPattern }) => numberPattern !== '')
      .map(({ key, numberPattern }) => [key, settings.numberPatterns[key] ?? numberPattern]),
  );
  return {
    state: 'unlocked',
    vault: {
      id: session.header.vaultId,
      name: basename(session.folder, vaultSuffix),
      folder: session.folder,
      organisation: settings.organisation,
      demo: settings.demo,
      readOnly: session.readOnly,
      sealedContentAllowed: isSealedContentAllowed(session),
      singleOfficerReason: session.settings.singleOfficerReason,
      stateSecretDeclaredAtMs: settings.stateSecretDeclaredAtMs,
    },
    user: {
      id: user.id,
      login: user.login,
      name: user.name,
      roles: [...user.roles],
      department: user.department,
      passwordDueSinceMs: passwordDueSince(session),
    },
    scheme: settings.scheme,
    numberPatterns: patterns,
    journal: { size: headOf(session.db).size, verifiedSize: state.verifiedSize, broken: state.journalBroken },
    ...common,
  };
}

/** The path a call means: a typed path, or a folder the user chose. */
export function pathOf(state: CoreState, input: { path?: string | undefined; folder?: string | undefined }): string {
  if (input.folder !== undefined) return resolveToken(state, input.folder);
  if (input.path !== undefined && input.path.trim() !== '') return input.path.trim();
  throw new AppError('path_token_unknown');
}

/** The path behind a token. Throws AppError `path_token_unknown`. */
export function resolveToken(state: CoreState, token: string): string {
  const path = state.paths.get(token);
  if (path === undefined) throw new AppError('path_token_unknown');
  return path;
}

function rememberVault(state: CoreState): void {
  const session = requireSession(state);
  const preferences = state.profile.preferences();
  const entry = {
    path: session.folder,
    name: basename(session.folder, vaultSuffix),
    organisation: session.settings.organisation,
    lastOpenedMs: session.now(),
    demo: session.settings.demo,
  };
  state.profile.savePreferences({
    ...preferences,
    recent: [entry, ...preferences.recent.filter(({ path }) => path !== entry.path)].slice(0, maximumRecent),
  });
}

async function unlock(
  state: CoreState,
  input: {
    folder: string;
    login: string | null;
    password: string;
    readOnly: boolean;
    acceptRestored?: boolean;
    nextPassword?: string | null;
  },
): Promise<SessionState> {
  const { dependencies, profile } = state;
  state.session = await openVault({
    ...input,
    registers: dependencies.registers,
    migrations: dependencies.migrations,
    profile,
    now: dependencies.now,
  });
  state.verifiedSize = null;
  state.journalBroken = false;
  try {
    rememberVault(state);
  } catch {
    // The list of recent vaults is a convenience.
  }
  return sessionStateOf(state);
}

type VaultRoute = Extract<
  keyof Handlers,
  `session.${string}` | `profile.${string}` | `vault.${string}` | `password.${string}` | `job.${string}`
>;

/** Everything that is not about records. */
export const vaultHandlers: Pick<Handlers, VaultRoute> = {
  'session.get': (state) => sessionStateOf(state),
  'session.ping': (state) => ({ atMs: state.dependencies.now() }),
  'session.active': () => ({}),
  'profile.get': (state) => {
    const { language, theme, layout, recent } = state.profile.preferences();
    return {
      language,
      theme,
      layout,
      recent: recent.map((entry) => ({ ...entry, exists: existsSync(join(entry.path, 'vault.json')) })),
      defaultFolder: state.dependencies.defaultFolder,
    };
  },
  'profile.set': async (state, input) => {
    const preferences = state.profile.preferences();
    state.profile.savePreferences({
      ...preferences,
      ...(input.language === undefined ? {} : { language: input.language }),
      ...(input.theme === undefined ? {} : { theme: input.theme }),
      layout: { ...preferences.layout, ...input.layout },
      recent: preferences.recent.filter(({ path }) => path !== input.forgetRecent),
    });
    return {};
  },
  'vault.inspect': async (state, input) => {
    const folder = vaultFolder(pathOf(state, input));
    const header = readHeader(folder);
    const holder = lockHolder(folder);
    const known = state.profile.preferences().recent.find(({ path }) => path === folder);
    return {
      path: folder,
      name: basename(folder, vaultSuffix),
      organisation: known?.organisation ?? '',
      users: passwordSlots(header).map(({ login }) => ({ login })),
      hasRecovery: header.slots.some(({ kind }) => kind === 'recovery'),
      holder:
        holder && !isAbandoned(holder)
          ? {
              host: holder.host,
              processId: holder.processId,
              sinceMs: holder.sinceMs,
              sameHost: holder.host === hostname(),
            }
          : null,
    };
  },
  'password.judge': (state, { password, ...context }) =>
    judgePassword(password, context, state.session?.settings.policy),
  'vault.create': async (state, input) => {
    for (const [register, pattern] of Object.entries(input.numberPatterns))
      if (!isNumberPattern(pattern)) throw new AppError('value_invalid', { field: 'numberPatterns', register });
    const base =
      input.folder === undefined
        ? pathOf(state, input)
        : join(resolveToken(state, input.folder), safeName(input.organisation));
    const { dependencies } = state;
    const folder = await createVault(
      { ...input, path: base, demo: false },
      dependencies.migrations,
      dependencies.now(),
    );
    return unlock(state, { folder, login: input.officerLogin, password: input.password, readOnly: false });
  },
  'vault.unlock': async (state, input) =>
    unlock(state, {
      folder: vaultFolder(pathOf(state, input)),
      login: input.login,
      password: input.password,
      readOnly: input.readOnly,
      acceptRestored: input.acceptRestored,
      nextPassword: input.nextPassword,
    }),
  'vault.lock': async (state) => {
    await state.lock('user');
    return {};
  },
  'vault.changePassword': async (state, input) => {
    await changePassword(requireSession(state), input);
    return {};
  },
  'vault.settings': settingsHandler,
  'vault.rekey': (state, { password }) => {
    const session = requireSession(state);
    const running = state.jobs.list().find((job) => job.state === 'running');
    if (running) throw new AppError('busy', { job: running.kind });
    return {
      kind: 'rekey',
      subject: basename(session.folder, vaultSuffix),
      writes: true,
      worker: { task: 'rekey', session: transferOf(session), ...workerBasics(state) },
      operation: 'prepare',
      input: { password },
      onDone: (result) => takeNewKey(state, session, result as PreparedRekey),
    };
  },
  'vault.check': (state) => {
    const session = requireSession(state);
    return {
      kind: 'check',
      subject: basename(session.folder, vaultSuffix),
      writes: false,
      worker: { task: 'check', session: transferOf(session), ...workerBasics(state) },
      operation: 'run',
      input: {},
      onDone: (result) => {
        if (!session.readOnly && state.session === session)
          writeTransaction(session, (context) =>
            context.journal.append({ action: 'vault.checked', detail: { ok: (result as { ok: boolean }).ok } }),
          );
        return result;
      },
    };
  },
  'vault.createDemo': (state, input) => ({
    kind: 'demo',
    subject: '',
    writes: false,
    worker: { task: 'demo', session: null, ...workerBasics(state) },
    operation: 'create',
    input: {
      path:
        input.folder === undefined
          ? pathOf(state, input)
          : join(resolveToken(state, input.folder), `演示-${randomUUID().slice(0, 4)}`),
      password: input.password,
      secrets: input.secrets ?? 300,
    },
  }),
  'job.list': (state) => ({ jobs: state.jobs.list() }),
  'job.cancel': async (state, { jobId }) => {
    state.jobs.cancel(jobId);
    return {};
  },
};

/** What every worker needs besides a session. */
export function workerBasics(state: CoreState) {
  const { registers, migrations } = state.dependencies;
  return { registers, migrations, profileFolder: state.profile.folder };
}

/** A folder name of an organisation's name. */
function safeName(organisation: string): string {
  const name = organisation
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, '')
    .replace(/[. ]+$/, '')
    .trim();
  return name === '' ? 'vault' : name.slice(0, 60);
}
