// A change that changes nothing and an extension that ends no later are refused, with their row: when they are proposed, put right,
// decided and filed. Nothing is written then.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';

type Results = NonNullable<RouteInput<'procedure.take'>['steps'][number]['results']>;
type Item = NonNullable<RouteInput<'procedure.start'>['items']>[number];

let office: TestCore;
const screen = (step: string, outcome: 'agreed' | 'decided' | 'filed', results: Results | null = null) =>
  ({ step, outcome, mode: 'screen', results }) as const;
const opinions = [screen('departmentHead', 'agreed'), screen('office', 'agreed')];
const agreed: Results = { rest: { outcome: 'agreed' } };
const exception = (decision: Omit<NonNullable<Results['exceptions']>[number], 'from' | 'to' | 'outcome'>): Results => ({
  rest: { outcome: 'agreed' },
  exceptions: [{ from: 1, to: 1, outcome: 'adjusted', ...decision }],
});

let numbers = 0;
const makeSecret = (term = 'P5Y') => {
  numbers += 1;
  const values = { name: `在册 ${numbers}`, level: 'important', term, scope: '工艺组', gradedOn: '2024-03-10' };
  return office.make('secret', values, { status: 'in_force' });
};
const started = (...items: Item[]) => ({ template: 'levelChange', items });
const secretNow = async (id: string) => (await office.ask('register.get', { register: 'secret', id })).record;

/** What is refused, with what its message names. */
async function failure(route: 'procedure.start' | 'procedure.take' | 'procedure.amend', input: object) {
  const envelope = await office.core.call(route, input);
  return envelope.ok ? null : envelope.error;
}

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 9, 12, 10).getTime() });
  await office.waiveSelfApproval();
});
afterAll(() => office.end());

test('at the proposal, naming the row; nothing is started', async () => {
  const [first, second, forever] = [await makeSecret(), await makeSecret(), await makeSecret('long_term')];
  const good = { record: first, request: 'change', level: 'core' } as const;
  const refused: [Item, string, object][] = [
    [{ record: second, request: 'change', level: 'important', term: 'P5Y' }, 'procedure_item_unchanged', { row: 2 }],
    [
      { record: second, request: 'extend', term: '2029-03-10' },
      'procedure_term_not_later',
      { row: 2, end: '2029-03-10' },
    ],
    [{ record: forever, request: 'extend', term: '2040-01-01' }, 'procedure_term_open', { row: 2 }],
  ];
  for (const [item, code, params] of refused)
    expect(await failure('procedure.start', started(good, item))).toMatchObject({ code, params });
  expect((await office.ask('inbox.list', {})).entries).toEqual([]);
  expect(
    await failure('procedure.start', started(good, { record: second, request: 'extend', term: 'P5Y' })),
  ).toBeNull();
});

describe('later on', () => {
  test('where it came back and is put right', async () => {
    const secret = await makeSecret();
    const { id } = await office.ask('procedure.start', started({ record: secret, request: 'extend', term: 'P5Y' }));
    const back = { step: 'departmentHead', outcome: 'returned', mode: 'screen', opinion: '期限过长' } as const;
    await office.ask('procedure.take', { id, steps: [back] });
    expect(await failure('procedure.amend', { id, items: [{ record: secret, term: '2028-01-01' }] })).toMatchObject({
      code: 'procedure_term_not_later',
      params: { row: 1 },
    });
    expect(await failure('procedure.amend', { id, items: [{ record: secret, term: '2030-01-01' }] })).toBeNull();
  });

  test('where the decision adjusts it to nothing', async () => {
    const secret = await makeSecret();
    const { id } = await office.ask('procedure.start', started({ record: secret, request: 'change', level: 'core' }));
    const decide = (results: Results) => ({ id, steps: [...opinions, screen('leader', 'decided', results)] });
    expect(await failure('procedure.take', decide(exception({ level: 'important' })))).toMatchObject({
      code: 'procedure_item_unchanged',
      params: { row: 1 },
    });
    expect((await office.ask('procedure.get', { id })).current).toBe('departmentHead');
    expect(await failure('procedure.take', decide(exception({ level: 'important', term: '2030-01-01' })))).toBeNull();
  });

  test('where a review decides on an extension that is none', async () => {
    const secret = await makeSecret();
    const { id } = await office.ask('procedure.start', { template: 'yearlyReview', items: [{ record: secret }] });
    const review = (term: string) => ({
      id,
      steps: [screen('review', 'decided', { rest: { outcome: 'agreed', request: 'extend', term } })],
    });
    expect(await failure('procedure.take', review('2029-03-10'))).toMatchObject({ code: 'procedure_term_not_later' });
    expect(await failure('procedure.take', review('2031-03-10'))).toBeNull();
  });

  test('where the register came to say the same before the filing', async () => {
    const secret = await makeSecret();
    const { id } = await office.ask('procedure.start', started({ record: secret, request: 'change', scope: '全厂' }));
    await office.ask('procedure.take', { id, steps: [...opinions, screen('leader', 'decided', agreed)] });
    const { version } = await secretNow(secret);
    await office.ask('register.update', { register: 'secret', id: secret, version, values: { scope: '全厂' } });
    expect(await failure('procedure.take', { id, steps: [screen('filing', 'filed')] })).toMatchObject({
      code: 'procedure_item_unchanged',
    });
    expect((await secretNow(secret)).values).not.toHaveProperty('changedOn');
  });
});
