// Blob workers for digesting, one for each algorithm. Where the browser refuses them the page digests by itself.
import { digestWorkerCode } from 'virtual:digest-worker';
import { createDigestChannel, type FromDigestWorker } from '../shared/evidence/digest-channel.ts';
import type { Algorithm } from './digests.ts';

export interface DigestWorker {
  update(chunk: Uint8Array<ArrayBuffer>): void | Promise<void>;
  /** Lower-case hex; the worker is free for the next file. */
  finish(): Promise<string>;
}

export interface DigestWorkers {
  /** A worker for one file; null where there are none. */
  lend(algorithm: Algorithm): DigestWorker | null;
  /** Ends all: what they were doing is of no use. */
  close(): void;
}

interface Kept {
  worker: Worker;
  onAnswer(answer: FromDigestWorker): void;
  onFailure(cause: unknown): void;
}

function startWorker(algorithm: Algorithm): Promise<Kept | null> {
  return new Promise((resolve) => {
    try {
      const url = URL.createObjectURL(new Blob([digestWorkerCode], { type: 'text/javascript' }));
      const kept: Kept = {
        worker: new Worker(url, { name: algorithm }),
        onAnswer: () => resolve(kept),
        onFailure: () => resolve(null),
      };
      kept.worker.onmessage = ({ data }) => kept.onAnswer(data);
      kept.worker.onerror = (event) => {
        event.preventDefault();
        kept.onFailure(new Error(event.message));
      };
      // The answer to an empty file shows that the worker runs: a policy may refuse it without any word here.
      kept.worker.postMessage('finish');
    } catch {
      resolve(null);
    }
  });
}

/** Starts the workers; resolves with none where they do not answer. */
export async function createDigestWorkers(): Promise<DigestWorkers> {
  const started = await Promise.race([
    Promise.all([startWorker('sha256'), startWorker('sm3')]),
    new Promise<[null, null]>((resolve) => setTimeout(() => resolve([null, null]), answerTimeoutMs)),
  ]);
  const byAlgorithm = new Map<Algorithm, Kept | null>([
    ['sha256', started[0]],
    ['sm3', started[1]],
  ]);
  return {
    lend: (algorithm) => {
      const kept = byAlgorithm.get(algorithm);
      if (!kept) return null;
      const channel = createDigestChannel((message, transfer) => kept.worker.postMessage(message, transfer));
      kept.onAnswer = channel.answer;
      kept.onFailure = channel.fail;
      return channel;
    },
    close: () => {
      for (const kept of byAlgorithm.values()) kept?.worker.terminate();
      byAlgorithm.clear();
    },
  };
}

/** A worker that has not answered by then is held to be refused. */
const answerTimeoutMs = 3000;
