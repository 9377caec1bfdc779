// Worker threads for SM3, borrowed for one file at a time and kept for the next.
import { Worker } from 'node:worker_threads';
import { createDigestChannel, type FromDigestWorker, ownMemory } from '../../../../shared/evidence/digest-channel.ts';

/** One thread, lent for one file. */
export interface DigestThread {
  /** Takes the chunk's memory away from the caller. Resolves when more may come. */
  update(chunk: Uint8Array): void | Promise<void>;
  /** The digest, lower-case hex; the thread goes back. */
  finish(): Promise<string>;
  /** Ends the thread: what it was doing is of no use. */
  abandon(): void;
}

export interface DigestThreads {
  borrow(): DigestThread;
  close(): void;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './digest-worker.ts' : './digest-worker.js',
  import.meta.url,
);

interface Kept {
  worker: Worker;
  /** Who hears of the next answer. */
  onAnswer: (answer: FromDigestWorker) => void;
  onFailure: (cause: unknown) => void;
}

function startThread(): Kept {
  const kept: Kept = { worker: new Worker(workerFile), onAnswer: () => undefined, onFailure: () => undefined };
  kept.worker.on('message', (answer: FromDigestWorker) => kept.onAnswer(answer));
  kept.worker.on('error', (cause) => kept.onFailure(cause));
  kept.worker.on('exit', () => kept.onFailure(new Error('the digest thread ended')));
  return kept;
}

/** Threads, started when they are first needed. A thread at rest keeps no process alive. */
export function createDigestThreads(): DigestThreads {
  const all = new Set<Kept>();
  const idle: Kept[] = [];
  return {
    borrow: () => {
      const kept = idle.pop() ?? startThread();
      all.add(kept);
      kept.worker.ref();
      const channel = createDigestChannel((message, transfer) => kept.worker.postMessage(message, transfer));
      kept.onAnswer = channel.answer;
      kept.onFailure = channel.fail;
      return {
        update: (chunk) => channel.update(ownMemory(chunk)),
        finish: async () => {
          const digest = await channel.finish();
          kept.worker.unref();
          idle.push(kept);
          return digest;
        },
        abandon: () => {
          all.delete(kept);
          void kept.worker.terminate();
        },
      };
    },
    close: () => {
      for (const { worker } of all) void worker.terminate();
      all.clear();
      idle.length = 0;
    },
  };
}
