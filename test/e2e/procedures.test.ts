// Procedures in the window: five hundred imported secrets graded in one paper round, counted by what a clerk does; one secret from
// proposal to release on screen, in both languages.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const imported = 500;

let folder: string;
let demo: DemoVault;
let app: AppUnderTest;
let page: Page;

interface Bridge {
  call(route: string, input: unknown): Promise<{ ok: boolean; data: never }>;
  chooseFiles(options: { multiple: boolean; filters: [] }): Promise<{ token: string }[]>;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'midian-procedures-'));
  demo = await makeDemo(20);
  app = await launchDemo(demo, { viewport: { width: 1280, height: 720 } });
  page = app.page;
  await unlock(page);
});

afterAll(async () => {
  await app.close();
  demo.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function expectUsable(step: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `/tmp/shots/${step.replace(' ', '-')}.png` });
  const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${step}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, step).toBe(0);
}

async function call<T>(route: string, input: unknown): Promise<T> {
  const envelope = await page.evaluate(
    ([name, value]) => (window as unknown as { midian: Bridge }).midian.call(name as string, value),
    [route, input] as const,
  );
  expect(envelope).toMatchObject({ ok: true });
  return (envelope as { data: T }).data;
}

/** Imports a ledger of secrets still to be graded, as the wizard would. */
async function importLedger(): Promise<void> {
  const ledger = join(folder, '梳理汇总.csv');
  const rows = Array.from({ length: imported }, (_, index) => `梳理-${index + 1},汇总秘点 ${index + 1},技术信息`);
  writeFileSync(ledger, `编号,秘点名称,类别\n${rows.join('\n')}\n`);
  await app.setChooser({ files: [ledger] });
  await page.evaluate(async () => {
    const { midian } = window as unknown as { midian: Bridge };
    const [file] = await midian.chooseFiles({ multiple: false, filters: [] });
    const { importId } = (await midian.call('import.open', { register: 'secret', file: file?.token })).data as {
      importId: string;
    };
    await midian.call('import.configure', { importId, options: { grading: 'proposed' } });
    await midian.call('import.commit', { importId, stateSecretDeclared: true, rememberMapping: false });
  });
  await expect
    .poll(
      async () => (await call<{ total: number }>('register.list', { register: 'secret', search: '汇总秘点' })).total,
    )
    .toBe(imported);
}

const button = (name: string | RegExp) => page.getByRole('button', { name });

test('five hundred imported secrets are graded in one paper round in under thirty actions', async () => {
  await importLedger();
  await visit(page, '/');
  let actions = 0;
  const click = async (target: Locator) => {
    actions += 1;
    await target.click();
  };
  const fill = async (target: Locator, text: string) => {
    actions += 1;
    await target.fill(text);
  };
  await click(page.getByRole('link', { name: /^秘点/ }).first());
  await page.getByRole('row').nth(2).waitFor();
  await fill(page.getByRole('searchbox'), '汇总秘点');
  await expect.poll(() => page.getByText(`共 ${imported}`).count()).toBeGreaterThan(0);
  await click(page.getByRole('checkbox', { name: /全选|选择所有|Select all/ }).first());
  await click(button(`选择全部 ${imported} 项`));
  await click(button('发起流程'));
  await click(page.getByRole('menuitem', { name: '提请定密' }));
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expectUsable('start');
  await click(page.getByRole('radio', { name: '重要商密' }));
  await fill(page.getByLabel(/拟定保密期限/), '5年');
  await click(page.getByLabel(/不涉及国家秘密/));
  await click(button('提请定密'));
  await page.getByRole('heading', { name: '办理环节' }).waitFor();
  await expectUsable('procedure');
  await click(button('录入纸面签批'));
  await expectUsable('paper');
  await fill(page.getByLabel('申请部门负责人意见 签字人'), '贺兰舟');
  await fill(page.getByLabel('商秘办审核意见 签字人'), '沈若溪');
  await fill(page.getByLabel('分管领导审批意见 签字人'), '傅明澈');
  await click(button('增加例外行'));
  await fill(page.getByLabel('起始行'), '3');
  await fill(page.getByLabel('截止行'), '5');
  await click(button('增加例外行'));
  await fill(page.getByLabel('起始行').nth(1), '100');
  await page.getByLabel('结果', { exact: true }).nth(1).selectOption('adjusted');
  await page.getByLabel('密级', { exact: true }).nth(1).selectOption('core');
  actions += 2;
  await expectUsable('results');
  await click(button('录入 4 个签字'));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('待办 497').waitFor();
  expect(actions).toBeLessThan(30);
  const { total } = await call<{ total: number }>('register.list', {
    register: 'secret',
    search: '汇总秘点',
    filters: [{ field: 'status', operator: 'is', values: ['content_due'] }],
  });
  expect(total).toBe(imported - 3);
  await expectUsable('filed');
});

for (const language of ['zh', 'en'] as const)
  test(`one secret goes through proposal, return, approval, mark, change and release on screen (${language})`, async () => {
    const word = (zh: string, en: string) => (language === 'zh' ? zh : en);
    await call('profile.set', { language });
    await page.reload();
    await page.locator('nav').first().waitFor();
    const carrier = await call<{ id: string }>('register.create', {
      register: 'carrier',
      number: null,
      values: { name: `载体 ${language}` },
    });
    const secret = await call<{ id: string }>('register.create', {
      register: 'secret',
      number: null,
      status: 'proposed',
      values: { name: `单项 ${language}`, level: 'general', term: 'P3Y' },
    });
    await call('link.add', {
      link: 'secretCarrier',
      fromId: secret.id,
      toIds: [carrier.id],
      startsOn: '2026-01-05',
      values: {},
    });

    const start = async (entry: string) => {
      await visit(page, `/r/secret/${secret.id}`);
      await button(word('更多', 'More')).click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    const take = async (outcome: string, opinion?: string) => {
      await button(new RegExp(word('^办理：', '^Take step:'))).click();
      await page.getByRole('dialog').getByRole('combobox').first().selectOption({ label: outcome });
      if (opinion !== undefined) await page.getByLabel(word('意见内容', 'Opinion')).fill(opinion);
      await page
        .getByRole('dialog')
        .getByRole('button', { name: word('提交', 'Submit') })
        .click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    const agree = word('同意', 'Agree');
    const decide = word('逐项批定', 'Decide item by item');
    const file = word('备案并更新台账', 'File and update the register');
    const finish = async (paper = false) => {
      const { record } = await call<{ record: { version: number; status: string } }>('register.get', {
        register: 'secret',
        id: secret.id,
      });
      // The task to add the content is done by adding it.
      if (record.status === 'content_due') {
        const values = { content: '工艺参数' };
        await call('register.update', { register: 'secret', id: secret.id, version: record.version, values });
      }
      await button(word('全选', 'Select all')).click();
      if (paper) {
        await button(word('录入纸面办理', 'Enter from paper')).click();
        await page.getByLabel(word('经办人', 'Done by')).fill('陆一');
        await page.getByLabel(word('说明', 'Note')).fill('随签收单');
        await expectUsable(`finish ${language}`);
        await button(new RegExp(word('^办结所选', '^Close'))).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByText('随签收单').first().waitFor();
      } else await button(new RegExp(word('^办结', '^Done'))).click();
      await page.getByText(word('已办结', 'Completed')).first().waitFor();
    };

    const propose = async () => {
      await start(word('提请定密', 'Propose grading'));
      await page.getByLabel(new RegExp(word('不涉及国家秘密', 'no state secrets'))).check();
      await button(word('提请定密', 'Propose grading')).click();
    };
    await propose();
    await button(word('撤回流程', 'Withdraw')).click();
    await page.getByLabel(word('撤回理由', 'Reason')).fill('误选秘点');
    await expectUsable(`withdraw ${language}`);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('撤回流程', 'Withdraw') })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('误选秘点').waitFor();
    await propose();
    await take(word('退回补正', 'Return'), '补充理由');
    await page.getByText('补充理由').waitFor();
    await button(word('修改清单', 'Amend the list')).click();
    await page.getByLabel(word('拟定知悉范围', 'Proposed scope')).fill('工艺组');
    await page.getByLabel(word('理由及依据', 'Grounds')).fill('首次梳理');
    await expectUsable(`amend ${language}`);
    await button(word('保存修改', 'Save the changes')).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('首次梳理').waitFor();
    await take(word('提请', 'Propose'));
    await take(agree);
    await take(agree);
    await take(decide);
    await take(file);
    await expectUsable(`tasks ${language}`);
    await finish(true);

    await start(word('提请变更或解密', 'Propose a change or release'));
    await page.getByRole('radio', { name: word('核心商密', 'Core') }).check();
    await button(word('提请变更或解密', 'Propose a change or release')).click();
    for (const outcome of [agree, agree, decide, file]) await take(outcome);
    await finish();
    await visit(page, `/r/secret/${secret.id}`);
    await page.getByText(word('核心商密', 'Core')).first().waitFor();

    await start(word('提请变更或解密', 'Propose a change or release'));
    await page.getByLabel(word('申请类型', 'Request')).selectOption('release');
    await button(word('提请变更或解密', 'Propose a change or release')).click();
    for (const outcome of [agree, agree, decide, file]) await take(outcome);
    await finish();
    const { record } = await call<{ record: { status: string } }>('register.get', {
      register: 'secret',
      id: secret.id,
    });
    expect(record.status).toBe('released');
    await visit(page, '/');
    await expectUsable(`inbox ${language}`);
  });
