// Time stamps in the window: asking, taking the answer of a real local authority in, choosing its certificate; then the
// stamp is shown on the journal, the record and the bundle.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTsa, purposes } from '../integration/support/tsa.ts';
import { password } from '../integration/support/vaults.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
beforeAll(async () => {
  demo = await makeDemo();
});
afterAll(() => demo.remove());

interface BridgeWindow {
  midian: {
    call(route: string, input: unknown): Promise<{ ok: boolean; data: Record<string, never> }>;
  };
}

/** Address of a record that has an attachment. */
async function recordWithFile(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { midian } = window as unknown as BridgeWindow;
    for (const register of ['secret', 'carrier', 'person']) {
      const { records } = (await midian.call('register.list', { register, limit: 100 })).data as unknown as {
        records: { id: string }[];
      };
      for (const { id } of records) {
        const { attachments } = (await midian.call('register.get', { register, id })).data as unknown as {
          attachments: unknown[];
        };
        if (attachments.length > 0) return `/r/${register}/${id}`;
      }
    }
    return '';
  });
}

/** Pictures for looking at, where a folder is named. */
async function picture(app: AppUnderTest, name: string): Promise<void> {
  const folder = process.env.MIDIAN_PICTURES;
  if (folder) await app.page.screenshot({ path: join(folder, `${name}.png`) });
}

test('the journal, an attachment and a bundle are stamped, and shown as trusted once the CA is chosen', async () => {
  const tsa = createTsa();
  const root = tsa.issue({ name: '示例时间戳根证书', extensions: purposes.authority, issuer: null });
  const signer = tsa.issue({ name: '示例时间戳服务', extensions: purposes.stamping, issuer: root });
  const app = await launchDemo(demo, {
    colorScheme: process.env.MIDIAN_DARK ? 'dark' : 'light',
    viewport: { width: 1280, height: 720 },
  });
  const { page } = app;
  const answers: string[] = [];
  const ask = async (click: () => Promise<void>) => {
    const query = join(demo.base, `q${answers.length}.tsq`);
    await app.setChooser({ save: query });
    await click();
    await expect.poll(() => existsSync(query)).toBe(true);
    const answer = join(demo.base, `a${answers.length}.tsr`);
    writeFileSync(answer, tsa.reply(new Uint8Array(readFileSync(query)), signer));
    answers.push(answer);
  };
  try {
    await unlock(page);
    await visit(page, '/audit/stamps');
    await picture(app, 'stamps-empty');
    await ask(() => page.getByRole('button', { name: '对当前日志生成请求' }).click());
    await page.getByText('待导入').waitFor();
    const record = await recordWithFile(page);
    expect(record).not.toBe('');
    await visit(page, record);
    await ask(() =>
      page
        .getByRole('button', { name: /生成时间戳请求/ })
        .first()
        .click(),
    );
    await page.getByText('第三方时间戳 待导入').waitFor();
    const zip = join(demo.base, '证据包.zip');
    const issued = await page.evaluate(
      async ([target, secret]) => {
        const { midian } = window as unknown as BridgeWindow;
        return midian.call('bundle.create', {
          target,
          registers: [{ register: 'secret', filters: [] }],
          level: 'court',
          attachments: false,
          recipient: '法院',
          purpose: '立案',
          approval: { approver: '傅明澈', approvedOn: '2026-11-18', form: 'F06' },
          password: secret,
        });
      },
      [await tokenFor(app, zip), password] as const,
    );
    expect(issued.ok).toBe(true);
    await visit(page, '/evidence');
    await ask(() =>
      page
        .getByRole('button', { name: /生成时间戳请求/ })
        .first()
        .click(),
    );
    await visit(page, '/audit/stamps');
    await app.setChooser({ files: [...answers, join(demo.base, 'q0.tsq')] });
    await page.getByRole('button', { name: '导入时间戳' }).click();
    await page.getByText('已导入 3 枚时间戳').waitFor();
    await page.getByText('“q0.tsq”不是完整的时间戳文件').waitFor();
    expect(await page.getByRole('cell', { name: '未选定 CA 证书' }).count()).toBe(3);
    await app.setChooser({ files: [tsa.path(root.certificate)] });
    await page.getByRole('button', { name: '选择 CA 证书' }).click();
    await page.getByRole('cell', { name: '示例时间戳根证书' }).waitFor();
    await expect.poll(() => page.getByRole('cell', { name: '已核对' }).count()).toBe(3);
    await page.getByRole('button', { name: '全部核对' }).click();
    await page.getByText('已核对 3 枚时间戳，签名与对象均相符').waitFor();
    await picture(app, 'stamps');
    await visit(page, '/audit');
    await page.getByText(/最近一次第三方时间戳 .*示例时间戳服务，已核对/).waitFor();
    await picture(app, 'audit');
    await visit(page, record);
    await page.getByText(/第三方时间戳 \d{4}-\d\d-\d\d/).waitFor();
    await page.locator('[data-section=attachments]').scrollIntoViewIfNeeded();
    await picture(app, 'record');
    await visit(page, '/evidence');
    await page.getByText(/^ ?\d{4}-\d\d-\d\d \d\d:\d\d 示例时间戳服务/).waitFor();
    await picture(app, 'evidence');
  } finally {
    await app.close();
  }
});

/** A path named by the host as its save dialog would. */
async function tokenFor(app: AppUnderTest, path: string): Promise<string> {
  await app.setChooser({ save: path });
  return app.page.evaluate(
    async () =>
      (
        await (
          window as unknown as { midian: { chooseSave(options: object): Promise<{ token: string }> } }
        ).midian.chooseSave({ suggestedName: 'x.zip', filters: [] })
      ).token,
  );
}
