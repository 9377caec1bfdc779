// A department's liaison proposes and enters for his own department only; an office's procedures and other departments' are not his.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCore, type TestCore } from '../support/core-of.ts';
import { password } from '../support/vaults.ts';

const first = 'First-2026!初始';
const own = 'Own-2026!自己的口令';

let office: TestCore;
let mine = '';
let theirs = '';

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 10, 2, 10).getTime() });
  const [rd, sales] = [
    await office.make('department', { name: '研发部' }),
    await office.make('department', { name: '市场部' }),
  ];
  const proposed = { level: 'general', term: 'P3Y' };
  mine = await office.make('secret', { name: '研发秘点', department: rd, ...proposed }, { status: 'proposed' });
  theirs = await office.make('secret', { name: '市场秘点', department: sales, ...proposed }, { status: 'proposed' });
  await office.ask('user.add', { login: 'lu', name: '陆一', department: rd, roles: ['liaison'], password: first });
  await office.core.lock('user');
  await office.ask('vault.unlock', {
    path: office.vault.folder,
    login: 'lu',
    password: first,
    nextPassword: own,
    readOnly: false,
  });
});
afterAll(() => office.end());

const start = (record: string) => ({ template: 'grading', items: [{ record }], stateSecretDeclared: true });

test('proposes what is of his department and nothing else', async () => {
  expect(await office.refusal('procedure.start', start(theirs))).toBe('procedure_role');
  expect(
    await office.refusal('procedure.start', { ...start(mine), items: [{ record: mine }, { record: theirs }] }),
  ).toBe('procedure_role');
  expect(await office.refusal('procedure.start', { template: 'officeHandover', title: '移交' })).toBe('procedure_role');
  const { id } = await office.ask('procedure.start', start(mine));
  const { procedure, obstacle } = await office.ask('procedure.get', { id });
  expect(procedure.values).toMatchObject({ proposer: '陆一' });
  // He may not agree to what he proposed, nor take the office's step.
  expect(obstacle).toBe('separation');
  expect((await office.ask('inbox.list', {})).entries).toMatchObject([{ mine: false }]);
});

test('enters for his own department what others signed, and nothing for another', async () => {
  const { entries } = await office.ask('inbox.list', {});
  const id = entries[0]?.procedure.id ?? '';
  const signed = {
    step: 'departmentHead',
    outcome: 'agreed',
    mode: 'paper',
    doneBy: { name: '贺二' },
    doneOn: '2026-11-02',
  } as const;
  await office.ask('procedure.take', { id, steps: [signed] });
  await office.core.lock('user');
  await office.unlock('officer', password);
  const other = await office.ask('procedure.start', start(theirs));
  await office.core.lock('user');
  await office.unlock('lu', own);
  expect(await office.refusal('procedure.take', { id: other.id, steps: [signed] })).toBe('procedure_role');
  expect(await office.refusal('procedure.amend', { id: other.id, reason: '改' })).toBe('procedure_role');
});
