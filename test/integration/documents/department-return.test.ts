// R03 out and back in: the sheet departments fill, read by the import as proposals, several departments one after the other.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportTask } from '../../../electron/core/register/export/export-task.ts';
import { importTask } from '../../../electron/core/register/import/import-task.ts';
import { undoImportTask } from '../../../electron/core/register/import/undo.ts';
import { listRows, toRecords } from '../../../electron/core/register/read.ts';
import type { VaultSession } from '../../../electron/core/vault/session.ts';
import { importMessage } from '../../../shared/values/row-errors.ts';
import { quietJob } from '../support/vaults.ts';
import { makeOffice, type Office, sealedContent } from './office.ts';

let office: Office;
let session: VaultSession;
beforeEach(async () => {
  office = await makeOffice();
  if (!office.core.state.session) throw new Error('locked');
  session = office.core.state.session;
});
afterEach(() => office.end());

const headers =
  '序号 秘点名称 内容概述（不写具体参数） 类别 产生日期及依据 载体形式及存放处 接触岗位/人员 泄露后果 公知情况（公开/专利/论文/产品可得） 已有措施 建议密级 建议期限 建议知悉范围 填报人'.split(
    ' ',
  );

/** The sheet as it goes out. */
async function sent(department: string | null): Promise<string> {
  const target = join(office.vault.base, `R03-${department ?? '空'}.xlsx`);
  await exportTask(session).departmentReturn({ register: 'secret', target, department });
  return target;
}

async function cells(path: string): Promise<unknown[][]> {
  const { sheets } = await readXlsx(readFileSync(path));
  return sheets[0]?.rows as unknown[][];
}

/** The sheet as a department hands it back: its rows written into the table. */
async function filled(path: string, rows: string[][]): Promise<string> {
  const written = (await cells(path)).map((row) => [...row] as (string | number | null)[]);
  for (const [index, row] of rows.entries()) written[3 + index] = [index + 1, ...row];
  const target = path.replace('.xlsx', `-回收${rows.length}.xlsx`);
  writeFileSync(target, await writeXlsx({ sheets: [{ name: '商业秘密梳理填报表', rows: written }] }));
  return target;
}

async function open(path: string) {
  const task = importTask(session);
  const summary = await task.open({ importId: 'test', register: 'secret', path }, quietJob);
  return { task, summary };
}

function secrets() {
  const definition = session.registry.byKey('secret');
  const query = { filters: [], search: '', sort: [], includeVoid: false, offset: 0, limit: 1000 };
  return toRecords(session, definition, listRows(session, definition, query).rows);
}

const row = (name: string, more: Partial<Record<number, string>> = {}): string[] =>
  Object.assign(
    [
      name,
      '电极涂布的张力控制思路',
      '技术信息',
      '2025-03-15，结题报告',
      '图纸，研发中心 3 号柜',
      '工艺工程师、林珂',
      '同行可直接仿制',
      '未公开，产品不可得知',
      '专柜保管',
      '重要商密',
      '10年',
      '研发中心涂布组',
      '林珂',
    ],
    more,
  );

describe('The department return R03', () => {
  it('goes out with the columns of the form, its head and choices, and nothing of ours', async () => {
    const path = await sent(office.departments.research);
    const rows = await cells(path);
    expect(rows[0]?.[0]).toBe('云岭新材料有限公司商业秘密梳理填报表');
    expect(rows[1]).toContain('填报部门：研发中心');
    expect(rows[1]).toContain('填报单位：云岭新材料有限公司');
    expect(rows[2]).toEqual(headers);
    const { sheets } = await readXlsx(readFileSync(path));
    const lists = JSON.stringify(sheets[0]?.dataValidations);
    expect(lists).toContain('"技术信息","经营信息"');
    expect(lists).toContain('"核心商密","重要商密","一般商密"');
    const all = JSON.stringify(sheets.map((sheet) => sheet.rows));
    expect(all).not.toContain('高镍');
    expect(all).not.toContain(sealedContent);
    expect(headers).not.toContain('秘点内容');
    expect((await cells(await sent(null)))[1]).toContain('填报部门：');
  });

  it('comes back as to be graded, with the department of its head and no number from its 序号', async () => {
    const { task, summary } = await open(await filled(await sent(office.departments.research), [row('涂布张力控制')]));
    const target = (header: string) => summary.columns.find((column) => column.header === header)?.field;
    expect(headers.map(target)).toEqual([
      null,
      'name',
      'summary',
      'category',
      'originatedOn',
      'carrierForm',
      'contacts',
      'value',
      'secrecy',
      'measure',
      'level',
      'term',
      'scope',
      'responsible',
    ]);
    expect(summary).toMatchObject({ hasSealedColumns: false, counts: { rows: 1, new: 1, error: 0, held: 0 } });
    expect(summary.options.grading).toBe('proposed');
    await task.commit({ stateSecretDeclared: true, rememberMapping: false }, quietJob);
    const made = secrets().find(({ values }) => values.name === '涂布张力控制');
    expect(made).toMatchObject({
      status: 'proposed',
      number: '商密〔2026〕004号',
      sealed: [],
      values: {
        summary: '电极涂布的张力控制思路',
        department: office.departments.research,
        originatedOn: '2025-03-15',
        level: 'important',
        term: 'P10Y',
        scope: '研发中心涂布组',
        originBasis: '结题报告',
        value: '同行可直接仿制',
        secrecy: '未公开，产品不可得知',
      },
    });
    expect(made?.values.gradedOn).toBeUndefined();
    expect(made?.values.note).toBeUndefined();
  });

  it('merges several departments: the same sheet again changes nothing, repeats and foreign ones are shown', async () => {
    const commit = { stateSecretDeclared: true, rememberMapping: false };
    const research = await filled(await sent(office.departments.research), [row('涂布张力控制'), row('涂布张力控制')]);
    const first = await open(research);
    expect(first.summary.counts).toMatchObject({ new: 1, repeat: 1 });
    await first.task.commit(commit, quietJob);
    const again = await open(research);
    expect(again.summary.counts).toMatchObject({ new: 0, update: 0, unchanged: 1, repeat: 1 });
    const sales = await filled(await sent(office.departments.sales), [
      row('涂布张力控制', { 2: '经营信息' }),
      row('渠道返利规则', { 2: '经营信息' }),
    ]);
    const second = await open(sales);
    expect(second.summary.counts).toMatchObject({ new: 1, update: 0, error: 1 });
    expect(second.task.findings().errors).toMatchObject([{ row: 4, code: 'return_other_department' }]);
    await second.task.commit(commit, quietJob);
    const names = secrets().map(({ values, labels }) => [values.name, labels.department]);
    expect(names).toContainEqual(['涂布张力控制', '研发中心']);
    expect(names).toContainEqual(['渠道返利规则', '销售部']);
  });

  it('never changes what is graded', async () => {
    await office.make(
      'secret',
      { name: '已定密的工艺', level: 'core', term: 'long_term', gradedOn: '2025-01-02' },
      { status: 'in_force' },
    );
    const { task, summary } = await open(await filled(await sent(null), [row('已定密的工艺')]));
    expect(summary.counts).toMatchObject({ update: 0, error: 1 });
    expect(task.findings().errors).toMatchObject([{ code: 'return_graded' }]);
  });

  it('takes the department from two cells, and none from blanks to be written', async () => {
    const path = await sent(null);
    const none = await open(await filled(path, [row('无部门项')]));
    expect(none.summary.unknownDepartments).toEqual([]);
    const rows = (await cells(path)).map((line) => [...line] as (string | number | null)[]);
    rows[1] = ['填报部门', '研发中心', null, '填报日期', '2026-10-12'];
    rows[3] = [1, ...row('两格部门项')];
    const target = join(office.vault.base, '两格.xlsx');
    writeFileSync(target, await writeXlsx({ sheets: [{ name: '填报', rows }] }));
    const two = await open(target);
    await two.task.commit({ stateSecretDeclared: true, rememberMapping: false }, quietJob);
    expect(secrets().find(({ values }) => values.name === '两格部门项')?.labels.department).toBe('研发中心');
  });

  /** What a secret is linked to, as the record page has it. */
  async function contacts(name: string) {
    const id = secrets().find(({ values }) => values.name === name)?.id ?? '';
    const { links } = await office.ask('register.get', { register: 'secret', id });
    return ['secretPost', 'secretPerson'].flatMap((link) =>
      (links[link] ?? []).map((entry) => ({
        link,
        name: entry.other.values.name,
        ...entry.link.values,
        status: entry.link.status,
      })),
    );
  }
  const commit = { stateSecretDeclared: true, rememberMapping: false };

  it('links posts and people in contact from the day of the sheet, once however often it comes', async () => {
    const path = await sent(office.departments.research);
    const rows = (await cells(path)).map((line) => [...line] as (string | number | null)[]);
    rows[1] = ['填报部门：研发中心', null, null, '填报日期：2026 年 10 月 9 日'];
    rows[3] = [1, ...row('涂布张力控制', { 5: '岗位：工艺工程师；人员：林珂（设备）、YG00017' })];
    const target = join(office.vault.base, '接触.xlsx');
    writeFileSync(target, await writeXlsx({ sheets: [{ name: '填报', rows }] }));
    const { task, summary } = await open(target);
    expect(summary.counts).toMatchObject({ new: 1, error: 0 });
    const [shown] = task.rows({ state: 'new', offset: 0, limit: 10 }).rows;
    expect(shown?.cells[6]?.shown).toBe('工艺工程师、林珂、周明远');
    await task.commit(commit, quietJob);
    const expected = [
      { link: 'secretPost', name: '工艺工程师', startsOn: '2026-10-09', reason: '部门填报在接触', status: 'open' },
      { link: 'secretPerson', name: '林珂', startsOn: '2026-10-09' },
      { link: 'secretPerson', name: '周明远', startsOn: '2026-10-09' },
    ];
    expect(await contacts('涂布张力控制')).toMatchObject(expected);
    expect((await open(target)).summary.counts).toMatchObject({ unchanged: 1, update: 0 });
    // A later sheet that names one more adds him and ends nobody.
    const next = await open(await filled(path, [row('涂布张力控制', { 5: '何穗' })]));
    expect(next.summary.counts).toMatchObject({ update: 1, changedCells: 1 });
    await next.task.commit(commit, quietJob);
    const now = await contacts('涂布张力控制');
    expect(now.map(({ name, status }) => [name, status])).toEqual([
      ['工艺工程师', 'open'],
      ['林珂', 'open'],
      ['周明远', 'open'],
      ['何穗', 'open'],
    ]);
    expect(now.at(-1)).toMatchObject({ startsOn: '2026-10-12' });
  });

  it('takes its links back when the import is undone, and leaves the record as it was', async () => {
    const path = await sent(office.departments.research);
    await (await open(await filled(path, [row('涂布张力控制', { 5: '工艺工程师' })]))).task.commit(commit, quietJob);
    const second = await open(await filled(path, [row('涂布张力控制', { 5: '工艺工程师、林珂' })]));
    const { batch } = await second.task.commit(commit, quietJob);
    await undoImportTask(session).run({ batchId: batch }, quietJob);
    expect((await contacts('涂布张力控制')).map(({ name }) => name)).toEqual(['工艺工程师']);
    expect(secrets().find(({ values }) => values.name === '涂布张力控制')?.values.summary).toBe(
      '电极涂布的张力控制思路',
    );
  });

  it('shows an unknown post and two people of one name as problems, to be corrected in the cell', async () => {
    await office.make('person', { name: '林珂', department: office.departments.research }, { number: 'YG00099' });
    const { task, summary } = await open(
      await filled(await sent(office.departments.research), [
        row('涂布张力控制', { 5: '涂布班组、工艺工程师' }),
        row('浆料过滤次序', { 5: '林珂' }),
        row('无人接触', { 5: '无' }),
      ]),
    );
    expect(summary.counts).toMatchObject({ new: 1, error: 2 });
    expect(task.findings().errors).toMatchObject([
      { row: 4, column: '接触岗位/人员', code: 'link_unknown', value: '涂布班组' },
      { row: 5, column: '接触岗位/人员', code: 'link_ambiguous', value: '林珂' },
    ]);
    const [wrong] = task.rows({ state: 'error', offset: 0, limit: 10 }).rows;
    const error = wrong?.cells[6]?.error;
    expect(importMessage(error?.code ?? '', error?.params ?? {}, 'zh')).toContain('“涂布班组”不在册');
    await task.edit({ row: 4, column: 6, text: '工艺工程师' }, quietJob);
    const after = await task.edit({ row: 5, column: 6, text: 'YG00099' }, quietJob);
    expect(after.summary.counts).toMatchObject({ new: 3, error: 0 });
    await task.commit(commit, quietJob);
    expect((await contacts('浆料过滤次序')).map(({ name }) => name)).toEqual(['林珂']);
    expect(await contacts('无人接触')).toEqual([]);
  });

  it('keeps the words under their heading where a person maps the column to the note', async () => {
    const { task, summary } = await open(
      await filled(await sent(office.departments.research), [row('涂布张力控制', { 5: '涂布班组' })]),
    );
    expect(summary.counts.error).toBe(1);
    const mapped = await task.configure({ mapping: { 6: 'note' } }, quietJob);
    expect(mapped.counts).toMatchObject({ new: 1, error: 0 });
    await task.commit(commit, quietJob);
    expect(secrets().find(({ values }) => values.name === '涂布张力控制')?.values.note).toBe('接触岗位/人员：涂布班组');
  });
});
