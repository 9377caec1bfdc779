// What comes back and what goes wrong on the way: runs returned after their decision, records that changed meanwhile, days on paper that
// cannot be, steps handed on and taken back, what a department may enter.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';
import { password } from '../support/vaults.ts';

type Taken = RouteInput<'procedure.take'>['steps'][number];

let office: TestCore;
let numbers = 0;

const paper = (step: string, outcome: Taken['outcome'], doneOn: string, name = '贺二'): Taken => ({
  step,
  outcome,
  mode: 'paper',
  doneBy: { name },
  doneOn,
  ...(outcome === 'decided' ? { results: { rest: { outcome: 'agreed' } } } : {}),
  ...(outcome === 'returned' ? { opinion: '材料不全' } : {}),
});

const approved = (day: string): Taken[] => [
  paper('departmentHead', 'agreed', day),
  paper('office', 'agreed', day, '甲'),
  paper('leader', 'decided', day, '韩三'),
];

function makeSecret(): Promise<string> {
  numbers += 1;
  return office.make('secret', { name: `秘点 ${numbers}`, level: 'general', term: 'P3Y' }, { status: 'proposed' });
}

const grading = (...records: string[]) => ({
  template: 'grading',
  items: records.map((record) => ({ record })),
  stateSecretDeclared: true,
  mode: 'paper' as const,
  proposer: { name: '顾一' },
  startedOn: '2026-10-09',
});

const take = (id: string, ...steps: Taken[]) => office.ask('procedure.take', { id, steps });
const refused = (id: string, ...steps: Taken[]) => office.refusal('procedure.take', { id, steps });
const secretNow = async (id: string) => (await office.ask('register.get', { register: 'secret', id })).record;

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 9, 30, 10).getTime(), singleOfficerReason: null });
});
afterAll(() => office.end());

describe('a run returned after its decision', () => {
  test('waits for its filing as its records’ only run, and is decided anew', async () => {
    const secret = await makeSecret();
    const { id } = await office.ask('procedure.start', grading(secret));
    await take(id, ...approved('2026-10-12'));
    expect(await office.refusal('procedure.start', grading(secret))).toBe('procedure_record_busy');
    await take(id, paper('filing', 'returned', '2026-10-13', '甲'));
    const back = await office.ask('procedure.get', { id });
    expect(back.items[0]?.item).toMatchObject({ status: 'pending' });
    expect(back.items[0]?.item.values).not.toHaveProperty('decidedLevel');
    await office.ask('procedure.amend', { id, items: [{ record: secret, level: 'important' }] });
    await take(id, paper('propose', 'proposed', '2026-10-14', '顾一'), ...approved('2026-10-15'));
    await take(id, paper('filing', 'filed', '2026-10-16', '甲'));
    expect(await secretNow(secret)).toMatchObject({ values: { level: 'important', gradedOn: '2026-10-15' } });
  });

  test('leaves no decision in force where it is refused in the end', async () => {
    const secret = await office.make(
      'secret',
      { name: '在册', level: 'general', term: 'P9Y', gradedOn: '2026-01-05' },
      { status: 'in_force' },
    );
    const { id } = await office.ask('procedure.start', {
      template: 'yearlyReview',
      items: [{ record: secret }],
      mode: 'paper',
      proposer: { name: '甲' },
      startedOn: '2026-10-09',
    });
    await take(
      id,
      {
        ...paper('review', 'decided', '2026-10-12', '顾一'),
        results: { rest: { outcome: 'agreed', request: 'keep' } },
      },
      { ...paper('departmentHead', 'refused', '2026-10-13'), opinion: '未按清单复核' },
    );
    expect((await office.ask('procedure.get', { id })).items[0]?.item.status).toBe('refused');
    expect((await secretNow(secret)).values).not.toHaveProperty('lastReviewedOn');
  });

  test('counts and changes only what is still on its list', async () => {
    const [first, second, third] = [await makeSecret(), await makeSecret(), await makeSecret()];
    const { id } = await office.ask('procedure.start', grading(first, second, third));
    await take(id, paper('departmentHead', 'returned', '2026-10-12'));
    await office.ask('procedure.amend', { id, without: [first] });
    expect(await office.refusal('procedure.amend', { id, without: [first] })).toBe('record_missing');
    expect(await office.refusal('procedure.amend', { id, items: [{ record: first, term: 'P5Y' }] })).toBe(
      'record_missing',
    );
    await take(id, paper('propose', 'proposed', '2026-10-14', '顾一'));
    const ranged = (from: number, to: number): Taken => ({
      ...paper('leader', 'decided', '2026-10-14', '韩三'),
      results: { rest: { outcome: 'agreed' }, exceptions: [{ from, to, outcome: 'refused' }] },
    });
    const opinions = approved('2026-10-14').slice(0, 2);
    for (const [from, to] of [
      [1, 1],
      [1, 2],
    ] as const)
      expect(await office.core.call('procedure.take', { id, steps: [...opinions, ranged(from, to)] })).toMatchObject({
        error: { code: 'procedure_row_withdrawn', params: { row: 1 } },
      });
    await take(id, ...opinions, { ...paper('leader', 'returned', '2026-10-14', '韩三') });
    await office.ask('procedure.amend', { id, without: [second, second] });
    expect((await office.ask('procedure.get', { id })).procedure.values.records).toBe(1);
    expect(await office.refusal('procedure.amend', { id, without: [third] })).toBe('value_required');
  });
});

test('nothing is filed over a record that was voided or graded by hand in the meantime', async () => {
  const [voided, graded] = [await makeSecret(), await makeSecret()];
  const runs = [
    await office.ask('procedure.start', grading(voided)),
    await office.ask('procedure.start', grading(graded)),
  ];
  await office.ask('register.void', { register: 'secret', ids: [voided], reason: '重复' });
  const { version } = await secretNow(graded);
  await office.ask('register.update', {
    register: 'secret',
    id: graded,
    version,
    status: 'in_force',
    values: { level: 'core', gradedOn: '2026-10-10' },
  });
  for (const { id } of runs)
    expect(await refused(id, ...approved('2026-10-12'), paper('filing', 'filed', '2026-10-13', '甲'))).toBe(
      'procedure_record_unfit',
    );
  expect(await secretNow(graded)).toMatchObject({ values: { level: 'core', gradedOn: '2026-10-10' } });
});

test('what is asked for a record is put right too, and takes nothing along that it does not ask for', async () => {
  const secret = await office.make(
    'secret',
    { name: '在册二', level: 'general', term: 'P9Y', gradedOn: '2026-01-05' },
    { status: 'in_force' },
  );
  const { id } = await office.ask('procedure.start', {
    template: 'levelChange',
    items: [{ record: secret, request: 'change', level: 'core', term: 'P20Y', scope: '全厂', reason: '改判' }],
    mode: 'paper',
    proposer: { name: '顾一' },
    startedOn: '2026-10-09',
  });
  await take(id, paper('departmentHead', 'returned', '2026-10-12'));
  const itemNow = async () => (await office.ask('procedure.get', { id })).items[0]?.item.values;
  const ask = (request: 'extend' | 'release' | 'change' | 'grade') =>
    office.refusal('procedure.amend', { id, items: [{ record: secret, request }] });
  expect(await ask('grade')).toBe('value_invalid');
  expect(await ask('extend')).toBeNull();
  const extended = await itemNow();
  expect(extended).toMatchObject({ request: 'extend', proposedTerm: 'P20Y', proposedReason: '改判' });
  expect(extended).not.toHaveProperty('proposedLevel');
  expect(await ask('release')).toBeNull();
  const released = await itemNow();
  expect(released).toMatchObject({ request: 'release' });
  for (const key of ['proposedLevel', 'proposedTerm', 'proposedScope']) expect(released).not.toHaveProperty(key);
  // A change must say what is to change.
  expect(await ask('change')).toBe('procedure_item_incomplete');
});

describe('days', () => {
  test('on paper follow one another: no approval before the proposal, no filing before the approval', async () => {
    const { id } = await office.ask('procedure.start', grading(await makeSecret()));
    expect(await refused(id, ...approved('2026-10-12'), paper('filing', 'filed', '2026-10-11', '甲'))).toBe(
      'value_invalid',
    );
    await take(id, paper('departmentHead', 'returned', '2026-10-12'));
    expect(await refused(id, paper('propose', 'proposed', '2026-10-11', '顾一'))).toBe('value_invalid');
    await take(id, paper('propose', 'proposed', '2026-10-14', '顾一'));
    expect(await refused(id, ...approved('2026-10-13'))).toBe('value_invalid');
    await take(id, ...approved('2026-10-14'), paper('filing', 'filed', '2026-10-14', '甲'));
  });

  test('of marks and notices follow the filing, and the run ends with the last of them', async () => {
    const secret = await makeSecret();
    const person = await office.make('person', { name: '知悉人' });
    await office.ask('link.add', {
      link: 'secretPerson',
      fromId: secret,
      toIds: [person],
      startsOn: '2026-10-01',
      values: {},
    });
    const { id } = await office.ask('procedure.start', grading(secret));
    await take(id, ...approved('2026-10-12'), paper('filing', 'filed', '2026-10-13', '甲'));
    const { tasks } = await office.ask('procedure.get', { id });
    const idOf = (kind: string) => tasks.find(({ values }) => values.kind === kind)?.id ?? '';
    const [first, second] = [idOf('notify'), idOf('content')];
    const finish = (task: string, doneOn: string) => ({
      ids: [task],
      outcome: 'done' as const,
      doneOn,
      doneBy: { name: '陆一' },
    });
    // The approval is of the 12th, its filing of the 13th; today is the 30th.
    for (const day of ['2026-10-12', '2026-10-31'])
      expect(await office.refusal('procedure.finishTasks', finish(first, day))).toBe('value_invalid');
    await office.ask('procedure.finishTasks', finish(first, '2026-10-20'));
    const last = { ...finish(second, '2026-10-14'), outcome: 'notNeeded' as const, note: '内容另存涉密机房' };
    expect((await office.ask('procedure.finishTasks', last)).closed).toEqual([id]);
    const closed = await office.ask('procedure.get', { id });
    expect(closed.procedure.values.closedOn).toBe('2026-10-20');
    expect(closed.tasks[0]).toMatchObject({ status: 'done', values: { doneBy: '陆一', doneOn: '2026-10-20' } });
  });

  test('on screen are the day it is done, whatever day was asked for', async () => {
    const input = { ...grading(await makeSecret()), mode: 'screen' as const, proposer: null, startedOn: '2026-01-05' };
    const { id } = await office.ask('procedure.start', input);
    const { taken, procedure } = await office.ask('procedure.get', { id });
    expect([taken[0]?.values.doneOn, procedure.values.startedOn]).toEqual(['2026-10-30', '2026-10-30']);
  });
});

describe('people', () => {
  const [first, own] = ['First-2026!初始', 'Own-2026!自己的口令'];
  const login = async (name: string, secret: string, nextPassword: string | null = null) => {
    await office.core.lock('user');
    await office.ask('vault.unlock', {
      path: office.vault.folder,
      login: name,
      password: secret,
      nextPassword,
      readOnly: false,
    });
  };

  test('hand a step to whoever may act, never to an administrator, and may take it back', async () => {
    await office.ask('user.add', { login: 'admin', name: '管一', roles: ['system'], password: first });
    await office.ask('user.add', { login: 'han', name: '韩三', roles: ['approver'], password: first });
    for (const name of ['admin', 'han']) await login(name, first, own);
    await login('officer', password);
    const { id } = await office.ask('procedure.start', grading(await makeSecret()));
    const hand = (delegate: string): Taken => ({
      step: 'departmentHead',
      outcome: 'delegated',
      mode: 'screen',
      delegate,
    });
    expect(await refused(id, hand('admin'))).toBe('delegate_unfit');
    await take(id, hand('han'));
    // The step is his now; whoever it was taken from may have it back, as when the delegate is away.
    expect(await office.ask('procedure.get', { id })).toMatchObject({ obstacle: 'role', mayHandOn: true });
    await take(id, hand('officer'));
    expect(await office.ask('procedure.get', { id })).toMatchObject({ obstacle: null, delegate: 'officer' });
    await login('admin', own);
    expect(await refused(id, hand('han'))).toBe('role_missing');
    await login('officer', password);
  });

  test('of a department enter what their own people signed, not what the office and the leadership did', async () => {
    const department = await office.make('department', { name: '研发部' });
    const secret = await office.make(
      'secret',
      { name: '研发秘点', level: 'general', term: 'P3Y', department },
      { status: 'proposed' },
    );
    await office.ask('user.add', { login: 'lu', name: '陆一', department, roles: ['liaison'], password: first });
    await login('lu', first, own);
    const { id } = await office.ask('procedure.start', grading(secret));
    expect(await refused(id, ...approved('2026-10-12'))).toBe('procedure_role');
    await take(id, paper('departmentHead', 'agreed', '2026-10-12'));
    expect(await refused(id, paper('office', 'agreed', '2026-10-12', '甲'))).toBe('procedure_role');
    await login('officer', password);
    await take(id, ...approved('2026-10-12').slice(1));
  });
});
