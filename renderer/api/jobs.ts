// The jobs of the core as the page knows them: a small store fed by events, and a way to run one to its end.
import { useSyncExternalStore } from 'react';
import type { Contract, JobResults, RouteInput } from '../../shared/contract/contract.ts';
import type { ErrorCode } from '../../shared/contract/envelope.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import { bridge, CallError, call } from './client.ts';

export type JobRoute = {
  [Name in keyof Contract]: Contract[Name]['kind'] extends 'job' ? Name : never;
}[keyof Contract];

/** Which result each job route ends with. */
interface ResultKinds {
  'journal.verify': 'journalVerify';
  'bundle.create': 'bundle';
  'bundle.rebuild': 'rebuild';
  'bundle.disclose': 'disclose';
  'bundle.verify': 'verify';
  'erasure.carryOut': 'erasure';
  'import.commit': 'import';
  'import.undo': 'undoImport';
  'attachment.add': 'attach';
  'attachment.addMany': 'attach';
  'attachment.save': 'export';
  'register.export': 'export';
  'register.template': 'export';
  'register.returnSheet': 'export';
  'vault.check': 'check';
  'vault.createDemo': 'demo';
  'document.create': 'document';
  'backup.make': 'backup';
  'backup.restore': 'restore';
  'compartment.rotate': 'rotate';
  'compartment.reseal': 'reseal';
  'clearance.revoke': 'rotate';
  'user.remove': 'removeUser';
  'vault.rekey': 'rekey';
  'recovery.make': 'recoveryMake';
  'recovery.recover': 'recover';
}

export type ResultOf<Name extends JobRoute> = JobResults[ResultKinds[Name]];

let jobs: readonly JobProgress[] = [];
const listeners = new Set<() => void>();
const dismissed = new Set<string>();
/** Jobs the window runs for itself. */
const quiet = new Set<string>();

function publish(next: readonly JobProgress[]): void {
  jobs = next;
  for (const listener of listeners) listener();
}

function take(job: JobProgress): void {
  if (dismissed.has(job.id)) return;
  const known = jobs.some((candidate) => candidate.id === job.id);
  publish(known ? jobs.map((candidate) => (candidate.id === job.id ? job : candidate)) : [...jobs, job]);
}

/** Starts listening; called once when the page starts. */
export function followJobs(): void {
  bridge().onEvent((event) => {
    if (event.type === 'job') take(event.job);
  });
  void bridge()
    .call('job.list', {})
    .then((envelope) => {
      if (!envelope.ok) return;
      for (const job of (envelope.data as { jobs: JobProgress[] }).jobs) {
        if (job.state === 'running') take(job);
      }
    });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** All jobs shown in the tray, oldest first. */
export function useJobs(): readonly JobProgress[] {
  return useSyncExternalStore(subscribe, () => jobs);
}

/** Whether a job belongs into the tray. */
export function isShown(job: JobProgress): boolean {
  return !quiet.has(job.id);
}

/** Takes a finished job out of the tray. */
export function dismissJob(id: string): void {
  dismissed.add(id);
  publish(jobs.filter((job) => job.id !== id));
}

/** Asks the core to stop a job; its last event tells whether it did. */
export async function cancelJob(id: string): Promise<void> {
  await call('job.cancel', { jobId: id });
}

function finished(id: string): Promise<JobProgress> {
  return new Promise((resolve) => {
    const look = () => {
      const job = jobs.find((candidate) => candidate.id === id);
      if (!job || job.state === 'running') return;
      listeners.delete(look);
      resolve(job);
    };
    listeners.add(look);
    look();
  });
}

/** Starts a job and waits for its end; a quiet one stays out of the tray. Throws CallError when it is refused, fails or is cancelled. */
export async function runJob<Name extends JobRoute>(
  route: Name,
  input: RouteInput<Name>,
  options: { isQuiet?: boolean } = {},
): Promise<ResultOf<Name>> {
  const { jobId } = (await call(route, input)) as { jobId: string };
  if (options.isQuiet) quiet.add(jobId);
  const job = await finished(jobId);
  if (job.state === 'done') return job.result as ResultOf<Name>;
  if (job.state === 'cancelled') throw new CallError('cancelled', {}, jobId);
  throw new CallError((job.error?.code ?? 'internal') as ErrorCode, job.error?.params ?? {}, jobId);
}
