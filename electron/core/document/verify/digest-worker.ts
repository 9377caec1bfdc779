// A worker thread that does nothing but SM3: the slow half of digesting a file, beside the SHA-256 of the thread that reads.
import { parentPort } from 'node:worker_threads';
import type { FromDigestWorker, ToDigestWorker } from '../../../../shared/evidence/digest-channel.ts';
import { createSm3, type Sm3 } from '../../register/attachments/file-digests.ts';

const port = parentPort;
if (!port) throw new Error('digest-worker runs as a worker thread');

let running: Sm3 | null = null;
// Messages are answered in their order, although starting a digest takes a turn.
let turn: Promise<void> = Promise.resolve();
port.on('message', (message: ToDigestWorker) => {
  turn = turn.then(async () => {
    running ??= await createSm3();
    if (message === 'finish') {
      const digest: FromDigestWorker = running.digest();
      running = null;
      port.postMessage(digest);
    } else {
      running.update(message);
      port.postMessage(null satisfies FromDigestWorker);
    }
  });
});
