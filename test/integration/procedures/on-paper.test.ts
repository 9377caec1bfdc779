// Procedures signed in ink: five hundred secrets on one list with exceptions by row, signers who do not log in, separation of
// proposing and approving, forms changed after printing, yearly review flowing into one change, releases by date.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecord } from '../../../electron/core/register/store.ts';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';
import { write } from '../support/vaults.ts';

type Taken = RouteInput<'procedure.take'>['steps'][number];

let office: TestCore;
let secrets: string[] = [];
let run = '';

const paper = (step: string, outcome: Taken['outcome'], name: string, doneOn: string): Taken => ({
  step,
  outcome,
  mode: 'paper',
  doneBy: { name },
  doneOn,
});

async function find(number: number) {
  return (await office.ask('register.get', { register: 'secret', id: secrets[number - 1] as string })).record;
}

beforeAll(async () => {
  // No waiver: nobody may approve what he proposed.
  office = await makeCore({ startMs: new Date(2026, 9, 12, 10).getTime(), singleOfficerReason: null });
  const session = office.core.state.session;
  if (!session) throw new Error('locked');
  secrets = await write(session, (context) =>
    Array.from(
      { length: 500 },
      (_, index) =>
        createRecord(context, session.registry.byKey('secret'), {
          number: null,
          status: 'proposed',
          values: { name: `秘点 ${index + 1}`, ...(index % 2 === 0 ? { level: 'general', term: 'P3Y' } : {}) },
        }).id,
    ),
  );
});
afterAll(() => office.end());

describe('one paper round over five hundred secrets', () => {
  test('starts with what is common to all, and names the form’s code', async () => {
    const items = secrets.map((record) => ({ record }));
    const input = { template: 'grading', items, stateSecretDeclared: true } as const;
    expect(await office.refusal('procedure.start', input)).toBe('procedure_item_incomplete');
    expect(await office.refusal('procedure.start', { ...input, mode: 'paper' })).toBe('value_required');
    run = (
      await office.ask('procedure.start', {
        ...input,
        title: '首轮梳理定密',
        mode: 'paper',
        proposer: { name: '顾一' },
        startedOn: '2026-10-09',
        common: { level: 'important', term: 'long_term' },
      })
    ).id;
    const { items: listed, formCode } = await office.ask('procedure.get', { id: run });
    expect(listed).toHaveLength(500);
    // What is common to all goes before what a ledger proposed.
    expect(listed.map(({ item }) => item.values.proposedLevel)).toEqual(secrets.map(() => 'important'));
    expect(formCode).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}$/);
  });

  test('refuses days that cannot be, a missing signer, the proposer as approver and another form', async () => {
    const take = (...steps: Taken[]) => office.refusal('procedure.take', { id: run, steps });
    expect(await take(paper('departmentHead', 'agreed', '贺二', '2026-10-13'))).toBe('value_invalid');
    expect(await take(paper('departmentHead', 'agreed', '贺二', '2026-10-08'))).toBe('value_invalid');
    expect(await take({ step: 'departmentHead', outcome: 'agreed', mode: 'paper' })).toBe('value_required');
    expect(await take(paper('departmentHead', 'agreed', '顾 一', '2026-10-10'))).toBe('procedure_separation');
    const { formCode } = await office.ask('procedure.get', { id: run });
    const other = { id: run, steps: [paper('departmentHead', 'agreed', '贺二', '2026-10-10')], formCode: '0000-0000' };
    expect(await office.refusal('procedure.take', other)).toBe('procedure_form_differs');
    expect(formCode).not.toBe('0000-0000');
    expect((await office.ask('procedure.get', { id: run })).taken).toHaveLength(1);
  });

  test('enters every signature and the results by row range at once, or nothing', async () => {
    const { formCode } = await office.ask('procedure.get', { id: run });
    const steps = (exceptions: NonNullable<NonNullable<Taken['results']>['exceptions']>): Taken[] => [
      paper('departmentHead', 'agreed', '贺二', '2026-10-10'),
      paper('office', 'agreed', '甲', '2026-10-10'),
      { ...paper('leader', 'decided', '韩三', '2026-10-12'), results: { rest: { outcome: 'agreed' }, exceptions } },
      paper('filing', 'filed', '甲', '2026-10-12'),
    ];
    const overlap = [
      { from: 10, to: 20, outcome: 'refused' as const },
      { from: 20, to: 21, outcome: 'refused' as const },
    ];
    expect(await office.refusal('procedure.take', { id: run, formCode, steps: steps(overlap) })).toBe('procedure_rows');
    const beyond = [{ from: 490, to: 501, outcome: 'refused' as const }];
    expect(await office.refusal('procedure.take', { id: run, formCode, steps: steps(beyond) })).toBe('procedure_rows');
    expect((await find(1)).status).toBe('proposed');
    const result = await office.ask('procedure.take', {
      id: run,
      formCode: formCode.toLowerCase().replace('-', ' '),
      steps: steps([
        { from: 3, to: 5, outcome: 'refused', note: '已公开' },
        { from: 100, to: 100, outcome: 'adjusted', level: 'core', term: 'P20Y' },
      ]),
    });
    expect(result).toMatchObject({ status: 'open', step: 'execution' });
    expect(await find(1)).toMatchObject({
      status: 'content_due',
      values: { level: 'important', gradedOn: '2026-10-12', approvalNumber: '定密审〔2026〕001号' },
    });
    expect(await find(4)).toMatchObject({ status: 'proposed' });
    expect(await find(100)).toMatchObject({ values: { level: 'core', term: 'P20Y', nextReviewOn: '2027-04-12' } });
    const { items, taken } = await office.ask('procedure.get', { id: run });
    const count = (status: string) => items.filter(({ item }) => item.status === status).length;
    expect([count('agreed'), count('adjusted'), count('refused')]).toEqual([496, 1, 3]);
    // Both times stand on every signature: the paper's day, and when it was entered.
    expect(taken.map(({ values }) => [values.doneBy, values.doneOn, values.mode]).at(3)).toEqual([
      '韩三',
      '2026-10-12',
      'paper',
    ]);
    expect(taken.every(({ recordedAtMs }) => recordedAtMs > new Date(2026, 9, 12).getTime())).toBe(true);
  });
});

test('on screen the same person does not approve what he proposed', async () => {
  const fresh = await office.make('secret', { name: '新秘点', level: 'general', term: 'P3Y' }, { status: 'proposed' });
  const { id } = await office.ask('procedure.start', {
    template: 'grading',
    items: [{ record: fresh }],
    stateSecretDeclared: true,
  });
  expect((await office.ask('procedure.get', { id })).obstacle).toBe('separation');
  const agree: Taken = { step: 'departmentHead', outcome: 'agreed', mode: 'screen' };
  expect(await office.refusal('procedure.take', { id, steps: [agree] })).toBe('procedure_separation');
  // Handing the step to somebody does not need to be somebody else's; doing it does.
  expect(
    await office.refusal('procedure.take', { id, steps: [{ ...agree, outcome: 'delegated', delegate: 'nobody' }] }),
  ).toBe('delegate_unfit');
  await office.ask('procedure.take', { id, steps: [{ ...agree, outcome: 'delegated', delegate: 'officer' }] });
  expect((await office.ask('procedure.get', { id })).delegate).toBe('officer');
  expect(await office.refusal('procedure.take', { id, steps: [agree] })).toBe('procedure_separation');
  await office.ask('procedure.take', {
    id,
    steps: [{ ...paper('departmentHead', 'refused', '贺二', '2026-10-12'), opinion: '行业常识' }],
  });
  expect((await office.ask('procedure.get', { id })).procedure.status).toBe('refused');
  expect((await office.ask('inbox.list', {})).entries.map(({ procedure }) => procedure.id)).not.toContain(id);
});

test('a yearly review keeps what needs nothing and puts what is to change into one further run', async () => {
  office.later(300);
  const reviewed = [1, 2, 100].map((number) => secrets[number - 1] as string);
  const { id } = await office.ask('procedure.start', {
    template: 'yearlyReview',
    year: 2027,
    items: reviewed.map((record) => ({ record })),
    mode: 'paper',
    proposer: { name: '甲' },
    startedOn: '2027-08-01',
  });
  const missing: Taken = {
    ...paper('review', 'decided', '顾一', '2027-08-02'),
    results: { rest: { outcome: 'agreed' } },
  };
  expect(await office.refusal('procedure.take', { id, steps: [missing] })).toBe('value_required');
  const { started } = await office.ask('procedure.take', {
    id,
    steps: [
      {
        ...missing,
        results: {
          rest: { outcome: 'agreed', request: 'keep' },
          exceptions: [
            { from: 3, to: 3, outcome: 'agreed', request: 'change', level: 'important', note: '技术已扩散' },
          ],
        },
      },
      paper('departmentHead', 'agreed', '贺二', '2027-08-03'),
      paper('office', 'agreed', '甲', '2027-08-04'),
      paper('leader', 'agreed', '韩三', '2027-08-05'),
      paper('filing', 'filed', '甲', '2027-08-06'),
    ],
  });
  expect(await find(1)).toMatchObject({
    values: { lastReviewedOn: '2027-08-02', nextReviewOn: '2028-08-02', level: 'important' },
  });
  // Nothing changes before the change is approved.
  expect(await find(100)).toMatchObject({ values: { lastReviewedOn: '2027-08-02', level: 'core' } });
  expect(started).toHaveLength(1);
  const next = await office.ask('procedure.get', { id: started[0]?.id ?? '' });
  expect(next.procedure.values).toMatchObject({ template: 'levelChange', source: id, proposer: '顾一' });
  expect(next.taken[0]?.values).toMatchObject({ doneBy: '顾一', mode: 'paper', doneOn: '2027-08-06' });
  expect(next.items.map(({ item }) => [item.values.request, item.values.proposedLevel])).toEqual([
    ['change', 'important'],
  ]);
});

test('what has become public or whose term has ended is released without a decision, nothing else is', async () => {
  const ended = await office.make(
    'secret',
    { name: '到期', level: 'general', term: '2027-06-30', gradedOn: '2024-07-01' },
    { status: 'in_force' },
  );
  const running = await office.make(
    'secret',
    { name: '未到期', level: 'general', term: 'P30Y', gradedOn: '2024-07-01' },
    { status: 'in_force' },
  );
  const release = async (...records: string[]) => {
    const { id } = await office.ask('procedure.start', {
      template: 'automaticRelease',
      items: records.map((record) => ({ record })),
    });
    return { id, steps: [{ step: 'filing', outcome: 'filed', mode: 'screen' }] } satisfies RouteInput<'procedure.take'>;
  };
  const lastDay = await office.make(
    'secret',
    { name: '期满当日', level: 'general', term: '2027-08-08', gradedOn: '2024-07-01' },
    { status: 'in_force' },
  );
  expect(await office.refusal('procedure.take', await release(lastDay))).toBe('procedure_release_not_due');
  const published = await office.make(
    'secret',
    { name: '当日公开', level: 'general', term: 'until_published', gradedOn: '2024-07-01', publishedOn: '2027-08-08' },
    { status: 'in_force' },
  );
  await office.ask('procedure.take', await release(published));
  const early = await release(running);
  expect(await office.refusal('procedure.take', early)).toBe('procedure_release_not_due');
  await office.ask('procedure.take', await release(ended));
  const { record } = await office.ask('register.get', { register: 'secret', id: ended });
  expect(record).toMatchObject({ status: 'released', values: { releasedOn: '2027-06-30' } });
});

test('office hand-over is three signatures of three people', async () => {
  const { id } = await office.ask('procedure.start', {
    template: 'officeHandover',
    title: '商秘办移交',
    mode: 'paper',
    proposer: { name: '甲' },
  });
  const on = String((await office.ask('procedure.get', { id })).procedure.values.startedOn);
  const same = [paper('handover', 'confirmed', '甲', on), paper('receipt', 'confirmed', '甲', on)];
  expect(await office.refusal('procedure.take', { id, steps: same })).toBe('procedure_separation');
  await office.ask('procedure.take', {
    id,
    steps: [
      paper('handover', 'confirmed', '甲', on),
      paper('receipt', 'confirmed', '乙', on),
      paper('supervision', 'confirmed', '韩三', on),
      paper('filing', 'filed', '乙', on),
    ],
  });
  expect((await office.ask('procedure.get', { id })).procedure.status).toBe('completed');
});

test('people are told apart by the roster where it names them: one of two spellings is one person, two of one name are two', async () => {
  const giver = await office.make('person', { name: '王若溪' });
  const other = await office.make('person', { name: '王若溪', department: null });
  const { id } = await office.ask('procedure.start', {
    template: 'officeHandover',
    title: '商秘办移交',
    mode: 'paper',
    proposer: { name: '甲' },
  });
  const on = String((await office.ask('procedure.get', { id })).procedure.values.startedOn);
  const signed = (step: string, name: string, personId: string | null): Taken => ({
    ...paper(step, 'confirmed', name, on),
    doneBy: { name, personId },
  });
  const receipt = (name: string, personId: string | null) =>
    office.refusal('procedure.take', { id, steps: [signed('receipt', name, personId)] });
  await office.ask('procedure.take', { id, steps: [signed('handover', '王若溪', giver)] });
  expect(await receipt('王若汐', giver)).toBe('procedure_separation');
  expect(await receipt('王 若溪', null)).toBe('procedure_separation');
  expect(await receipt('王若溪', other)).toBe(null);
});
