// The writing thread's side of composing ahead: sends records in batches, takes them back composed, in the same order.
// Writes no record itself. Whoever starts the thread ends it.
import { once } from 'node:events';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { canBeSealed, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { wellFormed } from '../../format/well-formed.ts';
import { isSealedAt } from '../compose-box.ts';
import type { ComposedRecord, NewRecord } from '../compose-record.ts';
import { referenceTitle } from '../search-index.ts';
import { composerOf } from '../store.ts';
import type { WriteContext } from '../write-context.ts';
import {
  type BatchToCompose,
  batchShape,
  type ComposerStart,
  type FromComposer,
  type PackedBatch,
  type ToComposer,
} from './compose-batch.ts';

export interface ComposingThread {
  /**
   * The records composed for this transaction, in their order, each with what it was composed of; their numbers must be
   * settled. Reads `records` a few batches ahead. Throws what `checkCancelled` throws, the AppError of a record that cannot be
   * composed, and an Error where the thread fails or falls silent.
   */
  compose(
    context: WriteContext,
    definition: RegisterDefinition,
    records: Iterator<NewRecord>,
    checkCancelled: () => void,
  ): Generator<{ composed: ComposedRecord; given: NewRecord }>;
  /** Ends the thread and wipes the keys it was given. */
  end(): void;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './compose-worker.ts' : './compose-worker.js',
  import.meta.url,
);

/** A batch is full at so many records or so much text, whichever comes first: cells may hold whole pages. */
const batchRecords = 200;
const batchTextLength = 100_000;
/** How many batches are under way: one being written, one ready, one being composed. */
const batchesAhead = 3;
/** One cell of many pages is taken apart for the search into as many pieces as it has characters. What is made is handed over at once. */
const heapMiB = 1024;
const youngHeapMiB = 8;

/** Waits are counted, not measured: a machine that slept meanwhile must not pass for a thread that died. */
const waitMs = 100;
const maximumWaits = 300;

/** Starts the thread and waits until it is up. Rejects with the thread's own error where it does not come up. */
export async function startComposingThread(): Promise<ComposingThread> {
  const { port1: port, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerFile, {
    workerData: { port: port2, answers } satisfies ComposerStart,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: youngHeapMiB },
  });
  await once(worker, 'message');
  // Its failure shows as silence to the writing thread, which hears no events within its transaction.
  worker.on('error', () => undefined);
  const send = (message: ToComposer) => port.postMessage(message);
  const shared: Uint8Array[] = [];

  function nextAnswer(checkCancelled: () => void): PackedBatch {
    for (let waits = 0; waits < maximumWaits; waits += 1) {
      const seen = Atomics.load(answers, 0);
      const message = receiveMessageOnPort(port)?.message as FromComposer | undefined;
      if (message?.type === 'batch') return message;
      if (message?.code) throw new AppError(message.code, message.params);
      if (message) throw new Error(`the composing thread failed: ${message.detail}`);
      checkCancelled();
      Atomics.wait(answers, 0, seen, waitMs);
    }
    throw new Error('the composing thread fell silent');
  }

  function* compose(
    context: WriteContext,
    definition: RegisterDefinition,
    records: Iterator<NewRecord>,
    checkCancelled: () => void,
  ): Generator<{ composed: ComposedRecord; given: NewRecord }> {
    const { collation, dataKey: _key, titleOf: _title, ...frame } = composerOf(context);
    const shape = batchShape(definition);
    const additions = batchAdditions(context, definition, shared);
    send({ type: 'frame', frame: { ...frame, definition, order: collation.order } });
    const underWay: NewRecord[][] = [];
    const sendNext = () => {
      const batch = nextBatch(records);
      if (batch.length === 0) return;
      send({ type: 'batch', cells: shape.packNew(batch), ...additions(batch) });
      underWay.push(batch);
    };
    for (let ahead = 0; ahead < batchesAhead; ahead += 1) sendNext();
    for (let batch = underWay.shift(); batch; batch = underWay.shift()) {
      const composed = shape.unpack(nextAnswer(checkCancelled));
      sendNext();
      for (const [index, given] of batch.entries()) yield { composed: composed[index] as ComposedRecord, given };
    }
  }

  return {
    compose,
    end: () => {
      for (const key of shared) key.fill(0);
      port.close();
      void worker.terminate();
    },
  };
}

function nextBatch(records: Iterator<NewRecord>): NewRecord[] {
  const batch: NewRecord[] = [];
  let length = 0;
  while (batch.length < batchRecords && length < batchTextLength) {
    const next = records.next();
    if (next.done) break;
    const record = wellFormed(next.value);
    for (const key in record.values) length += String(record.values[key] ?? '').length;
    batch.push(record);
  }
  return batch;
}

/** What a batch brings beside its records: data keys and titles of references the thread does not have yet. */
function batchAdditions(context: WriteContext, definition: RegisterDefinition, shared: Uint8Array[]) {
  const { scheme } = context.session.settings;
  const sealed = definition.fields.filter(canBeSealed);
  const references = definition.fields.filter((field) => field.kind === 'reference' && field.search);
  const knownLevels = new Set<string | null>();
  const knownTitles = new Set<string>();
  return (batch: readonly NewRecord[]): Pick<BatchToCompose, 'keys' | 'titles'> => {
    const added: Pick<BatchToCompose, 'keys' | 'titles'> = { keys: [], titles: [] };
    for (const { values } of batch) {
      const level = typeof values.level === 'string' ? values.level : null;
      if (
        !knownLevels.has(level) &&
        sealed.some((field) => isSealedAt(field, level, scheme) && (values[field.key] ?? '') !== '')
      ) {
        const { key, compartment } = context.dataKey(level);
        const copy = new Uint8Array(new SharedArrayBuffer(key.length));
        copy.set(key);
        shared.push(copy);
        added.keys.push({ level, key: copy, compartment });
        knownLevels.add(level);
      }
      for (const field of references) {
        const id = values[field.key];
        if (field.kind !== 'reference' || typeof id !== 'string' || knownTitles.has(`${field.target}\n${id}`)) continue;
        knownTitles.add(`${field.target}\n${id}`);
        added.titles.push({ register: field.target, id, title: referenceTitle(context, field.target, id) });
      }
    }
    return added;
  };
}
