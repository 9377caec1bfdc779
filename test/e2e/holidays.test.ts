// The holiday table in the settings: a year is entered as the notice has it, a line that cannot be read is named, and the year stands in the list.
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let demo: DemoVault;
let app: AppUnderTest;

beforeAll(async () => {
  demo = await makeDemo(30);
  app = await launchDemo(demo, { viewport: { width: 1280, height: 720 } });
  await unlock(app.page);
});
afterAll(async () => {
  await app.close();
  demo.remove();
});

test('an officer enters the holidays of a coming year and sees them in the list', async () => {
  const { page } = app;
  const year = new Date().getFullYear() + 1;
  const picture = async (step: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `/tmp/shots/holidays-${step}.png` });
  };
  await visit(page, '/settings');
  await page.getByRole('button', { name: `录入 ${year} 年` }).click();
  const form = page.locator('form').filter({ has: page.getByLabel('放假日') });
  const save = form.getByRole('button', { name: '保存', exact: true });
  await page.getByLabel('放假日').fill(`${year}年1月1日至${year}年1月3日\n春节`);
  await page.getByText('第 2 行“春节”').first().waitFor();
  expect(await save.isDisabled()).toBe(true);
  await picture('fault');
  await page.getByLabel('放假日').fill(`${year}年1月1日至${year}年1月3日`);
  await save.click();
  const row = page.getByRole('row').filter({ hasText: String(year) });
  await row.getByText('本单位录入').waitFor();
  await row.scrollIntoViewIfNeeded();
  await picture('list');
  const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});
