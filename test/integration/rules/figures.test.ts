// The figures of the workbench over a real vault: each is the total of the list it leads to, for whoever asks.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import type { Filter } from '../../../shared/contract/routes/common.ts';
import { type FigureList, figureKeys, figureList, gradedList } from '../../../shared/figures.ts';
import { measureKinds } from '../../../shared/registers/measure.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';

let office: TestCore;
const today = '2026-11-20';

beforeAll(async () => {
  office = await makeCore({ startMs: new Date(2026, 10, 20, 10).getTime() });
  const [rd, sales] = [
    await office.make('department', { name: '研发部' }),
    await office.make('department', { name: '市场营销部' }),
  ];
  const made = (name: string, values: Record<string, string>, status = 'in_force') =>
    office.make('secret', { name, ...values }, { status });
  const first = await made('压光工艺', { level: 'core', department: rd, nextReviewOn: '2026-10-15' });
  await made('浸渍曲线', { level: 'core', department: rd, nextReviewOn: '2026-11-19' });
  await made('胶黏剂配方', { level: 'important', department: rd, nextReviewOn: '2026-11-20' });
  await made('烘道参数', { level: 'important', department: rd, nextReviewOn: '2026-11-27' });
  await made('打浆度对照', { level: 'general', department: rd, nextReviewOn: '2026-11-28' });
  // Known to the month: past when the month is.
  await made('筛网图纸', { level: 'general', department: sales, nextReviewOn: '2026-10' });
  await made('报价底线', { level: 'general', department: sales, nextReviewOn: '2026-11' }, 'content_due');
  await made('客户名单', { department: sales });
  await made('标定数据', { level: 'general' });
  await made('待定一', { department: rd }, 'proposed');
  await made('待定二', {}, 'proposed');
  await made('已解密', { level: 'core', department: rd, nextReviewOn: '2026-01-01' }, 'released');
  const voided = await made('录错', { level: 'core', department: rd, nextReviewOn: '2026-01-01' });
  await office.ask('register.void', { register: 'secret', ids: [voided], reason: '重复录入' });
  await office.make('measure', {
    name: '协议',
    kind: 'duty',
    appliesTo: 'all',
    evidence: '台账',
    startsOn: '2026-01-01',
  });
  await office.make('measure', {
    name: '门禁',
    kind: 'zones',
    appliesTo: 'department',
    department: rd,
    evidence: '记录',
    startsOn: '2026-01-01',
  });
  const marking = await office.make('measure', {
    name: '标记',
    kind: 'marking',
    appliesTo: 'listed',
    evidence: '照片',
    startsOn: '2026-02-01',
  });
  await office.ask('link.add', { link: 'secretMeasure', fromId: first, toIds: [marking], startsOn: '2026-02-01' });
});
afterAll(() => office.end());

async function totalOf({ register, filters }: FigureList): Promise<number> {
  return (await office.ask('register.list', { register, filters, limit: 1 })).total;
}

async function expectListsToAgree(figures: RouteOutput<'workbench.figures'>): Promise<void> {
  for (const key of figureKeys) expect(await totalOf(figureList(key, figures.date)), key).toBe(figures.lists[key]);
  for (const { level, count } of figures.levels)
    expect(await totalOf(gradedList({ level })), String(level)).toBe(count);
  for (const { id, name, total, levels } of figures.departments) {
    expect(await totalOf(gradedList({ department: id })), name).toBe(total);
    for (const { level, count } of levels)
      expect(await totalOf(gradedList({ department: id, level })), `${name} ${level}`).toBe(count);
  }
}

test('every figure counts what its list shows: in force, to be graded, overdue, due in seven days, by grade, by department', async () => {
  const figures = await office.ask('workbench.figures', {});
  expect(figures.lists).toEqual({
    inForce: 9,
    toGrade: 2,
    inGrading: 0,
    reviewOverdue: 3,
    reviewSoon: 2,
    procedureOverdue: 0,
    procedureSoon: 0,
  });
  expect(figures.departments.map(({ name, total }) => [name, total])).toEqual([
    ['研发部', 5],
    ['市场营销部', 3],
    ['', 1],
  ]);
  expect(figures.levels.map(({ level, count }) => [level, count])).toEqual([
    ['core', 2],
    ['important', 2],
    ['general', 4],
    [null, 1],
  ]);
  await expectListsToAgree(figures);
});

test('the share of each kind of measure is what the matrix shows', async () => {
  const { measures } = await office.ask('workbench.figures', {});
  expect(measures).toMatchObject({ secrets: 9, withGaps: 9, lacking: { duty: 0, zones: 4, marking: 8, rules: 9 } });
  for (const { code } of measureKinds)
    expect((await office.ask('measures.matrix', { lacks: code })).total, code).toBe(measures.lacking[code]);
  expect((await office.ask('measures.matrix', { onlyGaps: true })).total).toBe(measures.withGaps);
  const { rows } = await office.ask('measures.matrix', { lacks: 'zones' });
  expect(rows.map(({ name }) => name).toSorted()).toEqual(['客户名单', '报价底线', '标定数据', '筛网图纸'].toSorted());
});

test('a procedure under way is counted among its own from the moment it is started, overdue once its clock has run out', async () => {
  const { records } = await office.ask('register.list', {
    register: 'secret',
    filters: figureList('toGrade', today).filters,
  });
  const common = { level: 'general', term: 'P5Y', reason: '工艺要点' };
  const items = records.map(({ id }) => ({ record: id }));
  await office.ask('procedure.start', { template: 'grading', items, common, stateSecretDeclared: true });
  const figures = await office.ask('workbench.figures', {});
  expect(figures.lists).toMatchObject({ inGrading: 1, procedureSoon: 1, procedureOverdue: 0 });
  await expectListsToAgree(figures);
  const later = await office.ask('workbench.figures', { date: '2026-12-20' });
  expect(later.lists).toMatchObject({ inGrading: 1, procedureSoon: 0, procedureOverdue: 1 });
  await expectListsToAgree(later);
});

test('a reader is told the same figures, since lists show him the same records', async () => {
  const own = await office.ask('workbench.figures', {});
  const session = office.core.state.session;
  if (!session) throw new Error('locked');
  const { roles } = session.user;
  session.user = { ...session.user, roles: ['reader'] };
  try {
    const asReader = await office.ask('workbench.figures', {});
    expect(asReader).toEqual(own);
    await expectListsToAgree(asReader);
  } finally {
    session.user = { ...session.user, roles };
  }
});

test('a date known to the month is before a day once its month is over, and not before it until then', async () => {
  const names = async (filters: Filter[]) =>
    (await office.ask('register.list', { register: 'secret', filters, limit: 100 })).records.map(
      ({ values }) => values.name,
    );
  const review = (operator: Filter['operator'], day: string): Filter => ({
    field: 'nextReviewOn',
    operator,
    values: [day],
  });
  expect(await names([review('before', '2026-11-30')])).not.toContain('报价底线');
  expect(await names([review('before', '2026-12-01')])).toContain('报价底线');
  expect(await names([review('notBefore', '2026-11-30')])).toContain('报价底线');
  expect(await names([review('notBefore', '2026-11-01'), review('before', '2026-11-01')])).toEqual([]);
});
