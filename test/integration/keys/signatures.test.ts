// Signatures of several people over time: bundles by a user with keys of his own, by one with later keys, and by one removed since,
// verify for a stranger with the chain they carry.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { quietJob } from '../support/vaults.ts';
import { makeOffice, type Office, ownPassword } from './people.ts';

let office: Office;
afterEach(() => office.close());

const options = { key: undefined, disclosures: [], tokens: [], authorities: [] };

async function bundle(name: string, password: string): Promise<string> {
  const folder = join(office.vault.base, name);
  mkdirSync(folder);
  const path = join(folder, '证据包.zip');
  office.core.grant(name, path);
  const job = await office.run('bundle.create', {
    target: name,
    registers: [{ register: 'secret', filters: [] }],
    level: 'internal',
    attachments: false,
    asOf: null,
    approval: null,
    recipient: '法务部',
    purpose: '内部核对',
    password,
  });
  if (job.error) throw new Error(`${job.error.code} ${String(office.failures)}`);
  return path;
}

test('each verifies with its own chain back to the founding key, whatever became of the signer', async () => {
  office = await makeOffice();
  await office.ask('register.create', { register: 'secret', number: null, values: { name: '浸渍曲线' } });
  const founding = (await office.ask('user.list', {})).users[0]?.fingerprint ?? '';
  const wang = await office.add('wang', ['officer']);
  await office.as('wang');
  const first = await bundle('first', ownPassword);
  await office.as('officer');
  await office.ask('user.reset', { id: wang, password: 'Reset-Again-2028!复' });
  await office.as('wang', { password: 'Reset-Again-2028!复', nextPassword: 'Third-Time-2029!三' });
  const second = await bundle('second', 'Third-Time-2029!三');
  const { bundles } = await office.ask('bundle.list', {});
  expect(bundles).toHaveLength(2);
  await office.as('officer');
  expect((await office.run('user.remove', { id: wang })).error).toBeNull();
  const reports = [];
  for (const path of [first, second]) {
    const report = await verifyBundle(path, options, quietJob);
    expect(report.problems).toEqual([]);
    expect(report.ok).toBe(true);
    reports.push(report);
    // The founding key, told by another way, is found at the end of the chain.
    expect((await verifyBundle(path, { ...options, key: founding }, quietJob)).ok).toBe(true);
    expect((await verifyBundle(path, { ...options, key: `0000 ${founding.slice(5)}` }, quietJob)).ok).toBe(false);
  }
  expect(reports[0]?.fingerprint).not.toBe(reports[1]?.fingerprint);
  const { session } = office.core.state;
  expect(session && (await checkVault(session, quietJob)).problems).toEqual([]);
});
