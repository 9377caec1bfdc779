import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFolderChooser } from '../../../electron/chromium/chooser.ts';
import { findBrowser } from '../../../electron/chromium/find-browser.ts';
import { browserArguments } from '../../../electron/chromium/launch-options.ts';
import { revealCommand } from '../../../electron/chromium/reveal.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'midian-chromium-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the browser talks to nobody and opens no port', () => {
  const given = browserArguments({ isRoot: false, headless: false });
  expect(given).toEqual(
    expect.arrayContaining([
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ]),
  );
  expect(given.join(' ')).not.toMatch(/remote-debugging-port|disable-web-security/);
});

test("Chromium's sandbox is left out for root only, where it cannot start", () => {
  expect(browserArguments({ isRoot: false, headless: true })).not.toContain('--no-sandbox');
  expect(browserArguments({ isRoot: true, headless: true })).toContain('--no-sandbox');
});

test('MIDIAN_BROWSER decides which browser is used, and a wrong one is said', () => {
  const file = join(folder, 'my-browser');
  writeFileSync(file, '');
  expect(findBrowser({ MIDIAN_BROWSER: file }, 'linux')).toBe(file);
  expect(() => findBrowser({ MIDIAN_BROWSER: join(folder, 'none') }, 'linux')).toThrow('names no file');
});

test('a browser on the PATH is found, Chromium before Chrome', () => {
  writeFileSync(join(folder, 'google-chrome'), '');
  expect(findBrowser({ PATH: folder, MIDIAN_BROWSER: '' }, 'linux')).toMatch(/chrom/);
  writeFileSync(join(folder, 'chromium'), '');
  expect(findBrowser({ PATH: folder }, 'linux')).toBe(join(folder, 'chromium'));
});

test('without a dialog results go to a folder of their own and overwrite nothing', async () => {
  const target = join(folder, 'Midian');
  const chooser = createFolderChooser(target);
  expect(existsSync(target)).toBe(false);
  expect(await chooser.chooseFolder()).toBe(target);
  expect(await chooser.chooseSave({ suggestedName: '台账.xlsx', filters: [] })).toBe(join(target, '台账.xlsx'));
  writeFileSync(join(target, '台账.xlsx'), '');
  writeFileSync(join(target, '台账 (2).xlsx'), '');
  expect(await chooser.chooseSave({ suggestedName: '台账.xlsx', filters: [] })).toBe(join(target, '台账 (3).xlsx'));
  expect(await chooser.chooseFiles({ multiple: true, filters: [] })).toBeUndefined();
});

test('showing a file never goes through a shell', () => {
  expect(revealCommand('/home/x/a b.zip', 'linux')).toEqual(['xdg-open', ['/home/x']]);
  expect(revealCommand('C:\\x\\a.zip', 'win32')).toEqual(['explorer.exe', ['/select,', 'C:\\x\\a.zip']]);
});
