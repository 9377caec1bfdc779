// Worker threads for SM3, borrowed for one file at a time and kept for the next.
import assert from 'node:assert';
import { Worker } from 'node:worker_threads';
import { createDigestChannel, type FromDigestWorker } from '../../../../shared/evidence/digest-channel.ts';

/** One thread, lent for one file. */
export interface DigestThread {
  /** Copies the chunk. Resolves when more may come. */
  update(chunk: Uint8Array): Promise<void>;
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

/** Memory both threads see, used in turn: nothing is allocated per chunk, so nothing piles up. As many as may wait. */
const slots = 8;
const slotBytes = 1 << 18;

interface Kept {
  worker: Worker;
  memory: SharedArrayBuffer;
  /** Who hears of the next answer. */
  onAnswer: (answer: FromDigestWorker) => void;
  onFailure: (cause: unknown) => void;
}

function startThread(): Kept {
  const kept: Kept = {
    worker: new Worker(workerFile),
    memory: new SharedArrayBuffer(slots * slotBytes),
    onAnswer: () => undefined,
    onFailure: () => undefined,
  };
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
      // Shared memory is seen, not transferred.
      const channel = createDigestChannel((message) => kept.worker.postMessage(message));
      let posted = 0;
      let free = slots;
      kept.onAnswer = (answer) => {
        if (answer === null) free += 1;
        channel.answer(answer);
      };
      const updateAll = async (chunk: Uint8Array): Promise<void> => {
        for (let at = 0; at < chunk.byteLength; at += slotBytes) {
          assert(free > 0, 'more chunks wait than there is memory for');
          const part = chunk.subarray(at, at + slotBytes);
          const slot = new Uint8Array(kept.memory, (posted % slots) * slotBytes, part.byteLength);
          slot.set(part);
          posted += 1;
          free -= 1;
          await channel.update(slot as unknown as Uint8Array<ArrayBuffer>);
        }
      };
      kept.onFailure = channel.fail;
      return {
        update: updateAll,
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
