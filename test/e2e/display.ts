// A display for tests that need a window, where the machine has none: an Xvfb of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Makes sure a window can be shown. The returned function ends what was started for it. */
export async function ensureDisplay(): Promise<() => void> {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return () => {};
  // Xvfb chooses a free display itself and writes its number to descriptor 3.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`Xvfb does not start: ${String(error)}; install it with: apt-get install -y xvfb`);
  });
  const output = server.stdio[3] as NodeJS.ReadableStream;
  const [answer] = (await Promise.race([once(output, 'data'), failed])) as [Buffer];
  process.env.DISPLAY = `:${answer.toString().trim()}`;
  return () => {
    delete process.env.DISPLAY;
    server.kill();
  };
}
