// A trade-secret office with departments, people, posts, carriers and secrets linked to each other, for documents on paper.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocument } from '../../../electron/core/document/document-task.ts';
import { type PrintedDocument, printedDocument } from '../../../shared/contract/routes/documents.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { makeCore, type TestCore } from '../support/core-of.ts';
import { quietJob } from '../support/vaults.ts';

export const sealedContent = '配比为七比二比一，烧结温度一千二百度';

export interface Office extends TestCore {
  departments: { research: string; sales: string };
  posts: string[];
  people: string[];
  carriers: string[];
  /** Two technical ones and one of sales, all to be graded. */
  secrets: string[];
  print(input: unknown): Promise<{ bytes: Buffer; pages: number; rows: number; event: Record<string, unknown> }>;
}

const secretValues: readonly FieldValues[] = [
  {
    name: '高镍前驱体连续共沉淀工艺',
    publicName: '材料工艺 0 号',
    category: 'technical',
    level: 'core',
    term: 'P10Y',
    ownership: '云岭新材料有限公司',
    origin: 'own',
    originatedOn: '2024-03-15',
    responsible: '周明远',
    scope: '研发中心工艺组、质量部检验组长',
    summary: '前驱体连续共沉淀的工艺路线与控制思路，不含具体参数。',
    secrecy: '未公开，设备为自行改造，产品中不可直接得知。',
    noveltyCheck: '检索中国专利、国外专利及期刊，未见相同公开。',
    noveltyCheckedOn: '2026-09-20',
    patentComparison: '已授权专利只写总体装置，未写控制窗口。',
    value: '投产后良率提高，客户复购；同行重做约需两年。',
    researchCost: 386_000_00,
    leadTimeMonths: 24,
    patentPlan: false,
    measure: '专柜保管、专机查阅、水印打印；签保密协议；车间门禁。',
    content: sealedContent,
  },
  {
    name: '烧结温区控制窗口',
    category: 'technical',
    level: 'important',
    term: 'long_term',
    origin: 'joint',
    originatedOn: '2025-06',
    responsible: '林珂',
    scope: '研发中心工艺组',
    summary: '温区划分与升降温次序。',
  },
  {
    name: '华东区客户报价底线与交易习惯',
    category: 'business',
    level: 'general',
    term: 'until_published',
    origin: 'own',
    responsible: '何穗',
    scope: '销售部经理',
    summary: '重点客户的报价底线、付款习惯。',
  },
];

/** Makes the office; the clock stands at 2026-10-12. */
export async function makeOffice(options: Parameters<typeof makeCore>[0] = {}): Promise<Office> {
  const core = await makeCore({
    organisation: '云岭新材料有限公司',
    officerName: '沈若溪',
    startMs: new Date(2026, 9, 12, 10).getTime(),
    singleOfficerReason: '单人商秘办',
    ...options,
  });
  const { make, ask } = core;
  // One officer does everything here; with a second one the steps are kept apart.
  await core.waiveSelfApproval();
  const research = await make('department', { name: '研发中心', head: '贺文博' });
  const sales = await make('department', { name: '销售部', head: '何穗' });
  const posts = [
    await make('post', {
      name: '工艺工程师',
      department: research,
      secrecyClass: 'core',
      headcount: 4,
      entryRequirements: '签保密协议、岗前培训合格、书面承诺',
      nonCompeteNeeded: true,
      nonCompeteReason: '掌握工艺路线',
      basis: '知悉核心商密',
      approvedOn: '2026-09-01',
    }),
    await make('post', {
      name: '销售经理',
      department: sales,
      secretsText: '经营信息：报价资料',
      approvedOn: '2026-09-01',
    }),
  ];
  const person = (name: string, number: string, department: string, post?: string, agreementNumber?: string) =>
    make(
      'person',
      {
        name,
        department,
        position: post === posts[0] ? '工艺工程师' : '职员',
        ...(post ? { post } : {}),
        ...(agreementNumber ? { agreementNumber } : {}),
      },
      { number },
    );
  const people = [
    await person('周明远', 'YG00017', research, posts[0], '保密协议〔2024〕017号'),
    await person('林珂', 'YG00021', research),
    await person('何穗', 'YG00033', sales, posts[1]),
  ];
  const secrets: string[] = [];
  for (const [index, values] of secretValues.entries())
    secrets.push(
      await make('secret', { ...values, department: index === 2 ? sales : research }, { status: 'proposed' }),
    );
  const carriers: string[] = [];
  for (const copyNumber of [1, 2])
    carriers.push(
      await make(
        'carrier',
        { name: '前驱体工艺规程（受控）', form: 'paper', copyNumber, copiesTotal: 2, keeper: '沈若溪' },
        { number: 'ZT-2026-001' },
      ),
    );
  carriers.push(
    await make('carrier', { name: '烧结曲线图', form: 'drawing', copyNumber: 1 }, { number: 'ZT-2026-002' }),
  );
  const link = (name: string, fromId: string, toIds: string[], values = {}) =>
    ask('link.add', { link: name, fromId, toIds, startsOn: '2026-09-10', values });
  await link('secretCarrier', secrets[0] as string, carriers.slice(0, 2));
  await link('secretCarrier', secrets[1] as string, carriers.slice(2));
  await link('secretPerson', secrets[0] as string, [people[0] as string], {
    extent: 'all',
    reason: '工艺开发',
    approver: '傅明澈',
  });
  await link('secretPerson', secrets[0] as string, [people[1] as string], { extent: 'part', reason: '设备调试' });
  await link('secretPost', secrets[0] as string, [posts[0] as string], { reason: '岗位职责' });
  await link('secretPerson', secrets[2] as string, [people[2] as string], { extent: 'all' });
  let printed = 0;
  return {
    ...core,
    departments: { research, sales },
    posts,
    people,
    carriers,
    secrets,
    print: async (input) => {
      const session = core.core.state.session;
      if (!session) throw new Error('locked');
      printed += 1;
      const target = join(core.vault.base, `${printed}.pdf`);
      const document: PrintedDocument = printedDocument.parse(input);
      const { pages, rows } = await createDocument(session, { target, document }, quietJob);
      const event = session.db.prepare('SELECT event FROM journal ORDER BY seq DESC LIMIT 1').pluck().get() as string;
      return { bytes: readFileSync(target), pages, rows, event: JSON.parse(event) as Record<string, unknown> };
    },
  };
}
