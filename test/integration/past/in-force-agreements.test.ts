// Agreements and recorded measures in the report on a date: signed by the day and known by the reading asked for; what came later is said beside it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCore, type TestCore } from '../support/core-of.ts';

let office: TestCore;
let secret = '';
let person = '';

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 4, 10, 10).getTime() });
  secret = await office.make(
    'secret',
    { name: '压光工艺', level: 'core', term: 'P5Y', gradedOn: '2026-01-05' },
    { status: 'in_force' },
  );
  person = await office.make('person', { name: '陆一', agreementNumber: 'BM-1', agreementSignedOn: '2026-03-01' });
  const unsigned = await office.make('person', { name: '周二' });
  await office.ask('link.add', {
    link: 'secretPerson',
    fromId: secret,
    toIds: [person, unsigned],
    startsOn: '2026-02-01',
    values: {},
  });
});
afterAll(() => office.end());

async function agreements(date: string, reading: 'fact' | 'recorded') {
  const { secrets } = await office.ask('inForce.view', { asOf: { date, reading } });
  return (secrets[0]?.lines ?? []).filter(({ kind }) => kind === 'agreement');
}

test('an agreement counts from the day it was signed, and late recording shows', async () => {
  expect(await agreements('2026-02-15', 'fact')).toEqual([]);
  expect(await agreements('2026-04-01', 'fact')).toMatchObject([
    { text: '陆一；BM-1', factDate: '2026-03-01', paper: 'BM-1', isAfter: true, other: { state: 'absent' } },
  ]);
  expect(await agreements('2026-05-20', 'recorded')).toMatchObject([{ isAfter: false, other: { state: 'same' } }]);
});

test('a renewed agreement is the one of its time in either reading', async () => {
  office.later(30);
  const { record } = await office.ask('register.get', { register: 'person', id: person });
  await office.ask('register.update', {
    register: 'person',
    id: person,
    version: record.version,
    values: { agreementNumber: 'BM-9', agreementSignedOn: '2026-05-15' },
  });
  expect(await agreements('2026-05-20', 'recorded')).toMatchObject([
    { text: '陆一；BM-1', other: { state: 'different', text: '陆一；BM-9' } },
  ]);
  expect(await agreements('2026-05-20', 'fact')).toMatchObject([
    { text: '陆一；BM-9', factDate: '2026-05-15', isAfter: true, other: { state: 'different', text: '陆一；BM-1' } },
  ]);
  // Before the renewal was signed the earlier one held, though the roster names it no more.
  expect(await agreements('2026-04-01', 'fact')).toMatchObject([{ text: '陆一；BM-1', factDate: '2026-03-01' }]);
  expect(await agreements('2026-06-09', 'recorded')).toMatchObject([{ text: '陆一；BM-9', other: { state: 'same' } }]);
});

test('a recorded measure counts from its own first day to its last, for the secrets it is for', async () => {
  const measure = async (name: string, values: object) =>
    office.make('measure', { name, kind: 'zones', startsOn: '2026-02-01', evidence: '验收单', ...values });
  const department = await office.make('department', { name: '研发部' });
  await measure('门禁', { appliesTo: 'all' });
  await measure('已停用', { appliesTo: 'all', endsOn: '2026-03-31' });
  await measure('别的部门', { appliesTo: 'department', department });
  const listed = await measure('专柜', { appliesTo: 'listed' });
  await office.ask('link.add', {
    link: 'secretMeasure',
    fromId: secret,
    toIds: [listed],
    startsOn: '2026-04-15',
    values: {},
  });
  const measures = async (date: string, reading: 'fact' | 'recorded') => {
    const { secrets } = await office.ask('inForce.view', { asOf: { date, reading } });
    return (secrets[0]?.lines ?? []).filter(({ kind }) => kind === 'measure').map(({ text }) => text);
  };
  const zone = '③ 场所管控；';
  expect(await measures('2026-01-31', 'fact')).toEqual([]);
  expect(await measures('2026-03-31', 'fact')).toEqual([`${zone}门禁`, `${zone}已停用`]);
  expect(await measures('2026-04-15', 'fact')).toEqual([`${zone}门禁`, `${zone}专柜`]);
  // Recorded on 9 June: nothing of it was on record in May.
  expect(await measures('2026-05-20', 'recorded')).toEqual([]);
  const { secrets } = await office.ask('inForce.view', { asOf: { date: '2026-04-15', reading: 'fact' } });
  expect(secrets[0]?.lines.find(({ text }) => text === `${zone}门禁`)).toMatchObject({
    factDate: '2026-02-01',
    paper: '验收单',
    isAfter: true,
    other: { state: 'absent' },
  });
});
