// A worker thread that does nothing but decrypt sealed files, one after the other: age in JavaScript takes longer than all
// else that is done with the bytes.
import { parentPort } from 'node:worker_threads';
import { ageOpenFile } from '../../format/age-file.ts';
import { type FromOpeningWorker, maximumWaiting, openedChunkBytes, type ToOpeningWorker } from './opening-messages.ts';

const port = parentPort;
if (!port) throw new Error('opening-worker runs as a worker thread');

const memory = new SharedArrayBuffer(maximumWaiting * openedChunkBytes);
let posted = 0;
let waiting = 0;
let wake: (() => void) | null = null;

/** The next piece of memory, as soon as it is free. */
async function nextSlot(): Promise<Uint8Array> {
  while (waiting >= maximumWaiting)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  return new Uint8Array(memory, (posted % maximumWaiting) * openedChunkBytes, openedChunkBytes);
}

function post(bytes: Uint8Array): void {
  posted += 1;
  waiting += 1;
  port?.postMessage({ type: 'chunk', bytes } satisfies FromOpeningWorker);
}

/** Sends a file's plain bytes in large chunks. */
async function sendFile(path: string, identity: string): Promise<void> {
  let slot = await nextSlot();
  let filled = 0;
  for await (const opened of await ageOpenFile(path, identity)) {
    let piece: Uint8Array = opened;
    while (piece.length > 0) {
      const part = piece.subarray(0, slot.length - filled);
      slot.set(part, filled);
      filled += part.length;
      piece = piece.subarray(part.length);
      if (filled < slot.length) continue;
      post(slot);
      slot = await nextSlot();
      filled = 0;
    }
  }
  if (filled > 0) post(slot.subarray(0, filled));
}

port.on('message', async (message: ToOpeningWorker) => {
  if (message === 'taken') {
    waiting -= 1;
    wake?.();
    return;
  }
  try {
    await sendFile(message.path, message.identity);
    port.postMessage({ type: 'end' } satisfies FromOpeningWorker);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? null;
    port.postMessage({ type: 'failed', code, message: String(cause) } satisfies FromOpeningWorker);
  }
});
