// The composition root of the core: builds its state, answers calls, locks. Knows nothing of windows or processes.
import type { Envelope } from '../../shared/contract/envelope.ts';
import { backupHandlers, startDueBackup } from './backup/handlers.ts';
import { evidenceHandlers } from './document/handlers.ts';
import { createJobs } from './jobs.ts';
import { journalHandlers } from './journal/handlers.ts';
import { calendarHandlers } from './procedure/calendar-handlers.ts';
import { procedureHandlers } from './procedure/handlers.ts';
import { attachmentHandlers } from './register/attachments/handlers.ts';
import { createOpenedAttachments } from './register/attachments/open-attachments.ts';
import { erasureHandlers } from './register/erasure/handlers.ts';
import { exportHandlers } from './register/export/handlers.ts';
import { registerHandlers } from './register/handlers.ts';
import { importHandlers } from './register/import/handlers.ts';
import { createImportSessions } from './register/import/sessions.ts';
import { ownHandlers } from './register/own-handlers.ts';
import { dispatch, type Handlers } from './router.ts';
import { ruleHandlers } from './rules/handlers.ts';
import { createReadingWorker } from './rules/readings.ts';
import { stampHandlers } from './stamp/handlers.ts';
import type { CoreDependencies, CoreState, LockReason } from './state.ts';
import { compartmentHandlers } from './vault/compartment-handlers.ts';
import { vaultHandlers } from './vault/handlers.ts';
import { closeVault } from './vault/open.ts';
import { openProfile } from './vault/profile.ts';
import { recoveryHandlers } from './vault/recovery-handlers.ts';
import { userHandlers } from './vault/user-handlers.ts';

export interface Core {
  readonly state: CoreState;
  call(route: string, input: unknown): Promise<Envelope<unknown>>;
  /** Makes a path known under a token, before a call uses it. */
  grant(token: string, path: string): void;
  lock(reason: LockReason): Promise<void>;
}

const idleWarningMs = 30_000;
const heartbeatMs = 10_000;
/** The host ends the process within a second of locking; jobs get most of it to stop. */
const jobStopMs = 600;

const handlers: Handlers = {
  ...vaultHandlers,
  ...userHandlers,
  ...compartmentHandlers,
  ...recoveryHandlers,
  ...registerHandlers,
  ...ownHandlers,
  ...procedureHandlers,
  ...calendarHandlers,
  ...ruleHandlers,
  ...attachmentHandlers,
  ...exportHandlers,
  ...importHandlers,
  ...journalHandlers,
  ...erasureHandlers,
  ...evidenceHandlers,
  ...stampHandlers,
  ...backupHandlers,
};

/** Starts a core. Everything it needs from outside comes in `dependencies`; nothing is global. */
export function createCore(dependencies: CoreDependencies): Core {
  let locking: Promise<void> | null = null;
  const state: CoreState = {
    dependencies,
    profile: openProfile(dependencies.profileFolder),
    paths: new Map(),
    jobs: createJobs(dependencies.emit, dependencies.now, dependencies.logError),
    imports: createImportSessions(),
    attachments: createOpenedAttachments(),
    readings: createReadingWorker(dependencies),
    session: null,
    verifiedSize: null,
    journalBroken: false,
    lastActiveMs: dependencies.now(),
    lock: (reason) => {
      locking ??= lockNow(state, reason).finally(() => {
        locking = null;
      });
      return locking;
    },
  };
  const timer = setInterval(() => watch(state), heartbeatMs);
  timer.unref();
  return {
    state,
    call: (route, input) => dispatch(state, handlers, route, input),
    grant: (token, path) => state.paths.set(token, path),
    lock: state.lock,
  };
}

/** Heartbeat of the lock file, and the idle lock: a running job counts as activity. */
function watch(state: CoreState): void {
  state.session?.lock?.beat();
  if (!state.session) return;
  startDueBackup(state);
  const { now, emit } = state.dependencies;
  if (state.jobs.list().some((job) => job.state === 'running')) state.lastActiveMs = now();
  const idleLimitMs = state.session.settings.policy.idleMinutes * 60_000;
  const leftMs = idleLimitMs - (now() - state.lastActiveMs);
  if (leftMs <= 0) void state.lock('idle');
  else if (leftMs <= idleWarningMs) emit({ type: 'idleWarning', secondsLeft: Math.ceil(leftMs / 1000) });
}

async function lockNow(state: CoreState, reason: LockReason): Promise<void> {
  const { session, dependencies } = state;
  if (!session) {
    dependencies.onLocked(reason);
    return;
  }
  dependencies.emit({ type: 'locking', reason });
  state.session = null;
  state.attachments.closeAll();
  await Promise.all([state.readings.close(), state.jobs.stopAll(jobStopMs)]);
  await state.imports.closeAll();
  try {
    closeVault(session);
  } finally {
    dependencies.onLocked(reason);
  }
}
