// The forms of procedures (F01, F01b, F02, F03, F06, F13) from a real vault, as poppler reads them: boxes in the office's order,
// choices with their boxes, what is left for ink, and the code the window shows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { hasPoppler, joined, layoutOf, pagesOf } from '../support/pdf.ts';
import { makeOffice, type Office, sealedContent } from './office.ts';

type Taken = RouteInput<'procedure.take'>['steps'][number];

let office: Office;
const plain = (text: string) => text.replace(/\s/g, '');

beforeAll(async () => {
  office = await makeOffice();
});
afterAll(() => office.end());

/** Words must follow each other. */
function expectOrder(text: string, words: readonly string[]): void {
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(word, from);
    expect(at, word).toBeGreaterThanOrEqual(from);
    from = at + word.length;
  }
}

function expectInside(bytes: Uint8Array): void {
  for (const { width, height, words } of layoutOf(bytes))
    for (const word of words) {
      expect(word.xMin, word.text).toBeGreaterThan(30);
      expect(word.xMax, word.text).toBeLessThan(width - 8);
      expect(word.yMax, word.text).toBeLessThan(height - 10);
    }
}

/** What may stand on no form of ours: sealed content and the words and marks of state secrets. */
function expectClean(text: string): void {
  expect(text).not.toContain(sealedContent);
  expect(text).not.toMatch(/绝密|机密|★|秘密★/);
}

const screen = (step: string, outcome: Taken['outcome'], more: Partial<Taken> = {}): Taken => ({
  step,
  outcome,
  mode: 'screen',
  ...more,
});
const ink = (step: string, outcome: Taken['outcome'], name: string, more: Partial<Taken> = {}): Taken => ({
  step,
  outcome,
  mode: 'paper',
  doneBy: { name },
  doneOn: '2026-10-12',
  ...more,
});

async function codeOf(id: string): Promise<string> {
  return (await office.ask('procedure.get', { id })).formCode;
}

/** Secrets to be graded, one department after the other. */
async function proposed(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(
      await office.make(
        'secret',
        {
          name: `清单秘点${index + 1}`,
          category: 'technical',
          level: 'general',
          term: 'P3Y',
          scope: '研发中心',
          responsible: '林珂',
          department: index % 2 === 0 ? office.departments.research : office.departments.sales,
        },
        { status: 'proposed' },
      ),
    );
  return ids;
}

describe.skipIf(!hasPoppler)('F01', () => {
  let id = '';

  it('has every box in order on one page, with what the secret says and no sealed content', async () => {
    id = (
      await office.ask('procedure.start', {
        template: 'grading',
        items: [{ record: office.secrets[0] as string, reason: '自主研发，公开即失去领先' }],
        stateSecretDeclared: true,
      })
    ).id;
    const { bytes, pages } = await office.print({ kind: 'procedure', run: id });
    const text = joined(bytes);
    expect(pages).toBe(1);
    expectOrder(
      text,
      '密级·期限 编号：定密审〔2026〕001号 商业秘密定密审批表 申请部门 申请日期 秘点名称 秘点编号 类别 权属 取得方式 产生日期及依据 内容概述 秘密性说明 价值性说明 国家秘密 是否拟申请专利 拟定密级 拟定保密期限 拟定知悉范围 载体及份数 拟采取措施 定密理由 提请人 负责人意见 法务意见 商秘办审核意见 分管领导审批意见 备案栏 本表一式两份'.split(
        ' ',
      ),
    );
    for (const found of [
      '□√技术信息□经营信息',
      '□√自主研发□合作开发□受让□许可□其他',
      '□√核心商密□重要商密□一般商密',
      '□√自定密之日起10年□长期□公布前',
      '□√否□是（停止，转保密工作机构）',
      'ZT-2026-001第1、2份（纸质），共2份',
      '岗位：工艺工程师；人员：周明远、林珂',
      '研发投入386,000.00元；领先时间24个月',
      '具体内容见密封附件',
    ])
      expect(text).toContain(found);
    // No name of a carrier, no amount of cutting.
    expect(text).not.toContain('工艺规程');
    expect(text).not.toContain('余下见原记录');
    expectClean(text);
    expectInside(bytes);
  });

  it('carries the code the window shows, and leaves its event', async () => {
    const code = await codeOf(id);
    const { bytes, event } = await office.print({ kind: 'procedure', run: id });
    expect(joined(bytes)).toContain(`校验码${code}`);
    expect(event).toMatchObject({ action: 'document.created', detail: { kind: 'procedure', run: id, blank: false } });
  });

  it('names who did it only where it was done on screen; ink stays ink', async () => {
    await office.ask('procedure.take', {
      id,
      steps: [ink('departmentHead', 'agreed', '贺文博', { opinion: '同意。' })],
    });
    const text = joined((await office.print({ kind: 'procedure', run: id })).bytes);
    expect(text).toContain('系统内办理沈若溪2026-10-12');
    // The expected signer stands beside the place to sign, his opinion and the date do not.
    expect(text).toContain('签字（章）：贺文博年月日');
    expect(text).not.toContain('同意。');
    await office.ask('procedure.take', {
      id,
      steps: [
        screen('office', 'agreed', { opinion: '材料齐全' }),
        screen('leader', 'decided', { results: { rest: { outcome: 'agreed' } } }),
        screen('filing', 'filed'),
      ],
    });
    const filed = joined((await office.print({ kind: 'procedure', run: id })).bytes);
    expect(filed).toContain('密级·期限：核心商密·10年（至2036年10月12日）');
    expect(filed).toContain('同意；材料齐全');
    expect(filed).toContain('登记人：沈若溪（系统内办理）');
    expect(filed.split('系统内办理')).toHaveLength(5);
  });

  it('is printed empty, without number, name or code of a run', async () => {
    const code = await codeOf(id);
    const blank = joined((await office.print({ kind: 'procedure', run: id, blank: true })).bytes);
    const before = joined((await office.print({ kind: 'blankForm', template: 'grading' })).bytes);
    expect(blank).toBe(before);
    expectOrder(blank, ['商业秘密定密审批表', '申请部门', '秘密性说明', '签字（章）：年月日', '备案栏', '空白表']);
    expect(blank).not.toMatch(/沈若溪|贺文博|√|定密审〔/);
    expect(blank).not.toContain(code);
  });

  it('says beside the date on what the origin rests, and leaves room for the year on an empty one', async () => {
    const record = await office.make(
      'secret',
      {
        name: '依据秘点',
        originatedOn: '2024-03-15',
        originBasis: '结题报告（研〔2024〕3号）',
        level: 'core',
        term: 'P5Y',
      },
      { status: 'proposed' },
    );
    const { id: run } = await office.ask('procedure.start', {
      template: 'grading',
      items: [{ record }],
      stateSecretDeclared: true,
    });
    const text = joined((await office.print({ kind: 'procedure', run })).bytes);
    expect(text).toContain('产生日期及依据2024年3月15日；结题报告（研〔2024〕3号）');
    const [page] = layoutOf((await office.print({ kind: 'blankForm', template: 'grading' })).bytes);
    const words = page?.words ?? [];
    const day = words.find(({ text: word }) => word === '申请日期');
    const year = words.find(({ text: word, yMin }) => word.startsWith('年') && Math.abs(yMin - (day?.yMin ?? 0)) < 8);
    // The box begins some 30 points after its label: a year of four figures goes before 年.
    expect((year?.xMin ?? 0) - (day?.xMax ?? 0)).toBeGreaterThan(55);
  });

  it('stays on one page however much is written, and says what it left out', async () => {
    const long = '三年内同行难以自行得到，公开检索未见相同控制办法。'.repeat(60);
    const record = await office.make(
      'secret',
      {
        name: '长文秘点',
        secrecy: long,
        value: long,
        measure: long,
        summary: long,
        scope: long,
        level: 'core',
        term: 'P5Y',
      },
      { status: 'proposed' },
    );
    const { id: run } = await office.ask('procedure.start', {
      template: 'grading',
      items: [{ record, reason: long }],
      stateSecretDeclared: true,
      expertAsked: true,
    });
    const { bytes, pages } = await office.print({ kind: 'procedure', run });
    expect(pages).toBe(1);
    expect(joined(bytes)).toContain('余下见原记录');
    expect(joined(bytes)).toContain('备案号：');
    expectInside(bytes);
  });
});

describe.skipIf(!hasPoppler)('F01b', () => {
  it('has a first page with opinions, then the list with results, a place to sign and the seal’s place on every page', async () => {
    const records = await proposed(36);
    const { id } = await office.ask('procedure.start', {
      template: 'grading',
      title: '首轮梳理',
      reason: '逐项评估',
      items: records.map((record) => ({ record })),
      stateSecretDeclared: true,
    });
    const before = await office.print({ kind: 'procedure', run: id });
    const [first = '', ...lists] = pagesOf(before.bytes).map(plain);
    // Its secrets are of two departments, so both apply.
    expect(first).toContain('申请部门研发中心、销售部申请日期');
    expect(lists[0]).toContain('申请部门：研发中心、销售部');
    expect(lists.length).toBeGreaterThan(1);
    expectOrder(first, ['商业秘密定密审批表（批量）', '36项', '定密理由', '提请人', '商秘办审核意见', '备案栏']);
    expect(first).not.toContain('清单秘点1');
    const code = await codeOf(id);
    for (const [index, list] of lists.entries()) {
      expect(list).toContain('序号编号秘点名称类别拟定密级拟定期限知悉范围责任人审批结果');
      expect(list).toContain('审批人签字：年月日');
      expect(list).toContain('骑缝章位');
      expect(list).toContain(`第${index + 2}页共${before.pages}页`);
      expect(list).toContain(code);
    }
    const all = lists.join('');
    expect(all.split('□同意□调整为＿＿＿＿＿＿□不予定密')).toHaveLength(37);
    for (let row = 1; row <= 36; row += 1) expect(all).toContain(`清单秘点${row}技术信息`);
    await office.ask('procedure.take', {
      id,
      steps: [
        screen('departmentHead', 'agreed'),
        screen('office', 'agreed'),
        screen('leader', 'decided', {
          results: {
            rest: { outcome: 'agreed' },
            exceptions: [
              { from: 2, to: 2, outcome: 'refused', note: '行业常识' },
              { from: 3, to: 3, outcome: 'adjusted', level: 'core', term: 'P20Y' },
            ],
          },
        }),
        screen('filing', 'filed'),
      ],
    });
    const { bytes } = await office.print({ kind: 'procedure', run: id });
    const text = joined(bytes);
    expect(text).toContain('同意34项，调整1项，不予批准1项，逐项见清单');
    expect(text).toContain('□√不予定密行业常识');
    expect(text).toContain('□√调整为核心商密·20年');
    expectClean(text);
    expectInside(bytes);
  });

  it('leaves the results to the signed paper where they were decided in ink', async () => {
    const { id } = await office.ask('procedure.start', {
      template: 'grading',
      items: (await proposed(2)).map((record) => ({ record })),
      stateSecretDeclared: true,
    });
    await office.ask('procedure.take', {
      id,
      steps: [
        ink('departmentHead', 'agreed', '贺文博'),
        ink('office', 'agreed', '沈若溪'),
        ink('leader', 'decided', '傅明澈', { results: { rest: { outcome: 'agreed' } } }),
      ],
    });
    const text = joined((await office.print({ kind: 'procedure', run: id })).bytes);
    expect(text).toContain('纸面签批结果已登记，以签字原件为准');
    expect(text).not.toContain('□√同意');
    expect(text).not.toContain('傅明澈');
  });
});

describe.skipIf(!hasPoppler)('F02', () => {
  it('has all its boxes for one secret, as it stood when the change was proposed', async () => {
    const record = office.secrets[0] as string;
    const { id } = await office.ask('procedure.start', {
      template: 'levelChange',
      items: [
        {
          record,
          request: 'change',
          level: 'important',
          term: '2032-12-31',
          scope: '研发中心工艺组、质量部检验组长、试产车间主任',
          reason: '部分内容已为同行所知',
        },
      ],
    });
    const check = (text: string) => {
      expectOrder(
        text,
        '密级变更、解密审批表 秘点名称 秘点编号 原密级 核心商密 原期限 10年（至2036年10月12日） 原知悉范围 原定密日期 2026年10月12日定密审〔2026〕001号 申请类型 变更后密级 变更后期限 □√至2032年12月31日 变更后知悉范围 理由及依据 ZT-2026-001第1、2份 应通知部门和人员 研发中心；工艺工程师；周明远、林珂 提请人 部门负责人意见 商秘办审核意见 分管领导审批意见 台账更新 标志更换 （旧标作废） 通知送达'.split(
          ' ',
        ),
      );
      expect(text).toContain('□升级□√降级□延长□√缩短□√扩大知悉范围□缩小知悉范围□解密');
      expectClean(text);
    };
    const { bytes, pages } = await office.print({ kind: 'procedure', run: id });
    expect(pages).toBe(1);
    check(joined(bytes));
    await office.ask('procedure.take', {
      id,
      steps: [
        screen('departmentHead', 'agreed'),
        screen('office', 'agreed'),
        screen('leader', 'decided', { results: { rest: { outcome: 'agreed' } } }),
        screen('filing', 'filed'),
      ],
    });
    expect((await office.ask('register.get', { register: 'secret', id: record })).record.values.level).toBe(
      'important',
    );
    check(joined((await office.print({ kind: 'procedure', run: id })).bytes));
  });

  it('shows ten rows of a list on the first page, the rest and what is affected as attachments', async () => {
    const records: string[] = [];
    for (let index = 0; index < 12; index += 1)
      records.push(
        await office.make(
          'secret',
          { name: `在册秘点${index + 1}`, level: 'core', term: 'long_term', gradedOn: '2025-01-02' },
          { status: 'in_force' },
        ),
      );
    const { id } = await office.ask('procedure.start', {
      template: 'levelChange',
      items: records.map((record, index) => ({
        record,
        ...(index % 2 === 0 ? { request: 'release' as const } : { request: 'change' as const, level: 'general' }),
      })),
    });
    const { bytes, pages } = await office.print({ kind: 'procedure', run: id });
    const [first = '', rest = '', affected = ''] = pagesOf(bytes).map(plain);
    expect(pages).toBe(3);
    expect(first).toContain('在册秘点10');
    expect(first).not.toContain('在册秘点11');
    expectOrder(first, ['第1至10项，其余见附件清单', '提请人', '通知送达', '本表一式两份']);
    expect(rest).toContain('附件清单');
    expect(rest).not.toContain('在册秘点10');
    expect(rest).toContain('在册秘点12');
    expect(rest).toContain('审批人签字：');
    expectOrder(affected, ['涉及载体和应通知人员清单', '在册秘点1', '在册秘点12']);
    expectInside(bytes);
  });

  it('asks nobody’s approval for what releases itself by date', async () => {
    const record = await office.make(
      'secret',
      { name: '到期秘点', level: 'general', term: 'P1Y', gradedOn: '2024-01-01' },
      { status: 'in_force' },
    );
    const { id } = await office.ask('procedure.start', { template: 'automaticRelease', items: [{ record }] });
    const text = joined((await office.print({ kind: 'procedure', run: id })).bytes);
    expect(text).toContain('□√解密');
    expect(text).not.toContain('分管领导审批');
    expect(text).toContain('台账更新');
  });
});

describe.skipIf(!hasPoppler)('F03', () => {
  it('is one list for every department, each signed on every page, with positions of the whole run', async () => {
    const records: string[] = [];
    for (let index = 0; index < 30; index += 1)
      records.push(
        await office.make(
          'secret',
          {
            name: `复核秘点${index + 1}`,
            level: 'general',
            term: 'long_term',
            gradedOn: '2025-01-02',
            department: index % 3 === 0 ? office.departments.sales : office.departments.research,
          },
          { status: 'in_force' },
        ),
      );
    const { id } = await office.ask('procedure.start', {
      template: 'yearlyReview',
      year: 2026,
      items: records.map((record) => ({ record })),
    });
    const { bytes } = await office.print({ kind: 'procedure', run: id });
    const pages = pagesOf(bytes).map(plain);
    for (const page of pages) {
      expect(page).toContain('复核人：部门负责人：商秘办汇总：分管领导：年月日');
      expect(page).toContain('序号编号秘点名称密级期限知悉范围载体份数复核意见变更内容理由复核人');
    }
    const sales = pages.findIndex((page) => page.includes('复核部门：销售部'));
    const research = pages.findIndex((page) => page.includes('复核部门：研发中心'));
    expect(sales).toBe(0);
    expect(research).toBeGreaterThan(0);
    for (const page of pages.slice(0, research)) expect(page).not.toContain('复核秘点2一般商密');
    expect(pages.join('').split('□维持□变更□解密□延期')).toHaveLength(31);
    expect(pages[0]).toContain('复核年度：2026');
    const [{ width = 0, height = 0 } = {}] = layoutOf(bytes);
    expect(width).toBeGreaterThan(height);
    await office.ask('procedure.take', {
      id,
      steps: [
        screen('review', 'decided', {
          results: {
            rest: { outcome: 'agreed', request: 'keep' },
            exceptions: [{ from: 4, to: 4, outcome: 'agreed', request: 'release', note: '产品说明书已载' }],
          },
        }),
      ],
    });
    const text = joined((await office.print({ kind: 'procedure', run: id })).bytes);
    expect(text.split('□√维持')).toHaveLength(30);
    expect(text).toContain('□√解密□延期产品说明书已载沈若溪');
    expect(text).toContain('逐项复核：系统内办理沈若溪2026-10-12');
  });
});

describe.skipIf(!hasPoppler)('F06 and F13', () => {
  it('names secrets the material touches by number only', async () => {
    const subject = await office.make('disclosureReview', {
      title: '会议论文投稿',
      kind: 'paper',
      channel: '学会年会',
      material: '论文全文',
      pages: 12,
      hasTechnicalData: true,
      handling: 'cut',
    });
    const record = (await office.ask('register.get', { register: 'secret', id: office.secrets[0] as string })).record;
    const start = await office.ask('procedure.start', { template: 'disclosureReview', subject });
    const open = joined((await office.print({ kind: 'procedure', run: start.id })).bytes);
    // Nobody has looked yet: neither yes nor no.
    expect(open).toContain('□否□是，编号：');
    await office.ask('link.add', {
      link: 'secretDisclosure',
      fromId: record.id,
      toIds: [subject],
      startsOn: '2026-10-12',
      values: {},
    });
    const { bytes, pages } = await office.print({ kind: 'procedure', run: start.id });
    const text = joined(bytes);
    expect(pages).toBe(1);
    expect(text).toContain(`□√是，编号：${plain(record.number ?? '')}`);
    expect(text).not.toContain(String(record.values.name));
    expect(text).toContain('□√论文著作□专利申请');
    expect(text).toContain('□√技术参数□工艺□客户□价格□图纸照片□人员');
    expectOrder(text, ['标题', '类别', '发布渠道或接收方', '处理', '申请人', '审查意见', '分管领导审批意见']);
    expectClean(text);
  });

  it('lists registers, runs under way, carriers of whoever hands over and accounts', async () => {
    const { id } = await office.ask('procedure.start', { template: 'officeHandover' });
    const { bytes } = await office.print({ kind: 'procedure', run: id });
    const text = joined(bytes);
    expectOrder(
      text,
      '移交人 接收人 监交人 移交基准日 一、台账 名称 记录数 截止编号 涉密载体登记簿3ZT-2026-002 二、在办事项 会议论文投稿 三、纸质档案 四、自管载体 ZT-2026-0011 ZT-2026-0012 五、钥匙 □已重设 六、系统账号与恢复份额 沈若溪账号officer 七、对外联系人 八、未了问题 移交人 签字 本表一式'.split(
        ' ',
      ),
    );
    // Of another's carriers nothing is listed.
    expect(text).not.toContain('ZT-2026-0021□');
    expectInside(bytes);
  });

  it('shows a frozen secret by number only', async () => {
    const [record = ''] = await proposed(1);
    const { id } = await office.ask('procedure.start', {
      template: 'grading',
      items: [{ record }],
      stateSecretDeclared: true,
    });
    await office.ask('mark.set', { register: 'secret', ids: [record], kind: 'frozen', reason: '待答复' });
    const text = joined((await office.print({ kind: 'procedure', run: id })).bytes);
    expect(text).toContain('待保密工作机构答复，不予打印');
    expect(text).not.toContain('清单秘点1');
  });
});
