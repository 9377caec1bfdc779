import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
beforeAll(async () => {
  demo = await makeDemo();
});
afterAll(() => demo.remove());

const pages = [
  '/',
  '/r/secret',
  '/r/person',
  '/r/carrier',
  '/r/department',
  '/r/post',
  '/r/secret/new',
  '/evidence',
  '/audit',
  '/audit/stamps',
  '/settings',
];

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: page as never })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
}

describe.each([
  { colorScheme: 'light' as const, viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark' as const, viewport: { width: 1280, height: 720 } },
])('the window, $colorScheme at $viewport.width', ({ colorScheme, viewport }) => {
  let app: AppUnderTest;
  beforeAll(async () => {
    app = await launchDemo(demo, { colorScheme, viewport });
  });
  afterAll(() => app.close());

  test('is free of accessibility faults on every page and never scrolls sideways', async () => {
    expect(await violations(app.page)).toEqual([]);
    await unlock(app.page);
    for (const path of pages) {
      await visit(app.page, path);
      expect([path, await violations(app.page)]).toEqual([path, []]);
      const overflow = await app.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, overflow]).toEqual([path, 0]);
    }
  });
});

describe('locking', () => {
  test('leaves no vault text in the page and ends the core within a second', async () => {
    const app = await launchDemo(demo);
    try {
      await unlock(app.page);
      await visit(app.page, '/r/secret');
      await app.page.getByText('商密〔').first().waitFor();
      const core = await app.corePid();
      const next = app.waitForNewPage();
      await app.page.keyboard.press('Control+l').catch(() => undefined);
      const page = await next;
      const deadline = Date.now() + 1000;
      while (isAlive(core) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(isAlive(core)).toBe(false);
      await page.locator('h1').first().waitFor();
      const left = await page.evaluate(async () => {
        const stores = [
          JSON.stringify(localStorage),
          JSON.stringify(sessionStorage),
          (await indexedDB.databases()).length,
          (await caches.keys()).length,
        ];
        return `${document.documentElement.outerHTML}\n${stores.join('\n')}`;
      });
      expect(left).not.toMatch(/商密〔|云母|浸渍/);
      const refused = await page.evaluate(() =>
        (
          window as unknown as {
            midian: { call(route: string, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
          }
        ).midian.call('register.list', { register: 'secret' }),
      );
      expect(refused).toMatchObject({ ok: false, error: { code: 'not_unlocked' } });
      await unlock(page);
    } finally {
      await app.close();
    }
  });
});

describe('a clerk', () => {
  test('finds a record by two keystrokes and its number, opens it, changes it and sees the change in its history', async () => {
    const app = await launchDemo(demo);
    try {
      const { page } = app;
      await unlock(page);
      await visit(page, '/r/secret');
      const first = await page
        .getByText(/^商密〔\d{4}〕\d{3}号$/)
        .first()
        .innerText();
      await visit(page, '/');
      await page.keyboard.press('Control+k');
      await page.keyboard.type(first);
      await page.getByRole('option').filter({ hasText: first }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.url()).toContain('/r/secret/');
      await page.getByRole('button', { name: '编辑' }).first().click();
      const note = page.getByLabel('备注').first();
      await note.fill('窗口测试所改');
      await page.keyboard.press('Control+Enter');
      await page.getByText('窗口测试所改').first().waitFor();
      await expect
        .poll(async () =>
          page
            .getByText(/第 \d+ 版/)
            .first()
            .innerText(),
        )
        .toMatch(/第 [2-9]/);
    } finally {
      await app.close();
    }
  });

  test('opens sealed content only by asking for it, and the opening is counted', async () => {
    const app = await launchDemo(demo);
    try {
      const { page } = app;
      await unlock(page);
      await visit(page, '/r/secret');
      await page
        .getByText(/^商密〔\d{4}〕\d{3}号$/)
        .first()
        .dblclick();
      const open = page.getByRole('button', { name: /打开（记录在案）/ });
      await open.waitFor();
      expect(await page.content()).not.toContain('演示数据）');
      await open.click();
      await page.getByRole('dialog').getByRole('button', { name: /打开/ }).click();
      await page.getByText('（演示数据）').first().waitFor();
    } finally {
      await app.close();
    }
  });
});
