// The paper kit on its own, with texts that are hard to set: what poppler reads and where it finds it.
import { describe, expect, it } from 'vitest';
import { canShow } from '../../../electron/core/document/paper/faces.ts';
import type { PaperColumn } from '../../../electron/core/document/paper/paper-table.ts';
import { type PaperDocument, type SectionKit, writePaper } from '../../../electron/core/document/paper/write-paper.ts';
import { fontsOf, hasPoppler, joined, layoutOf, pagesOf } from '../support/pdf.ts';

const never = () => undefined;
const margins = { left: 42, right: 34 };

function paper(
  content: (kit: SectionKit) => ReturnType<SectionKit['table']>,
  more: Partial<PaperDocument> = {},
  signOffs: readonly string[] = ['填表人', '审核人'],
): PaperDocument {
  return {
    title: '试印',
    atMs: Date.UTC(2026, 10, 20, 8, 15),
    watermark: null,
    trace: 'R01　试印　校验码 0000-0000',
    sections: [
      { setup: { size: 'A4', orientation: 'landscape' }, running: '云岭新材料有限公司　试印', signOffs, content },
    ],
    ...more,
  };
}

const column = (header: string, wantedEm: number, leastEm = 3): PaperColumn => ({ header, leastEm, wantedEm });
const oneCell = (text: string, wantedEm = 14): PaperDocument =>
  paper(({ table }) =>
    table({
      columns: [column('内容', wantedEm), column('其余', 70, 70)],
      fontSizes: [9],
      rows: [{ cells: [text, ''] }],
    }),
  );
const write = async (document: PaperDocument) => writePaper(document, never);
const plain = (text: string) => text.replace(/\s/g, '');

/** Lines of the first column as they are set. */
function cellLines(bytes: Uint8Array): string[] {
  const lines = new Map<number, string>();
  layoutOf(bytes).forEach(({ words }, page) => {
    for (const word of words) {
      if (word.xMin > 200 || word.yMin < 60 || word.yMax > 520) continue;
      const line = page * 10_000 + Math.round(word.yMin);
      lines.set(line, `${lines.get(line) ?? ''}${word.text}`);
    }
  });
  return [...lines.entries()].sort(([left], [right]) => left - right).map(([, text]) => text);
}

const sentence =
  '配比（质量比）为七比二比一，烧结温度一千二百度；见《工艺规程》第三章、第四章。“受控”件（编号ZT-2025-001）仅限研发中心、质量部查阅，不得复制！是否公开？否：详见〔附件〕……';

describe.skipIf(!hasPoppler)('Text on paper', () => {
  it('begins no line with a mark that closes and ends none with one that opens, at any width', async () => {
    for (let wantedEm = 7; wantedEm <= 16; wantedEm += 0.5) {
      const { bytes } = await write(oneCell(sentence.repeat(3), wantedEm));
      const lines = cellLines(bytes).filter((line) => line !== '内容');
      expect(lines.length).toBeGreaterThan(8);
      for (const line of lines) {
        expect(line, `${wantedEm}`).not.toMatch(/^[。，、；：！？）》〉」』】〕”’…]/);
        expect(line, `${wantedEm}`).not.toMatch(/[（《〈「『【〔“‘]$/);
      }
      expect(joined(bytes)).toContain(plain(sentence.repeat(3)));
    }
  });

  it('wraps digests, addresses and other unbroken strings within their column, closing marks and all', async () => {
    const digest = '0123456789abcdef'.repeat(8);
    const text = `校验值（${digest}）、地址（https://example.invalid/${'a'.repeat(120)}）。${'W'.repeat(90)}`;
    const { bytes } = await write(oneCell(text));
    const [page] = layoutOf(bytes);
    const ends = page?.words.filter(({ xMin, yMin }) => xMin < 120 && yMin > 60 && yMin < 520) ?? [];
    // The second column begins where the first ends; nothing of the first may reach into it.
    const head = page?.words.find(({ text: word }) => word === '其余');
    expect(ends.length).toBeGreaterThan(10);
    for (const { xMax } of ends) expect(xMax).toBeLessThan((head?.xMin ?? 0) - 20);
    for (const line of cellLines(bytes)) expect(line).not.toMatch(/^[）。、，]/);
    expect(joined(bytes)).toContain(plain(text));
  });

  it('names what the faces lack instead of showing an empty box, and says so', async () => {
    const { bytes, named } = await write(oneCell('责任人𠮷野、😀、\u202e倒序、\ud800、\u0007；㐂䶮龘可印'));
    expect(named).toEqual(['〔U+0007〕', '〔U+202E〕', '〔U+D800〕', '〔U+1F600〕', '〔U+20BB7〕']);
    const text = joined(bytes);
    expect(text).toContain('责任人〔U+20BB7〕野、〔U+1F600〕、〔U+202E〕倒序、〔U+D800〕、〔U+0007〕；㐂䶮龘可印');
    expect(text).toContain('字体未收录的字符以其Unicode编号写出');
    for (const character of text) expect(canShow(character.codePointAt(0) as number), character).toBe(true);
  });

  it('draws ticked boxes, and every choice with its box', async () => {
    const { bytes } = await write(oneCell('☑技术信息　□经营信息'));
    expect(joined(bytes)).toContain('□√技术信息□经营信息');
    const chosen = layoutOf(bytes)[0]?.words.find(({ text }) => text.startsWith('□√'));
    // Box and tick share one place: five characters wide, not six.
    expect((chosen?.xMax ?? 0) - (chosen?.xMin ?? 0)).toBeLessThan(9 * 5.2);
  });

  it('keeps all text of a row too tall for a page, over further rows and inside the pages', async () => {
    const text = Array.from({ length: 190 }, (_unused, index) => `第${index}条须两人在场。`).join('');
    const { bytes, pages } = await write(oneCell(text, 8));
    expect(pages).toBeGreaterThan(1);
    const lines = cellLines(bytes).filter((line) => line !== '内容');
    expect(lines.join('')).toBe(text);
    for (const line of lines) expect(line).not.toMatch(/^。/);
    for (const { width, height, words } of layoutOf(bytes))
      for (const word of words) {
        expect(word.xMin).toBeGreaterThanOrEqual(margins.left - 1);
        expect(word.xMax).toBeLessThanOrEqual(width - margins.right + 1);
        expect(word.yMax).toBeLessThanOrEqual(height);
      }
  });

  it('says how much of an endless cell is not printed', async () => {
    const { bytes, pages } = await write(oneCell('长'.repeat(150_000)));
    expect(joined(bytes)).toContain('（全文150,000字，余下见原记录）');
    expect(pages).toBeLessThan(10);
  });
});

describe.skipIf(!hasPoppler)('A table over several pages', () => {
  const columns = [
    column('序号', 3),
    column('编号', 10),
    column('名称', 14),
    column('知悉范围', 20),
    column('备注', 6),
  ];
  const rows = Array.from({ length: 300 }, (_unused, index) => ({
    cells: [
      `${index + 1}`,
      `商密〔2026〕${index + 1}号`,
      `工艺${index + 1}`,
      `甲${index + 1}始${'研发中心、质量部；'.repeat(index % 7)}乙${index + 1}终`,
      '',
    ],
    isVoid: index % 50 === 3,
  }));
  const long = paper(({ table }) => table({ columns, rows, fontSizes: [9] }, { isPadded: true }));

  it('has its head on every page, whole rows, numbered pages, sign-offs and trace', async () => {
    const { bytes, pages } = await write(long);
    const texts = pagesOf(bytes).map(plain);
    expect(pages).toBe(texts.length);
    expect(pages).toBeGreaterThan(8);
    texts.forEach((text, index) => {
      expect(text).toContain('序号编号名称知悉范围备注');
      expect(text).toContain(`第${index + 1}页共${pages}页`);
      expect(text).toContain('填表人：审核人：年月日');
      expect(text).toContain('校验码0000-0000');
      for (const [, row] of text.matchAll(/甲(\d+)始/g)) expect(text, 'a row is whole').toContain(`乙${row}终`);
    });
    for (let row = 1; row <= 300; row += 1) expect(texts.filter((text) => text.includes(`甲${row}始`))).toHaveLength(1);
  });

  it('keeps every cell in its column', async () => {
    const { bytes } = await write(long);
    for (const { words } of layoutOf(bytes)) {
      const heads = columns.map(({ header }) => words.find(({ text }) => text === header));
      const scope = words.filter(({ text }) => /^(甲\d+始|乙\d+终)/.test(text));
      for (const word of scope) {
        expect(word.xMin).toBeGreaterThan(heads[2]?.xMax ?? 0);
        expect(word.xMax).toBeLessThan(heads[4]?.xMin ?? 0);
      }
    }
  });

  it('is filled with blank rows to the foot without a further page', async () => {
    for (const count of [0, 1, 7, 19, 20, 21, 22, 23, 24, 25, 26, 40]) {
      const few = rows.slice(0, count).map((row) => ({ cells: row.cells.slice(0, 3) }));
      const make = (isPadded: boolean) =>
        paper(({ table }) => table({ columns: columns.slice(0, 3), rows: few, fontSizes: [9] }, { isPadded }));
      const padded = await write(make(true));
      const bare = await write(make(false));
      expect(padded.pages, `${count}`).toBe(bare.pages);
    }
  });

  it('embeds its faces as subsets whose text can be read', async () => {
    const fonts = fontsOf((await write(long)).bytes);
    expect(fonts.map(({ name }) => name.replace(/^[A-Z]{6}\+/, '')).sort()).toEqual([
      'NotoSansSC-Regular',
      'NotoSerifSC-Bold',
    ]);
    for (const font of fonts) expect(font).toMatchObject({ embedded: true, subset: true, unicode: true });
  });

  it('gives the same bytes again, and other bytes for another time', async () => {
    const first = await write(long);
    expect((await write(long)).bytes.equals(first.bytes)).toBe(true);
    expect((await write({ ...long, atMs: long.atMs + 1000 })).bytes.equals(first.bytes)).toBe(false);
    expect(first.bytes.toString('latin1')).toContain('D:20261120081500Z');
  });

  it('carries the watermark of demonstration data on every page', async () => {
    const { bytes, pages } = await write({ ...long, watermark: '演示数据' });
    expect(joined(bytes).split('演示数据')).toHaveLength(pages + 1);
  });

  it('stops when it is cancelled', async () => {
    let calls = 0;
    const cancel = () => {
      calls += 1;
      if (calls > 100) throw new Error('cancelled');
    };
    await expect(writePaper(long, cancel)).rejects.toThrow('cancelled');
  });
});
