// What is computed beside the core: findings of one record are those of the whole, the core answers others meanwhile, locking ends it.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDemo } from '../../../electron/core/demo/demo-task.ts';
import { createFindings } from '../../../electron/core/rules/findings.ts';
import { tableReader } from '../../../electron/core/rules/table-reader.ts';
import { allRules } from '../../../shared/rules/all.ts';
import { type Finding, findAll } from '../../../shared/rules/finding.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';
import { password, quietJob } from '../support/vaults.ts';

let office: TestCore;
let folder = '';

beforeAll(async () => {
  office = await makeCore();
  await office.core.lock('user');
  const { registers, migrations, profileFolder, base } = office.vault;
  const start = { session: null, registers, migrations, profileFolder };
  ({ path: folder } = await createDemo(start, { path: join(base, '演示'), password, secrets: 120 }, quietJob));
  await unlock();
});
afterAll(() => office.end());

async function unlock(readOnly = false): Promise<void> {
  await office.ask('vault.unlock', { path: folder, login: null, password, readOnly });
}

function session() {
  const open = office.core.state.session;
  if (!open) throw new Error('locked');
  return open;
}

async function everything(date: string | null = null): Promise<Finding[]> {
  const { findings, total } = await office.ask('rules.findings', { date, limit: 10_000 });
  expect(findings.length).toBe(total);
  return findings as Finding[];
}

test('the worker finds what the rules find over the tables of the core', async () => {
  const { date, counts } = await office.ask('rules.findings', { limit: 1 });
  const own = findAll(allRules, tableReader(session(), date), date);
  expect(await everything()).toEqual(own);
  expect(own.length).toBeGreaterThan(100);
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(own.length);
  for (const { rule, count } of counts)
    expect((await office.ask('rules.findings', { rule, limit: 10_000 })).findings).toEqual(
      own.filter((finding) => finding.rule === rule).slice(0, count),
    );
});

test('findings of one record, read narrowly, are those of the whole vault, for every record rules judge', async () => {
  const found = Map.groupBy(await everything(), ({ record }) => record);
  let compared = 0;
  for (const register of ['secret', 'person', 'informationSystem'] as const) {
    const { records } = await office.ask('register.list', { register, limit: 1000, includeVoid: true });
    for (const { id } of records) {
      const { findings, total } = await office.ask('rules.findings', { record: id, limit: 100 });
      expect(findings, `${register} ${id}`).toEqual(found.get(id) ?? []);
      expect(total).toBe(findings.length);
      compared += findings.length;
    }
  }
  expect(compared).toBe([...found.values()].flat().length);
  expect([...found.values()].flat().some(({ register }) => register === 'person')).toBe(true);
});

test('a change is found at once, and what did not change is not computed again', async () => {
  const finding = (await everything()).find(({ rule }) => rule === 'secret.risk');
  if (!finding) throw new Error('the demo has a secret whose risk is to be assessed');
  const answer = createFindings(session());
  const question = { date: '2026-11-20', rule: null, record: null, offset: 0, limit: 1 };
  const [first] = answer(question).findings;
  expect(answer(question).findings[0]).toBe(first);
  const { record } = await office.ask('register.get', { register: 'secret', id: finding.record });
  await office.ask('register.update', {
    register: 'secret',
    id: record.id,
    version: record.version,
    values: { riskLikelihood: 2, riskHarm: 4, riskAssessedOn: (await office.ask('rules.findings', {})).date },
  });
  expect((await everything()).filter(({ rule, record: id }) => rule === 'secret.risk' && id === record.id)).toEqual([]);
  expect(answer(question).findings[0]).not.toBe(first);
});

test('the core answers others while the whole vault is read', async () => {
  await office.core.lock('user');
  await unlock();
  const order: string[] = [];
  const reading = office.ask('rules.findings', {}).then(() => order.push('findings'));
  await office.ask('session.ping', {}).then(() => order.push('ping'));
  await office.ask('register.counts', { register: 'secret' }).then(() => order.push('counts'));
  await reading;
  expect(order).toEqual(['ping', 'counts', 'findings']);
});

test('locking ends what is being computed, and the vault opens and answers again', async () => {
  await office.core.lock('user');
  await unlock();
  const refused = office.refusal('rules.findings', {});
  await new Promise((resolve) => setImmediate(resolve));
  await office.core.lock('user');
  expect(await refused).toBe('cancelled');
  await unlock();
  expect((await office.ask('rules.findings', {})).total).toBeGreaterThan(0);
  expect(
    await office.refusal('measures.matrix', { filters: [{ field: 'nothing', operator: 'empty', values: [] }] }),
  ).toBe('value_invalid');
  expect((await office.ask('measures.matrix', {})).total).toBeGreaterThan(0);
});

test('a vault opened for reading only is computed alike', async () => {
  const live = await everything();
  await office.core.lock('user');
  await unlock(true);
  expect(await everything()).toEqual(live);
  expect((await office.ask('workbench.figures', {})).lists.inForce).toBeGreaterThan(0);
  await office.core.lock('user');
  await unlock();
});

test('after a change of the database key it is computed from the new file', async () => {
  const before = await everything();
  const { jobId } = await office.ask('vault.rekey', { password });
  expect((await office.core.state.jobs.finished(jobId)).state).toBe('done');
  expect(await everything()).toEqual(before);
  const { records } = await office.ask('register.list', { register: 'secret', limit: 1 });
  const [record] = records;
  if (!record) throw new Error('the demo has secrets');
  await office.ask('register.void', { register: 'secret', ids: [record.id], reason: '重复录入' });
  expect((await everything()).filter(({ record: id }) => id === record.id)).toEqual([]);
});
