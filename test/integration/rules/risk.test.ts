// Risk by likelihood and harm over a real vault: cells, what is to be assessed, pages in order, the same as the rule says.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCore, type TestCore } from '../support/core-of.ts';

let office: TestCore;
let rd = '';

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 10, 20, 10).getTime() });
  rd = await office.make('department', { name: '研发部' });
  const secret = (name: string, values: Record<string, string | number>, status = 'in_force') =>
    office.make('secret', { name, level: 'core', department: rd, ...values }, { status });
  const rated = (riskLikelihood: number, riskHarm: number, riskAssessedOn: string) => ({
    riskLikelihood,
    riskHarm,
    riskAssessedOn,
  });
  await secret('去年今日', rated(2, 5, '2025-11-20'));
  await secret('去年昨日', rated(2, 5, '2025-11-19'));
  await secret('去年本月', rated(2, 5, '2025-11'));
  await secret('去年上月', rated(3, 3, '2025-10'));
  await secret('未评估', { level: 'important' });
  await secret('只有可能性', { riskLikelihood: 4, level: 'important' }, 'content_due');
  await secret('评过无日期', { riskLikelihood: 1, riskHarm: 1, level: 'general' });
  await secret('已解密', rated(5, 5, '2020-01-01'), 'released');
  await secret('待定密', rated(5, 5, '2020-01-01'), 'proposed');
});
afterAll(() => office.end());

type Cell = { likelihood: number; harm: number } | 'unrated' | null;
const names = async (cell: Cell, extra: Record<string, unknown> = {}) => {
  const { total, secrets } = await office.ask('risk.secrets', { cell, ...extra });
  expect(secrets.length).toBe(total);
  return secrets.map(({ name }) => name);
};

test('cells count secrets in force, and each cell lists exactly those', async () => {
  const matrix = await office.ask('risk.matrix', {});
  expect(matrix).toMatchObject({ date: '2026-11-20', total: 7, due: 5, unrated: 2 });
  expect(matrix.cells).toEqual([
    { likelihood: 1, harm: 1, count: 1 },
    { likelihood: 2, harm: 5, count: 3 },
    { likelihood: 3, harm: 3, count: 1 },
  ]);
  for (const { likelihood, harm, count } of matrix.cells)
    expect((await names({ likelihood, harm })).length).toBe(count);
  expect(await names('unrated')).toEqual(['未评估', '只有可能性']);
  expect((await names(null)).length).toBe(matrix.total);
});

test('to be assessed is what never was and what was more than a year ago, a month by its last day', async () => {
  const due = ['去年昨日', '去年上月', '未评估', '只有可能性', '评过无日期'];
  expect(await names(null, { onlyDue: true })).toEqual(due);
  const matrix = await office.ask('risk.matrix', { onlyDue: true });
  expect(matrix).toMatchObject({ total: 5, due: 5, unrated: 2 });
  const { secrets } = await office.ask('risk.secrets', { cell: { likelihood: 2, harm: 5 } });
  expect(secrets.map(({ assessedOn, dueOn, isDue }) => [assessedOn, dueOn, isDue])).toEqual([
    ['2025-11-20', '2026-11-20', false],
    ['2025-11-19', '2026-11-19', true],
    ['2025-11', '2026-11-30', false],
  ]);
  expect((await office.ask('risk.matrix', { date: '2026-12-31' })).due).toBe(7);
});

test('of the highest grade it is what the rule on yearly assessment finds', async () => {
  const { findings } = await office.ask('rules.findings', { rule: 'secret.risk', limit: 100 });
  expect((await names(null, { onlyDue: true, level: 'core' })).toSorted()).toEqual(
    findings.map(({ title }) => title).toSorted(),
  );
  expect(findings.length).toBe(2);
});

test('pages follow the numbers without leaving one out, for a department and a grade', async () => {
  const page = async (offset: number) =>
    (await office.ask('risk.secrets', { department: rd, offset, limit: 3 })).secrets.map(({ name }) => name);
  expect([...(await page(0)), ...(await page(3)), ...(await page(6))]).toEqual(await names(null));
  expect((await office.ask('risk.matrix', { level: 'important' })).total).toBe(2);
});
