// One worker thread that decrypts sealed files, started when the first large one is read; whoever made it closes it.
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { FromOpeningWorker, ToOpeningWorker } from './opening-messages.ts';

export interface OpeningThread {
  /**
   * The plain bytes of a sealed file in large chunks, each gone when the next is asked for; one file at a time. Ends in the
   * system's error where the file cannot be read, in an Error where it was changed or cut, in AppError `internal` where the thread fails.
   */
  open(path: string, identity: string): AsyncGenerator<Uint8Array>;
  close(): void;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './opening-worker.ts' : './opening-worker.js',
  import.meta.url,
);

/** Little: half of it is how much decryption may leave behind before it is collected, and it needs next to nothing itself. */
const heapMiB = 40;

/** A thread at rest until it is needed. A reader that leaves a file halfway ends the thread; the next file starts another. */
export function createOpeningThread(): OpeningThread {
  let worker: Worker | null = null;
  const close = () => {
    void worker?.terminate();
    worker = null;
  };
  const start = () => {
    const started = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
    // One that fails at rest is told of by nobody and replaced by the next file's.
    started
      .on('error', () => undefined)
      .on('exit', () => {
        if (worker === started) worker = null;
      });
    return started;
  };
  async function* open(path: string, identity: string): AsyncGenerator<Uint8Array> {
    worker ??= start();
    const own = worker;
    const arrived: FromOpeningWorker[] = [];
    let failure: { cause: unknown } | null = null;
    let wake: (() => void) | null = null;
    const onMessage = (message: FromOpeningWorker) => {
      arrived.push(message);
      wake?.();
    };
    const onFailure = (cause: unknown) => {
      failure ??= { cause };
      wake?.();
    };
    own.on('message', onMessage).on('error', onFailure).on('exit', onFailure);
    const send = (message: ToOpeningWorker) => own.postMessage(message);
    let isRead = false;
    try {
      send({ path, identity });
      while (!isRead) {
        const message = arrived.shift();
        if (message?.type === 'chunk') {
          yield message.bytes;
          send('taken');
        } else if (message?.type === 'end') isRead = true;
        else if (message) throw Object.assign(new Error(message.message), message.code && { code: message.code });
        else if (failure)
          throw new AppError(
            'internal',
            { reason: 'opening_thread' },
            { cause: (failure as { cause: unknown }).cause },
          );
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      own.off('message', onMessage).off('error', onFailure).off('exit', onFailure);
      if (!isRead) close();
    }
  }
  return { open, close };
}
