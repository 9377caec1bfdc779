// Backups through the core and the command line: settings, the job, the list, the schedule, and exit codes.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startDueBackup } from '../../electron/core/backup/handlers.ts';
import { type Core, createCore } from '../../electron/core/core.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { coreV8Flags } from '../../electron/host/core-flags.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { makeVault, password, scratchFolder, type TestVault } from './support/vaults.ts';

const dayMs = 86_400_000;
let vault: TestVault;
let core: Core;

afterEach(async () => {
  await core?.lock('quit');
  vault?.remove();
});

async function start(): Promise<{ target: string; call: (route: string, input: unknown) => Promise<never> }> {
  vault = await makeVault();
  const target = join(vault.base, '备份');
  mkdirSync(target);
  core = createCore({
    registers: allRegisters,
    migrations,
    profileFolder: vault.profileFolder,
    now: () => Date.now() + vault.clock.offsetMs,
    emit: () => undefined,
    defaultFolder: vault.base,
    version: '0',
    onLocked: () => undefined,
    logError: () => undefined,
  });
  const call = async (route: string, input: unknown) => {
    const envelope = await core.call(route, input);
    if (!envelope.ok) throw Object.assign(new Error(envelope.error.code), { code: envelope.error.code });
    return envelope.data as never;
  };
  await call('vault.unlock', { path: vault.folder, login: null, password, readOnly: false });
  return { target, call };
}

interface Listed {
  settings: { folder: string | null; everyDays: number | null; keep: number | null };
  lastMs: number | null;
  overdue: boolean;
  backups: { file: string; problems: number }[];
}

test('the job makes a backup in the chosen folder, the list shows it, two at once are refused', async () => {
  const { target, call } = await start();
  await expect(call('backup.make', {})).rejects.toMatchObject({ code: 'path_token_unknown' });
  core.grant('folder', target);
  await call('backup.settings', { folder: 'folder', everyDays: 7, keep: 3 });
  expect(((await call('backup.list', {})) as Listed).settings).toEqual({ folder: target, everyDays: 7, keep: 3 });
  const { jobId } = await call('backup.make', {});
  await expect(call('backup.make', {})).rejects.toMatchObject({ code: 'busy' });
  const job = await core.state.jobs.finished(jobId);
  expect(job).toMatchObject({ state: 'done', result: { problems: [] } });
  const list = (await call('backup.list', {})) as Listed;
  expect(list.backups.map(({ file }) => file)).toEqual(readdirSync(target));
  expect(list.overdue).toBe(false);
});

test('backup files in the folder that the list does not name are named, with what they are', async () => {
  const { target, call } = await start();
  const unlisted = async (folder: string | null = null) =>
    ((await call('backup.unlisted', { folder })) as { files: { file: string; state: string; madeAtMs: unknown }[] })
      .files;
  const make = async () => {
    const { jobId } = await call('backup.make', {});
    return ((await core.state.jobs.finished(jobId)).result as { name: string }).name;
  };
  expect(await unlisted()).toEqual([]);
  core.grant('folder', target);
  await call('backup.settings', { folder: 'folder', everyDays: null, keep: null });
  const early = await make();
  vault.clock.offsetMs += 60_000;
  const late = await make();
  expect(await unlisted()).toEqual([]);
  // The state of the first backup, brought back: it knows neither backup.
  await core.lock('quit');
  core = createCore({ ...core.state.dependencies, onLocked: () => undefined });
  core.grant('file', join(target, early));
  const restored = join(vault.base, '恢复.midian');
  const { jobId } = await call('backup.restore', { file: 'file', name: restored, login: null, password });
  expect(await core.state.jobs.finished(jobId)).toMatchObject({ state: 'done' });
  await call('vault.unlock', { path: restored, login: null, password, readOnly: false, acceptRestored: true });
  core.grant('folder', target);
  expect((await unlisted('folder')).map(({ file, state }) => [file, state])).toEqual([
    [early, 'own'],
    [late, 'own'],
  ]);
  await call('backup.settings', { folder: 'folder', everyDays: null, keep: null });
  vault.clock.offsetMs += 60_000;
  const latest = await make();
  renameSync(join(target, latest), join(target, '改名.midian-backup'));
  copyFileSync(join(vault.folder, 'vault.json'), join(target, '杂.midian-backup'));
  writeFileSync(join(target, '无关.txt'), '');
  expect((await unlisted()).map(({ file, state, madeAtMs }) => [file, state, typeof madeAtMs])).toEqual([
    [early, 'own', 'number'],
    [late, 'own', 'number'],
    ['改名.midian-backup', 'renamed', 'number'],
    ['杂.midian-backup', 'unreadable', 'object'],
  ]);
  rmSync(target, { recursive: true });
  await expect(unlisted()).rejects.toMatchObject({ code: 'file_missing' });
});

test('a backup that is due starts by itself once nobody works, and not again after a failure', async () => {
  const { target, call } = await start();
  const running = () => core.state.jobs.list().filter(({ kind }) => kind === 'backup');
  startDueBackup(core.state);
  expect(running()).toEqual([]);
  core.grant('folder', target);
  await call('backup.settings', { folder: 'folder', everyDays: 7 });
  // Somebody worked a moment ago.
  startDueBackup(core.state);
  expect(running()).toEqual([]);
  vault.clock.offsetMs += 60_000;
  startDueBackup(core.state);
  expect(running()).toHaveLength(1);
  await core.state.jobs.finished(running()[0]?.id ?? '');
  expect(readdirSync(target)).toHaveLength(1);
  vault.clock.offsetMs += dayMs;
  startDueBackup(core.state);
  expect(running()).toHaveLength(1);
  rmSync(target, { recursive: true });
  vault.clock.offsetMs += 7 * dayMs;
  expect(((await call('backup.list', {})) as Listed).overdue).toBe(true);
  vault.clock.offsetMs += 60_000;
  startDueBackup(core.state);
  expect(running()).toHaveLength(2);
  const failed = await core.state.jobs.finished(running()[1]?.id ?? '');
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'file_missing' } });
  vault.clock.offsetMs += 60_000;
  startDueBackup(core.state);
  expect(running()).toHaveLength(2);
});

test('backup and restore on the command line, with their exit codes', () => {
  const base = scratchFolder();
  const program = fileURLToPath(new URL('../../electron/cli/midian.ts', import.meta.url));
  const run = (args: string[], given = password) => {
    const done = spawnSync(process.execPath, [...coreV8Flags(), program, ...args], {
      encoding: 'utf8',
      env: { ...process.env, MIDIAN_PASSWORD: given, MIDIAN_PROFILE: join(base, 'profile'), MIDIAN_LANG: 'zh' },
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };
  const folder = join(base, 'v.midian');
  const target = join(base, 'b');
  mkdirSync(target);
  expect(run(['create', folder, '--org', '单位', '--user', 'o', '--single-officer']).code).toBe(0);
  const made = run(['backup', folder, target, '--json']);
  expect(made.code).toBe(0);
  const { name, journalSize } = JSON.parse(made.out) as { name: string; journalSize: number };
  const file = join(target, name);
  expect(run(['restore', file, join(base, 'r'), '--json'], `${password}x`)).toMatchObject({ code: 1, out: '' });
  expect(existsSync(join(base, 'r.midian'))).toBe(false);
  const restored = run(['restore', file, join(base, 'r'), '--json']);
  expect(restored.code).toBe(0);
  expect(JSON.parse(restored.out)).toMatchObject({ path: join(base, 'r.midian'), journalSize, problems: [] });
  expect(run(['check', join(base, 'r.midian')]).code).toBe(0);
  expect(run(['check', folder]).code).toBe(0);
  expect(run(['restore', file, join(base, 'r')])).toMatchObject({ code: 1 });
  writeFileSync(file, 'x');
  expect(run(['restore', file, join(base, 'r2')])).toMatchObject({
    code: 1,
    err: expect.stringContaining('不是可读的备份文件'),
  });
  expect(run(['backup', folder, join(base, '没有')]).code).toBe(1);
  for (const wrong of [
    ['backup', folder],
    ['restore', file],
  ])
    expect(run(wrong).code).toBe(2);
  rmSync(base, { recursive: true });
});
