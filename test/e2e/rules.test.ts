// Findings and matrices in the window: counted on the workbench, shown on the record with the way to put them right; usable by everybody.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let demo: DemoVault;
let app: AppUnderTest;
let page: Page;

beforeAll(async () => {
  demo = await makeDemo(60);
  app = await launchDemo(demo, { viewport: { width: 1280, height: 720 } });
  page = app.page;
  await unlock(page);
});

afterAll(async () => {
  await app.close();
  demo.remove();
});

async function expectUsable(step: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `/tmp/shots/${step}.png` });
  const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${step}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, step).toBe(0);
}

test('the workbench counts what the rules find, opens one rule, and leads to the record', async () => {
  await visit(page, '/');
  const rule = page.getByRole('button', { name: /审批表号待补充/ }).first();
  await rule.click();
  await page.getByRole('button', { expanded: true }).waitFor();
  await expectUsable('findings');
  await page.getByRole('link', { name: /型01/ }).first().click();
  await page.getByRole('complementary').getByText('定密审批表号待补充').waitFor();
});

test('a record says what is to be added and why, and its button opens the form', async () => {
  const id = await page.evaluate(async () => {
    const { midian } = window as unknown as {
      midian: { call(route: string, input: unknown): Promise<{ data: never }> };
    };
    const { findings } = (await midian.call('rules.findings', { limit: 500 })).data as {
      findings: { register: string; record: string; fix: { act: string } }[];
    };
    return findings.find(({ register, fix }) => register === 'secret' && fix.act === 'edit')?.record;
  });
  await visit(page, `/r/secret/${id}`);
  const rail = page.getByRole('complementary');
  await rail.getByText('待补充、待核实').waitFor();
  await expectUsable('record-findings');
  await rail
    .getByRole('button', { name: /填写|补充|评估/ })
    .first()
    .click();
  await page.getByRole('button', { name: /保存/ }).first().waitFor();
});

test('the matrices of measures and of knowledge show cells and lead on', async () => {
  await visit(page, '/measures');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await expectUsable('measures');
  await visit(page, '/knowledge');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await expectUsable('knowledge');
});
