// Long work in worker threads: starts them, passes progress on, cancels by a shared flag. Knows nothing of what they do.
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, type ErrorParams } from '../../shared/contract/envelope.ts';
import type { CoreEvent, JobKind, JobProgress } from '../../shared/contract/events.ts';
import { cancelSignals, type FromWorker, settleOperation, type ToWorker, type WorkerStart } from './worker-messages.ts';

export interface JobStart {
  kind: JobKind;
  /** What the user is told it works on. */
  subject: string;
  /** Holds the write transaction for long: commands answer `busy` meanwhile. */
  writes: boolean;
  /** A worker that is already there (an import session), or how to start one. */
  worker: TaskWorker | WorkerStart;
  operation: string;
  input: unknown;
  /** Runs in the core when the job has ended well; its value, awaited, replaces the result. */
  onDone?: (result: unknown) => unknown;
  onEnd?: () => void;
}

/** One worker thread with named operations, one at a time. */
export interface TaskWorker {
  call(operation: string, input: unknown, onProgress?: (progress: WorkProgress) => void): Promise<unknown>;
  cancel(): void;
  /** Ends the thread: cancels what is under way and waits a moment for it, because a thread cut off within the database ends the process. */
  stop(): Promise<void>;
}

export interface WorkProgress {
  done: number;
  total: number | null;
  phase: string;
}

const workerFile = new URL(import.meta.url.endsWith('.ts') ? './job-worker.ts' : './job-worker.js', import.meta.url);
/** Heap a worker may use before it is ended with `file_too_large`: an import of 100,000 rows needs a third of it. */
const workerHeapMiB = 1536;

/** How long a thread has to come to a place where it can be ended. */
const stopGraceMs = 800;

/** Starts a worker. A crash of the thread rejects the call under way with its error. */
export function startTaskWorker(start: WorkerStart): TaskWorker {
  const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerFile, {
    workerData: { ...start, cancelFlag },
    // A small young generation: long work keeps little of what it makes, and memory is what an old office machine lacks.
    resourceLimits: { maxOldGenerationSizeMb: workerHeapMiB, maxYoungGenerationSizeMb: 24 },
    execArgv: [],
  });
  let calls = 0;
  let onIdle: (() => void) | null = null;
  const waiting = new Map<
    number,
    {
      resolve: (value: unknown) => void;
      reject: (cause: unknown) => void;
      onProgress?: (progress: WorkProgress) => void;
    }
  >();
  const failAll = (cause: unknown) => {
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
  };
  worker.on('message', (message: FromWorker) => {
    const call = waiting.get(message.call);
    if (!call) return;
    if (message.type === 'progress') {
      call.onProgress?.(message.progress);
      return;
    }
    waiting.delete(message.call);
    if (message.type === 'done') call.resolve(message.result);
    else if (message.code) call.reject(new AppError(message.code as ErrorCode, message.params));
    else call.reject(new Error(message.detail));
  });
  worker.on('error', (cause: Error & { code?: string }) =>
    failAll(
      cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new AppError('file_too_large', { limit: workerHeapMiB }, { cause })
        : cause,
    ),
  );
  worker.on('exit', () => failAll(new AppError('cancelled')));
  worker.unref();
  return {
    call: (operation, input, onProgress) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject, ...(onProgress ? { onProgress } : {}) });
        worker.ref();
        const settle = () => {
          if (waiting.size > 0) return;
          worker.unref();
          onIdle?.();
        };
        const call = waiting.get(calls) as { resolve: (value: unknown) => void; reject: (cause: unknown) => void };
        const { resolve: done, reject: fail } = call;
        call.resolve = (value) => {
          settle();
          done(value);
        };
        call.reject = (cause) => {
          settle();
          fail(cause);
        };
        worker.postMessage({ call: calls, operation, input } satisfies ToWorker);
      }),
    cancel: () => Atomics.store(cancelFlag, 0, cancelSignals.operation),
    stop: async () => {
      Atomics.store(cancelFlag, 0, cancelSignals.worker);
      if (waiting.size > 0)
        await new Promise<void>((resolve) => {
          onIdle = resolve;
          setTimeout(resolve, stopGraceMs).unref();
        });
      await worker.terminate();
    },
  };
}

export interface Jobs {
  start(job: JobStart): string;
  list(): JobProgress[];
  cancel(id: string): void;
  /** The job that holds the write transaction, or null. */
  writing(): JobProgress | null;
  /** Resolves when the job has ended, with its last state. */
  finished(id: string): Promise<JobProgress>;
  /** Cancels everything and waits for it, at most `timeoutMs`. */
  stopAll(timeoutMs: number): Promise<void>;
}

/** After a job is answered its worker puts the write-ahead log away, so that no command of the core has to; then it ends. */
async function windDown(worker: TaskWorker, isOwn: boolean): Promise<void> {
  try {
    await worker.call(settleOperation, {});
  } catch {
    // A worker that is gone leaves the log to the next commit.
  }
  if (isOwn) await worker.stop();
}

/** Keeps the jobs of one core. */
export function createJobs(
  emit: (event: CoreEvent) => void,
  now: () => number,
  logError: (requestId: string, cause: unknown) => void,
): Jobs {
  const jobs = new Map<
    string,
    { progress: JobProgress; worker: TaskWorker; writes: boolean; ended: Promise<JobProgress> }
  >();
  const start = (job: JobStart): string => {
    const id = randomUUID();
    const isOwn = 'task' in job.worker;
    const worker = 'task' in job.worker ? startTaskWorker(job.worker) : job.worker;
    const progress: JobProgress = {
      id,
      kind: job.kind,
      subject: job.subject,
      state: 'running',
      done: 0,
      total: null,
      phase: 'start',
      startedAtMs: now(),
      error: null,
      result: null,
    };
    const publish = () => emit({ type: 'job', job: { ...progress } });
    const ended = worker
      .call(job.operation, job.input, (step) => {
        Object.assign(progress, step);
        publish();
      })
      .then(async (result) => {
        progress.result = job.onDone ? await job.onDone(result) : result;
        progress.state = 'done';
      })
      .then(undefined, (cause: unknown) => {
        const failure: { code: string; params: ErrorParams } =
          cause instanceof AppError ? { code: cause.code, params: cause.params } : { code: 'internal', params: {} };
        if (failure.code === 'internal') logError(id, cause);
        progress.state = failure.code === 'cancelled' ? 'cancelled' : 'failed';
        progress.error = failure;
      })
      .then(() => {
        job.onEnd?.();
        publish();
        void windDown(worker, isOwn);
        return progress;
      });
    jobs.set(id, { progress, worker, writes: job.writes, ended });
    publish();
    return id;
  };
  return {
    start,
    list: () => [...jobs.values()].map(({ progress }) => ({ ...progress })),
    cancel: (id) => jobs.get(id)?.worker.cancel(),
    writing: () => [...jobs.values()].find((job) => job.writes && job.progress.state === 'running')?.progress ?? null,
    finished: (id) => jobs.get(id)?.ended ?? Promise.reject(new AppError('internal', { reason: 'job_unknown' })),
    stopAll: async (timeoutMs) => {
      const running = [...jobs.values()].filter((job) => job.progress.state === 'running');
      for (const job of running) job.worker.cancel();
      await Promise.race([
        Promise.allSettled(running.map((job) => job.ended)),
        new Promise((resolve) => setTimeout(resolve, timeoutMs).unref()),
      ]);
      await Promise.allSettled(
        running.filter((job) => job.progress.state === 'running').map((job) => job.worker.stop()),
      );
    },
  };
}
