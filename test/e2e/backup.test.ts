// Backup and restore in the window: a folder is chosen, a backup made and shown as tested; it is restored from the first
// screen into another folder and opened.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { password } from '../integration/support/vaults.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
beforeAll(async () => {
  demo = await makeDemo();
});
afterAll(() => demo.remove());

/** Pictures for looking at, where a folder is named. */
async function picture(app: AppUnderTest, name: string): Promise<void> {
  const folder = process.env.MIDIAN_PICTURES;
  if (folder) await app.page.screenshot({ path: join(folder, `${name}.png`) });
}

test('a backup made in the settings is restored from the first screen and opened', async () => {
  const app = await launchDemo(demo, {
    colorScheme: process.env.MIDIAN_DARK ? 'dark' : 'light',
    viewport: { width: 1280, height: 720 },
  });
  const target = join(demo.base, '备份盘');
  const places = join(demo.base, '恢复处');
  mkdirSync(target);
  mkdirSync(places);
  try {
    let { page } = app;
    await unlock(page);
    await visit(page, '/settings?section=backup');
    await page.getByText('还没有备份过').waitFor();
    await app.setChooser({ folder: target });
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.getByText(target).waitFor();
    await page.getByLabel('自动备份').selectOption({ label: '每 7 天' });
    await page.getByLabel('保留份数').selectOption({ label: '最近 3 份' });
    writeFileSync(join(target, '演示-旧.midian-backup'), '不是备份');
    await page.getByRole('button', { name: '立即备份' }).click();
    await page.getByText(/已备份并试恢复通过/).waitFor();
    await page.getByRole('cell', { name: '已通过' }).waitFor();
    // A file nobody recorded is named, not passed over.
    await page.getByText('演示-旧.midian-backup：无法作为备份读取。').waitFor();
    await page.locator('[data-section=backup]').scrollIntoViewIfNeeded();
    await picture(app, 'backup');
    const [file] = readdirSync(target);
    expect(file).toMatch(/^演示-\d{8}-\d{6}\.midian-backup$/);
    const next = app.waitForNewPage();
    await page.keyboard.press('Control+l').catch(() => undefined);
    page = await next;
    await page.getByRole('button', { name: '从备份恢复' }).click();
    await app.setChooser({ files: [join(target, file as string)], folder: places });
    await page.getByRole('button', { name: '选择备份文件' }).click();
    await page.getByText(/备份于/).waitFor();
    await page.getByRole('button', { name: '选择文件夹' }).click();
    await page.locator('input[type=password]').fill(`${password}x`);
    await page.getByRole('button', { name: '恢复', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(readdirSync(places)).toEqual([]);
    await page.locator('input[type=password]').fill(password);
    await picture(app, 'restore');
    await page.getByRole('button', { name: '恢复', exact: true }).click();
    await page.getByText(/校验通过/).waitFor();
    await picture(app, 'restored');
    expect(readdirSync(places)).toEqual(['演示.midian']);
    await page.getByRole('button', { name: '打开恢复的保密库' }).click();
    await page.locator('input[type=password]').fill(password);
    await page.locator('button[type=submit]').click();
    await page.locator('nav').first().waitFor();
    await visit(page, '/audit');
    await page.getByRole('cell', { name: '从备份恢复' }).first().waitFor();
  } finally {
    await app.close();
  }
});
