// Taking a run back: by whoever started it or an officer, with a reason, at every step before its filing, and by nobody afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';
import { password } from '../support/vaults.ts';

type Taken = RouteInput<'procedure.take'>['steps'][number];

const [first, own] = ['First-2026!初始', 'Own-2026!自己的口令'];
let office: TestCore;
let department = '';
let numbers = 0;

const withdrawal = (step: string, opinion: string | null = '提请有误'): Taken => ({
  step,
  outcome: 'withdrawn',
  mode: 'screen',
  opinion,
});
const signed = (step: string, outcome: Taken['outcome'], name = '韩三'): Taken => ({
  step,
  outcome,
  mode: 'paper',
  doneBy: { name },
  doneOn: '2026-10-12',
  ...(outcome === 'decided' ? { results: { rest: { outcome: 'agreed' } } } : {}),
  ...(outcome === 'returned' ? { opinion: '材料不全' } : {}),
});
/** What was signed before each step at which a run may wait. */
const stages: readonly (readonly [string, readonly Taken[]])[] = [
  ['propose', [signed('departmentHead', 'returned')]],
  ['departmentHead', []],
  ['office', [signed('departmentHead', 'agreed')]],
  ['leader', [signed('departmentHead', 'agreed'), signed('office', 'agreed', '甲')]],
  [
    'filing',
    [signed('departmentHead', 'agreed'), signed('office', 'agreed', '甲'), signed('leader', 'decided', '林四')],
  ],
];

const makeSecret = () => {
  numbers += 1;
  const values = { name: `秘点 ${numbers}`, level: 'general', term: 'P3Y', department };
  return office.make('secret', values, { status: 'proposed' });
};
const grading = (record: string, proposer: string) => ({
  template: 'grading',
  items: [{ record }],
  stateSecretDeclared: true,
  mode: 'paper' as const,
  proposer: { name: proposer },
  startedOn: '2026-10-09',
});
const take = (id: string, ...steps: Taken[]) => office.ask('procedure.take', { id, steps });
const refused = (id: string, ...steps: Taken[]) => office.refusal('procedure.take', { id, steps });
const mayWithdraw = async (id: string) => (await office.ask('procedure.get', { id })).mayWithdraw;

async function login(name: string, secret = own, nextPassword: string | null = null): Promise<void> {
  await office.core.lock('user');
  await office.ask('vault.unlock', {
    path: office.vault.folder,
    login: name,
    password: secret,
    nextPassword,
    readOnly: false,
  });
}

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 9, 30, 10).getTime(), singleOfficerReason: null });
  department = await office.make('department', { name: '研发部' });
  const people = [
    { login: 'lu', name: '陆一', roles: ['liaison' as const] },
    { login: 'gu', name: '顾一', roles: ['liaison' as const] },
  ];
  for (const person of people) await office.ask('user.add', { ...person, department, password: first });
  for (const { login: name } of people) await login(name, first, own);
  await login('officer', password);
});
afterAll(() => office.end());

describe.each(stages)('a run that waits at %s', (step, before) => {
  test('is taken back by an officer with a reason; its record is free and what was signed stays', async () => {
    const secret = await makeSecret();
    const { id } = await office.ask('procedure.start', grading(secret, '顾一'));
    if (before.length > 0) await take(id, ...before);
    expect(await mayWithdraw(id)).toBe(true);
    expect(await refused(id, withdrawal(step, null))).toBe('reason_required');
    expect(await refused(id, { ...withdrawal(step), mode: 'paper', doneBy: { name: '顾一' } })).toBe(
      'procedure_outcome',
    );
    expect(await office.refusal('procedure.start', grading(secret, '顾一'))).toBe('procedure_record_busy');
    expect(await take(id, withdrawal(step))).toMatchObject({ status: 'withdrawn', step: null });
    const { procedure, taken, items, tasks, mayWithdraw: again } = await office.ask('procedure.get', { id });
    expect(procedure).toMatchObject({ status: 'withdrawn', values: { closedOn: '2026-10-30' } });
    expect(taken).toHaveLength(before.length + 2);
    expect(taken.at(-1)?.values).toMatchObject({ step, outcome: 'withdrawn', opinion: '提请有误' });
    expect(items[0]?.item).toMatchObject({ status: 'withdrawn', values: { endsOn: '2026-10-30' } });
    expect([tasks, again]).toEqual([[], false]);
    expect(await refused(id, withdrawal(step))).toBe('procedure_moved');
    const { record } = await office.ask('register.get', { register: 'secret', id: secret });
    expect(record.status).toBe('proposed');
    expect(await office.refusal('procedure.start', grading(secret, '顾一'))).toBeNull();
  });
});

test('whoever proposed a run, or entered it, takes it back; a colleague of the same department does not', async () => {
  await login('lu');
  const onScreen = { ...grading(await makeSecret(), ''), mode: 'screen' as const, proposer: null };
  const runs = [
    await office.ask('procedure.start', onScreen),
    await office.ask('procedure.start', grading(await makeSecret(), '周五')),
  ];
  await login('gu');
  for (const { id } of runs) {
    expect(await mayWithdraw(id)).toBe(false);
    expect(await refused(id, withdrawal('departmentHead'))).toBe('procedure_role');
  }
  await login('lu');
  for (const { id } of runs) expect((await take(id, withdrawal('departmentHead'))).status).toBe('withdrawn');
  const entered = await office.ask('procedure.start', grading(await makeSecret(), '顾一'));
  await login('gu');
  expect((await take(entered.id, withdrawal('departmentHead'))).status).toBe('withdrawn');
  await login('officer', password);
});

test('nothing is taken back after its filing', async () => {
  const secret = await makeSecret();
  const { id } = await office.ask('procedure.start', grading(secret, '顾一'));
  await take(id, ...(stages.at(-1)?.[1] ?? []), signed('filing', 'filed', '甲'));
  const { current, mayWithdraw: may } = await office.ask('procedure.get', { id });
  expect([current, may]).toEqual(['execution', false]);
  expect(await refused(id, withdrawal('execution'))).toBe('procedure_filed');
  const { record } = await office.ask('register.get', { register: 'secret', id: secret });
  expect(record.status).toBe('content_due');
});
