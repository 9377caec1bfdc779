// Forms that were not saved and views that were: both must be there again after the vault was locked.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
let app: AppUnderTest;
const questions: string[] = [];

beforeAll(async () => {
  demo = await makeDemo();
  app = await launchDemo(demo);
});
afterAll(async () => {
  await app.close();
  demo.remove();
});

/** Takes note of every question the page asks in the system's own dialog, and says yes. */
function listen(page: Page): void {
  page.setDefaultTimeout(15_000);
  page.on('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.accept();
  });
}

async function lockAndUnlock(lock: (page: Page) => Promise<void>): Promise<Page> {
  const next = app.waitForNewPage();
  // The page may be gone before the key is up.
  await lock(app.page).catch(() => undefined);
  const page = await next;
  listen(page);
  await unlock(page);
  return page;
}

const sealedText = '第三段升温 712 ℃，保持 40 分钟';

describe('a form that was not saved', () => {
  test('is kept when the clerk locks, offered on the workbench and filled again, sealed content too', async () => {
    const { page } = app;
    listen(page);
    await unlock(page);
    await visit(page, '/r/secret/new');
    await page.getByLabel('秘点名称').first().fill('双面梯度升温曲线');
    await page
      .getByLabel(/不涉及国家秘密|不含国家秘密/)
      .first()
      .check();
    await page.getByRole('textbox', { name: '秘点内容' }).fill(sealedText);
    const after = await lockAndUnlock((locking) => locking.keyboard.press('Control+l'));
    expect(questions).toEqual([]);
    const row = after.getByRole('row').filter({ hasText: '新建秘点' });
    await row.getByRole('link', { name: '继续填写' }).click();
    await expect.poll(() => after.getByLabel('秘点名称').first().inputValue()).toBe('双面梯度升温曲线');
    expect(await after.getByRole('textbox', { name: '秘点内容' }).inputValue()).toBe(sealedText);
    await after.keyboard.press('Control+Enter');
    await after.getByRole('heading', { level: 1, name: '双面梯度升温曲线' }).waitFor();
    await visit(after, '/');
    await after.getByRole('heading', { level: 1, name: '工作台' }).waitFor();
    await expect.poll(() => after.getByText('继续填写').count()).toBe(0);
  });

  test('is kept while typing, so that a computer going to sleep takes no more than the last seconds', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    await page
      .getByText(/^商密〔\d{4}〕\d{3}号$/)
      .first()
      .dblclick();
    await page.getByRole('button', { name: '编辑' }).first().click();
    await page.getByLabel('备注').first().fill('睡眠前所填');
    await page.getByText(/草稿已存/).waitFor();
    const after = await lockAndUnlock(() => app.suspend());
    await after.getByRole('link', { name: '继续填写' }).click();
    await expect.poll(() => after.getByLabel('备注').first().inputValue()).toBe('睡眠前所填');
    await after.getByRole('button', { name: '取消' }).first().click();
    await after.getByRole('button', { name: '编辑' }).first().waitFor();
    await visit(after, '/');
    await after.getByRole('heading', { level: 1, name: '工作台' }).waitFor();
    await expect.poll(() => after.getByText('继续填写').count()).toBe(0);
  });

  test('is offered where its form is, and gone once it is given up', async () => {
    const { page } = app;
    await visit(page, '/r/person/new');
    await page.getByLabel('姓名').first().fill('未保存的人');
    const after = await lockAndUnlock((locking) => locking.keyboard.press('Control+l'));
    await visit(after, '/r/person/new');
    await after.getByText(/有一份未保存的填写/).waitFor();
    await after.getByRole('button', { name: '放弃' }).click();
    await after.getByRole('dialog').getByRole('button', { name: '放弃' }).click();
    await expect.poll(() => after.getByText(/有一份未保存的填写/).count()).toBe(0);
    expect(questions).toEqual([]);
  });
});

describe('a saved view', () => {
  test('is a tab that brings its conditions back after a lock, can be renamed and removed', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    await page.getByRole('searchbox', { name: '在本台账内查找' }).fill('云母');
    await expect.poll(() => page.url()).toContain('q=');
    await page.getByRole('button', { name: '＋ 存为视图' }).click();
    await page.getByRole('dialog').getByLabel('名称').fill('云母类');
    await page.getByRole('dialog').getByRole('button', { name: '保存视图' }).click();
    await page.getByRole('button', { name: '云母类', exact: true }).waitFor();
    const found = await page.getByText(/^符合 [\d,]+ 项$/).innerText();

    const after = await lockAndUnlock((locking) => locking.keyboard.press('Control+l'));
    await visit(after, '/r/secret');
    expect(await after.getByRole('searchbox', { name: '在本台账内查找' }).inputValue()).toBe('');
    await after.getByRole('button', { name: '云母类', exact: true }).click();
    await expect.poll(() => after.getByRole('searchbox', { name: '在本台账内查找' }).inputValue()).toBe('云母');
    await expect.poll(() => after.getByText(/^符合 [\d,]+ 项$/).innerText()).toBe(found);

    await after.getByRole('button', { name: /视图“云母类”的操作/ }).click();
    await after.getByRole('menuitem', { name: '重命名…' }).click();
    await after.getByRole('dialog').getByLabel('名称').fill('云母');
    await after.getByRole('dialog').getByRole('button', { name: '保存视图' }).click();
    await after.getByRole('button', { name: /视图“云母”的操作/ }).click();
    await after.getByRole('menuitem', { name: '删除视图…' }).click();
    await after.getByRole('dialog').getByRole('button', { name: '删除视图' }).click();
    await expect.poll(() => after.getByRole('button', { name: '云母', exact: true }).count()).toBe(0);
    await expect.poll(() => after.getByRole('searchbox', { name: '在本台账内查找' }).inputValue()).toBe('');
  });
});
