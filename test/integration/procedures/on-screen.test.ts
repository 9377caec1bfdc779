// One secret through its life on screen: proposed, returned, put right, approved, filed, marked, changed, released; and what
// each stage leaves in the registers, the journal and both readings of a past date.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCore, type TestCore } from '../support/core-of.ts';

let office: TestCore;
let secret = '';
let carrier = '';
let run = '';

const screen = (step: string, outcome: 'proposed' | 'agreed' | 'decided' | 'filed' | 'returned' | 'withdrawn') =>
  ({ step, outcome, mode: 'screen' }) as const;
const agreeAll = { rest: { outcome: 'agreed' } } as const;

async function secretNow() {
  return (await office.ask('register.get', { register: 'secret', id: secret })).record;
}

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 9, 12, 10).getTime() });
  await office.waiveSelfApproval();
  const department = await office.make('department', { name: '研发部' });
  secret = await office.make(
    'secret',
    { name: '云母带压光工艺', level: 'important', term: 'P5Y', department },
    { status: 'proposed' },
  );
  carrier = await office.make('carrier', { name: '工艺卡', level: 'important' });
  const person = await office.make('person', { name: '陆一' });
  const post = await office.make('post', { name: '工艺员' });
  await office.ask('link.add', {
    link: 'secretCarrier',
    fromId: secret,
    toIds: [carrier],
    startsOn: '2026-10-12',
    values: {},
  });
  await office.ask('link.add', {
    link: 'secretPerson',
    fromId: secret,
    toIds: [person],
    startsOn: '2026-10-12',
    values: {},
  });
  await office.ask('link.add', {
    link: 'secretPost',
    fromId: secret,
    toIds: [post],
    startsOn: '2026-10-12',
    values: {},
  });
});
afterAll(() => office.end());

describe('a secret on its way', () => {
  test('is proposed only with the statement on state secrets, and once', async () => {
    const input = { template: 'grading', items: [{ record: secret }] };
    expect(await office.refusal('procedure.start', input)).toBe('state_secret_declaration_needed');
    const started = await office.ask('procedure.start', { ...input, stateSecretDeclared: true, reason: '首次定密' });
    run = started.id;
    expect(started.number).toBe('定密审〔2026〕001号');
    expect(await office.refusal('procedure.start', { ...input, stateSecretDeclared: true })).toBe(
      'procedure_record_busy',
    );
    const { procedure, items, steps, current } = await office.ask('procedure.get', { id: run });
    expect(steps).not.toContain('expert');
    expect(current).toBe('departmentHead');
    // Three working days after Monday 12 October.
    expect(procedure.values).toMatchObject({ step: 'departmentHead', dueOn: '2026-10-15', records: 1 });
    expect(items[0]?.item).toMatchObject({
      status: 'pending',
      values: { proposedLevel: 'important', proposedTerm: 'P5Y', position: 1 },
    });
  });

  test('waits in the inbox, comes back with a reason, is put right and goes on', async () => {
    expect((await office.ask('inbox.list', {})).entries).toMatchObject([
      { kind: 'step', step: 'departmentHead', mine: true },
    ]);
    const back = (opinion?: string) => ({
      id: run,
      steps: [{ ...screen('departmentHead', 'returned'), opinion: opinion ?? null }],
    });
    expect(await office.refusal('procedure.take', back())).toBe('reason_required');
    await office.ask('procedure.take', back('知悉范围未填'));
    expect((await office.ask('inbox.list', {})).entries).toMatchObject([{ kind: 'returned', step: 'propose' }]);
    await office.ask('procedure.amend', { id: run, items: [{ record: secret, scope: '工艺组' }] });
    expect(await office.refusal('procedure.take', { id: run, steps: [screen('office', 'agreed')] })).toBe(
      'procedure_moved',
    );
    await office.ask('procedure.take', {
      id: run,
      steps: [screen('propose', 'proposed'), screen('departmentHead', 'agreed'), screen('office', 'agreed')],
    });
    expect(await office.refusal('procedure.amend', { id: run, reason: '迟了' })).toBe('procedure_moved');
    expect((await secretNow()).status).toBe('proposed');
  });

  test('is approved and filed: grade, dates and the number of its form stand in the register', async () => {
    office.later(2);
    await office.ask('procedure.take', { id: run, steps: [{ ...screen('leader', 'decided'), results: agreeAll }] });
    office.later(1);
    await office.ask('procedure.take', { id: run, steps: [screen('filing', 'filed')] });
    expect(await secretNow()).toMatchObject({
      // The content itself is not here yet.
      status: 'content_due',
      values: {
        level: 'important',
        term: 'P5Y',
        scope: '工艺组',
        gradedOn: '2026-10-14',
        filedOn: '2026-10-15',
        approvalNumber: '定密审〔2026〕001号',
        nextReviewOn: '2027-10-14',
      },
    });
    const { current, tasks, procedure } = await office.ask('procedure.get', { id: run });
    expect(current).toBe('execution');
    expect(procedure.values.dueOn).toBe('2026-10-29');
    expect(tasks.map(({ values }) => values.kind).toSorted()).toEqual(['content', 'mark', 'notify', 'notifyPost']);
    expect(
      await office.refusal('procedure.take', {
        id: run,
        steps: [{ step: 'execution', outcome: 'executed', mode: 'screen' }],
      }),
    ).toBe('procedure_tasks_open');
  });

  test('gets its content later, and the run closes with the last task', async () => {
    const before = await secretNow();
    const waiting = (await office.ask('procedure.get', { id: run })).tasks;
    const content = waiting.filter(({ values }) => values.kind === 'content').map(({ id }) => id);
    expect(content).toHaveLength(1);
    expect(await office.refusal('procedure.finishTasks', { ids: content, outcome: 'done' })).toBe(
      'procedure_content_missing',
    );
    await office.ask('register.update', {
      register: 'secret',
      id: secret,
      version: before.version,
      values: { content: '压光温度' },
    });
    expect((await secretNow()).status).toBe('in_force');
    const { tasks } = await office.ask('procedure.get', { id: run });
    const [first, ...rest] = tasks.map(({ id }) => id) as [string, ...string[]];
    expect(await office.refusal('procedure.finishTasks', { ids: [first], outcome: 'notNeeded', note: ' ' })).toBe(
      'reason_required',
    );
    const note = '载体已销毁';
    expect(await office.ask('procedure.finishTasks', { ids: [first], outcome: 'notNeeded', note })).toEqual({
      finished: 1,
      closed: [],
    });
    expect(await office.refusal('procedure.finishTasks', { ids: [first], outcome: 'done' })).toBe(
      'procedure_task_closed',
    );
    expect(await office.ask('procedure.finishTasks', { ids: rest, outcome: 'done' })).toEqual({
      finished: rest.length,
      closed: [run],
    });
    const closed = await office.ask('procedure.get', { id: run });
    expect(closed.procedure).toMatchObject({ status: 'completed', values: { closedOn: '2026-10-15' } });
    expect(closed.taken.at(-1)?.values).toMatchObject({ step: 'execution', outcome: 'executed' });
    expect((await office.ask('inbox.list', {})).entries).toEqual([]);
  });

  test('rises a grade: its content moves with it, a term in years becomes a date, old marks are to be replaced', async () => {
    office.later(30);
    const { id } = await office.ask('procedure.start', {
      template: 'levelChange',
      items: [{ record: secret, request: 'change', level: 'core', term: 'P10Y', reason: '形成整线优势' }],
    });
    await office.ask('procedure.take', {
      id,
      steps: [
        screen('departmentHead', 'agreed'),
        screen('office', 'agreed'),
        { ...screen('leader', 'decided'), results: agreeAll },
        screen('filing', 'filed'),
      ],
    });
    expect(await secretNow()).toMatchObject({
      status: 'in_force',
      values: {
        level: 'core',
        term: '2036-11-14',
        gradedOn: '2026-10-14',
        changedOn: '2026-11-14',
        nextReviewOn: '2027-05-14',
      },
    });
    const { tasks } = await office.ask('procedure.get', { id });
    expect(tasks.map(({ values }) => values.kind).toSorted()).toEqual(['notify', 'notifyPost', 'remark']);
    const { values } = await office.ask('register.openSealed', { register: 'secret', id: secret, purpose: null });
    expect(values).toEqual({ content: '压光温度' });
    await office.ask('procedure.finishTasks', { ids: tasks.map((task) => task.id), outcome: 'done' });
  });

  test('is released, and both readings of past dates show every stage', async () => {
    office.later(10);
    const { id } = await office.ask('procedure.start', {
      template: 'levelChange',
      items: [{ record: secret, request: 'release' }],
      reason: '产品已停产',
    });
    await office.ask('procedure.take', {
      id,
      steps: [
        screen('departmentHead', 'agreed'),
        screen('office', 'agreed'),
        { ...screen('leader', 'decided'), results: agreeAll },
        screen('filing', 'filed'),
      ],
    });
    expect(await secretNow()).toMatchObject({ status: 'released', values: { releasedOn: '2026-11-24' } });
    for (const reading of ['fact', 'recorded'] as const) {
      const on = async (date: string) => {
        const { record } = await office.ask('register.get', {
          register: 'secret',
          id: secret,
          asOf: { date, reading },
        });
        return [record.status, record.values.level, record.values.gradedOn ?? null];
      };
      expect(await on('2026-10-13'), reading).toEqual(['proposed', 'important', null]);
      expect(await on('2026-10-20'), reading).toEqual(['in_force', 'important', '2026-10-14']);
      expect(await on('2026-11-20'), reading).toEqual(['in_force', 'core', '2026-10-14']);
      expect(await on('2026-11-24'), reading).toEqual(['released', 'core', '2026-10-14']);
    }
  });

  test('leaves every act in the journal by its name', async () => {
    const { events } = await office.ask('journal.list', { limit: 500 });
    const actions = new Set(events.map(({ action }) => action));
    for (const action of ['procedure.started', 'procedure.amended', 'procedure.stepTaken', 'procedure.tasksFinished'])
      expect(actions).toContain(action);
  });
});

test('links of procedures are written by the program alone', async () => {
  const code = await office.refusal('link.add', {
    link: 'procedureItem',
    fromId: run,
    toIds: [secret],
    startsOn: '2026-11-24',
    values: {},
  });
  expect(code).toBe('register_made_by_program');
  expect(
    await office.refusal('register.create', { register: 'procedure', number: null, values: { title: '假' } }),
  ).toBe('register_made_by_program');
  expect(carrier).not.toBe('');
});
