// Imports one workbook through the built core, with the flags a host gives it and in a process of its own: time, memory and
// answering times are those of what ships.
import { join } from 'node:path';
import { makeVault, password } from '../integration/support/vaults.ts';
import { startBuiltCore } from './built-core.ts';

const [file] = process.argv.slice(2) as [string];
const pingEveryMs = 20;

const vault = await makeVault();
const core = startBuiltCore(vault.profileFolder, vault.base);
await core.call('vault.unlock', { path: vault.folder, login: null, password, readOnly: false });
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
const { importId } = await core.call('import.open', { register: 'secret', file: 'file' });
await core.call('import.configure', { importId, options: { grading: 'graded', gradedOn: '2024-01-01' } });
const job = await core.run('import.commit', { importId, stateSecretDeclared: true, rememberMapping: false });
const elapsedMs = performance.now() - start;
clearInterval(timer);
const peakBytes = await core.end();
vault.remove();
process.stdout.write(
  JSON.stringify({
    elapsedMs,
    slowestPingMs,
    created: (job.result as { created: number }).created,
    peakBytes,
    file: join(file),
  }),
);
