// The program `npm start` runs where Electron is not at hand. Options: `--screenshot FILE` shows the first page without
// a window, writes what it shows and ends.
import { parseArgs } from 'node:util';
import { launchChromiumHost } from './host.ts';

process.umask(0o077);

const { values } = parseArgs({ options: { screenshot: { type: 'string' } } });

if (values.screenshot === undefined) {
  const host = await launchChromiumHost({ headless: false });
  process.once('SIGINT', () => void host.close());
  process.once('SIGTERM', () => void host.close());
  await host.closed;
} else {
  const host = await launchChromiumHost({ headless: true });
  // Every page has a heading once it knows what to show.
  await host.page().locator('h1').first().waitFor();
  await host.page().evaluate('document.fonts.ready.then(() => true)');
  await host.page().screenshot({ path: values.screenshot });
  await host.close();
}
