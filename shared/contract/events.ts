// What the core tells the page unasked. Events announce; the page re-reads what it shows.
export interface JobProgress {
  id: string;
  kind: JobKind;
  /** What is being worked on, as the user named it (a file name, a register); never content. */
  subject: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Units of `phase` done and to do; `total` is null while unknown. */
  done: number;
  total: number | null;
  phase: string;
  startedAtMs: number;
  /** Set when `state` is `failed`. */
  error: { code: string; params: Record<string, string | number | boolean | null> } | null;
  /** Set when `state` is `done`; the job route's output. */
  result: unknown;
}

export const jobKinds = [
  'import',
  'undoImport',
  'export',
  'bundle',
  'rebuild',
  'disclose',
  'erasure',
  'verify',
  'check',
  'journalVerify',
  'attach',
  'demo',
  'document',
  'backup',
  'restore',
  'rotate',
  'reseal',
  'recoveryMake',
  'recover',
  'removeUser',
  'rekey',
] as const;
export type JobKind = (typeof jobKinds)[number];

export type CoreEvent =
  | { type: 'job'; job: JobProgress }
  | { type: 'changed'; registers: string[]; headSize: number }
  | { type: 'idleWarning'; secondsLeft: number }
  | { type: 'locking'; reason: 'user' | 'idle' | 'suspend' | 'quit' };
