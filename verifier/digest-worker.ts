// A worker that does nothing but digest: its name says by which algorithm. Built on its own and put into the page as text.
import type { FromDigestWorker, ToDigestWorker } from '../shared/evidence/digest-channel.ts';
import { type Algorithm, createDigest, type RunningDigest } from './digests.ts';

const port = globalThis as unknown as {
  name: string;
  onmessage: ((event: { data: ToDigestWorker }) => void) | null;
  postMessage(answer: FromDigestWorker): void;
};

let running: RunningDigest | null = null;
// Messages are answered in their order, although starting a digest takes a turn.
let turn: Promise<void> = Promise.resolve();
port.onmessage = ({ data }) => {
  turn = turn.then(async () => {
    running ??= await createDigest(port.name as Algorithm);
    if (data === 'finish') {
      port.postMessage(running.digest());
      running = null;
    } else {
      running.update(data);
      port.postMessage(null);
    }
  });
};
