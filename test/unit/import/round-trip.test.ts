import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportRow } from '../../../electron/core/register/export/register-columns.ts';
import {
  writeErrorRows,
  writeRegisterWorkbook,
  writeTemplate,
} from '../../../electron/core/register/export/write-workbook.ts';
import { findLedger } from '../../../electron/core/register/import/read/layout.ts';
import { readWorkbook } from '../../../electron/core/register/import/read/read-workbook.ts';
import type { FieldDefinition, FieldValue, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { tidyFieldText } from '../../../shared/values/text.ts';
import { readLedger, register, scheme, scratch } from './support.ts';

const registers = ['secret', 'carrier', 'department', 'person', 'post'];
const pad = (value: number): string => String(value).padStart(2, '0');

const dates = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, month, day]) => `${year}-${pad(month)}-${pad(day)}`),
  fc
    .tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${pad(month)}`),
);
const hard = fc.constantFrom(
  '=1+1',
  '+86',
  '-5x',
  '@SUM(A1)',
  "'0012",
  '0012',
  '1E17',
  '123456789012345678901',
  '2023-05-06',
  'TRUE',
  'a<b>&"c"',
  '_x000D_',
  '中\t文',
  '甲，乙；丙',
  '〔2026〕',
);
const texts = fc.oneof(hard, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }));

/** Texts a field can hold: tidied as saving does, and not one of the marks for nothing. */
function textsOf(field: FieldDefinition) {
  return texts
    .map((text) => tidyFieldText(field.kind, text))
    .filter((text) => {
      const plain = text.normalize('NFKC');
      return (
        text !== '' &&
        !/^[\s/\\|\-—–―－_＿·.。…、]+$/u.test(plain) &&
        !/^(?:无|没有|不适用|N\/A|NA|空|暂无|同上)$/.test(plain) &&
        // Marks for "as above": compatibility forms would make two primes of one of them.
        !/^[〃″]$/.test(text) &&
        !plain.startsWith('#') &&
        text.isWellFormed()
      );
    });
}

function valuesOf(field: FieldDefinition): fc.Arbitrary<FieldValue> {
  switch (field.kind) {
    case 'date':
      return dates;
    case 'term':
      return fc.oneof(dates, fc.constantFrom('long_term', 'until_published', 'P10Y', 'P6M', 'P18M'));
    case 'choice':
      return fc.constantFrom(...field.choices.map((choice) => choice.code));
    case 'level':
      return fc.constantFrom('core', 'important', 'general');
    case 'yesNo':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: field.minimum ?? 0, max: Math.min(field.maximum ?? 1_000_000, 1_000_000_000) });
    case 'money':
      return fc.maxSafeNat();
    default:
      return textsOf(field);
  }
}

function recordsOf(definition: RegisterDefinition): fc.Arbitrary<ExportRow[]> {
  const fields = definition.fields.filter((field) => field.class !== 'sealed');
  const values = fc.tuple(
    ...fields.map((field) => (field.required ? valuesOf(field) : fc.option(valuesOf(field), { freq: 2 }))),
  );
  const status = fc.constantFrom(...definition.statuses.map((entry) => entry.code));
  return fc.array(fc.tuple(values, status), { minLength: 1, maxLength: 8 }).map((records) =>
    records.map(([fieldValues, code], index) => ({
      number: `商密〔2026〕${String(index + 1).padStart(3, '0')}号`,
      status: code,
      values: Object.fromEntries(
        fields.flatMap((field, at) => (fieldValues[at] === null ? [] : [[field.key, fieldValues[at] ?? null]])),
      ),
    })),
  );
}

describe('a register written to Excel', () => {
  it.each(registers)('%s reads back as it was, in both languages', async (key) => {
    const definition = register(key);
    await fc.assert(
      fc.asyncProperty(
        recordsOf(definition),
        fc.constantFrom('zh' as const, 'en' as const),
        async (records, language) => {
          const bytes = await writeRegisterWorkbook({
            definition,
            scheme: scheme(),
            language,
            organisation: '江北云岭电工材料有限公司',
            rows: records,
          });
          const { rows } = await readLedger(scratch(`${key}.xlsx`, bytes), key);
          expect(
            rows.map(({ reading }) => ({ number: reading.number, status: reading.status, values: reading.values })),
          ).toEqual(records);
          expect(rows.flatMap(({ reading }) => [...reading.errors, ...reading.held])).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('has the columns of the paper register in their order and none that is sealed', async () => {
    const bytes = await writeRegisterWorkbook({
      definition: register('secret'),
      scheme: scheme(),
      language: 'zh',
      organisation: '',
      rows: [],
    });
    const workbook = await readWorkbook(scratch('head.xlsx', bytes));
    expect(workbook.sheets[0]?.rows[1]?.slice(0, 8)).toEqual([
      '序号',
      '编号',
      '秘点名称',
      '类别',
      '密级',
      '定密日期',
      '保密期限',
      '解密条件',
    ]);
    expect(workbook.sheets[0]?.rows[1]).not.toContain('秘点内容');
  });

  it('gives the same bytes for the same records', async () => {
    const write = () =>
      writeRegisterWorkbook({
        definition: register('department'),
        scheme: scheme(),
        language: 'zh',
        organisation: '甲',
        rows: [{ number: 'BM001', status: 'active', values: { name: '研发部' } }],
      });
    expect((await write()).equals(await write())).toBe(true);
  });

  it('offers long lists from a hidden sheet that no import mistakes for a ledger', async () => {
    const names = Array.from({ length: 200 }, (_unused, index) => `第${index}车间`);
    const bytes = await writeTemplate({
      definition: register('secret'),
      scheme: scheme(),
      language: 'zh',
      referenceNames: { department: names },
    });
    const workbook = await readWorkbook(scratch('template.xlsx', bytes));
    expect(workbook.sheets.map((sheet) => [sheet.name, sheet.hidden])).toEqual([
      ['秘点台账', false],
      ['填写说明', false],
      ['选项', true],
    ]);
    const layout = findLedger(workbook.sheets, register('secret'), { scheme: scheme() });
    expect([layout.sheetName, layout.headerRow, layout.kinds.size]).toEqual(['秘点台账', 2, 0]);
    expect(layout.columns.filter((column) => column.target === null).map((column) => column.header)).toEqual(['序号']);
  });

  it.each(registers)('the template of %s has every column recognised', async (key) => {
    const definition = register(key);
    for (const language of ['zh', 'en'] as const) {
      const bytes = await writeTemplate({ definition, scheme: scheme(), language, includeSealed: true });
      const layout = findLedger((await readWorkbook(scratch('t.xlsx', bytes))).sheets, definition, {
        scheme: scheme(),
      });
      expect(
        layout.columns
          .slice(1)
          .map((column) => column.target)
          .toSorted(),
      ).toEqual(['number', 'status', ...definition.fields.map((field) => field.key)].toSorted());
    }
  });
});

describe('the rows an import could not take', () => {
  it('come with their reasons and import again once corrected', async () => {
    const bytes = await writeErrorRows({
      title: '秘点台账.xlsx 未导入的行',
      language: 'zh',
      headers: ['编号', '秘点名称', '密级', '产生日期'],
      rows: [
        {
          row: 72,
          cells: ['66', '涂布烘道温区参数', '核心商密', '2023-12-05'],
          reasons: ['没有 13 月'],
          wrongColumns: [3],
        },
      ],
    });
    const { rows, layout } = await readLedger(scratch('errors.xlsx', bytes), 'secret');
    expect(layout.columns.map((column) => column.target)).toEqual([
      null,
      null,
      'number',
      'name',
      'level',
      'originatedOn',
    ]);
    expect(rows[0]?.reading).toMatchObject({
      number: '66',
      values: { name: '涂布烘道温区参数', level: 'core', originatedOn: '2023-12-05' },
      errors: [],
    });
  });
});
