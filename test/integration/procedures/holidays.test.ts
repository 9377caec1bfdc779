// The holiday table of a vault: a year entered by an officer moves the deadlines of what is under way, is journalled, and can be taken back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCore, type TestCore } from '../support/core-of.ts';

let office: TestCore;
let run = '';
let waiting = '';

const off = '2027年1月1日至2027年1月3日\n2027-02-05至2027-02-12';
const deadline = async () => {
  const { procedure, holidaysMissing } = await office.ask('procedure.get', { id: run });
  const [entry] = (await office.ask('inbox.list', {})).entries;
  expect(entry).toMatchObject({ dueOn: procedure.values.dueOn, holidaysMissing });
  return { dueOn: procedure.values.dueOn, holidaysMissing };
};
const found = async (date: string) =>
  (await office.ask('rules.findings', { record: waiting, date })).findings.map(({ rule, dueOn }) => `${rule} ${dueOn}`);

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 11, 30, 10).getTime() });
  await office.waiveSelfApproval();
  const secret = await office.make(
    'secret',
    { name: '压光工艺', level: 'important', term: 'P5Y' },
    { status: 'proposed' },
  );
  waiting = await office.make('secret', { name: '配方' }, { status: 'proposed' });
  const input = { template: 'grading', items: [{ record: secret }], stateSecretDeclared: true };
  run = (await office.ask('procedure.start', input)).id;
});
afterAll(() => office.end());

test('a deadline that runs into a year of no table knows weekends only, and says so', async () => {
  // Thursday 31 December, Friday 1 January, Monday 4 January.
  expect(await deadline()).toEqual({ dueOn: '2027-01-04', holidaysMissing: true });
  expect(await found('2027-01-13')).toContain('secret.proposed 2027-01-13');
});

test('a line that cannot be read is refused by field and line, and nothing is kept', async () => {
  const refused = await office.core.call('calendar.setYear', {
    year: 2027,
    days: { off, makeUp: '2027-02-14\n2027-02-16' },
  });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'value_invalid', params: { field: 'makeUp', reason: 'make_up_weekday', line: 2 } },
  });
  expect((await office.ask('calendar.get', {})).years.map(({ year }) => year)).toEqual([2024, 2025, 2026]);
});

test('a year that is entered moves every clock, and stays over locking', async () => {
  const days = { off, makeUp: '2027-02-14' };
  expect(await office.ask('calendar.setYear', { year: 2027, days })).toEqual({ deadlines: 1 });
  expect(await deadline()).toEqual({ dueOn: '2027-01-05', holidaysMissing: false });
  expect(await found('2027-01-13')).not.toContain('secret.proposed 2027-01-13');
  expect(await found('2027-01-14')).toContain('secret.proposed 2027-01-14');
  const { events } = await office.ask('journal.list', { limit: 20 });
  expect(events.find(({ action }) => action === 'calendar.changed')?.detail).toEqual({
    year: 2027,
    off: ['2027-01-01/2027-01-03', '2027-02-05/2027-02-12'],
    makeUp: ['2027-02-14'],
    deadlines: 1,
  });
  await office.ask('vault.lock', {});
  await office.unlock();
  expect((await office.ask('calendar.get', {})).years.at(-1)).toMatchObject({
    year: 2027,
    origin: 'own',
    source: null,
    makeUp: ['2027-02-14'],
  });
});

test('a shipped year can be put right and comes back when the entry is taken away', async () => {
  await office.ask('calendar.setYear', { year: 2026, days: { off: '2026-12-31', makeUp: '' } });
  expect((await office.ask('calendar.get', {})).years[2]).toMatchObject({ year: 2026, origin: 'changed' });
  expect(await deadline()).toEqual({ dueOn: '2027-01-06', holidaysMissing: false });
  await office.ask('calendar.setYear', { year: 2026, days: null });
  await office.ask('calendar.setYear', { year: 2027, days: null });
  expect(await deadline()).toEqual({ dueOn: '2027-01-04', holidaysMissing: true });
  expect(await office.refusal('calendar.setYear', { year: 2027, days: null })).toBe('value_invalid');
});

test('a comment on the way, days later, gives nobody more time', async () => {
  const before = await deadline();
  office.later(2);
  const { current } = await office.ask('procedure.get', { id: run });
  const comment = { step: current ?? '', outcome: 'commented' as const, mode: 'screen' as const, opinion: '待补附件' };
  await office.ask('procedure.take', { id: run, steps: [comment] });
  expect((await deadline()).dueOn).toBe(before.dueOn);
});
