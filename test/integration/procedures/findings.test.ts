// Findings and matrices over a real vault: what a record lacks is found until it is there; measures and knowledge by cell.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCore, type TestCore } from '../support/core-of.ts';

let office: TestCore;
let secret = '';
let person = '';

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 10, 20, 10).getTime() });
  const department = await office.make('department', { name: '研发部' });
  const post = await office.make('post', { name: '工艺员', department });
  secret = await office.make(
    'secret',
    {
      name: '压光工艺',
      level: 'important',
      gradedOn: '2026-05-01',
      term: 'P5Y',
      department,
      nextReviewOn: '2026-11-01',
    },
    { status: 'in_force' },
  );
  person = await office.make('person', { name: '陆一', department });
  const byPost = await office.make('person', {
    name: '周二',
    department,
    post,
    agreementNumber: '协-2',
    trainedOn: '2026-02-01',
  });
  await office.make('person', { name: '吴三', department });
  await office.ask('link.add', {
    link: 'secretPerson',
    fromId: secret,
    toIds: [person],
    startsOn: '2026-05-02',
    values: {},
  });
  await office.ask('link.add', {
    link: 'secretPost',
    fromId: secret,
    toIds: [post],
    startsOn: '2026-05-01',
    values: {},
  });
  expect(byPost).not.toBe('');
});
afterAll(() => office.end());

const rulesOf = async (record: string, date: string | null = null) =>
  (await office.ask('rules.findings', { record, date })).findings.map(({ rule }) => rule).toSorted();

test('what a record lacks is found, and found no more once it is there', async () => {
  expect(await rulesOf(secret)).toEqual([
    'measure.none',
    'secret.approval',
    'secret.content',
    'secret.elements',
    'secret.review',
  ]);
  expect(await rulesOf(person)).toEqual(['knower.agreement', 'knower.training']);
  const { record } = await office.ask('register.get', { register: 'person', id: person });
  await office.ask('register.update', {
    register: 'person',
    id: person,
    version: record.version,
    values: { agreementNumber: '协-1', trainedOn: '2026-11-02' },
  });
  expect(await rulesOf(person)).toEqual([]);
  // On an earlier day the review was not yet due.
  expect(await rulesOf(secret, '2026-06-01')).not.toContain('secret.review');
});

test('nothing of it is written: the journal does not grow', async () => {
  const size = async () => (await office.ask('journal.list', { limit: 1 })).events[0]?.seq;
  const before = await size();
  await office.ask('rules.findings', {});
  await office.ask('measures.matrix', {});
  await office.ask('knowledge.matrix', {});
  expect(await size()).toBe(before);
});

test('the matrix of measures says what holds, since when and by which record; a correction keeps the old value', async () => {
  const cell = async () => (await office.ask('measures.matrix', {})).rows[0]?.cells.duty;
  expect(await cell()).toBeUndefined();
  const measure = await office.make('measure', {
    name: '保密协议',
    kind: 'duty',
    appliesTo: 'all',
    startsOn: '2026-03-01',
  });
  expect(await cell()).toMatchObject({ hasEvidence: false, startsOn: '2026-03-01' });
  await office.ask('register.update', {
    register: 'measure',
    id: measure,
    version: 1,
    values: { evidence: '协议台账', startsOn: '2026-02-01' },
  });
  expect(await cell()).toMatchObject({
    hasEvidence: true,
    startsOn: '2026-02-01',
    lead: { id: measure, register: 'measure', lateEntry: true },
    measures: [{ id: measure, register: 'measure' }],
  });
  // The cell dates from, and leads to, the measure with evidence that began first; entered within the week it is no late entry.
  const since = (startsOn: string, name: string) =>
    office.make('measure', { name, kind: 'marking', appliesTo: 'all', startsOn, evidence: '照片' });
  await since('2026-11-18', '标志');
  const first = await since('2026-11-16', '隔离');
  expect((await office.ask('measures.matrix', {})).rows[0]?.cells.marking).toMatchObject({
    startsOn: '2026-11-16',
    lead: { id: first, lateEntry: false },
  });
  expect((await office.ask('measures.matrix', {})).covered).toMatchObject({ duty: 1, zones: 0 });
  const { revisions } = await office.ask('register.history', { register: 'measure', id: measure });
  expect(revisions[0]?.changes).toContainEqual({
    field: 'startsOn',
    before: '2026-03-01',
    after: '2026-02-01',
    sealed: false,
  });
  expect((await office.ask('measures.matrix', { onlyGaps: true })).total).toBe(1);
  expect((await office.ask('measures.matrix', { date: '2026-01-31' })).rows[0]?.cells).toEqual({});
});

test('a system the secret lives in counts for the other measures once its permissions were reviewed', async () => {
  const system = await office.make('informationSystem', {
    name: 'PLM',
    permissionsGradedOn: '2026-01-10',
    loggedOn: '2026-01-10',
  });
  await office.ask('link.add', {
    link: 'secretSystem',
    fromId: secret,
    toIds: [system],
    startsOn: '2026-05-01',
    values: {},
  });
  const cell = async () => (await office.ask('measures.matrix', {})).rows[0]?.cells.other;
  expect(await cell()).toMatchObject({ hasEvidence: false });
  await office.make('permissionReview', { informationSystem: system, reviewedOn: '2026-10-01' });
  expect(await cell()).toMatchObject({
    hasEvidence: true,
    startsOn: '2026-01-10',
    measures: [{ register: 'informationSystem' }],
  });
});

test('the matrix of knowledge shows people by name and by post, and what they lack', async () => {
  const { secrets, people } = await office.ask('knowledge.matrix', {});
  expect(secrets.map(({ id }) => id)).toEqual([secret]);
  expect(people.map(({ name, knows, hasAgreement }) => [name, knows[secret], hasAgreement])).toEqual([
    ['陆一', { since: '2026-05-02', byPost: false, extent: null }, true],
    ['周二', { since: '2026-05-01', byPost: true, extent: null }, true],
  ]);
});
