// Shows a file in the system's file manager.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** The program and its parameters for one platform. */
export function revealCommand(path: string, platform: string): [string, string[]] {
  if (platform === 'win32') return ['explorer.exe', ['/select,', path]];
  if (platform === 'darwin') return ['open', ['-R', path]];
  return ['xdg-open', [dirname(path)]];
}

/** Best effort: a machine without a file manager shows nothing. */
export function revealFile(path: string): void {
  const [program, parameters] = revealCommand(path, process.platform);
  const child = spawn(program, parameters, { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}
