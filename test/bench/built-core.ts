// The core as a host runs it: the built program in a process of its own, spoken to over its port. Its memory is that of what ships.
import { fork } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coreV8Flags } from '../../electron/host/core-flags.ts';
import type { CoreToHost, HostToCore } from '../../shared/contract/bridge.ts';
import type { JobProgress } from '../../shared/contract/events.ts';

const program = join(import.meta.dirname, '../../build/node/core-process.js');

export interface BuiltCore {
  pid: number;
  /** Calls a route; throws what it was refused with. */
  call(route: string, input: unknown): Promise<Record<string, unknown>>;
  grant(token: string, path: string): void;
  /** Starts a job and waits for it; throws where it does not end well. */
  run(route: string, input: unknown): Promise<JobProgress>;
  /** Locks and ends it; the largest resident memory it ever had, in bytes. */
  end(): Promise<number>;
}

/** Written by the process itself as it ends: no system tells another process's highest memory alike. */
const peakReport = (file: string) =>
  pathToFileURL(file).href &&
  `data:text/javascript,${encodeURIComponent(
    `import { isMainThread } from 'node:worker_threads'; import { writeFileSync } from 'node:fs';
     if (isMainThread) process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS * 1024)));`,
  )}`;

/** Starts a core over a profile folder; `scratch` is a folder for its last words. */
export function startBuiltCore(profileFolder: string, scratch: string): BuiltCore {
  const peakFile = join(scratch, 'peak');
  rmSync(peakFile, { force: true });
  const child = fork(program, [], {
    env: { ...process.env, MIDIAN_PROFILE: profileFolder, NODE_OPTIONS: '' },
    execArgv: [...coreV8Flags(), '--import', peakReport(peakFile)],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const send = (message: HostToCore) => child.send(message);
  const answers = new Map<number, (message: Extract<CoreToHost, { type: 'reply' }>) => void>();
  const jobs = new Map<string, JobProgress>();
  let onJob: () => void = () => undefined;
  let ids = 0;
  child.on('message', (message) => {
    const said = message as CoreToHost;
    if (said.type === 'reply') answers.get(said.id)?.(said);
    else if (said.type === 'event' && said.event.type === 'job') {
      jobs.set(said.event.job.id, said.event.job);
      onJob();
    }
  });
  const call: BuiltCore['call'] = async (route, input) => {
    ids += 1;
    const id = ids;
    const reply = new Promise<Extract<CoreToHost, { type: 'reply' }>>((resolve) => answers.set(id, resolve));
    send({ type: 'call', id, route, input });
    const { envelope } = await Promise.race([
      reply,
      ended.then((): never => {
        throw new Error('the core ended');
      }),
    ]);
    if (!envelope.ok) throw new Error(`${route}: ${envelope.error.code} ${JSON.stringify(envelope.error.params)}`);
    return envelope.data as Record<string, unknown>;
  };
  return {
    pid: child.pid as number,
    call,
    grant: (token, path) => send({ type: 'grant', token, path }),
    run: async (route, input) => {
      const { jobId } = await call(route, input);
      const isOver = () => (jobs.get(String(jobId))?.state ?? 'running') !== 'running';
      while (!isOver())
        await new Promise<void>((resolve) => {
          onJob = resolve;
        });
      const job = jobs.get(String(jobId)) as JobProgress;
      if (job.state !== 'done') throw new Error(`${route} ended ${job.state}: ${JSON.stringify(job.error)}`);
      return job;
    },
    end: async () => {
      // A core whose host is gone locks and ends.
      child.disconnect();
      await ended;
      if (!existsSync(peakFile)) throw new Error('the core did not end by itself');
      return Number(readFileSync(peakFile, 'utf8'));
    },
  };
}
