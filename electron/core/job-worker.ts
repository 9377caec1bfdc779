// The entry of a worker thread: opens its own connection to the vault and runs the operations of one task.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/contract/envelope.ts';
import { databaseError } from './db/handle.ts';
import { rawPublicKey } from './format/signed-note.ts';
import { settleMoves } from './register/reseal.ts';
import { type Task, type TaskContext, tasks } from './tasks.ts';
import { openSession } from './vault/open.ts';
import { openProfile } from './vault/profile.ts';
import type { VaultSession } from './vault/session.ts';
import { cancelSignals, type FromWorker, settleOperation, type ToWorker, type WorkerStart } from './worker-messages.ts';

/** A second writer of the same process waits for the first instead of failing at once. */
const busyTimeoutMs = 10_000;
/** At most this often is progress told. */
const progressIntervalMs = 100;

const start = workerData as WorkerStart & { cancelFlag: Int32Array };
const port = parentPort;
if (!port) throw new Error('job-worker runs as a worker thread');

async function openTransferred(): Promise<VaultSession | null> {
  const { session } = start;
  if (!session) return null;
  const signKey = createPrivateKey({ key: Buffer.from(session.signKey), format: 'der', type: 'pkcs8' });
  const opened = await openSession({
    folder: session.folder,
    header: session.header,
    slotDigest: session.slotDigest,
    userId: session.userId,
    keys: {
      identity: session.identity,
      recipient: session.recipient,
      signKey,
      signPublicKey: rawPublicKey(createPublicKey(signKey)),
      founding: Buffer.from(session.founding),
    },
    databaseKey: Buffer.from(session.databaseKey),
    readOnly: session.readOnly,
    lock: null,
    database: session.database,
    options: {
      registers: start.registers,
      migrations: start.migrations,
      profile: openProfile(start.profileFolder),
      now: Date.now,
    },
  });
  // Moving a long log into the database is done after the job is answered (`settle`), not within its last commit.
  opened.db.pragma('wal_autocheckpoint = 0');
  opened.db.pragma(`busy_timeout = ${busyTimeoutMs}`);
  return opened;
}

const ready = openTransferred().then((session): { task: Task; session: VaultSession | null } => {
  const create = tasks[start.task];
  if (!create) throw new Error(`unknown task ${start.task}`);
  return {
    task: create({
      session,
      registers: start.registers,
      migrations: start.migrations,
      profileFolder: start.profileFolder,
    }),
    session,
  };
});

function contextOf(call: number): TaskContext {
  let lastMs = 0;
  return {
    progress: (done, total, phase) => {
      const nowMs = Date.now();
      if (nowMs - lastMs < progressIntervalMs) return;
      lastMs = nowMs;
      port?.postMessage({ call, type: 'progress', progress: { done, total, phase } } satisfies FromWorker);
    },
    checkCancelled: () => {
      if (Atomics.load(start.cancelFlag, 0) !== cancelSignals.none) throw new AppError('cancelled');
    },
  };
}

port.on('message', async (message: ToWorker) => {
  const { call } = message;
  Atomics.compareExchange(start.cancelFlag, 0, cancelSignals.operation, cancelSignals.none);
  try {
    if (Atomics.load(start.cancelFlag, 0) === cancelSignals.worker) throw new AppError('cancelled');
    const { task, session } = await ready;
    if (message.operation === settleOperation) {
      if (session && !session.readOnly) session.db.pragma('wal_checkpoint(PASSIVE)');
      port.postMessage({ call, type: 'done', result: null } satisfies FromWorker);
      return;
    }
    const operation = task[message.operation];
    if (!operation) throw new Error(`unknown operation ${start.task}.${message.operation}`);
    const result = await operation(message.input as never, contextOf(call));
    if (session) await settleMoves(session);
    port.postMessage({ call, type: 'done', result } satisfies FromWorker);
  } catch (thrown) {
    const cause = databaseError(thrown);
    const failure = cause instanceof AppError ? { code: cause.code, params: cause.params } : { code: null, params: {} };
    port.postMessage({
      call,
      type: 'failed',
      ...failure,
      detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    } satisfies FromWorker);
  }
});
