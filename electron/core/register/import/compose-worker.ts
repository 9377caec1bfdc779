// A worker thread that composes the records of an import ahead of the thread that writes them: digests, salts, boxes and
// search entries take as long as the database. Opens no database and no file.
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { createCollation } from '../collation.ts';
import { type Composer, composeRecord } from '../compose-record.ts';
import {
  type BatchShape,
  batchShape,
  type ComposerStart,
  type ComposingFrame,
  type FromComposer,
  type ToComposer,
} from './compose-batch.ts';

if (!parentPort) throw new Error('compose-worker runs as a worker thread');

const { port, answers } = workerData as ComposerStart;

const keys = new Map<string | null, { key: Buffer; compartment: string }>();
const titles = new Map<string, string>();
let current: { frame: ComposingFrame; composer: Composer; shape: BatchShape } | null = null;

function begin(frame: ComposingFrame) {
  const composer: Composer = {
    ...frame,
    collation: createCollation(frame.order),
    dataKey: (level) => {
      const found = keys.get(level);
      if (!found) throw new Error('a key comes with the first record that needs it');
      return found;
    },
    titleOf: (register, id) => titles.get(`${register}\n${id}`) ?? '',
  };
  return { frame, composer, shape: batchShape(frame.definition) };
}

function answer(message: FromComposer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

port.on('message', (message: ToComposer) => {
  try {
    if (message.type === 'frame') {
      current = begin(message.frame);
      return;
    }
    if (!current) throw new Error('the frame comes before the first batch');
    const { frame, composer, shape } = current;
    for (const { level, key, compartment } of message.keys)
      keys.set(level, { key: Buffer.from(key.buffer, key.byteOffset, key.length), compartment });
    for (const { register, id, title } of message.titles) titles.set(`${register}\n${id}`, title);
    const records = shape.unpackNew(message.cells).map((record) => composeRecord(composer, frame.definition, record));
    const packed = shape.pack(records);
    answer({ type: 'batch', ...packed }, [packed.bytes.buffer]);
  } catch (cause) {
    const failure = cause instanceof AppError ? { code: cause.code, params: cause.params } : { code: null, params: {} };
    answer({ type: 'failed', ...failure, detail: cause instanceof Error ? (cause.stack ?? '') : String(cause) });
  }
});
parentPort.postMessage('ready');
