import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWorkbook } from '../../electron/core/register/import/read/read-workbook.ts';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { type AppUnderTest, launchApp } from './launch.ts';

const sample = (name: string) => fileURLToPath(new URL(`../samples/${name}`, import.meta.url));
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let folder = '';
let app: AppUnderTest | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'midian-import-'));
});

afterEach(async () => {
  await app?.close();
  app = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Calls a route through the page's own bridge; the call must succeed. */
async function call<T>(page: Page, route: string, input: unknown): Promise<T> {
  const envelope = await page.evaluate(
    ([name, value]) => (window as unknown as { midian: Bridge }).midian.call(name as string, value),
    [route, input] as const,
  );
  expect(envelope).toMatchObject({ ok: true });
  return (envelope as unknown as { data: T }).data;
}

async function launchWithVault(file: string): Promise<Page> {
  app = await launchApp({
    chooser: { files: [file], save: join(folder, '未导入的行.xlsx') },
    environment: { MIDIAN_PROFILE: join(folder, 'profile') },
  });
  const { page } = app;
  await page.waitForLoadState('load');
  await call(page, 'vault.create', {
    path: join(folder, '云岭'),
    organisation: '江北云岭电工材料有限公司',
    officerLogin: 'shenrx',
    officerName: '沈若溪',
    password: 'Yunling-2026-Seal',
    scheme: 'three',
    numberPatterns: {},
    stateSecretDeclared: true,
    singleOfficerReason: '开办初期仅一名管理员',
  });
  await page.reload();
  return page;
}

/** Every step must be usable by everybody. */
async function expectAccessible(page: Page, step: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${step}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}

async function secretsInForce(page: Page): Promise<number> {
  return (await call<{ total: number }>(page, 'register.list', { register: 'secret' })).total;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('an empty vault leads to the import; a wrong cell is corrected in place, a state-secret word decided, all undone', async () => {
  const page = await launchWithVault(sample('秘点台账.xlsx'));
  await page.getByRole('link', { name: '秘点', exact: true }).click();
  await page.getByText('还没有记录').waitFor();
  await page.locator('main').getByRole('link', { name: '导入台账' }).last().click();
  await expectAccessible(page, 'file');
  await button(page, '选择文件').click();

  await page.getByText('表头在第 3 行').waitFor();
  await page.getByRole('radio', { name: '以第 3 行为表头' }).waitFor();
  await expectAccessible(page, 'sheet');
  await button(page, '下一步').click();

  // Nobody's answer is assumed: the wizard does not go on before it is given.
  await page.getByText('“秘密”，共 1 行').waitFor();
  expect(await button(page, '下一步').isDisabled()).toBe(true);
  await page.getByRole('radio', { name: /尚未定密/ }).check();
  await expectAccessible(page, 'questions');
  await button(page, '下一步').click();

  await button(page, '导入 63 项').waitFor();
  const grid = page.getByRole('grid');
  await grid.getByRole('gridcell', { name: '产线良率模型（D型38）' }).waitFor();
  expect(await grid.getByRole('combobox', { name: '存管地点的对应字段' }).inputValue()).toBe('place');
  await expectAccessible(page, 'preview');

  await page.keyboard.press('F8');
  const decision = page.getByRole('dialog', { name: /“秘密”是国家秘密用语/ });
  await decision.waitFor();
  expect(await decision.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await decision.getByRole('checkbox').isChecked()).toBe(false);
  await expectAccessible(page, 'decision');
  await decision.getByRole('combobox').selectOption('general');
  expect(await decision.getByRole('button', { name: '记录决定' }).isDisabled()).toBe(true);
  await decision.getByRole('textbox').fill('2015 年旧标，经部门负责人确认');
  await decision.getByRole('textbox').press('Enter');
  await button(page, '导入 64 项').waitFor();

  await page.keyboard.press('F8');
  const cell = page.getByRole('textbox', { name: '第 72 行 产生日期' });
  expect(await cell.inputValue()).toBe('2023年13月5日');
  await page.getByText('没有 13 月').first().waitFor();
  await expectAccessible(page, 'correction');
  await cell.fill('2023年14月5日');
  await cell.press('Enter');
  await page.getByText('没有 14 月').first().waitFor();
  await cell.fill('2023年12月5日');
  await cell.press('Enter');
  await button(page, '导入 65 项').waitFor();
  await grid.getByRole('gridcell', { name: '2023-12-05' }).waitFor();

  await button(page, '导入 65 项').click();
  await page.getByText('新增 65 项').waitFor();
  await expectAccessible(page, 'result');
  await button(page, '另存未导入的行').click();
  await page.getByText('已另存未导入的 1 行').waitFor();
  const rest = await readWorkbook(join(folder, '未导入的行.xlsx'));
  expect(JSON.stringify(rest.sheets)).toContain('秘点名称必须填写');

  await button(page, '查看导入的记录').click();
  await page.getByText('符合 65 项').waitFor();
  await page.getByText('此次导入').waitFor();
  const { records } = await call<{ records: { number: string; values: Record<string, unknown> }[] }>(
    page,
    'register.list',
    { register: 'secret', filters: [{ field: 'number', operator: 'is', values: ['66', '63'] }] },
  );
  expect(Object.fromEntries(records.map(({ number, values }) => [number, values]))).toMatchObject({
    66: { originatedOn: '2023-12-05' },
    63: { level: 'general' },
  });
  const journal = await call<{ events: { action: string; detail: unknown }[] }>(page, 'journal.list', {});
  expect(JSON.stringify(journal.events.filter(({ action }) => action === 'import.decided'))).toContain(
    '非国家秘密。依据：2015 年旧标',
  );

  await page.getByRole('link', { name: '工作台' }).click();
  await button(page, '整批撤销').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('本批新增的 65 条将作废').waitFor();
  await dialog.getByRole('button', { name: '整批撤销' }).click();
  await page.getByText(/已于 .* 撤销/).waitFor();
  expect(await secretsInForce(page)).toBe(0);
});

test('a file that cannot be read says what to do, and the next one is read', async () => {
  const broken = join(folder, '透明加密.xlsx');
  writeFileSync(
    broken,
    Buffer.concat([Buffer.from('b\x14#e'), Buffer.from('E-SafeNet\0LOCK'), Buffer.alloc(9000, 0xa7)]),
  );
  const page = await launchWithVault(broken);
  await page.evaluate(() => {
    location.hash = '/import/carrier';
  });
  await button(page, '选择文件').click();
  await page.getByText(/本程序读到的是密文/).waitFor();
  await expectAccessible(page, 'unreadable');
  await app?.setChooser({ files: [sample('载体登记簿.xlsx')] });
  await button(page, '选择文件').click();
  await page.getByText('已找到工作表“载体登记”').waitFor();
  await button(page, '下一步').click();
  await page.getByRole('combobox', { name: '与在册记录对应的依据' }).waitFor();
  await button(page, '下一步').click();
  await button(page, '导入 48 项').waitFor();
});

test('a file dragged from the desktop onto the page is read', async () => {
  const page = await launchWithVault(sample('秘点台账.xlsx'));
  await page.evaluate(() => {
    location.hash = '/import/carrier';
  });
  const target = page.getByText('将文件拖放到此处');
  await target.waitFor();
  const box = await target.boundingBox();
  const x = (box?.x ?? 0) + 4;
  const y = (box?.y ?? 0) + 4;
  const drag = await page.context().newCDPSession(page);
  // The browser's own drag, as from a file manager: the page gets a real File with a path behind it.
  const data = { items: [], files: [sample('载体登记簿.xlsx')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await drag.send('Input.dispatchDragEvent', { type, x, y, data });
  await page.getByText('已找到工作表“载体登记”').waitFor();
});
