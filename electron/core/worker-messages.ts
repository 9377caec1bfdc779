// What the core and its worker threads say to each other, and how an open session reaches a worker.
import { basename } from 'node:path';
import type { ErrorParams } from '../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import type { VaultHeader } from './vault/header.ts';
import type { VaultSession } from './vault/session.ts';

/** The shared flag by which a worker is told to stop: its present operation, or whatever it is still asked. */
export const cancelSignals = { none: 0, operation: 1, worker: 2 } as const;

export interface ToWorker {
  call: number;
  operation: string;
  input: unknown;
}

/** Built into every worker: moves the write-ahead log into the database as far as nobody reads it. */
export const settleOperation = 'settle';

export type FromWorker =
  | { call: number; type: 'progress'; progress: { done: number; total: number | null; phase: string } }
  | { call: number; type: 'done'; result: unknown }
  | { call: number; type: 'failed'; code: string | null; params: ErrorParams; detail: string };

/** An open session as plain data: a worker of the same process opens a connection of its own with it. */
export interface SessionTransfer {
  folder: string;
  header: VaultHeader;
  slotDigest: string;
  userId: string;
  identity: string;
  recipient: string;
  /** PKCS #8. */
  signKey: Uint8Array;
  founding: Uint8Array;
  databaseKey: Uint8Array;
  readOnly: boolean;
  /** The database's file name: another than usual while a change of its key is not ended. */
  database: string;
}

export interface WorkerStart {
  /** Name of the task in job-worker.ts. */
  task: string;
  session: SessionTransfer | null;
  registers: readonly RegisterDefinition[];
  migrations: readonly string[];
  profileFolder: string;
}

/** The plain data of a session. */
export function transferOf(session: VaultSession): SessionTransfer {
  return {
    folder: session.folder,
    header: session.header,
    slotDigest: session.slotDigest,
    userId: session.user.id,
    identity: session.keys.identity,
    recipient: session.keys.recipient,
    signKey: new Uint8Array(session.keys.signKey.export({ format: 'der', type: 'pkcs8' })),
    founding: new Uint8Array(session.keys.founding),
    databaseKey: new Uint8Array(session.databaseKey),
    readOnly: session.readOnly,
    database: basename(session.db.name),
  };
}
