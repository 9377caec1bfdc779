// A past date in the window: parts of a list, a record of that day, the report on it and its paper; without a fault axe can find.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPoppler, joined } from '../integration/support/pdf.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
let app: AppUnderTest;
let page: Page;

beforeAll(async () => {
  demo = await makeDemo();
  app = await launchDemo(demo);
  page = app.page;
  await unlock(page);
});
afterAll(async () => {
  await app.close();
  demo.remove();
});

async function faults(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

const tab = (word: string) => page.locator('nav.tabs button', { hasText: word });
const countOf = async (word: string) => Number((await tab(word).locator('.count').textContent())?.replaceAll(',', ''));
const fitting = () => page.getByText(/^符合 [\d,]+ 项$/);

describe('a past date', () => {
  test('the report asks for a date first and takes it', async () => {
    await visit(page, '/evidence/in-force');
    expect(await faults()).toEqual([]);
    await page.getByPlaceholder('2025-06-30').fill('2025-06-30');
    await page.getByRole('button', { name: '按此日期查看' }).click();
    await page.getByRole('heading', { name: '2025年6月30日有效的保护状况' }).waitFor();
    await page.getByText('不证明固定之前内容真实及形成时间').waitFor();
    expect(await faults()).toEqual([]);
  });

  test('the report changes its reading with the switch and prints what it shows', async () => {
    await page.getByText('逐行标明记录时间').waitFor();
    await page.getByRole('button', { name: '当日前已记录' }).click();
    await page.getByText('且基准日当日前已记入本系统的内容').waitFor();
    const counts = await page.getByRole('row', { name: /^项数/ }).textContent();
    const target = join(demo.base, '当日.pdf');
    await app.setChooser({ save: target });
    await page.getByRole('button', { name: '打印保护状况' }).click();
    await page
      .locator('aside .job')
      .filter({ hasText: '当日.pdf' })
      .getByRole('button', { name: '打开所在文件夹' })
      .waitFor();
    expect(existsSync(target)).toBe(true);
    if (hasPoppler) {
      const text = joined(readFileSync(target));
      expect(text).toContain('2025年6月30日有效的保护状况');
      expect(text).toContain(counts?.replace(/^项数/, '').replaceAll(' ', ''));
    }
    await page.getByRole('button', { name: '依文书当日有效' }).click();
  });

  test('each tab of a list is a filter with its own count', async () => {
    await visit(page, '/r/secret');
    await tab('当日在册').locator('.count').waitFor();
    for (const word of ['当日在册', '与今天不同', '其后补录']) {
      const count = await countOf(word);
      await tab(word).click();
      await page.getByText(`符合 ${count} 项`, { exact: true }).waitFor();
    }
    expect(await faults()).toEqual([]);
    await tab('当日在册').click();
    expect(await countOf('当日在册')).toBeGreaterThan(await countOf('与今天不同'));
    await fitting().waitFor();
    await page.getByText(/^事实日期据文书；记录时间取自日志，基准日截至第 [\d,]+ 条$/).waitFor();
  });

  test('a record says which version it shows and leads to its report of that day', async () => {
    await page.getByRole('row').nth(1).dblclick();
    await page.getByText(/^所示为第 \d+ 版：事实日期 /).waitFor();
    await page.getByText('当日所示').waitFor();
    expect(await faults()).toEqual([]);
    await page.getByRole('link', { name: '当日保护状况' }).click();
    await page.getByText('按所选条件，不是全部秘点').waitFor();
    await page.getByText('第 1–1 项，共 1 项').waitFor();
  });

  test('a date before the first entry has nothing by record and says so', async () => {
    await page.locator('button[aria-haspopup=dialog]', { hasText: '2025-06-30' }).click();
    await page.getByPlaceholder('2025-06-30').fill('2015-01-01');
    await page.getByRole('radio', { name: '当日前已记录' }).click();
    await page.getByRole('button', { name: '按此日期查看' }).click();
    await page.getByText('当日没有在册的秘点。').waitFor();
    expect(await page.getByRole('button', { name: '打印保护状况' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '返回今天' }).click();
  });
});
