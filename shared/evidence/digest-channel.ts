// Handing the bytes of one file to a thread or worker that digests them: never too many under way, and its failure told.

/** Bytes of the file under way, or its end. Every message is answered: bytes by null, an end by the digest. */
export type ToDigestWorker = Uint8Array | 'finish';
export type FromDigestWorker = string | null;

/** Chunks that may wait: enough to keep the other side busy, little enough to keep memory small. */
const maximumWaiting = 8;

export interface DigestChannel {
  /** Takes the chunk's memory away from the caller; the promise resolves when more may come. */
  update(chunk: Uint8Array<ArrayBuffer>): void | Promise<void>;
  /** The digest, lower-case hex. */
  finish(): Promise<string>;
  /** Hears of every answer from the other side. */
  answer(answer: FromDigestWorker): void;
  /** Whoever waits, or will, is told. */
  fail(cause: unknown): void;
}

/** A channel for one file; `post` hands a message over, with memory that goes along. */
export function createDigestChannel(post: (message: ToDigestWorker, transfer: ArrayBuffer[]) => void): DigestChannel {
  let waiting = 0;
  let digest: string | null = null;
  let failure: { cause: unknown } | null = null;
  let wake: (() => void) | null = null;
  const awake = () => {
    wake?.();
    wake = null;
  };
  const until = async (isReady: () => boolean) => {
    while (!isReady()) {
      if (failure) throw failure.cause;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    update: (chunk) => {
      waiting += 1;
      post(chunk, [chunk.buffer]);
      return waiting < maximumWaiting ? undefined : until(() => waiting < maximumWaiting);
    },
    finish: async () => {
      post('finish', []);
      await until(() => digest !== null);
      return digest as unknown as string;
    },
    answer: (answer) => {
      if (answer === null) waiting -= 1;
      else digest = answer;
      awake();
    },
    fail: (cause) => {
      failure = { cause };
      awake();
    },
  };
}

/** The memory of a chunk alone: what shares a larger buffer is copied. */
export function ownMemory(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const isAlone = chunk.buffer instanceof ArrayBuffer && chunk.byteLength === chunk.buffer.byteLength;
  return isAlone ? new Uint8Array(chunk.buffer as ArrayBuffer) : new Uint8Array(chunk);
}
