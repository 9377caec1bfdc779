import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { guardContents, guardSession, isAddressAllowed } from '../../../electron/main/guards.ts';
import { createWebPreferences } from '../../../electron/main/web-preferences.ts';

const origin = 'app://midian';

/** Records what is registered, as Electron's session and contents would. */
function createRecorder() {
  const handlers: Record<string, (...values: never[]) => unknown> = {};
  const emitter = new EventEmitter();
  const keep = (name: string) => (handler: unknown) => {
    handlers[name] = handler as (...values: never[]) => unknown;
  };
  const recorder = Object.assign(emitter, {
    setPermissionRequestHandler: keep('permissionRequest'),
    setPermissionCheckHandler: keep('permissionCheck'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('displayMedia'),
    setWindowOpenHandler: keep('windowOpen'),
    webRequest: { onBeforeRequest: keep('beforeRequest') },
  });
  const run = (name: string, ...values: unknown[]) => (handlers[name] as (...values: unknown[]) => unknown)(...values);
  return { recorder, run };
}

function guardedSession(isDevelopment: boolean) {
  const { recorder, run } = createRecorder();
  guardSession(recorder as unknown as Parameters<typeof guardSession>[0], { origin, isDevelopment });
  return { recorder, run };
}

function isPrevented(emitter: EventEmitter, name: string): boolean {
  let prevented = false;
  emitter.emit(name, {
    preventDefault: () => {
      prevented = true;
    },
  });
  return prevented;
}

test('every permission is denied, when asked and when checked', () => {
  const { run } = guardedSession(true);
  for (const permission of ['clipboard-read', 'media', 'geolocation', 'notifications', 'fileSystem', 'unknown']) {
    let answer: unknown;
    run('permissionRequest', {}, permission, (granted: boolean) => {
      answer = granted;
    });
    expect(answer).toBe(false);
    expect(run('permissionCheck', null, permission)).toBe(false);
  }
  expect(run('device', {})).toBe(false);
});

test('screen capture gets no stream and downloads are stopped', () => {
  const { recorder, run } = guardedSession(false);
  let streams: unknown = 'none asked';
  run('displayMedia', {}, (given: unknown) => {
    streams = given;
  });
  expect(streams).toEqual({});
  expect(isPrevented(recorder, 'will-download')).toBe(true);
});

test.each([
  ['app://midian/index.html', false],
  ['blob:app://midian/3f0c', false],
  ['http://example.org/', true],
  ['https://example.org/', true],
  ['ws://127.0.0.1:9/', true],
  ['wss://example.org/', true],
  ['file:///etc/passwd', true],
  ['ftp://example.org/', true],
  ['data:text/html,x', true],
  ['app://midian.example/', true],
  ['blob:https://example.org/3f0c', true],
  ['devtools://devtools/bundled/x.js', true],
])('a request to %s is cancelled: %s', (url, cancel) => {
  const { run } = guardedSession(false);
  let answer: unknown;
  run('beforeRequest', { url }, (given: unknown) => {
    answer = given;
  });
  expect(answer).toEqual({ cancel });
});

test('the developer tools load in development only', () => {
  expect(isAddressAllowed('devtools://devtools/bundled/x.js', origin, true)).toBe(true);
  expect(isAddressAllowed('devtools://devtools/bundled/x.js', origin, false)).toBe(false);
});

test('a window stays on its page: no navigation, redirect, web view or second window', () => {
  const { recorder, run } = createRecorder();
  guardContents(recorder as unknown as Parameters<typeof guardContents>[0]);
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
    expect(isPrevented(recorder, name)).toBe(true);
  }
  expect(run('windowOpen', { url: 'app://midian/' })).toEqual({ action: 'deny' });
});

test('the window is sandboxed, isolated and without Node, and keeps its session in memory', () => {
  const preferences = createWebPreferences({
    preload: '/build/preload.cjs',
    partition: 'midian',
    isDevelopment: false,
    platform: 'win32',
    version: '0.1.0',
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
    spellcheck: false,
    devTools: false,
  });
  expect(preferences.partition).not.toMatch(/^persist:/);
});

test('developer tools exist in development', () => {
  const options = { preload: '', partition: 'midian', platform: 'linux', version: '0.1.0' };
  expect(createWebPreferences({ ...options, isDevelopment: true }).devTools).toBe(true);
});
