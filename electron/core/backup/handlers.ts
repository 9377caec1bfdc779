// Handlers of the backup routes, and the schedule: a backup that is due starts while the vault is open and nobody works.
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { JobStart } from '../jobs.ts';
import { writeTransaction } from '../register/write-context.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import { vaultFolder, vaultSuffix } from '../vault/create.ts';
import { resolveToken, workerBasics } from '../vault/handlers.ts';
import type { VaultSession } from '../vault/session.ts';
import { transferOf } from '../worker-messages.ts';
import { openArchive } from './read-archive.ts';
import { allBackups, nextDueMs, readBackupSettings, writeBackupSettings } from './store.ts';
import { unlistedBackups } from './unlisted.ts';

type BackupRoute = Extract<keyof Handlers, `backup.${string}`>;

function makeJob(state: CoreState, session: VaultSession, folder: string): JobStart {
  const other = state.jobs.list().find(({ kind, state: at }) => kind === 'backup' && at === 'running');
  const writing = other ?? state.jobs.writing();
  if (writing) throw new AppError('busy', { job: writing.kind, subject: writing.subject });
  return {
    kind: 'backup',
    subject: basename(session.folder, vaultSuffix),
    // It copies a snapshot; only its event is written, in a short transaction at the end.
    writes: false,
    worker: { task: 'backup', session: transferOf(session), ...workerBasics(state) },
    operation: 'make',
    input: { folder },
    onDone: (result) => {
      state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
      return result;
    },
  };
}

/** The slots a header text names, for choosing who one is; empty where it cannot be read. */
function loginsOf(header: string): { login: string }[] {
  try {
    const { slots } = JSON.parse(header) as { slots: { kind: string; login: string }[] };
    return slots
      .filter(({ kind, login }) => kind === 'password' && typeof login === 'string')
      .slice(0, 1000)
      .map(({ login }) => ({ login }));
  } catch {
    return [];
  }
}

export const backupHandlers: Pick<Handlers, BackupRoute> = {
  'backup.list': (state) => {
    const { db, now } = requireSession(state);
    const settings = readBackupSettings(db);
    const backups = allBackups(db);
    const dueMs = nextDueMs(settings, backups);
    return {
      settings,
      lastMs: backups[0]?.madeAtMs ?? null,
      dueMs,
      overdue: dueMs !== null && dueMs < now(),
      backups: backups.map(({ rid: _rid, ...row }) => row),
    };
  },
  'backup.unlisted': async (state, { folder }) => {
    const session = requireSession(state);
    const target = folder === null ? readBackupSettings(session.db).folder : resolveToken(state, folder);
    return { files: target === null ? [] : await unlistedBackups(session, target) };
  },
  'backup.settings': async (state, input) => {
    const session = requireSession(state);
    const writing = state.jobs.writing();
    if (writing) throw new AppError('busy', { job: writing.kind, subject: writing.subject });
    const folder = input.folder === undefined ? undefined : resolveToken(state, input.folder);
    writeTransaction(session, ({ journal }) => {
      const before = readBackupSettings(session.db);
      const next = {
        folder: folder ?? before.folder,
        everyDays: input.everyDays === undefined ? before.everyDays : input.everyDays,
        keep: input.keep === undefined ? before.keep : input.keep,
      };
      writeBackupSettings(session.db, next);
      journal.append({ action: 'backup.settingsChanged', detail: next });
    });
    state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
    return {};
  },
  'backup.make': (state, { folder }) => {
    const session = requireSession(state);
    const target = folder === null ? readBackupSettings(session.db).folder : resolveToken(state, folder);
    if (target === null) throw new AppError('path_token_unknown');
    return makeJob(state, session, target);
  },
  'backup.inspect': async (state, { file }) => {
    const archive = await openArchive(resolveToken(state, file));
    archive.close();
    return { name: archive.name, madeAtMs: archive.start.madeAtMs, users: loginsOf(archive.header) };
  },
  'backup.restore': (state, { file, folder, name, login, password }) => {
    const target = vaultFolder(folder === undefined ? name : join(resolveToken(state, folder), basename(name)));
    return {
      kind: 'restore',
      subject: basename(target, vaultSuffix),
      writes: false,
      worker: { task: 'backup', session: null, ...workerBasics(state) },
      operation: 'restore',
      input: { file: resolveToken(state, file), target, login, password },
    };
  },
};

/** How long nobody must have worked before a scheduled backup starts. */
const quietMs = 30_000;
/** A scheduled backup that failed is not tried again sooner. */
const retryMs = 60 * 60_000;

const lastTried = new WeakMap<VaultSession, number>();

/** Starts a backup that is due. Called by the core's heartbeat; does nothing while somebody works or a job runs. */
export function startDueBackup(state: CoreState): void {
  const { session, dependencies } = state;
  if (!session || session.readOnly || !session.user.roles.some((role) => role === 'system' || role === 'officer'))
    return;
  const nowMs = dependencies.now();
  if (nowMs - state.lastActiveMs < quietMs || nowMs - (lastTried.get(session) ?? 0) < retryMs) return;
  if (state.jobs.list().some((job) => job.state === 'running')) return;
  const settings = readBackupSettings(session.db);
  const dueMs = nextDueMs(settings, allBackups(session.db));
  if (settings.folder === null || dueMs === null || dueMs > nowMs) return;
  lastTried.set(session, nowMs);
  state.jobs.start(makeJob(state, session, settings.folder));
}
