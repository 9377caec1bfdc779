// Starts the core as an Electron utility process: its own process, no window, no access to Electron.
import { utilityProcess } from 'electron';
import type { CoreToHost } from '../../shared/contract/bridge.ts';
import { coreV8Flags } from '../host/core-flags.ts';
import type { CorePort } from '../host/core-link.ts';

/** Starts the core program at `script` and wraps its port. */
export function startUtilityCore(script: string): CorePort {
  const flags = coreV8Flags().join(' ');
  const child = utilityProcess.fork(script, [], {
    serviceName: 'Midian core',
    stdio: 'inherit',
    // Goes on the command line of that process alone, where Electron looks for what V8 is to be told.
    execArgv: flags === '' ? [] : [`--js-flags=${flags}`],
  });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', (message: CoreToHost) => listener(message));
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      child.kill();
    },
  };
}
