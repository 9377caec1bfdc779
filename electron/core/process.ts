// The core as a child process of a host: messages in, answers and events out. Electron's utilityProcess and Node's
// child_process differ only in their port.
import { appendFileSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CoreToHost, HostToCore } from '../../shared/contract/bridge.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { version } from '../../shared/version.ts';
import { createCore } from './core.ts';
import { migrations } from './db/migrations/all.ts';
import { profileFolder } from './vault/profile.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

// Files the core writes are the user's alone.
process.umask(0o077);

const electronPort = (process as unknown as { parentPort?: ParentPort }).parentPort;

function post(message: CoreToHost): void {
  if (electronPort) electronPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}

const profile = profileFolder();

/** The log holds request ids and stack traces, never values: it is for the developer who is shown an id. */
function logError(requestId: string, cause: unknown): void {
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    const stack = cause instanceof Error ? (cause.stack ?? cause.name).split('\n').slice(1).join('\n') : '';
    appendFileSync(
      join(profile, 'core.log'),
      `${new Date().toISOString()} ${requestId} ${cause instanceof Error ? cause.name : typeof cause}\n${stack}\n`,
      { mode: 0o600 },
    );
  } catch {
    // Without a log the id is still shown.
  }
}

const core = createCore({
  registers: allRegisters,
  migrations,
  profileFolder: profile,
  now: Date.now,
  emit: (event) => post({ type: 'event', event }),
  defaultFolder: process.env.MIDIAN_VAULTS ?? join(homedir(), 'Documents', 'Midian'),
  version,
  onLocked: (reason) => post({ type: 'locked', reason }),
  logError,
});

async function receive(message: HostToCore): Promise<void> {
  if (message.type === 'grant') core.grant(message.token, message.path);
  else if (message.type === 'lock') await core.lock(message.reason);
  else {
    const { id, route, input } = message;
    const envelope = await core.call(route, input);
    post({ type: 'reply', id, envelope });
  }
}

if (electronPort) electronPort.on('message', ({ data }) => void receive(data as HostToCore));
else {
  process.on('message', (message) => void receive(message as HostToCore));
  // A host that died without a word leaves nobody to answer to.
  process.on('disconnect', () => void core.lock('quit').finally(() => process.exit(0)));
}
post({ type: 'ready' });
