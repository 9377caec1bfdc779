// Imports one workbook through the core in a process of its own, so that memory and answering times are its own.
import { join } from 'node:path';
import { makeVault } from '../integration/support/vaults.ts';
import { unlockedCore } from './cases.ts';

const [file] = process.argv.slice(2) as [string];
const pingEveryMs = 20;

const vault = await makeVault();
const { core, call } = await unlockedCore(vault);
core.grant('file', file);
let slowestPingMs = 0;
let expected = performance.now() + pingEveryMs;
const timer = setInterval(async () => {
  // From when the ping was due: a busy core cannot even start on it.
  const due = expected;
  expected = performance.now() + pingEveryMs;
  await core.call('session.ping', {});
  slowestPingMs = Math.max(slowestPingMs, performance.now() - due);
}, pingEveryMs);
const start = performance.now();
const summary = (await call('import.open', { register: 'secret', file: 'file' })) as unknown as {
  importId: string;
  counts: { new: number };
};
await call('import.configure', { importId: summary.importId, options: { grading: 'graded', gradedOn: '2024-01-01' } });
const { jobId } = (await call('import.commit', {
  importId: summary.importId,
  stateSecretDeclared: true,
  rememberMapping: false,
})) as unknown as { jobId: string };
const job = await core.state.jobs.finished(jobId);
const elapsedMs = performance.now() - start;
clearInterval(timer);
if (job.state !== 'done') throw new Error(`import ended ${job.state}: ${JSON.stringify(job.error)}`);
await core.lock('quit');
vault.remove();
process.stdout.write(
  JSON.stringify({
    elapsedMs,
    slowestPingMs,
    created: (job.result as { created: number }).created,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    file: join(file),
  }),
);
