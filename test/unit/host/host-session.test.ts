import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CorePort } from '../../../electron/host/core-link.ts';
import { createHostSession, type HostSession } from '../../../electron/host/host-session.ts';
import { type PageRequest, usePagePicker } from '../../../electron/host/page-messages.ts';
import type { CoreToHost, HostToCore, PathToken } from '../../../shared/contract/bridge.ts';
import type { CoreEvent } from '../../../shared/contract/events.ts';

/** The far end of a port, where the core would be. */
interface FarEnd {
  received: HostToCore[];
  isKilled: boolean;
  send(message: CoreToHost): void;
  exit(): void;
}

interface Table {
  session: HostSession;
  cores: FarEnd[];
  log: string[];
  events: CoreEvent[];
  fatal: string[];
  revealed: string[];
  answers: { files?: string[] | null; folder?: string | null; save?: string | null };
  suggested: string[];
}

function createPort(cores: FarEnd[], log: string[]): CorePort {
  let listener: (message: CoreToHost) => void = () => {};
  let exitListener: () => void = () => {};
  const end: FarEnd = {
    received: [],
    isKilled: false,
    send: (message) => listener(message),
    exit: () => exitListener(),
  };
  cores.push(end);
  const number = cores.length;
  log.push(`start ${number}`);
  return {
    pid: number,
    post: (message) => end.received.push(message),
    onMessage: (added) => {
      listener = added;
    },
    onExit: (added) => {
      exitListener = added;
    },
    kill: () => {
      if (!end.isKilled) log.push(`kill ${number}`);
      end.isKilled = true;
    },
  };
}

function createTable(): Table {
  const table: Omit<Table, 'session'> = {
    cores: [],
    log: [],
    events: [],
    fatal: [],
    revealed: [],
    answers: {},
    suggested: [],
  };
  const session = createHostSession({
    startCore: () => createPort(table.cores, table.log),
    openPage: async () => void table.log.push('open page'),
    closePage: async () => void table.log.push('close page'),
    sendEvent: (event) => table.events.push(event),
    chooser: () => ({
      chooseFiles: async () => table.answers.files,
      chooseFolder: async () => table.answers.folder ?? null,
      chooseSave: async ({ suggestedName }) => {
        table.suggested.push(suggestedName);
        return table.answers.save ?? null;
      },
    }),
    pathOfHandle: async (handle) => (handle === 1 ? join(folder, 'a.csv') : null),
    revealFile: (path) => void table.revealed.push(path),
    onFatal: (detail) => table.fatal.push(detail),
  });
  return { ...table, session };
}

function core(table: Table, index: number): FarEnd {
  const found = table.cores[index];
  if (found === undefined) throw new Error(`core ${index} was not started`);
  return found;
}

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'midian-session-'));
  writeFileSync(join(folder, 'a.csv'), '12345');
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

test('calls wait until the core is ready, keep their order, and get their own replies', async () => {
  const table = createTable();
  await table.session.start();
  const first = table.session.handle({ type: 'call', route: 'a', input: 1 });
  const second = table.session.handle({ type: 'call', route: 'b', input: 2 });
  expect(core(table, 0).received).toEqual([]);
  core(table, 0).send({ type: 'ready' });
  expect(core(table, 0).received).toEqual([
    { type: 'call', id: 1, route: 'a', input: 1 },
    { type: 'call', id: 2, route: 'b', input: 2 },
  ]);
  core(table, 0).send({ type: 'reply', id: 2, envelope: { ok: true, data: 'second' } });
  core(table, 0).send({ type: 'reply', id: 1, envelope: { ok: true, data: 'first' } });
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, data: 'first' },
    { ok: true, data: 'second' },
  ]);
});

test('the core learns a token before the page does, and the page never learns the path', async () => {
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'ready' });
  const path = join(folder, 'a.csv');
  const token = (await table.session.handle({ type: 'filePath', path })) as PathToken;
  expect(core(table, 0).received).toEqual([{ type: 'grant', token: token.token, path }]);
  expect(token).toEqual({ token: expect.stringMatching(/^[0-9a-f]{32}$/), name: 'a.csv', sizeBytes: 5 });
  expect(JSON.stringify(token)).not.toContain(folder);
});

test('a relative path, a path with a zero byte and a file without a path get no token', async () => {
  const table = createTable();
  await table.session.start();
  expect(await table.session.handle({ type: 'filePath', path: 'a.csv' })).toBeNull();
  expect(await table.session.handle({ type: 'filePath', path: `${folder}/a\0.csv` })).toBeNull();
  expect(await table.session.handle({ type: 'fileHandle', handle: 2 })).toBeNull();
  expect(await table.session.handle({ type: 'fileHandle', handle: 1 })).toMatchObject({ name: 'a.csv' });
});

test('dialogs give tokens, null when cancelled, and the page picker where there is none', async () => {
  const table = createTable();
  await table.session.start();
  const chooseFiles: PageRequest = { type: 'chooseFiles', multiple: true, filters: [] };
  expect(await table.session.handle(chooseFiles)).toBe(usePagePicker);
  table.answers.files = null;
  expect(await table.session.handle(chooseFiles)).toBeNull();
  table.answers.files = [join(folder, 'a.csv'), join(folder, 'new.csv')];
  expect(await table.session.handle(chooseFiles)).toMatchObject([{ name: 'a.csv', sizeBytes: 5 }, { name: 'new.csv' }]);
  table.answers.save = join(folder, 'out.xlsx');
  const saved = await table.session.handle({ type: 'chooseSave', suggestedName: '../out.xlsx', filters: [] });
  expect(saved).toMatchObject({ name: 'out.xlsx' });
  expect(table.suggested).toEqual(['_out.xlsx']);
});

test('only a path with a token is shown in the file manager', async () => {
  const table = createTable();
  await table.session.start();
  const path = join(folder, 'a.csv');
  const token = (await table.session.handle({ type: 'filePath', path })) as PathToken;
  await table.session.handle({ type: 'reveal', token: 'f'.repeat(32) });
  expect(table.revealed).toEqual([]);
  await table.session.handle({ type: 'reveal', token: token.token });
  expect(table.revealed).toEqual([path]);
});

test('a locked core is killed before a new page opens, and what waited is answered', async () => {
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'ready' });
  const waiting = table.session.handle({ type: 'call', route: 'slow', input: null });
  core(table, 0).send({ type: 'locked', reason: 'user' });
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'not_unlocked' } });
  await vi.waitFor(() => expect(table.log.at(-1)).toBe('open page'));
  expect(table.log).toEqual(['start 1', 'open page', 'kill 1', 'close page', 'start 2', 'open page']);
  expect(table.session.corePid()).toBe(2);
});

test('tokens of a core that is gone open nothing any more', async () => {
  const table = createTable();
  await table.session.start();
  const token = (await table.session.handle({ type: 'filePath', path: join(folder, 'a.csv') })) as PathToken;
  core(table, 0).send({ type: 'locked', reason: 'idle' });
  await vi.waitFor(() => expect(table.cores).toHaveLength(2));
  await table.session.handle({ type: 'reveal', token: token.token });
  expect(table.revealed).toEqual([]);
});

test('what an old core still says after its end reaches nobody', async () => {
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'locked', reason: 'user' });
  await vi.waitFor(() => expect(table.cores).toHaveLength(2));
  core(table, 0).send({ type: 'event', event: { type: 'changed', registers: [], headSize: 1 } });
  core(table, 0).send({ type: 'locked', reason: 'user' });
  core(table, 0).exit();
  expect(table.events).toEqual([]);
  expect(table.cores).toHaveLength(2);
});

test('a core that announces locking but does not finish is killed after a second', async () => {
  vi.useFakeTimers();
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'ready' });
  core(table, 0).send({ type: 'event', event: { type: 'locking', reason: 'user' } });
  await vi.advanceTimersByTimeAsync(999);
  expect(core(table, 0).isKilled).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(core(table, 0).isKilled).toBe(true);
  expect(table.log.at(-1)).toBe('open page');
});

test('going to sleep asks the core to lock and does not wait for ever', async () => {
  vi.useFakeTimers();
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'ready' });
  table.session.suspend();
  expect(core(table, 0).received).toEqual([{ type: 'lock', reason: 'suspend' }]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(core(table, 0).isKilled).toBe(true);
  expect(table.cores).toHaveLength(2);
});

test('a core that crashes is replaced, with its page', async () => {
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'ready' });
  const waiting = table.session.handle({ type: 'call', route: 'x', input: null });
  core(table, 0).exit();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'internal' } });
  await vi.waitFor(() => expect(table.cores).toHaveLength(2));
  expect(table.fatal).toEqual([]);
});

test('a core that never comes up is given up after three starts', async () => {
  const table = createTable();
  await table.session.start();
  core(table, 0).exit();
  await vi.waitFor(() => expect(table.cores).toHaveLength(2));
  core(table, 1).exit();
  await vi.waitFor(() => expect(table.cores).toHaveLength(3));
  core(table, 2).exit();
  expect(table.fatal).toHaveLength(1);
  expect(table.cores).toHaveLength(3);
});

test('closing locks, waits for the core, and opens nothing again', async () => {
  const table = createTable();
  await table.session.start();
  core(table, 0).send({ type: 'ready' });
  const closing = table.session.close();
  await vi.waitFor(() => expect(core(table, 0).received).toEqual([{ type: 'lock', reason: 'quit' }]));
  core(table, 0).send({ type: 'locked', reason: 'quit' });
  await closing;
  await table.session.close();
  expect(table.log).toEqual(['start 1', 'open page', 'kill 1']);
});
