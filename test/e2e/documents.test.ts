// Printing from the window: a register from its list, now and as of a past day, and the papers of the evidence page.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPoppler, joined } from '../integration/support/pdf.ts';
import { password } from '../integration/support/vaults.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
let app: AppUnderTest;

beforeAll(async () => {
  demo = await makeDemo();
  app = await launchDemo(demo);
  await unlock(app.page);
});
afterAll(async () => {
  await app.close();
  demo.remove();
});

/** Presses a button and waits for the finished job in the tray. */
async function printed(page: Page, name: string, press: () => Promise<void>): Promise<Buffer> {
  const target = join(demo.base, name);
  await app.setChooser({ save: target });
  await press();
  const card = page.locator('aside .job').filter({ hasText: name });
  await card.getByRole('button', { name: '打开所在文件夹' }).waitFor();
  expect(existsSync(target)).toBe(true);
  await card.getByRole('button', { name: '移除此项' }).click();
  return readFileSync(target);
}

const text = (bytes: Buffer) => (hasPoppler ? joined(bytes) : null);

describe('printing from the window', () => {
  test('writes the register that is shown as its paper form', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    const bytes = await printed(page, '台账.pdf', () => page.getByRole('button', { name: '打印台账' }).click());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    if (text(bytes) !== null) expect(text(bytes)).toContain('填表人：审核人：部门（商秘办）负责人：');
  });

  test('writes public list and hand-over list from the evidence page', async () => {
    const { page } = app;
    await visit(page, '/evidence');
    const list = await printed(page, '名录.pdf', () => page.getByRole('button', { name: '打印名录 R02' }).click());
    if (text(list) !== null) expect(text(list)).toContain('商业秘密保护名录');
    await app.setChooser({ save: join(demo.base, '包.zip') });
    const issued = await page.evaluate(async (secret) => {
      const bridge = (
        window as unknown as {
          midian: { chooseSave(o: unknown): Promise<{ token: string }>; call(r: string, i: unknown): Promise<unknown> };
        }
      ).midian;
      const target = await bridge.chooseSave({ suggestedName: '包.zip', filters: [] });
      return bridge.call('bundle.create', {
        target: target.token,
        registers: [{ register: 'secret', filters: [], opened: [], files: [] }],
        asOf: null,
        approval: { approver: '傅明澈', approvedOn: '2026-11-18', form: '' },
        level: 'court',
        attachments: false,
        recipient: '江北区人民法院',
        purpose: '起诉立案',
        password: secret,
      });
    }, password);
    expect(issued).toMatchObject({ ok: true });
    const action = page.getByRole('button', { name: /^打印 .* 生成的证据包的移交清单$/ });
    await action.waitFor({ timeout: 60_000 });
    const handover = await printed(page, '移交.pdf', () => action.click());
    if (text(handover) !== null) expect(text(handover)).toContain('江北区人民法院');
  });

  test('prints a past day as of that day and says so', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    await page.locator('button[aria-haspopup=dialog]', { hasText: '今天' }).click();
    await page.getByPlaceholder('2025-06-30').fill('2025-06-30');
    await page.getByRole('button', { name: '按此日期查看' }).click();
    await page.getByText('只读').first().waitFor();
    const bytes = await printed(page, '截至.pdf', () => page.getByRole('button', { name: '打印（附基准日）' }).click());
    if (text(bytes) !== null) expect(text(bytes)).toContain('截至2025年6月30日');
  });
});
