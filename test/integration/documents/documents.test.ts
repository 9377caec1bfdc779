// Registers, R02, F16 and the report of a bundle, from a real vault, as poppler reads them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planRegister } from '../../../electron/core/document/bundle/disclosure-plan.ts';
import { issuedEvents, issueOfEvent } from '../../../electron/core/document/bundle/issue.ts';
import { type BundleResult, issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { openChosen } from '../../../electron/core/document/bundle/opened-content.ts';
import { pastView } from '../../../electron/core/document/bundle/view.ts';
import { streamBundle } from '../../../electron/core/document/bundle/write-bundle.ts';
import { createDocument } from '../../../electron/core/document/document-task.ts';
import { writePaper } from '../../../electron/core/document/paper/write-paper.ts';
import { reportDocument } from '../../../electron/core/document/print/report.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { headOf } from '../../../electron/core/journal/append.ts';
import { liftMark, setMark } from '../../../electron/core/register/marks.ts';
import type { TableRow } from '../../../electron/core/register/statements.ts';
import { createRecord, rowById, setVoid } from '../../../electron/core/register/store.ts';
import { type WriteContext, writeTransaction } from '../../../electron/core/register/write-context.ts';
import { ensureSpareDataKeys } from '../../../electron/core/vault/session.ts';
import { type PrintedDocument, printedDocument } from '../../../shared/contract/routes/documents.ts';
import { localDate } from '../../../shared/time.ts';
import {
  attachFiles,
  type BundleVault,
  createBundleVault,
  discard,
  quiet,
  request,
  sealedText,
  secretName,
} from '../bundle/bundle-vault.ts';
import { unzip } from '../bundle/unzip.ts';
import { hasPoppler, joined, layoutOf, pagesOf } from '../support/pdf.ts';

let vault: BundleVault;
let bundle: { path: string; result: BundleResult; root: string };
let printed = 0;

beforeAll(async () => {
  vault = await createBundleVault();
  await attachFiles(vault);
  const path = join(vault.folder, '移交 一.zip');
  const choice = { level: 'court', documents: ['R02'] } as const;
  const result = await issueBundle(vault.session, request(vault, path, choice), quiet);
  bundle = { path, result, root: unzip(path, join(vault.folder, 'unpacked')) };
});

afterAll(() => discard(vault));

/** Prints a document and returns its bytes with the event it left. */
async function print(input: unknown, job = quiet) {
  printed += 1;
  const target = join(vault.folder, `${printed}.pdf`);
  const document: PrintedDocument = printedDocument.parse(input);
  const result = await createDocument(vault.session, { target, document }, job);
  const event = vault.session.db.prepare('SELECT event FROM journal ORDER BY seq DESC LIMIT 1').pluck().get() as string;
  return { bytes: readFileSync(target), result, event: JSON.parse(event), target };
}

/** Every word lies inside its page. */
function expectInside(bytes: Uint8Array): void {
  for (const { width, height, words } of layoutOf(bytes))
    for (const word of words) {
      expect(word.xMin, word.text).toBeGreaterThan(30);
      expect(word.xMax, word.text).toBeLessThan(width - 25);
      expect(word.yMin, word.text).toBeGreaterThan(10);
      expect(word.yMax, word.text).toBeLessThan(height - 10);
    }
}

/** Positions of words of the head row, left to right, must follow the form. */
function expectOrder(text: string, headers: readonly string[]): void {
  let from = 0;
  for (const header of headers) {
    const at = text.indexOf(header, from);
    expect(at, header).toBeGreaterThanOrEqual(from);
    from = at + header.length;
  }
}

describe.skipIf(!hasPoppler)('A register on paper', () => {
  it('has the columns of R01 in their order, the rows, head, sign-offs and page numbers, and no sealed content', async () => {
    const { bytes, result } = await print({ kind: 'register', register: 'secret' });
    const text = joined(bytes);
    expectOrder(
      text,
      '商业秘密台账 单位名称 填报部门 填报日期 第＿＿＿册 序号 编号 秘点名称 类别 密级 定密日期 保密期限 到期日或解密条件 权属 取得方式 产生日期 责任部门 责任人 知悉范围 载体形式及份数 存放地点 保密措施 审批表号 上次复核日期 状态 备注'.split(
        ' ',
      ),
    );
    expect(text).toContain(secretName);
    expect(text).toContain('至2035-03-12');
    expect(text).toContain('填表人：审核人：部门（商秘办）负责人：');
    expect(text).toContain('第1页共1页');
    expect(text).not.toContain(sealedText);
    expect(result).toMatchObject({ rows: 4, pages: 1 });
    expectInside(bytes);
    const [page] = layoutOf(bytes);
    // A3 landscape.
    expect([Math.round(page?.width ?? 0), Math.round(page?.height ?? 0)]).toEqual([1191, 842]);
  });

  it('sets R01 in type that can be read, with dates, grades and names of choices on one line each', async () => {
    const { bytes } = await print({ kind: 'register', register: 'secret' });
    const words = layoutOf(bytes)[0]?.words ?? [];
    const date = words.find(({ text }) => text === '2025-03-12');
    expect(date).toBeDefined();
    // 小五, nine points: a line is as high as the face is drawn, 1.448 em.
    expect((date?.yMax ?? 0) - (date?.yMin ?? 0)).toBeGreaterThan(9 * 1.44);
    expect(words.filter(({ text }) => /^\d{4}-\d{2}-\d?$/.test(text))).toEqual([]);
  });

  it.each([
    ['secret', 'R01', '第＿＿＿册序号编号秘点名称类别密级'],
    ['carrier', 'R05', '序号载体编号载体名称'],
    ['post', 'R10', '序号岗位编号岗位名称部门知悉秘点类别及编号'],
    ['person', 'R11', '序号工号姓名部门'],
  ])('prints an empty page of %s with its columns, room to write and no record', async (register, code, head) => {
    const { bytes, result } = await print({ kind: 'blankRegister', register });
    const text = joined(bytes);
    expect(text).toContain(head);
    expect(text).toContain(`${code}空白表`);
    expect(text).toMatch(/(填报日期|登记日期|基准日)：年月日/);
    expect(text).not.toContain(secretName);
    expect(text).not.toMatch(/ZT-2025|GW0|商密〔/);
    expect(result).toMatchObject({ rows: 0, pages: 1 });
    expectInside(bytes);
  });

  it('joins columns as R05 has them', async () => {
    const { bytes } = await print({ kind: 'register', register: 'carrier' });
    const text = joined(bytes);
    expectOrder(text, ['载体编号', '载体名称', '份号/总份数', '标志', '状态', '上次盘点日期及结果', '备注']);
    expect(text).toContain('ZT-2025-001');
  });

  it.each(['post', 'person', 'department', 'bundle'])('prints %s with the office’s words', async (register) => {
    const { bytes, result } = await print({ kind: 'register', register });
    expect(result.pages).toBe(1);
    expect(joined(bytes)).toContain('商业秘密');
    expect(joined(bytes)).not.toContain('13812345678');
    expectInside(bytes);
  });

  it('keeps a void row, struck through, with its reason, and marks late entries', async () => {
    const { session } = vault;
    const definition = session.registry.byKey('post');
    await ensureSpareDataKeys(session);
    writeTransaction(session, (context) => {
      const values = {
        name: '工艺工程师',
        approvedOn: '2020-01-02',
        nonCompeteNeeded: true,
        nonCompeteReason: '掌握配方',
      };
      createRecord(context, definition, { number: 'GW100', values });
      const wrong = createRecord(context, definition, { number: 'GW101', values: { name: '误登岗位' } });
      setVoid(context, definition, rowById(context, definition, wrong.id), true, '重复登记');
    });
    const { bytes } = await print({ kind: 'register', register: 'post' });
    const text = joined(bytes);
    expect(text).toContain('误登岗位');
    expect(text).toContain('作废：重复登记');
    expect(text).toContain('□√需要□不需要掌握配方');
    expect(text).toMatch(/2020-01-02　?补/);
    const without = await print({ kind: 'register', register: 'post', includeVoid: false });
    expect(joined(without.bytes)).not.toContain('误登岗位');
  });

  it('shows a past date in either reading, and says which', async () => {
    const today = localDate(vault.session.now());
    const asOf = { date: '2025-06-30', reading: 'fact' };
    const fact = joined((await print({ kind: 'register', register: 'secret', asOf })).bytes);
    expect(fact).toContain('截至2025年6月30日（依文书当日有效）');
    expect(fact).toContain(secretName);
    expect(fact).toContain(`记录于${today}，晚于基准日`);
    expect(fact).toContain('只有“当日前已记录”可称由本系统记录所示');
    const recorded = await print({ kind: 'register', register: 'secret', asOf: { ...asOf, reading: 'recorded' } });
    expect(joined(recorded.bytes)).toContain('截至2025年6月30日（当日前已记录）');
    expect(joined(recorded.bytes)).not.toContain(secretName);
    const now = await print({ kind: 'register', register: 'secret', asOf: { date: today, reading: 'recorded' } });
    expect(joined(now.bytes)).toContain(secretName);
    expect(joined(now.bytes)).toContain('事实日期2025-03-12');
  });

  it('leaves out what is frozen and says how much; the public list does not mention it', async () => {
    const { session } = vault;
    const definition = session.registry.byKey('secret');
    const mark = (change: (context: WriteContext, row: TableRow) => void) =>
      writeTransaction(session, (context) => change(context, rowById(context, definition, vault.secretId)));
    mark((context, row) => setMark(context, definition, row, 'frozen', '待答复'));
    const text = joined((await print({ kind: 'register', register: 'secret' })).bytes);
    const list = joined((await print({ kind: 'R02' })).bytes);
    mark((context, row) => liftMark(context, definition, row, 'frozen'));
    expect(text).not.toContain(secretName);
    expect(text).toContain('另有1项待保密工作机构答复，未印入');
    expect(list).not.toContain('材料工艺0号');
    expect(list).not.toContain('待保密工作机构');
  });

  it('says that it is a part where filters chose it', async () => {
    const filters = [{ field: 'level', operator: 'is', values: ['core'] }];
    const { bytes, result } = await print({ kind: 'register', register: 'secret', filters });
    expect(result.rows).toBe(1);
    expect(joined(bytes)).toContain('按所选条件打印，不是全部记录');
  });

  it('leaves an event that a signed scan can be matched with', async () => {
    const { bytes, event } = await print({ kind: 'register', register: 'secret' });
    expect(event).toMatchObject({
      action: 'document.created',
      actor: 'shenruoxi',
      detail: { kind: 'register', register: 'secret', rows: 4, pages: 1, asOf: null },
    });
    expect(event.detail.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const short = event.detail.content.slice(0, 8).toUpperCase();
    expect(joined(bytes)).toContain(`校验码${short.slice(0, 4)}-${short.slice(4)}`);
  });

  it('is refused beyond one volume, and leaves nothing when refused or cancelled', async () => {
    const before = headOf(vault.session.db).size;
    const cancelled = {
      progress: () => undefined,
      checkCancelled: () => {
        throw Object.assign(new Error('cancelled'), { code: 'cancelled' });
      },
    };
    await expect(print({ kind: 'register', register: 'secret' }, cancelled)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(print({ kind: 'F16', bundle: '01900000-0000-7000-8000-000000000000' })).rejects.toMatchObject({
      code: 'bundle_unknown',
    });
    await expect(
      createDocument(vault.session, { target: bundle.path, document: { kind: 'R02', asOf: null } }, quiet),
    ).rejects.toMatchObject({ code: 'path_exists' });
    expect(headOf(vault.session.db).size).toBe(before);
    expect(existsSync(join(vault.folder, `${printed}.pdf`))).toBe(false);
    expect(readdirSync(vault.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe.skipIf(!hasPoppler)('The public list R02', () => {
  it('shows numbers and public names, never a real name, by itself and in a bundle', async () => {
    const alone = (await print({ kind: 'R02' })).bytes;
    const inside = readFileSync(join(bundle.root, 'data/documents/R02.pdf'));
    for (const bytes of [alone, inside]) {
      const text = joined(bytes);
      expectOrder(text, [
        '商业秘密保护名录',
        '单位名称（盖章）',
        '基准日',
        '序号',
        '编号',
        '对外名称',
        '类别',
        '密级',
        '保密期限',
        '责任部门',
        '备注',
      ]);
      expect(text).toContain('材料工艺0号');
      expect(text).toContain('（未定对外名称）');
      expect(text).toContain('编制人：审核人：分管领导：');
      for (const hidden of [secretName, '工艺参数窗口', '周', '保密柜', sealedText]) expect(text).not.toContain(hidden);
      expectInside(bytes);
    }
  });

  it('is refused in a bundle without secrets', async () => {
    const registers = [{ register: 'carrier', filters: [], opened: [], files: [] }];
    const asked = request(vault, join(vault.folder, 'no.zip'), { registers, documents: ['R02'] });
    await expect(issueBundle(vault.session, asked, quiet)).rejects.toMatchObject({
      code: 'value_invalid',
      params: { field: 'documents' },
    });
  });
});

describe.skipIf(!hasPoppler)('The hand-over list F16', () => {
  it('holds the digests other programs find, grouped, how to check, and who signs; it needs no file', async () => {
    const { bytes, result } = await print({ kind: 'F16', bundle: bundle.result.bundle });
    const text = joined(bytes);
    const sha256 = createHash('sha256').update(readFileSync(bundle.path)).digest('hex');
    const sm3 = execFileSync('openssl', ['dgst', '-sm3', '-r', bundle.path], { encoding: 'utf8' }).slice(0, 64);
    expect(bundle.result).toMatchObject({ sha256, sm3 });
    expect(text).toContain(`SHA-256校验值${sha256}`);
    expect(text).toContain(`SM3校验值${sm3}`);
    expect(pagesOf(bytes)[0]).toContain(sha256.match(/.{8}/g)?.join(' '));
    expect(text).toContain('certutil-hashfile"移交一.zip"SHA256');
    expect(text).toContain(`SHA-256${sha256.slice(0, 8)}…${sha256.slice(-8)}`);
    for (const who of ['移交人', '接收人', '见证人']) expect(text).toContain(`${who}（签字、盖章）：`);
    expect(text).toContain('江北区人民法院');
    expect(text).not.toContain('沈若溪');
    expect(result.pages).toBe(1);
    expectInside(bytes);
  });
});

describe.skipIf(!hasPoppler)('The journal on paper', () => {
  it('holds the acts in words, earliest first, with the head it ends at, whole or followed by person and act', async () => {
    const { session } = vault;
    const { size, root } = headOf(session.db);
    const { bytes, result } = await print({ kind: 'journal' });
    const text = joined(bytes);
    expect(result.rows).toBe(size);
    expect(text).toContain(`根值${root.toString('hex').toUpperCase()}`);
    expect(text.indexOf('建立保密库')).toBeLessThan(text.indexOf('生成证据包'));
    expectInside(bytes);
    const part = await print({ kind: 'journal', actor: 'shenruoxi', action: 'record.created' });
    expect(joined(part.bytes)).toContain('按条件摘录：账号shenruoxi；事项新建');
    const created = session.db
      .prepare("SELECT count(*) FROM journal WHERE json_extract(event, '$.action') = 'record.created'")
      .pluck();
    expect(part.result.rows).toBe(created.get());
    // The print itself tells of the act it followed, and is none of these.
    expect((await print({ kind: 'journal', action: 'record.created' })).result.rows).toBe(created.get());
    expect(joined(part.bytes)).not.toContain('生成证据包');
  });
});

describe.skipIf(!hasPoppler)('The report of a bundle', () => {
  const report = () => readFileSync(join(bundle.root, 'data/report.pdf'));

  it('says who gave what to whom, what is withheld and why, and how to check', () => {
    const text = joined(report());
    expectOrder(text, [
      '商业秘密证据包报告',
      '出具单位',
      '提供的内容',
      '未提供的内容',
      '如何校验',
      '商业秘密台账',
      '附件清单',
      '附录：日志事实',
    ]);
    for (const said of [
      '云岭新材料有限公司',
      '江北区人民法院',
      bundle.result.bundle,
      bundle.result.keyFingerprint.replaceAll(' ', ''),
      '可校验固定之后未被改动，不证明固定之前内容真实及形成时间。',
      'certutil-hashfile文件名SHA256',
      'sha256sum-cmanifest-sha256.txt',
      'verify.html',
      '以对外名称代替',
      '秘点内容',
      '密封内容，未逐条选入',
    ])
      expect(text).toContain(said);
  });

  it('shows the register tables as the level allows, and each file with its digest', () => {
    const text = joined(report());
    for (const hidden of [secretName, sealedText, '13812345678', '工艺规程（受控）', '某公司纠纷'])
      expect(text).not.toContain(hidden);
    expect(text).toContain('材料工艺0号');
    const folder = join(bundle.root, 'data/attachments/商密〔2026〕001号');
    const year = new Date(vault.session.now()).getFullYear();
    for (const name of readdirSync(folder.replace('2026', String(year))))
      expect(text).toContain(
        createHash('sha256')
          .update(readFileSync(join(folder.replace('2026', String(year)), name)))
          .digest('hex'),
      );
    expectInside(report());
    const pages = pagesOf(report());
    for (const [index, page] of pages.entries())
      expect(page.replace(/\s/g, '')).toContain(`第${index + 1}页共${pages.length}页`);
  });

  it('puts sealed content that was chosen into a section of its own, and names a past date in its reading', async () => {
    const { session } = vault;
    const row = issuedEvents(session).find(({ event }) => event.includes(bundle.result.bundle));
    const issue = issueOfEvent(session, row?.seq ?? 0);
    if (!issue) throw new Error('no issue record');
    const plan = planRegister(session.registry.byKey('secret'), 'lawyer');
    const document = reportDocument({
      issue,
      organisation: '云岭新材料有限公司',
      demo: true,
      scheme: session.settings.scheme,
      counts: { given: [], withheld: [] },
      definitions: new Map(),
      registers: [{ plan, rows: [], total: 0 }],
      sealed: [
        { register: 'secret', number: '商密〔2026〕001号', title: '材料工艺0号', field: 'content', text: sealedText },
      ],
      attachments: [],
      asOf: { date: '2025-06-30', reading: 'recorded' },
      keyFingerprint: bundle.result.keyFingerprint,
      verifierSha256: bundle.result.verifierSha256,
      journal: { origin: 'o', size: 1, root: 'r', events: 0, eventsWithheld: 0 },
    });
    const { bytes } = await writePaper(document, () => undefined);
    const pages = pagesOf(bytes).map((page) => page.replace(/\s/g, ''));
    const [sealed, ...others] = pages.filter((page) => page.includes(sealedText));
    expect(others).toEqual([]);
    expect(sealed).toContain('密封内容');
    expect(sealed).not.toContain('商业秘密台账');
    expect(pages[0]).toContain('截至2025年6月30日（当日前已记录）');
    for (const page of pages) expect(page).toContain('演示数据');
  });

  it('is rebuilt byte for byte with its bundle, documents and all, and the bundle verifies', async () => {
    const path = join(vault.folder, '再.zip');
    const choice = { level: 'reviewer', documents: ['R02'] } as const;
    const { bundle: id } = await issueBundle(vault.session, request(vault, path, choice), quiet);
    const row = issuedEvents(vault.session).find(({ event }) => event.includes(id));
    const issue = issueOfEvent(vault.session, row?.seq ?? 0);
    if (!issue) throw new Error('no issue record');
    expect(issue.documents).toEqual(['R02']);
    const view = pastView(vault.session, issue.asOf, issue.checkpointSize);
    const again = await buffer(streamBundle(view, issue, await openChosen(view, issue.registers), quiet).bytes);
    expect(again.equals(readFileSync(path))).toBe(true);
    expect(await verifyBundle(path, {}, quiet)).toMatchObject({ ok: true });
  });
});
