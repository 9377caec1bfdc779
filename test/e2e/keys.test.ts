// People and keys in the window: a user is added, sets his own password at the first log-in, reads out his fingerprint and is cleared;
// recovery shares are made, rehearsed, and used from the locked vault.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstPassword, ownPassword } from '../integration/keys/people.ts';
import { password } from '../integration/support/vaults.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let demo: DemoVault;
let app: AppUnderTest;
beforeAll(async () => {
  demo = await makeDemo();
  app = await launchDemo(demo, {
    colorScheme: process.env.MIDIAN_DARK ? 'dark' : 'light',
    viewport: { width: 1280, height: 720 },
  });
});
afterAll(async () => {
  await app.close();
  demo.remove();
});

/** Pictures for looking at, where a folder is named. */
async function picture(name: string): Promise<void> {
  const folder = process.env.MIDIAN_PICTURES;
  if (folder) await app.page.screenshot({ path: join(folder, `keys-${name}.png`) });
}

async function lock(): Promise<Page> {
  const next = app.waitForNewPage();
  await app.page.keyboard.press('Control+l').catch(() => undefined);
  return next;
}

async function choose(page: Page, login: string): Promise<void> {
  await page.getByText('江北云岭电工材料有限公司').first().click();
  await page.getByLabel('登录名').selectOption(login);
}

async function section(page: Page, name: string): Promise<void> {
  await visit(page, `/settings?section=${name}`);
  await page.locator(`[data-section=${name}]`).scrollIntoViewIfNeeded();
}

test('a user is added, sets his own password, and is cleared by the fingerprint he reads out', async () => {
  let { page } = app;
  await unlock(page);
  await section(page, 'users');
  await page.getByRole('button', { name: '新增用户' }).click();
  const adding = page.getByRole('dialog');
  await adding.getByLabel('姓名').fill('李文');
  await adding.getByLabel('登录名').fill('liwen');
  await adding.getByLabel('只读').uncheck();
  await adding.getByLabel('商密管理员').check();
  for (const input of await adding.locator('input[type=password]').all()) await input.fill(firstPassword);
  await picture('add');
  await adding.getByRole('button', { name: '新增', exact: true }).click();
  await page.getByRole('cell', { name: '待首次登录' }).waitFor();
  await picture('users');
  page = await lock();
  await choose(page, 'liwen');
  await page.locator('input[type=password]').fill(firstPassword);
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: '首次登录' }).waitFor();
  await picture('first-login');
  for (const input of await page.locator('input[type=password]').all()) await input.fill(ownPassword);
  await page.getByRole('button', { name: '设定并打开' }).click();
  await page.locator('nav').first().waitFor();
  await section(page, 'password');
  const fingerprint = (await page.getByText('本人密钥指纹').locator('span').first().textContent()) ?? '';
  expect(fingerprint).toMatch(/^[0-9A-F]{4}( [0-9A-F]{4}){7}$/);
  await picture('fingerprint');
  page = await lock();
  await choose(page, 'demo');
  await page.locator('input[type=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor();
  await section(page, 'users');
  await page.getByRole('button', { name: '李文的操作' }).click();
  await page.getByRole('menuitem', { name: '授权分区' }).click();
  const granting = page.getByRole('dialog');
  await granting.getByLabel('核心商密').check();
  await granting.getByLabel(/读出的密钥指纹/).fill(fingerprint.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
  await granting.getByRole('button', { name: '授权', exact: true }).click();
  await granting.getByRole('alert').waitFor();
  await picture('grant');
  await granting.getByLabel(/读出的密钥指纹/).fill(fingerprint);
  await granting.getByRole('button', { name: '授权', exact: true }).click();
  const own = (name: string) => page.locator(`[data-section=${name}]`);
  await own('users').getByRole('row', { name: /李文/ }).getByText('核心商密').waitFor();
  await section(page, 'compartments');
  await page
    .getByRole('row', { name: /核心商密/ })
    .getByText('李文')
    .last()
    .waitFor();
  await page.getByRole('button', { name: '设立专项分区' }).click();
  await page.getByRole('dialog').getByLabel('名称').fill('甲项目');
  await page.getByRole('button', { name: '设立', exact: true }).click();
  await own('compartments').getByRole('cell', { name: '甲项目', exact: true }).waitFor();
  await picture('compartments');
  await section(page, 'separation');
  await picture('separation');
  const id = await page.evaluate(async () => {
    const { midian } = window as unknown as {
      midian: { call(route: string, input: unknown): Promise<{ data: never }> };
    };
    const { data } = await midian.call('register.list', { register: 'secret', limit: 60 });
    const { records } = data as { records: { id: string; sealed: string[] }[] };
    return records.find(({ sealed }) => sealed.length > 0)?.id ?? '';
  });
  await visit(page, `/r/secret/${id}`);
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: '指定专项分区' }).click();
  await page.getByRole('dialog').getByLabel('分区').selectOption({ label: '甲项目' });
  await picture('assign');
  await page.getByRole('button', { name: '指定', exact: true }).click();
  await page.getByText('密封于「甲项目」保密分区').waitFor();
  await visit(page, '/audit');
  await page.getByText('三权分设：现有豁免 2 项').waitFor();
  await picture('audit');
});

test('recovery shares are made on paper, shown once, rehearsed, and recover the locked vault', async () => {
  let { page } = app;
  const sheets = join(demo.base, '份额.pdf');
  await section(page, 'recovery');
  await page.getByRole('button', { name: '制作恢复份额' }).click();
  const making = page.getByRole('dialog');
  for (const [index, name] of ['董事长', '总工程师', '法务部长'].entries())
    await making.getByLabel(`第 ${index + 1} 份保管人`).fill(name);
  await making.locator('input[type=password]').fill(password);
  await picture('make');
  await app.setChooser({ save: sheets });
  await making.getByRole('button', { name: '制作', exact: true }).click();
  await page.getByText('只显示这一次').waitFor();
  await picture('shares');
  const shares = await page
    .getByRole('dialog')
    .evaluate((dialog) =>
      [...dialog.querySelectorAll('section')].map((share) =>
        [...share.querySelectorAll('td')].map((cell) => cell.lastElementChild?.textContent ?? '').join(''),
      ),
    );
  expect(shares.map((share) => [...share].length)).toEqual([21, 21, 21]);
  expect(existsSync(sheets)).toBe(true);
  await page.getByRole('button', { name: '已全部交付' }).click();
  await page.getByText('还没有演练').waitFor();
  await page.getByRole('button', { name: '演练' }).click();
  await page.getByLabel('第 1 份的词语').fill(shares[2] ?? '');
  await page.getByLabel('第 2 份的词语').fill([...(shares[0] ?? '')].join(' '));
  await page.getByRole('button', { name: '核对' }).click();
  await page.getByText('演练通过').first().waitFor();
  await picture('recovery');
  await section(page, 'policy');
  await picture('policy');
  page = await lock();
  await page.getByText('江北云岭电工材料有限公司').first().click();
  await page.getByRole('button', { name: '凭恢复份额恢复' }).click();
  await page.getByLabel('第 1 份的词语').fill(shares[0] ?? '');
  await page.getByLabel('第 2 份的词语').fill([...(shares[1] ?? '')].reverse().join(''));
  await page.getByText('第 2 份恢复份额有误').waitFor();
  await picture('recover-wrong');
  await page.getByLabel('第 2 份的词语').fill(shares[1] ?? '');
  await page.getByText('份数已足').waitFor();
  await page.getByLabel('姓名').fill('吴新');
  await page.getByLabel('登录名').fill('wuxin');
  for (const input of await page.locator('input[type=password]').all()) await input.fill(ownPassword);
  await page.getByRole('button', { name: '恢复', exact: true }).click();
  await page.getByRole('heading', { name: '已恢复' }).waitFor();
  await picture('recovered');
  await page.getByRole('button', { name: '打开保密库' }).click();
  await page.getByLabel('登录名').selectOption('wuxin');
  await page.locator('input[type=password]').fill(ownPassword);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor();
  await section(page, 'recovery');
  await page.getByText('还没有制作恢复份额').waitFor();
});
