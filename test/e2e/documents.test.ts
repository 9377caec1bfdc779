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

/** Opens the menu behind a button and chooses. */
function fromMenu(page: Page, button: string, item: string): () => Promise<void> {
  return async () => {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
}

const text = (bytes: Buffer) => (hasPoppler ? joined(bytes) : null);

describe('printing from the window', () => {
  test('writes the register that is shown as its paper form', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    const bytes = await printed(page, '台账.pdf', fromMenu(page, '打印台账', '打印台账'));
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

  test('prints labels and who knows what of chosen records, from where a used sheet is empty', async () => {
    const { page } = app;
    await visit(page, '/r/carrier');
    await page.getByRole('row').nth(1).getByRole('checkbox').check();
    await page.getByRole('row').nth(2).getByRole('checkbox').check();
    await page.getByRole('button', { name: '打印标签' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('从第几枚开始').fill('30');
    await dialog.getByText('请填 1 到 24').waitFor();
    await dialog.getByLabel('从第几枚开始').fill('4');
    const labels = await printed(page, '标签.pdf', () =>
      dialog.getByRole('button', { name: '打印', exact: true }).click(),
    );
    if (text(labels) !== null) expect(text(labels)?.match(/(核心|重要|一般)商密/g)).toHaveLength(2);
    await visit(page, '/r/person');
    await page.getByRole('row').nth(1).getByRole('checkbox').check();
    const knowers = await printed(page, '知悉.pdf', () =>
      page.getByRole('button', { name: '打印知悉范围登记表' }).click(),
    );
    if (text(knowers) !== null) expect(text(knowers)).toContain('商业秘密知悉范围登记表姓名：');
  });

  test('prints who knows a secret from its menu, and the posts as their list', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    await page.getByRole('row').nth(1).getByRole('gridcell').nth(2).dblclick();
    await page.getByRole('button', { name: '更多' }).click();
    const bytes = await printed(page, '知悉人.pdf', () =>
      page.getByRole('menuitem', { name: '打印知悉范围登记表' }).click(),
    );
    if (text(bytes) !== null) expect(text(bytes)).toContain('秘点名称：');
    await visit(page, '/r/post');
    const posts = await printed(page, '岗位.pdf', fromMenu(page, '打印界定表', '打印界定表'));
    if (text(posts) !== null) expect(text(posts)).toContain('商业秘密涉密岗位界定表');
  });

  test('prints the public list and every blank form from the lists, and one from the page that starts a procedure', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    const list = await printed(page, '保护名录.pdf', fromMenu(page, '打印台账', '打印名录 R02'));
    if (text(list) !== null) expect(text(list)).toContain('编制人：审核人：分管领导：');
    await visit(page, '/r/procedure');
    const openDialog = fromMenu(page, '打印台账', '空白表…');
    const dialog = page.getByRole('dialog');
    const titles: Record<string, string> = {
      商业秘密定密审批表: '商业秘密定密审批表',
      '商业秘密定密审批表（批量）附秘点清单': '秘点清单',
      '密级变更、解密审批表': '变更后密级',
      '密级变更、解密审批表（批量）附清单': '附件清单',
      '到期、公开自动解密登记': '核对到期或公开',
      商业秘密年度复核表: '复核意见',
      '对外提供（发布）信息保密审查审批表': '拟提供内容',
      商秘办工作移交清单: '系统账号与恢复份额',
      商业秘密台账: '商业秘密台账',
      '知悉范围登记表（按秘点）': '秘点名称：',
      '知悉范围登记表（按人）': '工号：',
      涉密载体登记簿: '载体编号',
      涉密岗位界定表: '岗位编号',
      涉密人员登记表: '用工形式',
    };
    for (const [index, [title, word]] of Object.entries(titles).entries()) {
      await openDialog();
      expect(await dialog.getByRole('row').count()).toBe(Object.keys(titles).length + 1);
      const blank = await printed(page, `空白表${index}.pdf`, () =>
        dialog.getByRole('button', { name: `打印空白${title}`, exact: true }).click(),
      );
      await dialog.waitFor({ state: 'detached' });
      if (text(blank) === null) continue;
      expect(text(blank)).toContain(word);
      expect(text(blank)).toContain('空白表打印');
    }
    await visit(page, '/procedures/new/officeHandover');
    const blank = await printed(page, '移交空白.pdf', () => page.getByRole('button', { name: '打印空白表' }).click());
    if (text(blank) !== null) expect(text(blank)).toContain('移交基准日');
  });

  test('saves the return sheet of a department', async () => {
    const { page } = app;
    await visit(page, '/r/secret');
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByRole('menuitem', { name: '部门填报表 R03' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('填报部门').selectOption({ index: 1 });
    const bytes = await printed(page, '填报表.xlsx', () => dialog.getByRole('button', { name: '保存' }).click());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  });

  test('prints the form of a procedure, and the same form empty', async () => {
    const { page } = app;
    const id = await page.evaluate(async () => {
      const { midian } = window as unknown as { midian: { call(r: string, i: unknown): Promise<{ data: never }> } };
      const { id: record } = (
        await midian.call('register.create', {
          register: 'secret',
          number: null,
          status: 'proposed',
          values: { name: '待印秘点', level: 'core', term: 'P10Y' },
        })
      ).data as { id: string };
      const input = { template: 'grading', items: [{ record }], stateSecretDeclared: true };
      return ((await midian.call('procedure.start', input)).data as { id: string }).id;
    });
    await visit(page, `/r/procedure/${id}`);
    const press = (item: string) => async () => {
      await page.getByRole('button', { name: '打印审批表' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const form = await printed(page, '审批表.pdf', press('打印审批表'));
    const blank = await printed(page, '空白表.pdf', press('打印空白表'));
    const code = /[0-9A-F]{4}-[0-9A-F]{4}/.exec((await page.getByText('校验码').first().textContent()) ?? '')?.[0];
    if (text(form) !== null) {
      expect(code).toBeDefined();
      expect(text(form)).toContain(`校验码${code}`);
      expect(text(form)).toContain('待印秘点');
      expect(text(blank)).not.toContain('待印秘点');
    }
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
