// Starts the core as an ordinary Node child process with a private message channel.
import { fork } from 'node:child_process';
import type { CoreToHost } from '../../shared/contract/bridge.ts';
import { coreV8Flags } from '../host/core-flags.ts';
import type { CorePort } from '../host/core-link.ts';

/** Starts the core program at `script` under the present Node. */
export function startChildCore(script: string, environment: NodeJS.ProcessEnv): CorePort {
  const child = fork(script, [], {
    env: { ...process.env, ...environment, NODE_OPTIONS: '' },
    execArgv: coreV8Flags(),
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => {
      // A core that ends between the check and the send is reported by its exit.
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as CoreToHost));
    },
    onExit: (listener) => {
      child.on('exit', listener);
      child.on('error', listener);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
