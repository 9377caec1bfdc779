import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createFolderChooser } from '../../electron/chromium/chooser.ts';
import { type ChromiumHost, type ChromiumHostOptions, launchChromiumHost } from '../../electron/chromium/host.ts';
import { createPageFiles } from '../../electron/host/page-files.ts';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';
import { ensureDisplay } from './display.ts';

declare global {
  interface Window {
    events: CoreEvent[];
    refused: string[];
  }
}

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>page</title>
<script src="/assets/page.js"></script>
<meta property="csp-nonce" nonce="__CSP_NONCE__">
<style nonce="__CSP_NONCE__">h1 { color: rgb(1, 2, 3); }</style>
<style>h1 { font-size: 99px; }</style>
</head>
<body><h1>page</h1><input type="file"><script>window.inlineRan = true;</script></body></html>`;

const script = `window.events = []; window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.effectiveDirective));
window.midian.onEvent((event) => window.events.push(event));`;

let folder = '';
let host: ChromiumHost | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'midian-host-'));
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'page.js'), script);
  writeFileSync(join(folder, 'outside.txt'), 'outside');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

afterEach(async () => {
  await host?.close();
  host = null;
});

async function launch(options: Partial<ChromiumHostOptions> = {}): Promise<ChromiumHost> {
  const files = new Map([...createPageFiles(folder, ['index.html']), ['/assets/page.js', join(folder, 'page.js')]]);
  host = await launchChromiumHost({
    headless: true,
    coreScript: fileURLToPath(new URL('./fixtures/small-core.ts', import.meta.url)),
    pageFiles: files,
    ...options,
  });
  return host;
}

/** Calls a route through the page's own bridge. */
function call(page: Page, route: string, input: unknown = null): Promise<unknown> {
  return page.evaluate(
    ([name, value]) => (window as unknown as { midian: Bridge<File> }).midian.call(name as string, value),
    [route, input] as const,
  );
}

/** Makes the core end through a route; the page may be gone before it can answer. */
async function endCore(page: Page, route: string): Promise<void> {
  const call = (name: string) => {
    document.title = '核心配方';
    void (window as unknown as { midian: Bridge<File> }).midian.call(name, null);
  };
  await page.evaluate(call, route).catch(() => {});
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a call goes from the page to the core and back, and events reach the page', async () => {
  const { page } = await launch();
  const input = { 名称: '秘点', list: [1, null, 'a'] };
  expect(await call(page(), 'echo', input)).toEqual({ ok: true, data: input });
  await call(page(), 'announce');
  await page().waitForFunction(() => window.events.length === 1);
  expect(await page().evaluate(() => window.events)).toEqual([{ type: 'changed', registers: ['secret'], headSize: 7 }]);
  expect(await page().evaluate(() => (window as unknown as { midian: Bridge }).midian.host.kind)).toBe('chromium');
});

test('the page runs under its policy: nonce styles apply, inline script and style and foreign addresses do not', async () => {
  const { page } = await launch();
  const heading = page().locator('h1');
  expect(await heading.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)');
  expect(await heading.evaluate((element) => getComputedStyle(element).fontSize)).not.toBe('99px');
  expect(await page().evaluate(() => 'inlineRan' in window)).toBe(false);
  const outcomes = await page().evaluate(async () => {
    const attempt = (address: string) =>
      fetch(address).then(
        (response) => response.status,
        () => 'refused',
      );
    return [
      await attempt('https://example.org/'),
      await attempt('http://127.0.0.1:1/'),
      await attempt('/outside.txt'),
      await attempt('/assets/../outside.txt'),
      await attempt('/%2e%2e/package.json'),
      await attempt('/assets/page.js'),
    ];
  });
  expect(outcomes).toEqual(['refused', 'refused', 404, 404, 404, 200]);
  expect(await page().evaluate(() => window.refused)).toEqual(
    expect.arrayContaining(['script-src-elem', 'style-src-elem', 'connect-src']),
  );
});

test('a page cannot leave its address nor open another window', async () => {
  const { page } = await launch();
  const asked = page().waitForRequest('https://example.org/');
  await page().evaluate(() => location.assign('https://example.org/'));
  await asked;
  await page().evaluate(() => window.open('https://example.org/second'));
  await expect.poll(() => page().context().pages().length).toBe(1);
  expect(page().url()).toBe('https://midian.invalid/');
  expect(await call(page(), 'echo', 1)).toEqual({ ok: true, data: 1 });
});

test('a file chosen in the page becomes a token the core can read, and one made in the page has no path', async () => {
  const { page } = await launch();
  const file = join(folder, '秘点 台账.csv');
  writeFileSync(file, '编号,名称');
  await page().locator('input').setInputFiles(file);
  const token = await page().evaluate(() => {
    const chosen = document.querySelector('input')?.files?.[0] as File;
    return (window as unknown as { midian: Bridge<File> }).midian.tokenOfFile(chosen);
  });
  expect(token).toEqual({ token: expect.stringMatching(/^[0-9a-f]{32}$/), name: '秘点 台账.csv', sizeBytes: 13 });
  expect(await call(page(), 'readFile', token?.token)).toEqual({ ok: true, data: '编号,名称' });
  const made = await page().evaluate(() =>
    (window as unknown as { midian: Bridge<File> }).midian.tokenOfFile(new File(['x'], 'x.csv')),
  );
  expect(made).toBeNull();
});

test('without a dialog of its own the host uses the page picker for files and a folder for results', async () => {
  const target = join(folder, 'results');
  const { page } = await launch({ chooser: createFolderChooser(target) });
  const picking = page().waitForEvent('filechooser');
  await page().evaluate(() => {
    document.querySelector('h1')?.addEventListener('click', () => {
      const bridge = (window as unknown as { midian: Bridge<File> }).midian;
      const options = { multiple: true, filters: [{ name: 'CSV', extensions: ['csv'] }] };
      void bridge.chooseFiles(options).then((tokens) => {
        document.title = tokens?.map((token) => token.name).join() ?? 'none';
      });
    });
  });
  await page().locator('h1').click();
  const first = join(folder, 'a.csv');
  const second = join(folder, 'b.csv');
  writeFileSync(first, '1');
  writeFileSync(second, '2');
  await (await picking).setFiles([first, second]);
  await page().waitForFunction(() => document.title === 'a.csv,b.csv');

  const saved = await page().evaluate(() =>
    (window as unknown as { midian: Bridge<File> }).midian.chooseSave({ suggestedName: '../台账.xlsx', filters: [] }),
  );
  expect(saved?.name).toBe('_台账.xlsx');
  expect(await call(page(), 'pathOf', saved?.token)).toEqual({ ok: true, data: join(target, '_台账.xlsx') });
});

test('locking replaces page and core: the old target is closed and the old process is gone', async () => {
  const running = await launch();
  const oldPage = running.page();
  const oldPid = running.corePid() as number;
  const next = running.waitForNewPage();
  await endCore(oldPage, 'lock');
  const newPage = await next;
  expect(oldPage.isClosed()).toBe(true);
  expect(newPage).toBe(running.page());
  expect(newPage.context().pages()).toEqual([newPage]);
  expect(await newPage.title()).toBe('page');
  await expect.poll(() => isAlive(oldPid)).toBe(false);
  expect(running.corePid()).not.toBe(oldPid);
  expect(await call(newPage, 'echo', 1)).toEqual({ ok: true, data: 1 });
});

test.each(['lockForEver', 'crash'])(
  'a core that does not finish (%s) is killed and replaced as well',
  async (route) => {
    const running = await launch();
    const oldPid = running.corePid() as number;
    const next = running.waitForNewPage();
    await running.page().evaluate((name) => {
      void (window as unknown as { midian: Bridge<File> }).midian.call(name, null);
    }, route);
    const newPage = await next;
    await expect.poll(() => isAlive(oldPid)).toBe(false);
    expect(await call(newPage, 'echo', route)).toEqual({ ok: true, data: route });
  },
);

test('a computer going to sleep locks, and closing ends the core', async () => {
  const running = await launch();
  const firstPid = running.corePid() as number;
  const next = running.waitForNewPage();
  running.suspend();
  await next;
  await expect.poll(() => isAlive(firstPid)).toBe(false);
  const secondPid = running.corePid() as number;
  await running.close();
  await expect.poll(() => isAlive(secondPid)).toBe(false);
});

test('a window locks by starting the browser anew, again as an app window', async () => {
  const stopDisplay = await ensureDisplay();
  try {
    const running = await launch({ headless: false });
    const next = running.waitForNewPage();
    await endCore(running.page(), 'lock');
    const newPage = await next;
    expect(await call(newPage, 'echo', 2)).toEqual({ ok: true, data: 2 });
    // An app window has no tab strip and no address line: its chrome is thinner than a browser's.
    await newPage.waitForFunction(() => window.outerHeight - window.innerHeight < 60);
    await running.close();
  } finally {
    stopDisplay();
  }
});
