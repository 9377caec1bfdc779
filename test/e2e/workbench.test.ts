// The workbench's figures and the page of risk in the window: every figure leads to as many records as it says; light and dark, Chinese
// and English, two sizes; usable by everybody.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/contract.ts';
import type { AppUnderTest, LaunchOptions } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
];

let demo: DemoVault;
let app: AppUnderTest;
let page: Page;

beforeAll(async () => {
  demo = await makeDemo(120);
  await start({});
});

afterAll(async () => {
  await app.close();
  demo.remove();
});

async function start(options: LaunchOptions): Promise<void> {
  app = await launchDemo(demo, { viewport: { width: 1280, height: 720 }, ...options });
  page = app.page;
  await unlock(page);
}

async function call<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>> {
  const envelope = await page.evaluate(
    ([name, given]) => {
      const { midian } = window as unknown as { midian: { call(route: string, input: unknown): Promise<unknown> } };
      return midian.call(name as string, given);
    },
    [route, input] as const,
  );
  const { ok, data } = envelope as { ok: boolean; data: RouteOutput<Name> };
  if (!ok) throw new Error(`${route}: ${JSON.stringify(envelope)}`);
  return data;
}

/** In both sizes: no violation, no sideways scrolling. With SHOTS set it leaves pictures. */
async function expectUsable(step: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    if (process.env.SHOTS) await page.screenshot({ path: `/tmp/shots/${step}-${size.width}.png` });
    const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${step}: ${id} ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, step).toBe(0);
  }
}

/** Gives every fourth secret an assessment, half of them an old one. */
async function assess(): Promise<void> {
  const { records } = await call('register.list', {
    register: 'secret',
    filters: [{ field: 'status', operator: 'is', values: ['in_force', 'content_due'] }],
    limit: 200,
  });
  for (const [index, { id, version }] of records.entries())
    if (index % 4 === 0)
      await call('register.update', {
        register: 'secret',
        id,
        version,
        values: {
          riskLikelihood: 1 + (index % 5),
          riskHarm: 1 + (index % 3),
          riskAssessedOn: index % 8 === 0 ? '2024-03-01' : '2026-10-12',
        },
      });
}

test('every figure of the workbench leads to a list of exactly as many records', async () => {
  await visit(page, '/');
  await page.getByRole('link', { name: /工艺技术部/ }).waitFor();
  const figures = await page.locator('[aria-label="台账概况"] a').evaluateAll((links) =>
    links.map((link) => ({
      name: link.getAttribute('aria-label') ?? link.textContent ?? '',
      to: link.getAttribute('href')?.replace(/^#/, '') ?? '',
    })),
  );
  // Eight in the strip; gaps and seven kinds; three grades; nine departments.
  expect(figures.length).toBe(28);
  for (const { name, to } of figures) {
    const count = /([\d,]+)$/.exec(name)?.[1];
    await visit(page, to);
    await page.getByText(new RegExp(`共 ${count} 项`)).waitFor({ timeout: 10_000 });
  }
}, 120_000);

test('the workbench shows work at the left and figures at the right', async () => {
  await visit(page, '/');
  await page.getByRole('link', { name: /工艺技术部/ }).waitFor();
  await page.getByRole('button', { name: /审批表号待补充/ }).waitFor();
  await expectUsable('workbench');
  await page.getByRole('button', { name: /显示全部/ }).click();
  await page.getByRole('button', { name: '收起' }).waitFor();
});

test('a cell of the matrix of risk lists its secrets, and each leads to the form of its risk', async () => {
  await assess();
  await visit(page, '/risk');
  const { cells, due } = await call('risk.matrix', {});
  const [cell] = cells;
  if (!cell) throw new Error('some were assessed');
  const button = page.getByRole('button', {
    name: `泄露可能性 ${cell.likelihood}、泄露损害 ${cell.harm}：${cell.count} 项`,
  });
  await button.click();
  await page.getByText(`共 ${cell.count} 项`).waitFor();
  await expectUsable('risk');
  await button.click();
  await page.getByLabel(/只看待评估/).click();
  await page.getByText(`共 ${due} 项`).waitFor();
  await page.getByLabel('密级').selectOption('core');
  const chosen = await call('risk.secrets', { onlyDue: true, level: 'core' });
  await page.getByText(`共 ${chosen.total} 项`).waitFor();
  await page.getByRole('link', { name: '评估', exact: true }).first().click();
  await page.getByLabel('泄露可能性（1–5）').waitFor();
  await expectUsable('risk-form');
});

test('the last step of the trail is read whole in a small window in English; what lies between gives way', async () => {
  const { records } = await call('register.list', {
    register: 'secret',
    filters: [{ field: 'status', operator: 'is', values: ['proposed'] }],
    limit: 2,
  });
  const { id, number } = await call('procedure.start', {
    template: 'grading',
    items: records.map((record) => ({ record: record.id })),
    common: { level: 'general', term: 'P5Y', reason: '工艺要点' },
    stateSecretDeclared: true,
  });
  await call('profile.set', { language: 'en' });
  await app.close();
  await start({ locale: 'en-US', colorScheme: 'dark' });
  await visit(page, `/r/procedure/${id}`);
  const last = page.locator('[aria-current=page]').filter({ hasText: number });
  await last.waitFor();
  // The state of the journal takes its room first.
  await page.getByText(/verified/).waitFor();
  expect(await last.getAttribute('title')).toBe(number);
  expect(await last.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await expectUsable('trail-dark-en');
});

test('workbench and risk are usable in the dark and in English', async () => {
  await visit(page, '/');
  await page.getByRole('link', { name: /工艺技术部/ }).waitFor();
  await page.getByRole('button', { name: /approval/ }).waitFor();
  await expectUsable('workbench-dark-en');
  await visit(page, '/risk?cell=unrated');
  await page.getByRole('heading', { name: 'Likelihood or harm not filled' }).waitFor();
  await expectUsable('risk-dark-en');
  await visit(page, '/measures?lacks=other');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await expectUsable('measures-dark-en');
});
