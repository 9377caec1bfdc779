// The first thing a clerk does: a vault of his own through all steps of the wizard, each with what it proposes, up to the workbench; and
// the settings of that vault can be saved.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { password } from '../integration/support/vaults.ts';
import { type AppUnderTest, launchApp } from './launch.ts';
import { visit } from './support/demo.ts';

let base: string;
let app: AppUnderTest;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'midian-create-'));
  const environment = { MIDIAN_PROFILE: join(base, 'profile'), MIDIAN_VAULTS: base };
  app = await launchApp({ viewport: { width: 1280, height: 720 }, environment });
});
afterAll(async () => {
  await app.close();
  rmSync(base, { recursive: true, force: true });
});

test('a vault is created step by step and opened, and its number patterns can be changed', async () => {
  const { page } = app;
  const next = () => page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '新建保密库' }).click();
  await page.getByLabel('单位名称').fill('江北云岭电工材料有限公司');
  await next();
  await page.getByLabel('姓名').fill('沈若溪');
  await page.getByLabel('登录名').fill('shen');
  await page.getByLabel('新密码').fill(password);
  await page.getByLabel('再次输入').fill(password);
  await next();
  await page.getByText('三级：核心、重要、一般').click();
  await next();
  if (process.env.SHOTS) await page.screenshot({ path: '/tmp/shots/create-patterns.png' });
  expect(await page.getByRole('textbox').count()).toBeGreaterThan(5);
  await next();
  await page.getByRole('radio').first().check();
  await next();
  await page.getByLabel('暂不录入密封内容，先登记台账').check();
  await next();
  await page.getByRole('button', { name: '建立保密库' }).click();
  await page.getByRole('button', { name: '进入工作台' }).click();
  await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor();
  await visit(page, '/settings');
  const pattern = page.getByRole('textbox', { name: '载体', exact: false }).first();
  await pattern.fill('载体-{seq:4}');
  await page.getByRole('region', { name: '密级方案与编号规则' }).getByRole('button', { name: '保存设置' }).click();
  await page.getByText('设置已保存').first().waitFor();
});
