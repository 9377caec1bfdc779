// Evidence in the window: a bundle issued with approval, its record, a later disclosure; a record frozen; an erasure asked for and
// carried out. Every page on the way must be usable by everybody.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBundle } from '../../electron/core/document/verify/verify-bundle.ts';
import { password, quietJob } from '../integration/support/vaults.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let folder: string;
let demo: DemoVault;
let app: AppUnderTest;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'midian-evidence-'));
  demo = await makeDemo(40);
  app = await launchDemo(demo, { viewport: { width: 1280, height: 720 } });
  page = app.page;
  await unlock(page);
});

afterAll(async () => {
  await app.close();
  demo.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function expectUsable(step: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${step}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, step).toBe(0);
}

async function call<T>(route: string, input: unknown): Promise<T> {
  const envelope = await page.evaluate(
    ([name, value]) =>
      (window as unknown as { midian: { call(route: string, input: unknown): Promise<unknown> } }).midian.call(
        name as string,
        value,
      ),
    [route, input] as const,
  );
  expect(envelope).toMatchObject({ ok: true });
  return (envelope as { data: T }).data;
}

const firstOf = async (register: string) =>
  (await call<{ records: { id: string }[] }>('register.list', { register, limit: 1 })).records[0]?.id as string;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const dialog = () => page.getByRole('dialog');

async function openMenu(): Promise<void> {
  await button(/更多/).click();
  await page.getByRole('menu').waitFor();
}

test('a bundle leaves only with an approval, shows what it withholds, and is a record from which fields are revealed later', async () => {
  const zip = join(folder, '证据包.zip');
  await app.setChooser({ save: zip });
  await visit(page, '/evidence/new');
  await page.getByLabel('接收方').fill('江北区人民法院立案庭');
  await page.getByLabel('用途').fill('起诉立案');
  await expectUsable('purpose');
  await button('下一步').click();
  await page.getByLabel('秘点台账').check();
  await page.getByLabel(/附商业秘密保护名录/).check();
  await expectUsable('scope');
  await button('下一步').click();
  await page.getByRole('radio', { name: /^评审/ }).check();
  await page.getByText('须先填写批准人').waitFor();
  expect(await button('下一步').isDisabled()).toBe(true);
  await button('上一步').click();
  await button('上一步').click();
  await page.getByLabel('批准人').fill('傅明澈');
  await page.getByLabel('批准日期').fill('2026年11月18日');
  await button('下一步').click();
  await button('下一步').click();
  await expectUsable('level');
  await button('下一步').click();
  await button('选择保存位置').click();
  await page.getByLabel(/已核对/).check();
  await page.locator('input[type=password]').fill(password);
  await expectUsable('preview');
  await button('生成证据包').click();
  await page.getByText('已写出并回读校验').waitFor();
  await expectUsable('result');
  expect(await verifyBundle(zip, {}, quietJob)).toMatchObject({ ok: true, problems: [] });

  await visit(page, '/r/bundle');
  await page.getByRole('gridcell', { name: /^证包〔\d{4}〕001号$/ }).waitFor();
  expect(await page.getByRole('link', { name: /新建/ }).count()).toBe(0);
  await expectUsable('register of bundles');
  const disclosure = join(folder, '揭示.json');
  await visit(page, `/r/bundle/${await firstOf('bundle')}`);
  await openMenu();
  await page.getByRole('menuitem', { name: '揭示遮蔽项' }).click();
  await page.getByRole('row').nth(1).getByRole('checkbox', { name: '秘点名称' }).check();
  await page.getByLabel('用途').fill('补充质证');
  await page.locator('input[type=password]').fill(password);
  await app.setChooser({ save: disclosure });
  await expectUsable('disclosure');
  await button('生成揭示文件').click();
  await page.getByText('揭示 1 项').first().waitFor();
  expect(await verifyBundle(zip, { disclosures: [disclosure] }, quietJob)).toMatchObject({ ok: true, problems: [] });
  expect(JSON.parse(readFileSync(disclosure, 'utf8')).reveals).toHaveLength(1);
});

test('an issued bundle is rebuilt to the same bytes', async () => {
  const again = join(folder, '重新生成.zip');
  await visit(page, `/r/bundle/${await firstOf('bundle')}`);
  await openMenu();
  await page.getByRole('menuitem', { name: '重新生成' }).click();
  await dialog().locator('input[type=password]').fill(password);
  await app.setChooser({ save: again });
  await expectUsable('rebuild');
  await dialog().getByRole('button', { name: '选择位置并生成' }).click();
  await page.getByText('与出具时一致').first().waitFor();
  expect(readFileSync(again).equals(readFileSync(join(folder, '证据包.zip')))).toBe(true);
});

test('a record suspected of being a state secret is frozen with the law beside it, and can only be released or purged', async () => {
  const id = await firstOf('secret');
  await visit(page, `/r/secret/${id}`);
  await openMenu();
  await page.getByRole('menuitem', { name: /^冻结/ }).click();
  await dialog().getByText('保守国家秘密法第三十一条').waitFor();
  await expectUsable('freeze');
  await dialog().getByRole('textbox').fill('图纸上有可疑标志');
  await dialog().getByRole('button', { name: '冻结' }).click();
  await page.getByText('已冻结', { exact: true }).first().waitFor();
  // What the core would refuse is not offered, and the page says why.
  await page.getByText('记录已冻结：附件不能查看、另存或添加。').waitFor();
  expect(await button('编辑').count()).toBe(0);
  expect(await button('添加附件').count()).toBe(0);
  expect(await button('另存').count()).toBe(0);
  await page.getByText('记录已冻结，任何人不得打开。').waitFor();
  expect(await button('打开（记录在案）').isDisabled()).toBe(true);
  await openMenu();
  expect(await page.getByRole('menuitem', { name: '申请清除全部内容' }).count()).toBe(1);
  await page.getByRole('menuitem', { name: '解除冻结' }).click();
  await dialog().getByRole('button', { name: '解除冻结' }).click();
  await button('编辑').first().waitFor();
});

test('an erasure is asked for on the record and carried out on the audit page, with a witness where there is one officer', async () => {
  const id = await firstOf('person');
  await visit(page, `/r/person/${id}`);
  await openMenu();
  await page.getByRole('menuitem', { name: '申请删除内容' }).click();
  await dialog()
    .getByRole('checkbox', { name: /联系电话/ })
    .check();
  await dialog().getByRole('textbox').fill('离职满三年，保存目的已消失');
  await expectUsable('ask');
  await dialog().getByRole('button', { name: '提出申请' }).click();
  await visit(page, '/audit');
  await button('执行删除').click();
  await dialog().getByRole('button', { name: '执行删除' }).click();
  // Without witness and password nothing happens: the dialog stays.
  await page.getByLabel('见证人与签字单').fill('傅明澈，2026-11-20 签字单');
  await dialog().locator('input[type=password]').fill(password);
  await expectUsable('carry out');
  await dialog().getByRole('button', { name: '执行删除' }).click();
  await page.getByText('已删除：1 条记录').waitFor();
  await button('检查点及其留存').click();
  await expectUsable('audit');
  await visit(page, `/r/person/${id}`);
  await page.getByText('已依法删除：联系电话').waitFor();
  const { record } = await call<{ record: { values: Record<string, unknown> } }>('register.get', {
    register: 'person',
    id,
    asOf: null,
  });
  expect(record.values.phone ?? null).toBeNull();
  expect(existsSync(join(demo.folder, 'vault.db'))).toBe(true);
});
