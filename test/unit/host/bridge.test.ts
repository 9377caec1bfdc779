import { expect, test } from 'vitest';
import type { PageRequest } from '../../../electron/host/page-messages.ts';
import { createBridge } from '../../../electron/preload/bridge.ts';
import type { CoreEvent } from '../../../shared/contract/events.ts';

const host = { kind: 'chromium', platform: 'linux', version: '0.1.0' } as const;

function createTable(answer: (request: PageRequest) => Promise<unknown>) {
  const requests: PageRequest[] = [];
  let announce: (event: CoreEvent) => void = () => {};
  const bridge = createBridge(host, {
    request(request) {
      requests.push(request);
      return answer(request);
    },
    listen(listener) {
      announce = listener;
    },
    fileRequest: (file) => (file.name === 'made.csv' ? null : { type: 'filePath', path: `/x/${file.name}` }),
  });
  return { bridge, requests, announce: (event: CoreEvent) => announce(event) };
}

test('a call never rejects: a failing host becomes an envelope', async () => {
  const { bridge } = createTable(() => Promise.reject(new Error('the host is gone')));
  expect(await bridge.call('x', null)).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test('only the fields of the contract are sent, whatever the page passes', async () => {
  const { bridge, requests } = createTable(async () => null);
  await bridge.chooseFiles({ multiple: true, filters: [], defaultPath: '/etc' } as Parameters<
    typeof bridge.chooseFiles
  >[0]);
  expect(requests).toEqual([{ type: 'chooseFiles', multiple: true, filters: [] }]);
});

test('events go to every listener until it is taken away', () => {
  const { bridge, announce } = createTable(async () => null);
  const seen: string[] = [];
  const stop = bridge.onEvent((event) => seen.push(`first ${event.type}`));
  bridge.onEvent((event) => seen.push(`second ${event.type}`));
  announce({ type: 'idleWarning', secondsLeft: 30 });
  stop();
  announce({ type: 'locking', reason: 'idle' });
  expect(seen).toEqual(['first idleWarning', 'second idleWarning', 'second locking']);
});

test('a file without a path has no token and is not asked for', async () => {
  const { bridge, requests } = createTable(async () => ({ token: 't', name: 'a.csv' }));
  expect(await bridge.tokenOfFile(new File([], 'made.csv'))).toBeNull();
  expect(requests).toEqual([]);
  expect(await bridge.tokenOfFile(new File([], 'a.csv'))).toEqual({ token: 't', name: 'a.csv' });
  expect(requests).toEqual([{ type: 'filePath', path: '/x/a.csv' }]);
});
