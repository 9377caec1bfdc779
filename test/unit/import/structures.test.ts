import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { formulaWithoutResult, numberText } from '../../../electron/core/register/import/read/grid.ts';
import { readNumberFormat, serialText } from '../../../electron/core/register/import/read/number-format.ts';
import { readWorkbook } from '../../../electron/core/register/import/read/read-workbook.ts';
import { errorOf, readLedger, scratch, vectorPath, xlsxOf } from './support.ts';

describe('one ledger in three formats', () => {
  it.each(['xlsx', 'xls', 'ods'])(
    'two header rows, merged cells, a hidden column, repeated headers, sections and notes are read from %s',
    async (kind) => {
      const { layout, rows } = await readLedger(vectorPath(`two-header.${kind}`), 'secret');
      expect([layout.sheetName, layout.headerRow, layout.headerHeight, layout.firstDataRow]).toEqual(['台账', 3, 2, 6]);
      expect(layout.sheets.map((sheet) => [sheet.name, sheet.hidden])).toEqual([
        ['说明', false],
        ['台账', false],
        ['旧', true],
      ]);
      expect(layout.sheet.hiddenColumns).toEqual([4]);
      expect(layout.columns.map((column) => column.target)).toEqual([
        null,
        'number',
        'name',
        'level',
        'gradedOn',
        'term',
        'department',
        'responsible',
        'originatedOn',
        'scope',
        'note',
      ]);
      expect(rows.map(({ row }) => row)).toEqual([7, 8, 9, 14, 15]);
      const kinds = [...layout.kinds].filter(([, rowKind]) => rowKind !== 'data' && rowKind !== 'blank');
      expect(kinds.map(([row, rowKind]) => [row + 1, rowKind])).toEqual([
        [6, 'section'],
        [11, 'header'],
        [12, 'header'],
        [13, 'section'],
        [18, 'footer'],
        [19, 'footer'],
        [20, 'footer'],
        [21, 'footer'],
      ]);
      const [first, second, third, fourth, fifth] = rows.map(({ reading }) => reading);
      expect(first).toMatchObject({
        number: '商密〔2021〕001号',
        values: { level: 'core', gradedOn: '2021-05-06', term: 'P10Y', responsible: '张三', originatedOn: '2021-03' },
      });
      // 44322 without a date format, a department merged over three rows, 同上.
      expect(second?.values).toMatchObject({ gradedOn: '2021-05-06', department: '研发部', scope: '项目组' });
      // A day behind a format that shows only the month was never meant.
      expect(third?.values).toMatchObject({ originatedOn: '2021-12', department: '研发部', scope: '项目组' });
      expect(third?.values).not.toHaveProperty('note');
      expect(layout.fills.get('8,6')).toBe('filled_from_merged');
      expect(layout.fills.get('8,9')).toBe('filled_from_above');
      expect(fourth?.errors.map((error) => error.code)).toEqual(['day_impossible']);
      expect(fifth?.held.map((held) => held.code)).toEqual(['state_secret_grade']);
    },
  );

  it.each(['xlsx', 'xls', 'ods'])('numbers keep their zeros, their digits and their ambiguity in %s', async (kind) => {
    const { rows } = await readLedger(vectorPath(`numbers.${kind}`), 'secret');
    const readings = rows.map(({ reading }) => reading);
    expect(readings.map((reading) => reading.number)).toEqual(['SM-001', '420101199001010000', '0.3', '007']);
    expect(readings.map((reading) => reading.values.researchCost)).toEqual([
      12_500_000,
      3_000_000_000,
      undefined,
      1_234_567,
    ]);
    expect(readings.map((reading) => reading.values.originatedOn)).toEqual([
      undefined,
      '2023-11',
      undefined,
      '2023-10',
    ]);
    expect(readings.map((reading) => reading.values.name)).toEqual(['甲', '乙', "'=1+1", '=1+1']);
    expect(readings.flatMap((reading) => reading.errors.map((error) => [error.field, error.code]))).toEqual([
      ['originatedOn', 'not_a_date'],
      ['gradedOn', 'not_a_date'],
      ['researchCost', 'money_unreadable'],
      ['originatedOn', 'month_missing'],
      ['level', 'level_unknown'],
    ]);
  });

  it('says so when a formula was saved without its result', async () => {
    const { rows } = await readLedger(vectorPath('two-header.xlsx'), 'secret');
    expect(rows.at(-1)?.reading.errors.map((error) => [error.field, error.code])).toEqual([
      ['scope', 'formula_without_result'],
    ]);
  });
});

describe('the XML of workbooks', () => {
  it('may have prefixes, rich text, phonetic text, comments, CDATA and cells without places', async () => {
    const sheet = `<?xml version="1.0"?><x:worksheet xmlns:x="m"><!-- <x:c> --><x:sheetData>
      <x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t='inlineStr'><x:is><x:r><x:t>秘</x:t></x:r><x:r><x:t xml:space="preserve"> 点</x:t></x:r><x:rPh><x:t>mi</x:t></x:rPh></x:is></x:c></x:row>
      <x:row r="3"><x:c r="B3" t="str"><x:f a="1&gt;0">A1&amp;"x"</x:f><x:v><![CDATA[a<b]]>&#x4e2d;&#25991;&amp;_x000D_</x:v></x:c><x:c r="D3" t="b"><x:v>1</x:v></x:c><x:c r="E3" t="e"><x:v>#REF!</x:v></x:c><x:c r="F3"><x:f>1</x:f></x:c></x:row>
      </x:sheetData></x:worksheet>`;
    const strings = '<sst><si><t>编</t><rPh><t>bian</t></rPh></si><si><r><t>a</t></r></si></sst>';
    const workbook = await readWorkbook(scratch('odd.xlsx', await xlsxOf(sheet, { 'xl/sharedStrings.xml': strings })));
    expect(workbook.sheets[0]?.rows).toEqual([
      ['编', '秘 点'],
      [],
      [null, 'a<b中文&\r', null, 'TRUE', '#REF!', formulaWithoutResult],
    ]);
  });

  it('is refused where it breaks off', async () => {
    expect(
      await errorOf(readWorkbook(scratch('broken.xlsx', await xlsxOf('<worksheet><sheetData><row r="1"><c r="A1')))),
    ).toMatchObject({ code: 'file_corrupt' });
  });
});

describe('number formats', () => {
  it.each([
    ['yyyy"年"m"月"', 'month'],
    ['yyyy/mm', 'month'],
    ['[$-804]yyyy"年"m"月"d"日";@', 'day'],
    ['m"月"d"日"', 'day'],
    ['yyyy-mm-dd hh:mm:ss', 'day'],
    ['h:mm', 'time'],
    ['yyyy', 'year'],
  ])('%s shows a date down to its %s', (code, precision) => {
    expect(readNumberFormat(164, code)).toEqual({ kind: 'date', precision });
  });

  it.each(['General', 'G/通用格式', '0.00E+00', '#,##0.00', '¥0', '"人民币"#,##0', '@', '0%', '[Red]0'])(
    '%s is a plain number',
    (code) => {
      expect(readNumberFormat(164, code)).toEqual({ kind: 'plain' });
    },
  );

  it('counts days as spreadsheets do, the 29 February 1900 included', () => {
    expect(serialText(59, 'day', false)).toBe('1900-02-28');
    expect(serialText(61, 'day', false)).toBe('1900-03-01');
    expect(serialText(45117.5, 'day', false)).toBe('2023-07-10 12:00');
    expect(serialText(43655, 'day', true)).toBe('2023-07-10');
    expect(serialText(-1, 'day', false)).toBeNull();
  });

  it('writes numbers plainly', () => {
    expect([1, 0.1 + 0.2, 1e17, 1.5e21, 123456.789, -2.5, 1e-7].map(numberText)).toEqual([
      '1',
      '0.3',
      '100000000000000000',
      '1500000000000000000000',
      '123456.789',
      '-2.5',
      '0.0000001',
    ]);
  });
});

describe('text files', () => {
  const text = '编号,秘点名称,密级\r\n001,"配方, ""甲""\n第二行",核心\r\n="002",乙,重要\r\n';
  const rows = [
    ['编号', '秘点名称', '密级'],
    ['001', '配方, "甲"\n第二行', '核心'],
    ['002', '乙', '重要'],
  ];
  const encodings: [string, Buffer, string][] = [
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16LE without', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['GBK', iconv.encode(text, 'gbk'), 'gb18030'],
    ['GB18030 with characters GBK lacks', iconv.encode(text.replace('乙', '㐀𠮷'), 'gb18030'), 'gb18030'],
  ];

  it.each(encodings)('in %s are read alike', async (_label, bytes, encoding) => {
    const workbook = await readWorkbook(scratch('ledger.csv', bytes));
    expect(workbook).toMatchObject({ kind: 'csv', encoding });
    expect(workbook.sheets[0]?.rows.slice(0, 2)).toEqual(rows.slice(0, 2));
    expect(workbook.sheets[0]?.rows[2]?.[0]).toBe('002');
  });

  it.each([
    ['tabs', '\t'],
    ['semicolons', ';'],
    ['full-width commas', '，'],
  ])('divided by %s are read', async (_label, sign) => {
    const workbook = await readWorkbook(
      scratch('signs.txt', ['编号,名称', '1,甲', '2,乙'].join('\n').replaceAll(',', sign)),
    );
    expect(workbook.sheets[0]?.rows).toEqual([
      ['编号', '名称'],
      ['1', '甲'],
      ['2', '乙'],
    ]);
  });

  it('in no known encoding are refused', async () => {
    expect(
      await errorOf(readWorkbook(scratch('latin.csv', Buffer.from('name;value\nM\xfcller;\xff\n', 'latin1')))),
    ).toMatchObject({ code: 'file_not_spreadsheet' });
  });
});
