// Documents of many records, in the worker the product uses: bounded rows, and a volume nobody signs is refused.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../../electron/core/core.ts';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import { createRecord } from '../../../electron/core/register/store.ts';
import { writeTransaction } from '../../../electron/core/register/write-context.ts';
import { closeVault } from '../../../electron/core/vault/open.ts';
import { ensureSpareDataKeys } from '../../../electron/core/vault/session.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { createBundleVault, password } from '../bundle/bundle-vault.ts';
import { unzip } from '../bundle/unzip.ts';
import { hasPoppler, joined, pagesOf } from '../support/pdf.ts';

const carriers = 5100;
let folder: string;
let core: Core;

async function data<T>(route: string, input: unknown): Promise<T> {
  const envelope = await core.call(route, input);
  if (!envelope.ok) throw new Error(`${route}: ${envelope.error.code} ${JSON.stringify(envelope.error.params)}`);
  return envelope.data as T;
}

async function job(route: string, input: unknown) {
  const { jobId } = await data<{ jobId: string }>(route, input);
  return core.state.jobs.finished(jobId);
}

beforeAll(async () => {
  const { session, folder: made } = await createBundleVault(2300);
  folder = made;
  await ensureSpareDataKeys(session);
  writeTransaction(session, (context) => {
    const definition = session.registry.byKey('carrier');
    for (let index = 0; index < carriers; index += 1)
      createRecord(context, definition, {
        number: `ZT-2026-${String(index).padStart(5, '0')}`,
        values: { name: `图纸${index}`, copyNumber: 1, keeper: '周明远', place: '档案室 3 柜 2 层' },
      });
  });
  closeVault(session);
  core = createCore({
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
  await data('vault.unlock', { path: join(folder, '云岭.midian'), login: null, password, readOnly: false });
});

afterAll(async () => {
  await core.lock('quit');
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasPoppler)('Documents of many records', () => {
  it('print 2,300 records in the worker, each of them once', async () => {
    core.grant('out', join(folder, 'out.pdf'));
    const ended = await job('document.create', { target: 'out', document: { kind: 'register', register: 'secret' } });
    expect(ended).toMatchObject({ kind: 'document', state: 'done', result: { rows: 2300, token: 'out' } });
    const texts = pagesOf(readFileSync(join(folder, 'out.pdf')));
    expect(ended.result).toMatchObject({ pages: texts.length });
    const text = texts.join('').replace(/\s/g, '');
    for (let index = 1; index < 2300; index += 97) expect(text.split(`工艺参数窗口${index}一般`)).toHaveLength(1 + 1);
  });

  it('refuse more than a volume and write nothing', async () => {
    core.grant('much', join(folder, 'much.pdf'));
    const ended = await job('document.create', { target: 'much', document: { kind: 'register', register: 'carrier' } });
    expect(ended).toMatchObject({
      state: 'failed',
      error: { code: 'document_too_long', params: { rows: carriers + 2, records: 5000 } },
    });
  });

  it('hold the first 2,000 records of each register in a report and say where the others are', async () => {
    core.grant('zip', join(folder, 'large.zip'));
    const ended = await job('bundle.create', {
      target: 'zip',
      registers: ['secret', 'carrier'].map((register) => ({ register, filters: [] })),
      level: 'internal',
      attachments: false,
      recipient: '',
      purpose: '',
      password,
    });
    expect(ended).toMatchObject({ state: 'done' });
    const text = joined(readFileSync(join(unzip(join(folder, 'large.zip'), join(folder, 'large')), 'data/report.pdf')));
    expect(text).toContain('以上为前2,000项；其余300项见registers/secret.xlsx，共2,300项。');
    expect(text).toContain(`以上为前2,000项；其余3,102项见registers/carrier.xlsx，共5,102项。`);
  });
});
