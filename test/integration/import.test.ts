import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { importTask } from '../../electron/core/register/import/import-task.ts';
import { undoImport } from '../../electron/core/register/import/undo.ts';
import { getRow, listRows, toRecords } from '../../electron/core/register/read.ts';
import type { TableRow } from '../../electron/core/register/statements.ts';
import { updateRecord } from '../../electron/core/register/store.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import type { ImportOptions } from '../../shared/contract/routes/import.ts';
import { create, makeVault, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

const sample = (name: string) => fileURLToPath(new URL(`../samples/${name}`, import.meta.url));
const mapped = { word: '秘密', field: 'level', target: 'general', statement: '系企业历史沿用，非国家秘密', row: null };
const committed = { stateSecretDeclared: true, rememberMapping: true };

function csv(name: string, lines: string[]): string {
  mkdirSync(vault.base, { recursive: true });
  const path = join(vault.base, name);
  writeFileSync(path, `\uFEFF${lines.join('\r\n')}\r\n`);
  return path;
}

async function opened(session: VaultSession, register: string, path: string, options: Partial<ImportOptions> = {}) {
  const task = importTask(session);
  await task.open({ importId: 'test', register, path }, quietJob);
  return { task, summary: await task.configure({ options: { grading: 'proposed', ...options } }, quietJob) };
}

async function imported(session: VaultSession, register: string, path: string, options: Partial<ImportOptions> = {}) {
  const { task } = await opened(session, register, path, options);
  return task.commit(committed, quietJob);
}

function all(session: VaultSession, register: string) {
  const definition = session.registry.byKey(register);
  return toRecords(
    session,
    definition,
    listRows(session, definition, { filters: [], search: '', sort: [], includeVoid: false, offset: 0, limit: 1000 })
      .rows,
  );
}

describe('the sample ledger of secret points', () => {
  test('imports as its README says: 63 good, one held, one repeat, two errors on the right cells', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const { task, summary } = await opened(session, 'secret', sample('秘点台账.xlsx'));
      expect(summary).toMatchObject({
        sheet: '秘点台账',
        headerRow: 3,
        counts: { rows: 67, new: 63, held: 1, repeat: 1, error: 2 },
      });
      expect(task.findings()).toMatchObject({
        held: [{ row: 69, column: '密级', code: 'state_secret_grade', value: '秘密' }],
        errors: [
          { row: 72, column: '产生日期', code: 'month_impossible', value: '2023年13月5日' },
          { row: 73, column: '秘点名称', code: 'value_required' },
        ],
      });
      await task.decide({ decision: mapped }, quietJob);
      expect(await task.commit(committed, quietJob)).toMatchObject({ created: 64, updated: 0, departmentsCreated: 9 });
      const records = all(session, 'secret');
      expect(records).toHaveLength(64);
      expect(records.filter(({ values }) => values.level === undefined)).toHaveLength(2);
      expect(records.every(({ lateEntry }) => lateEntry)).toBe(true);
      const byNumber = new Map(records.map((record) => [record.number, record]));
      expect(byNumber.get('5')).toMatchObject({
        values: { originatedOn: '2021-12', term: 'long_term', level: 'core', note: '专利申请中' },
        labels: { department: '市场营销部' },
      });
      expect(byNumber.get('3')).toMatchObject({ values: { level: 'general', term: 'long_term' } });
      expect(byNumber.get('1')).toMatchObject({
        values: { term: 'P3Y', scope: '总经理、分管副总', responsible: '华军' },
      });
      expect(byNumber.get('7')).toMatchObject({ values: { term: '2031-06-30' } });
      expect(
        session.db.prepare("SELECT event FROM journal WHERE event LIKE '%import.decided%'").pluck().get(),
      ).toContain('非国家秘密');
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });

  test('imported again it changes nothing, and undone it can be imported again', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const { batch } = await imported(session, 'secret', sample('秘点台账.xlsx'));
      const again = await opened(session, 'secret', sample('秘点台账.xlsx'));
      expect(again.summary.counts).toMatchObject({ new: 0, update: 0, unchanged: 63 });
      await expect(again.task.commit(committed, quietJob)).rejects.toMatchObject({ code: 'import_nothing_to_do' });
      await undoImport(session, batch, quietJob);
      expect(all(session, 'secret')).toEqual([]);
      expect(all(session, 'department')).toEqual([]);
      await expect(undoImport(session, batch, quietJob)).rejects.toMatchObject({ code: 'import_batch_undone' });
      expect(await imported(session, 'secret', sample('秘点台账.xlsx'))).toMatchObject({ created: 63 });
      expect(all(session, 'department')).toHaveLength(9);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });

  test('without “only good rows” one error imports nothing', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await expect(imported(session, 'secret', sample('秘点台账.xlsx'), { onlyGoodRows: false })).rejects.toMatchObject(
        { code: 'import_has_errors' },
      );
      expect(all(session, 'secret')).toEqual([]);
    });
  });
});

describe('an import', () => {
  test('updates only the cells that are filled and differ, and undoing it brings the old values back', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(
        session,
        'secret',
        { name: '甲', level: 'core', note: '原备注', content: '原内容' },
        'A-1',
        'in_force',
      );
      const path = csv('a.csv', ['编号,秘点名称,密级,备注,秘点内容', 'A-1,甲改,,新备注,新内容', 'A-2,乙,一般,,']);
      const { task, summary } = await opened(session, 'secret', path);
      expect(summary.counts).toMatchObject({ new: 1, update: 1, changedCells: 3 });
      const { rows } = task.rows({ state: 'update', offset: 0, limit: 10 });
      expect(rows[0]?.cells.map(({ shown, before }) => [shown, before])).toEqual([
        ['A-1', null],
        ['甲改', '甲'],
        [null, null],
        ['新备注', '原备注'],
        ['新内容', ''],
      ]);
      const { batch } = await task.commit(committed, quietJob);
      expect(all(session, 'secret')).toMatchObject([
        { status: 'in_force', values: { name: '甲改', level: 'core', note: '新备注' } },
        { number: 'A-2', status: 'proposed' },
      ]);
      expect(await undoImport(session, batch, quietJob)).toMatchObject({ voided: 1, restored: 1 });
      expect(all(session, 'secret')).toMatchObject([
        { values: { name: '甲', level: 'core', note: '原备注' }, version: 3 },
      ]);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
      expect(
        (await opened(session, 'secret', csv('b.csv', ['编号,秘点名称,秘点内容', 'A-1,甲,原内容']))).summary.counts,
      ).toMatchObject({ unchanged: 1 });
    });
  });

  test('is not undone when one of its rows was edited since', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const { batch } = await imported(session, 'secret', csv('a.csv', ['编号,秘点名称', 'A-1,甲', 'A-2,乙']));
      const definition = session.registry.byKey('secret');
      const row = session.db.prepare("SELECT id FROM secret WHERE number = 'A-2'").pluck().get() as string;
      await write(session, (context) =>
        updateRecord(context, definition, getRow(session, definition, row), { version: 1, values: { note: '改' } }),
      );
      await expect(undoImport(session, batch, quietJob)).rejects.toMatchObject({
        code: 'import_batch_edited',
        params: { records: 1, number: 'A-2' },
      });
      expect(all(session, 'secret')).toHaveLength(2);
    });
  });

  test('finds departments by alias and suggests one that is probably the same', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const known = await create(session, 'department', { name: '研发部', aliases: '技术中心' });
      const path = csv('a.csv', ['编号,秘点名称,责任部门', 'A-1,甲,技术中心', 'A-2,乙,研发中心', 'A-3,丙,财务部']);
      const { task, summary } = await opened(session, 'secret', path);
      expect(summary.unknownDepartments).toMatchObject([
        { name: '研发中心', rows: 1, suggestion: { id: known.id, name: '研发部' } },
        { name: '财务部', suggestion: null },
      ]);
      await task.configure({ options: { departments: { 研发中心: known.id } } }, quietJob);
      expect(await task.commit(committed, quietJob)).toMatchObject({ departmentsCreated: 1 });
      expect(all(session, 'secret').map(({ labels }) => labels.department)).toEqual(['研发部', '研发部', '财务部']);
    });
  });

  test('a confirmed spelling of a department becomes its alias, and undoing the import takes it back', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const known = await create(session, 'department', { name: '研发部', aliases: '技术中心' });
      const path = csv('a.csv', ['编号,秘点名称,责任部门', 'A-1,甲,研发中心']);
      const { batch } = await imported(session, 'secret', path, { departments: { 研发中心: known.id } });
      expect(all(session, 'department')).toMatchObject([{ values: { name: '研发部', aliases: '技术中心、研发中心' } }]);
      const again = await opened(session, 'secret', csv('b.csv', ['编号,秘点名称,责任部门', 'A-2,乙,研发中心']));
      expect(again.summary.unknownDepartments).toEqual([]);
      expect(await undoImport(session, batch, quietJob)).toEqual({ voided: 1, restored: 1 });
      expect(all(session, 'department')).toMatchObject([{ values: { name: '研发部', aliases: '技术中心' } }]);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });

  test('leads from one open cell to the next and around, and counts words that wait', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const { task, summary } = await opened(session, 'secret', sample('秘点台账.xlsx'));
      expect(summary.heldWords).toEqual([{ word: '秘密', field: 'level', rows: 1 }]);
      const level = { row: 69, column: 3, position: 65 };
      const date = { row: 72, column: 12, position: 68 };
      const name = { row: 73, column: 1, position: 69 };
      expect(task.next({ state: null, after: null })).toEqual({ next: level });
      expect(task.next({ state: null, after: level })).toEqual({ next: date });
      expect(task.next({ state: null, after: date })).toEqual({ next: name });
      expect(task.next({ state: null, after: name })).toEqual({ next: level });
      expect(task.next({ state: 'error', after: name })).toEqual({ next: { ...date, position: 0 } });
      expect(task.next({ state: 'new', after: null })).toEqual({ next: null });
      const { rows } = task.rows({ state: null, offset: level.position, limit: 1 });
      expect(rows).toMatchObject([{ row: 69, state: 'held' }]);
    });
  });

  test('in the window a sheet without a known header opens for the clerk to map, on the command line it does not', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const path = csv('a.csv', ['甲列,乙列,丙列', '浸渍曲线,1,x', '报价底价,2,y']);
      const open = { importId: 'test', register: 'secret', path };
      await expect(importTask(session).open(open, quietJob)).rejects.toMatchObject({ code: 'headers_unrelated' });
      const task = importTask(session);
      const summary = await task.open({ ...open, isInteractive: true }, quietJob);
      expect(summary).toMatchObject({ headerRow: 1, columns: [{ field: null }, { field: null }, { field: null }] });
      await task.configure({ mapping: { 0: 'name' } }, quietJob);
      expect(await task.commit(committed, quietJob)).toMatchObject({ created: 2 });
    });
  });

  test('is committed once; what stayed out can still be written out afterwards', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const { task } = await opened(session, 'secret', sample('秘点台账.xlsx'));
      await task.commit(committed, quietJob);
      await expect(task.commit(committed, quietJob)).rejects.toMatchObject({ code: 'import_nothing_to_do' });
      expect(await task.rejected({ target: join(vault.base, 'rest.xlsx') })).toEqual({ rows: 3 });
    });
  });

  test('a cell typed anew is checked at once and the file stays as it is', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const { task, summary } = await opened(
        session,
        'secret',
        csv('a.csv', ['编号,秘点名称,产生日期', 'A-1,甲,2023年13月5日']),
      );
      expect(summary.counts.error).toBe(1);
      const edited = await task.edit({ row: 2, column: 2, text: '2023年12月5日' }, quietJob);
      expect(edited).toMatchObject({
        summary: { counts: { error: 0, new: 1 } },
        row: { cells: [{}, {}, { shown: '2023-12-05' }] },
      });
      await task.commit(committed, quietJob);
      expect(all(session, 'secret')).toMatchObject([{ values: { originatedOn: '2023-12-05' } }]);
    });
  });

  test('a mapping the user chose is remembered for the next file', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const first = await opened(session, 'secret', csv('a.csv', ['编号,秘点名称,怪列', 'A-1,甲,某处']));
      await first.task.configure({ mapping: { '2': 'place' } }, quietJob);
      await first.task.commit(committed, quietJob);
      const second = await opened(session, 'secret', csv('b.csv', ['编号,秘点名称,怪列', 'A-2,乙,别处']));
      expect(second.summary.columns[2]).toMatchObject({ field: 'place', confidence: 'remembered' });
    });
  });

  test('already graded rows carry date and basis, those without a grade stay to be graded', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const path = csv('a.csv', ['编号,秘点名称,密级,保密期限', 'A-1,甲,核心,10年', 'A-2,乙,,']);
      await imported(session, 'secret', path, {
        grading: 'graded',
        gradedOn: '2023-05-18',
        gradingBasis: '定审〔2023〕9号',
      });
      expect(all(session, 'secret')).toMatchObject([
        {
          status: 'in_force',
          factDate: '2023-05-18',
          values: { gradedOn: '2023-05-18', approvalNumber: '定审〔2023〕9号', term: 'P10Y' },
        },
        { status: 'proposed', values: { name: '乙' }, lateEntry: true },
      ]);
      const row = session.db.prepare("SELECT term_sort FROM secret WHERE number = 'A-1'").get() as TableRow;
      expect(row.term_sort).toBe('2033-05-18');
    });
  });

  test('rows that contradict each other or what is recorded are errors on their cell', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(session, 'secret', { name: '在册甲', place: '一柜', note: '一', ownership: '本单位' }, '1');
      const others = Array.from({ length: 20 }, (_, index) => `${index + 3},项${index},,,`);
      const path = csv('a.csv', [
        '序号,秘点名称,存放地点,备注,权属',
        '1,另一项,二柜,二,受许可',
        '2,乙,,,',
        '2,丙,,,',
        ...others,
      ]);
      const { task } = await opened(session, 'secret', path);
      expect(task.findings().errors.map(({ row, code }) => [row, code])).toEqual([
        [2, 'number_other_record'],
        [4, 'number_repeated'],
      ]);
    });
  });

  test('a sheet without names changes what is recorded but creates nothing', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(session, 'secret', { name: '甲' }, 'A-1');
      const { task, summary } = await opened(
        session,
        'secret',
        csv('a.csv', ['编号,密级,存放地点', 'A-1,核心,一柜', 'A-2,一般,二柜']),
      );
      expect(summary.counts).toMatchObject({ update: 1, new: 0, error: 1 });
      expect(task.findings().errors).toMatchObject([{ row: 3, column: '秘点名称', code: 'value_required' }]);
      await task.commit(committed, quietJob);
      expect(all(session, 'secret')).toMatchObject([{ values: { name: '甲', level: 'core', place: '一柜' } }]);
    });
  });

  test('cancelled in the middle it leaves nothing', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const path = csv('a.csv', [
        '编号,秘点名称',
        ...Array.from({ length: 3000 }, (_, index) => `A-${index},项${index}`),
      ]);
      const { task } = await opened(session, 'secret', path);
      let calls = 0;
      const job = {
        progress: () => undefined,
        checkCancelled: () => {
          calls += 1;
          if (calls === 3) throw Object.assign(new Error('cancelled'), { code: 'cancelled' });
        },
      };
      await expect(task.commit(committed, job)).rejects.toMatchObject({ code: 'cancelled' });
      expect(all(session, 'secret')).toEqual([]);
      expect(session.db.prepare('SELECT count(*) FROM import_batch').pluck().get()).toBe(0);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });
});
