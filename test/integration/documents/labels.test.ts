// Labels and who-knows lists (R04, R10) from a real vault: texts and places by poppler, QR codes by a stranger's reader.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrModules } from '../../../electron/core/document/paper/qr-code.ts';
import { shortName } from '../../../electron/core/document/print/labels.ts';
import { rowById, setVoid } from '../../../electron/core/register/store.ts';
import { hasPoppler, joined, layoutOf, pagesOf } from '../support/pdf.ts';
import { scratchFolder, write } from '../support/vaults.ts';
import { makeOffice, type Office } from './office.ts';

const hasReader = spawnSync('zbarimg', ['--version']).error === undefined;
const mm = 72 / 25.4;

let office: Office;
let released = { secret: '', carrier: '' };

beforeAll(async () => {
  office = await makeOffice();
  const { id } = await office.ask('procedure.start', {
    template: 'grading',
    items: [{ record: office.secrets[0] as string }],
    stateSecretDeclared: true,
  });
  const screen = { mode: 'screen' } as const;
  await office.ask('procedure.take', {
    id,
    steps: [
      { step: 'departmentHead', outcome: 'agreed', ...screen },
      { step: 'office', outcome: 'agreed', ...screen },
      { step: 'leader', outcome: 'decided', ...screen, results: { rest: { outcome: 'agreed' } } },
      { step: 'filing', outcome: 'filed', ...screen },
    ],
  });
  released = {
    secret: await office.make(
      'secret',
      { name: '旧配方', level: 'important', term: 'P3Y', gradedOn: '2023-01-05', releasedOn: '2026-01-05' },
      { status: 'released' },
    ),
    carrier: await office.make('carrier', { name: '旧图纸', copyNumber: 3 }, { number: 'ZT-2023-017' }),
  };
  await office.ask('link.add', {
    link: 'secretCarrier',
    fromId: released.secret,
    toIds: [released.carrier],
    startsOn: '2023-02-01',
    values: {},
  });
});
afterAll(() => office.end());

/** What a QR reader finds on the pages, in no order. */
function codesOn(bytes: Buffer): string[] {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'x.pdf'), bytes);
  execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'x.pdf'), join(folder, 'page')]);
  const images = readdirSync(folder).filter((name) => name.endsWith('.png'));
  return images.flatMap((name) => {
    const { stdout } = spawnSync('zbarimg', ['-q', '--raw', join(folder, name)], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line !== '');
  });
}

describe.skipIf(!hasPoppler)('Labels', () => {
  it('say owner, grade and term, number and copy, and no name of a secret or carrier', async () => {
    const ids = [...office.carriers.slice(0, 2), released.carrier];
    const { bytes, pages, rows, event } = await office.print({ kind: 'labels', register: 'carrier', ids });
    const text = joined(bytes);
    expect([pages, rows]).toEqual([1, 3]);
    expect(text.split('云岭新材料·核心商密·至2036-10-12')).toHaveLength(3);
    expect(text).toContain('ZT-2026-001第1份（共2份）');
    expect(text).toContain('ZT-2026-001第2份（共2份）');
    expect(text).toContain('云岭新材料·已解密·2026-01-05ZT-2023-017第3份原标志作废');
    expect(text).not.toMatch(/工艺|图纸|配方|绝密|机密|★/);
    expect(event).toMatchObject({ detail: { kind: 'labels', records: ids, sheet: 'a4', start: 1 } });
  });

  it('begin at the place chosen, stay within their label and go on to a further sheet', async () => {
    const ids = Array.from({ length: 30 }, (_unused, index) => office.carriers[index % 2] as string);
    const { bytes, pages } = await office.print({ kind: 'labels', register: 'carrier', ids, start: 5 });
    expect(pages).toBe(2);
    const [first, second] = layoutOf(bytes);
    const numbers = first?.words.filter(({ text }) => text.startsWith('ZT-')) ?? [];
    expect(numbers).toHaveLength(20);
    expect(second?.words.filter(({ text }) => text.startsWith('ZT-'))).toHaveLength(10);
    const top = (297 - 8 * 36) / 2;
    // The fifth label: second row, second column.
    expect(Math.min(...numbers.map(({ yMin }) => yMin))).toBeGreaterThan((top + 36) * mm);
    const upper = numbers.filter(({ yMin }) => yMin < (top + 72) * mm);
    expect(Math.min(...upper.map(({ xMin }) => xMin))).toBeGreaterThan(70 * mm);
    for (const { words } of [first, second].flatMap((page) => (page ? [page] : [])))
      for (const { xMin, xMax, yMin, yMax, text } of words) {
        const column = Math.floor(xMin / (70 * mm));
        const row = Math.floor((yMin / mm - top) / 36);
        expect(xMax, text).toBeLessThan((column + 1) * 70 * mm);
        expect(yMax / mm, text).toBeLessThan(top + (row + 1) * 36);
      }
  });

  it('come one a page of 50 × 30 mm for label printers', async () => {
    const ids = [office.secrets[0] as string, released.secret];
    const { bytes, pages } = await office.print({ kind: 'labels', register: 'secret', ids, sheet: 'single' });
    expect(pages).toBe(2);
    for (const { width, height, words } of layoutOf(bytes)) {
      expect([Math.round(width / mm), Math.round(height / mm)]).toEqual([50, 30]);
      for (const word of words) {
        expect(word.xMax, word.text).toBeLessThan(width);
        expect(word.yMax, word.text).toBeLessThan(height);
      }
    }
    expect(pagesOf(bytes)[1]?.replace(/\s/g, '')).toContain('云岭新材料·已解密·2026-01-05');
  });

  it.skipIf(!hasReader)('carry a code that any reader reads as the number', async () => {
    const carriers = await office.print({
      kind: 'labels',
      register: 'carrier',
      ids: office.carriers.slice(0, 2),
      start: 24,
    });
    expect(codesOn(carriers.bytes)).toEqual(['ZT-2026-001', 'ZT-2026-001']);
    const secrets = await office.print({
      kind: 'labels',
      register: 'secret',
      ids: [office.secrets[0] as string],
      sheet: 'single',
    });
    expect(codesOn(secrets.bytes)).toEqual(['商密〔2026〕001号']);
  });

  it('have codes with the finders where the standard has them', () => {
    for (const text of ['ZT-2026-001', '商密〔2026〕001号']) {
      const modules = qrModules(text);
      const size = modules.length;
      expect((size - 21) % 4).toBe(0);
      for (const [top, left] of [
        [0, 0],
        [0, size - 7],
        [size - 7, 0],
      ] as const)
        for (let row = 0; row < 7; row += 1)
          for (let column = 0; column < 7; column += 1) {
            const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
            expect(modules[top + row]?.[left + column]).toBe(ring !== 2);
          }
    }
    expect(qrModules('ZT-2026-001')).not.toEqual(qrModules('ZT-2026-002'));
  });

  it('are refused as a whole for what has no grade, is void or frozen', async () => {
    const print = (ids: string[]) => office.print({ kind: 'labels', register: 'secret', ids });
    await expect(print([office.secrets[0] as string, office.secrets[1] as string])).rejects.toMatchObject({
      code: 'label_ungraded',
    });
    await expect(
      office.print({ kind: 'labels', register: 'carrier', ids: [office.carriers[2] as string] }),
    ).rejects.toMatchObject({ code: 'label_ungraded' });
    await office.ask('mark.set', { register: 'secret', ids: [released.secret], kind: 'frozen', reason: '待答复' });
    await expect(print([released.secret])).rejects.toMatchObject({ code: 'record_frozen' });
    await expect(office.print({ kind: 'labels', register: 'carrier', ids: [released.carrier] })).rejects.toMatchObject({
      code: 'record_frozen',
    });
    await office.ask('mark.lift', { register: 'secret', ids: [released.secret], kind: 'frozen' });
  });

  it('shorten the name of the organisation without tearing it', () => {
    expect(shortName('云岭新材料有限公司')).toBe('云岭新材料');
    expect(shortName('某某市精密制造股份有限公司')).toBe('某某市精密制造');
    expect(shortName('某某省高端装备与智能控制技术研究院')).toBe('某某省高端装备与智能');
    expect(shortName('有限公司')).toBe('有限公司');
  });
});

describe.skipIf(!hasPoppler)('R04 and R10', () => {
  const columns =
    '序号姓名部门岗位知悉内容知悉方式知悉理由批准人批准日期起始日期终止日期终止原因保密协议编号本人签字备注';

  it('lists by secret who is linked to it, ended ones with their end, void ones with the reason, and nobody else', async () => {
    const id = office.secrets[0] as string;
    const { links } = await office.ask('register.get', { register: 'secret', id });
    const link = links.secretPerson?.find(({ other }) => other.values.name === '林珂');
    await office.ask('link.close', {
      link: 'secretPerson',
      ids: [link?.link.id ?? ''],
      endsOn: '2026-10-11',
      reason: '调试结束',
    });
    const { session } = office.core.state;
    if (!session) throw new Error('locked');
    await office.ask('link.add', {
      link: 'secretPerson',
      fromId: id,
      toIds: [office.people[2] as string],
      startsOn: '2026-10-01',
      values: {},
    });
    const wrong = (await office.ask('register.get', { register: 'secret', id })).links.secretPerson?.find(
      ({ other }) => other.values.name === '何穗',
    );
    await write(session, (context) => {
      const definition = session.registry.byKey('secretPerson');
      setVoid(context, definition, rowById(context, definition, wrong?.link.id ?? ''), true, '误登');
    });
    const { bytes, pages, rows } = await office.print({
      kind: 'knowers',
      by: 'secret',
      ids: [id, office.secrets[2] as string],
    });
    const [first = '', second = ''] = pagesOf(bytes).map((page) => page.replace(/\s/g, ''));
    expect([pages, rows]).toEqual([2, 5]);
    expect(first).toContain('秘点名称：高镍前驱体连续共沉淀工艺');
    expect(first).toContain('密级：核心商密期限：10年');
    expect(first).toContain(columns);
    expect(first).toContain(
      '1周明远研发中心工艺工程师□√全部□部分（＿＿）工艺开发傅明澈2026-09-10保密协议〔2024〕017号',
    );
    expect(first).toMatch(/2林珂研发中心职员□全部□√部分（＿＿）设备调试2026-09-102026-10-11调试结束/);
    expect(first).toContain('4按岗位研发中心工艺工程师□全部□部分（＿＿）按岗位岗位职责2026-09-10');
    expect(first).toMatch(/3何穗销售部.*2026-10-01作废：误登/);
    expect(first).toContain('批准人：登记人：商秘办负责人：');
    expect(second).toContain('1何穗销售部');
    expect(second).not.toContain('周明远');
  });

  it('lists by person, and leaves out what is frozen', async () => {
    const ids = [office.people[0] as string];
    const before = joined((await office.print({ kind: 'knowers', by: 'person', ids })).bytes);
    expect(before).toContain('姓名：周明远');
    expect(before).toContain('序号编号秘点名称密级期限知悉内容');
    expect(before).toContain('高镍前驱体连续共沉淀工艺核心商密10年□√全部');
    expect(before).toContain('按岗位');
    await office.ask('mark.set', {
      register: 'secret',
      ids: [office.secrets[0] as string],
      kind: 'frozen',
      reason: '待答复',
    });
    const after = joined((await office.print({ kind: 'knowers', by: 'person', ids })).bytes);
    const posts = joined((await office.print({ kind: 'register', register: 'post' })).bytes);
    await expect(office.print({ kind: 'knowers', by: 'secret', ids: [office.secrets[0]] })).rejects.toMatchObject({
      code: 'record_frozen',
    });
    await office.ask('mark.lift', { register: 'secret', ids: [office.secrets[0] as string], kind: 'frozen' });
    expect(after).not.toContain('高镍');
    expect(after).toContain('另有2项待保密工作机构答复，未印入');
    expect(posts).not.toContain('商密〔2026〕001号');
  });

  it('has way, part and day of approval as the link has them', async () => {
    const [, id = ''] = office.secrets;
    await office.ask('link.add', {
      link: 'secretPerson',
      fromId: id,
      toIds: [office.people[1] as string],
      startsOn: '2026-10-05',
      values: {
        extent: 'part',
        extentNote: '只限升降温次序',
        way: '参与研发',
        reason: '工艺试验',
        approver: '傅明澈',
        approvedOn: '2026-10-03',
      },
    });
    await office.ask('link.add', {
      link: 'secretPost',
      fromId: id,
      toIds: [office.posts[0] as string],
      startsOn: '2026-10-05',
      values: { way: '授权查阅', approver: '傅明澈', approvedOn: '2026-10-04' },
    });
    const row = '□全部□√部分（只限升降温次序）参与研发工艺试验傅明澈2026-10-032026-10-05';
    const bySecret = joined((await office.print({ kind: 'knowers', by: 'secret', ids: [id] })).bytes);
    expect(bySecret).toContain(`1林珂研发中心职员${row}`);
    expect(bySecret).toContain('按岗位，授权查阅傅明澈2026-10-042026-10-05');
    const byPerson = joined(
      (await office.print({ kind: 'knowers', by: 'person', ids: [office.people[1] as string] })).bytes,
    );
    expect(byPerson).toContain(row);
  });

  it('is printed empty, by secret and by person, with its columns and nobody’s name', async () => {
    const bySecret = await office.print({ kind: 'blankKnowers', by: 'secret' });
    const byPerson = await office.print({ kind: 'blankKnowers', by: 'person' });
    const [first, second] = [bySecret, byPerson].map(({ bytes }) => joined(bytes));
    expect(first).toContain('秘点名称：＿＿＿＿＿＿编号：＿＿＿＿＿＿密级：＿＿＿＿＿＿期限：＿＿＿＿＿＿');
    expect(first).toContain(columns);
    expect(first).toContain('批准人：登记人：商秘办负责人：年月日');
    expect(second).toContain('姓名：＿＿＿＿＿＿工号：');
    expect(second).toContain('序号编号秘点名称密级期限知悉内容知悉方式知悉理由批准人批准日期');
    for (const page of [first, second]) {
      expect(page).toContain('R04空白表');
      expect(page).not.toMatch(/周明远|林珂|商密〔/);
    }
    expect(bySecret.event).toMatchObject({
      action: 'document.created',
      detail: { kind: 'blankKnowers', by: 'secret' },
    });
  });

  it('shows in R10 the secrets a post is linked to; without links the ledger’s words', async () => {
    const text = joined((await office.print({ kind: 'register', register: 'post' })).bytes);
    expect(text).toContain('技术信息：商密〔2026〕001号');
    expect(text).toContain('经营信息：报价资料');
  });
});
