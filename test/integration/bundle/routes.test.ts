// Bundles through the core's routes: previewed, issued by a worker while others write, listed, and verified without a vault.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../../electron/core/core.ts';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import { closeVault } from '../../../electron/core/vault/open.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { attachFiles, createBundleVault, password } from './bundle-vault.ts';

let folder: string;
let core: Core;

function startCore(): Core {
  return createCore({
    registers: allRegisters,
    migrations,
    profileFolder: join(folder, 'profile'),
    now: Date.now,
    emit: () => undefined,
    defaultFolder: folder,
    version: '0',
    onLocked: () => undefined,
    logError: (_id, cause) => console.error(cause),
  });
}

async function data<T>(route: string, input: unknown, from = core): Promise<T> {
  const envelope = await from.call(route, input);
  if (!envelope.ok) throw new Error(`${route}: ${envelope.error.code} ${JSON.stringify(envelope.error.params)}`);
  return envelope.data as T;
}

async function job(route: string, input: unknown, from = core) {
  const { jobId } = await data<{ jobId: string }>(route, input, from);
  return from.state.jobs.finished(jobId);
}

beforeAll(async () => {
  const vault = await createBundleVault(300);
  await attachFiles(vault);
  folder = vault.folder;
  closeVault(vault.session);
  core = startCore();
  await data('vault.unlock', { path: join(folder, '云岭.midian'), login: null, password, readOnly: false });
});

afterAll(async () => {
  await core.lock('quit');
  rmSync(folder, { recursive: true, force: true });
});

const choice = { registers: [{ register: 'secret', filters: [] }], level: 'internal', attachments: true } as const;
const words = { recipient: '市公安局经侦支队', purpose: '报案' };

describe('The bundle routes', () => {
  it('preview what is given and withheld', async () => {
    const preview = await data<{ given: { records: number }[] }>('bundle.preview', choice);
    expect(preview.given[0]?.records).toBe(300);
  });

  it('refuse a choice the level does not allow before anything runs', async () => {
    core.grant('no', join(folder, 'no.zip'));
    const refused = await core.call('bundle.create', {
      ...choice,
      ...words,
      level: 'reviewer',
      target: 'no',
      password,
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'bundle_unmasked_level' } });
  });

  it('issue in a worker while records are created, list it, and verify it without a vault', async () => {
    core.grant('out', join(folder, 'out.zip'));
    const { jobId } = await data<{ jobId: string }>('bundle.create', { ...choice, ...words, target: 'out', password });
    let created = 0;
    while (core.state.jobs.list().some(({ id, state }) => id === jobId && state === 'running')) {
      const answer = await core.call('register.create', {
        register: 'department',
        number: null,
        values: { name: `新部门${created}` },
      });
      // The two short transactions of the job may be met: then the user is told so, and tries again.
      if (answer.ok) created += 1;
      else expect(answer.error.code).toBe('busy');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(created).toBeGreaterThan(0);
    const issued = await core.state.jobs.finished(jobId);
    expect(issued).toMatchObject({ state: 'done', result: { records: 300, attachments: 3, token: 'out' } });
    const { bundles } = await data<{ bundles: { action: string; detail: Record<string, unknown> }[] }>(
      'bundle.list',
      {},
    );
    const { sha256, keyFingerprint } = issued.result as { sha256: string; keyFingerprint: string };
    expect(bundles).toMatchObject([{ action: 'bundle.issued', detail: { ...words, level: 'internal', sha256 } }]);
    expect((await job('journal.verify', { full: true })).result).toMatchObject({ ok: true });

    const stranger = startCore();
    stranger.grant('bundle', join(folder, 'out.zip'));
    const verified = await job('bundle.verify', { source: 'bundle', key: keyFingerprint }, stranger);
    expect(verified).toMatchObject({ state: 'done', result: { ok: true, problems: [], signedBy: 'shenruoxi' } });
    stranger.grant('nothing', join(folder, 'nowhere.zip'));
    expect(await job('bundle.verify', { source: 'nothing' }, stranger)).toMatchObject({
      state: 'failed',
      error: { code: 'file_missing' },
    });
  });

  it('answer a wrong password as the job’s failure', async () => {
    core.grant('again', join(folder, 'again.zip'));
    expect(await job('bundle.create', { ...choice, ...words, target: 'again', password: 'wrong' })).toMatchObject({
      state: 'failed',
      error: { code: 'password_wrong' },
    });
  });
});
