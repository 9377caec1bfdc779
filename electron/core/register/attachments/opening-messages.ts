// What passes between a thread that decrypts sealed files and whoever reads them.

/** Plain bytes in one message. */
export const openedChunkBytes = 1 << 20;
/** How many messages may wait, each with a piece of shared memory: enough to keep both sides busy, little enough to stay small. */
export const maximumWaiting = 4;

/** Begin a file, or: the oldest chunk has been taken. */
export type ToOpeningWorker = { path: string; identity: string } | 'taken';

export type FromOpeningWorker =
  /** In memory that is used again once the chunk has been taken. */
  | { type: 'chunk'; bytes: Uint8Array }
  | { type: 'end' }
  /** `code` is the system's, where it was the system. */
  | { type: 'failed'; code: string | null; message: string };
