// A department's liaison proposes and enters for his own department only, and reads the draft he wrote until it is filed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FieldValues } from '../../../shared/registers/definition.ts';
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

test('reads the draft he wrote, also after a new log-in, until it is filed; what others wrote he never opens', async () => {
  const { values } = (await office.ask('register.get', { register: 'secret', id: mine })).record;
  const department = values.department as string;
  const draft = await office.make(
    'secret',
    { name: '新配方', content: '比例 3:7', level: 'general', term: 'P3Y', department },
    { status: 'proposed' },
  );
  const open = (id: string) => office.core.call('register.openSealed', { register: 'secret', id, purpose: null });
  const readable = async (id: string) => {
    const answer = await open(id);
    return answer.ok ? (answer.data as { values: { content: string } }).values.content : answer.error.code;
  };
  await office.core.lock('user');
  await office.unlock('lu', own);
  expect(await readable(draft)).toBe('比例 3:7');
  const { id } = await office.ask('procedure.start', start(draft));
  await office.core.lock('user');
  await office.unlock('officer', password);
  const foreign = await office.make('secret', { name: '他人所写', content: '不可见' }, { status: 'proposed' });
  await office.ask('procedure.take', {
    id,
    steps: [
      {
        step: 'departmentHead',
        outcome: 'returned',
        mode: 'paper',
        doneBy: { name: '贺二' },
        doneOn: '2026-11-02',
        opinion: '补充理由',
      },
    ],
  });
  await office.core.lock('user');
  await office.unlock('lu', own);
  // Returned for correction: still his to read. What somebody else wrote is not.
  expect(await readable(draft)).toBe('比例 3:7');
  expect(await readable(foreign)).toBe('sealed_no_clearance');
  await office.ask('procedure.take', { id, steps: [{ step: 'propose', outcome: 'proposed', mode: 'screen' }] });
  await office.core.lock('user');
  await office.unlock('officer', password);
  const signed = (step: string, outcome: 'agreed' | 'decided' | 'filed') => ({
    step,
    outcome,
    mode: 'paper' as const,
    doneBy: { name: '贺二' },
    doneOn: '2026-11-02',
    results: outcome === 'decided' ? { rest: { outcome: 'agreed' as const } } : null,
  });
  await office.ask('procedure.take', {
    id,
    steps: [
      signed('departmentHead', 'agreed'),
      signed('office', 'agreed'),
      signed('leader', 'decided'),
      signed('filing', 'filed'),
    ],
  });
  expect(await readable(draft)).toBe('比例 3:7');
  await office.core.lock('user');
  await office.unlock('lu', own);
  expect(await readable(draft)).toBe('sealed_no_clearance');
});

describe('what he records', () => {
  const values = (name: string, department: string | null) => ({ name, level: 'general', term: 'P3Y', department });
  const change = async (id: string, given: FieldValues, status?: string) => {
    const { version } = (await office.ask('register.get', { register: 'secret', id })).record;
    const input = { register: 'secret', id, version, values: given };
    return office.refusal('register.update', status === undefined ? input : { ...input, status });
  };
  let department = '';
  let graded = '';

  beforeAll(async () => {
    department = String((await office.ask('register.get', { register: 'secret', id: mine })).record.values.department);
    await office.core.lock('user');
    await office.unlock('officer', password);
    graded = await office.make(
      'secret',
      { ...values('已定密', department), gradedOn: '2026-10-01' },
      { status: 'content_due' },
    );
    await office.core.lock('user');
    await office.unlock('lu', own);
  });

  test('is of his department: nothing of another is created, changed, moved, voided or linked', async () => {
    const create = (given: FieldValues) =>
      office.refusal('register.create', { register: 'secret', number: null, values: given });
    expect(await create(values('无部门', null))).toBe('department_foreign');
    expect(await change(theirs, { note: '改' })).toBe('department_foreign');
    const { record } = await office.ask('register.get', { register: 'secret', id: theirs });
    expect(await change(mine, { department: record.values.department ?? null })).toBe('department_foreign');
    expect(await office.refusal('register.void', { register: 'secret', ids: [theirs], reason: '重复' })).toBe(
      'department_foreign',
    );
    const carrier = await office.make('carrier', { name: '本部门载体', department });
    const link = { link: 'secretCarrier', fromId: theirs, toIds: [carrier], startsOn: '2026-11-01', values: {} };
    expect(await office.refusal('link.add', link)).toBe('department_foreign');
    await office.ask('link.add', { ...link, fromId: graded });
    expect(await create(values('本部门新秘点', department))).toBe(null);
  });

  test('is graded by others: he completes it, he does not grade, release or void it', async () => {
    const input = { register: 'secret', number: null, values: values('自行定密', department), status: 'in_force' };
    expect(await office.refusal('register.create', input)).toBe('grade_by_procedure');
    expect(await change(graded, { level: 'core' })).toBe('grade_by_procedure');
    expect(await change(graded, { releasedOn: '2026-11-01' }, 'released')).toBe('grade_by_procedure');
    expect(await office.refusal('register.void', { register: 'secret', ids: [graded], reason: '停用' })).toBe(
      'grade_by_procedure',
    );
    expect(await change(graded, { value: '投入 10 万元' })).toBe(null);
    expect(await change(graded, { content: '后补的内容' })).toBe(null);
    const { record } = await office.ask('register.get', { register: 'secret', id: graded });
    expect(record).toMatchObject({ status: 'in_force', values: { level: 'general' } });
  });
});
