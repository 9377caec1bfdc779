import { describe, expect, it } from 'vitest';
import type { Cell, SheetGrid } from '../../../electron/core/register/import/read/grid.ts';
import { type FindLedgerOptions, findLedger } from '../../../electron/core/register/import/read/layout.ts';
import { createRowReader } from '../../../electron/core/register/import/read/read-row.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { register, scheme } from './support.ts';

function sheetOf(rows: Cell[][], name = '台账', extra: Partial<SheetGrid> = {}): SheetGrid {
  return { name, hidden: false, rows, merges: [], hiddenColumns: [], hiddenRows: [], ...extra };
}

function layOut(key: string, sheets: SheetGrid[], options: Partial<FindLedgerOptions> = {}) {
  return findLedger(sheets, register(key), { scheme: scheme(), ...options });
}

function targets(key: string, header: string[], rows: Cell[][] = []): (string | null)[] {
  return layOut(key, [sheetOf([header, ...rows])]).columns.map((column) => column.target);
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'none';
}

function readOne(key: string, header: string[], cells: Cell[], decisions?: ReadonlyMap<string, string>) {
  const definition = register(key);
  const { columns, sheet } = layOut(key, [sheetOf([header, cells])]);
  return createRowReader({ definition, mapping: columns, scheme: scheme(), decisions })(sheet.rows[1] ?? []);
}

describe('matching headers', () => {
  it('reads labels and synonyms through units, brackets, marks and line breaks', () => {
    expect(
      targets('secret', [
        '*秘点编号：',
        '秘点\n名称',
        '类别（技术/经营）',
        '密 级',
        '保密期限（年）',
        '知悉范围(岗位、人员)',
      ]),
    ).toEqual(['number', 'name', 'category', 'level', 'term', 'scope']);
    expect(
      targets('carrier', ['载体编号', '载体名称', '份号/总份数', '页数（件数）', '存放地点（柜号）', '编号（份）']),
    ).toEqual(['number', 'name', 'copyNumber', 'pages', 'place', null]);
    expect(targets('person', ['工号', '姓名', '部门', '岗位（岗位编号）', '人员涉密等级'])).toEqual([
      'number',
      'name',
      'department',
      'position',
      'secrecyClass',
    ]);
  });

  it('gives each field one column and prefers the better one', () => {
    expect(targets('secret', ['序号', '编号', '秘点名称', '备注', '备注'])).toEqual([
      null,
      'number',
      'name',
      'note',
      null,
    ]);
  });

  it('guesses by likeness when the values agree, and says so', () => {
    const rows: Cell[][] = [
      ['甲', '核心', '2021.5'],
      ['乙', '重要', '2021年6月'],
    ];
    const { columns } = layOut('secret', [sheetOf([['企业商业秘密事项名称', '事项密级', '工艺形成日期'], ...rows])]);
    expect(columns.map((column) => [column.target, column.kind])).toEqual([
      ['name', 'guess'],
      ['level', 'guess'],
      ['originatedOn', 'guess'],
    ]);
    expect(targets('secret', ['秘点名称', '事项密级', '工艺形成日期'], [['甲', '张三', '李四']])).toEqual([
      'name',
      null,
      null,
    ]);
  });

  it('does not take a running number that starts again for a record number', () => {
    const rows = (numbers: number[]): Cell[][] => numbers.map((number, index) => [number, `秘点${index}`, '核心']);
    expect(targets('secret', ['序号', '秘点名称', '密级'], rows([1, 2, 3, 4, 5, 6]))[0]).toBe('number');
    expect(targets('secret', ['序号', '秘点名称', '密级'], rows([1, 2, 3, 1, 2, 3]))[0]).toBeNull();
  });

  it('remembers what a person settled, also to leave a column out', () => {
    const { columns } = layOut(
      'secret',
      [
        sheetOf([
          ['代号', '秘点名称', '备注'],
          ['X1', '甲', 'n'],
        ]),
      ],
      {
        remembered: new Map([
          ['代号', 'number'],
          ['备注', null],
        ]),
      },
    );
    expect(columns.map((column) => [column.target, column.kind])).toEqual([
      ['number', 'remembered'],
      ['name', 'exact'],
      [null, 'remembered'],
    ]);
  });

  it('takes the sheet that suits best, or the one named', () => {
    const sheets = [
      sheetOf([['说明'], ['本表由各部门填写']], '说明'),
      sheetOf(
        [
          ['编号', '秘点名称'],
          ['1', '甲'],
        ],
        '简表',
      ),
      sheetOf(
        [
          ['编号', '秘点名称', '密级', '责任部门'],
          ['1', '甲', '核心', '研发部'],
        ],
        '总表',
      ),
    ];
    expect(layOut('secret', sheets).sheetName).toBe('总表');
    expect(layOut('secret', sheets, { sheetName: '简表' }).sheetName).toBe('简表');
    expect(codeOf(() => layOut('secret', sheets, { sheetName: '没有' }))).toBe('sheet_missing');
  });

  it('refuses a table of something else, and a sheet without any', () => {
    expect(
      codeOf(() =>
        layOut('secret', [
          sheetOf([
            ['完全无关', '列'],
            [1, 2],
          ]),
        ]),
      ),
    ).toBe('headers_unrelated');
    expect(
      codeOf(() =>
        layOut('secret', [
          sheetOf([
            ['单位名称', '合同编号', '合作事项'],
            ['甲公司', 'HT1', '咨询'],
          ]),
        ]),
      ),
    ).toBe('headers_unrelated');
    expect(codeOf(() => layOut('secret', [sheetOf([])]))).toBe('header_not_found');
    expect(codeOf(() => layOut('secret', [sheetOf([['只有一格']])]))).toBe('header_not_found');
  });

  it('reads a list of one column', () => {
    const { columns, kinds } = layOut('department', [sheetOf([['部门'], ['研发部'], ['生产一部']])]);
    expect(columns[0]?.target).toBe('name');
    expect([...kinds.values()]).toEqual(['data', 'data']);
  });

  it('reads two header rows without merged cells, as text files have them', () => {
    const rows: Cell[][] = [
      ['编号', '秘点名称', '定密', null, '责任', null],
      [null, null, '密级', '日期', '部门', '人'],
      ['1', '甲', '核心', '2021-05-06', '研发部', '张三'],
    ];
    const layout = layOut('secret', [sheetOf(rows)]);
    expect([layout.headerRow, layout.headerHeight]).toEqual([1, 2]);
    expect(layout.columns.map((column) => column.target)).toEqual([
      'number',
      'name',
      'level',
      'gradedOn',
      'department',
      'responsible',
    ]);
  });

  it('takes the header row a person names', () => {
    const rows: Cell[][] = [
      ['编号', '秘点名称'],
      ['旧', '旧'],
      ['编号', '秘点名称', '密级'],
      ['1', '甲', '核心'],
    ];
    expect(layOut('secret', [sheetOf(rows)], { sheetName: '台账', headerRow: 1 })).toMatchObject({
      headerRow: 1,
      firstDataRow: 2,
    });
  });
});

describe('telling rows apart', () => {
  const header = ['序号', '秘点名称', '密级', '责任部门', '备注'];
  const kindsOf = (rows: Cell[][]) =>
    [...layOut('secret', [sheetOf([header, [1, '甲', '核心', '研发部', '无'], ...rows])]).kinds.values()].slice(1);

  it('passes over blanks, numbers printed ahead, dashes, page marks and signatures', () => {
    expect(
      kindsOf([
        [],
        [2],
        [3, '/', '/', '—'],
        ['第1页 共2页'],
        ['填表人：', '张三', '审核人：', '李四'],
        ['单位（盖章）：'],
        [null, null, null, '年　月　日'],
      ]),
    ).toEqual(['blank', 'blank', 'blank', 'footer', 'footer', 'footer', 'footer']);
  });

  it('passes over totals and notes, with what follows them', () => {
    expect(kindsOf([['合计', '3项'], ['注：核心商密须加盖印章。'], ['另附清单']])).toEqual([
      'footer',
      'footer',
      'footer',
    ]);
  });

  it('keeps records that only look like something else', () => {
    expect(
      kindsOf([
        [2, '合计算法模型', '核心', null, null],
        [3, '审核人员名单', null, null, '注：已换版'],
        [null, '只有名称'],
        [5, null, '重要', '研发部'],
      ]),
    ).toEqual(['data', 'data', 'data', 'data']);
  });
});

describe('reading a row', () => {
  const header = [
    '编号',
    '秘点名称',
    '类别',
    '密级',
    '定密日期',
    '保密期限',
    '责任部门',
    '责任人',
    '拟申请专利',
    '研发投入（万元）',
    '领先时间（个月）',
    '状态',
    '备注',
  ];

  it('gives typed values, the number, the status and what was written otherwise', () => {
    const reading = readOne('secret', header, [
      '商密〔2026〕001号',
      ' 云母板 ',
      '技术',
      '核心级',
      '2023.5.6',
      '十年',
      '研 发 部',
      '张　三',
      '√',
      386,
      '36个月',
      '正常',
      '无',
    ]);
    expect(reading).toMatchObject({ number: '商密〔2026〕001号', status: 'in_force', errors: [], held: [] });
    expect(reading.values).toEqual({
      name: '云母板',
      category: 'technical',
      level: 'core',
      gradedOn: '2023-05-06',
      term: 'P10Y',
      department: '研发部',
      responsible: '张三',
      patentPlan: true,
      researchCost: 386_000_000,
      leadTimeMonths: 36,
      note: '无',
    });
    expect(reading.cells).toContainEqual({ column: 4, field: 'gradedOn', raw: '2023.5.6', normalized: true });
  });

  it('never takes an empty cell, a dash or a blank for no', () => {
    const reading = readOne('secret', header, [
      null,
      '甲',
      '/',
      '—',
      '',
      '  ',
      null,
      '无',
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(reading.values).toEqual({ name: '甲' });
    expect(reading.errors).toEqual([]);
    expect(reading.cells).toEqual([
      { column: 7, field: 'responsible', raw: '无', normalized: true, note: 'read_as_empty', params: { raw: '无' } },
    ]);
  });

  it('puts every error on its cell and keeps the other values', () => {
    const reading = readOne('secret', header, [
      '1',
      '甲',
      '其它',
      '甲级',
      '2023年13月5日',
      '待定',
      null,
      null,
      '也许',
      '约5',
      '很久',
      '不明',
      '#REF!',
    ]);
    expect(reading.values).toEqual({ name: '甲' });
    expect(reading.errors.map((error) => [error.column, error.code])).toEqual([
      [2, 'choice_unknown'],
      [3, 'level_unknown'],
      [4, 'month_impossible'],
      [5, 'term_unreadable'],
      [8, 'yes_no_unreadable'],
      [9, 'money_unreadable'],
      [10, 'integer_unreadable'],
      [11, 'status_unknown'],
      [12, 'formula_error'],
    ]);
  });

  it('holds state-secret words and words that must be confirmed until they are decided', () => {
    for (const word of ['秘密', '机密级', '绝密★10年', '秘 密']) {
      expect(readOne('secret', header, ['1', '甲', null, word]).held).toEqual([
        { column: 3, field: 'level', code: 'state_secret_grade', raw: word },
      ]);
    }
    expect(readOne('secret', header, ['1', '甲', null, '秘密★10年'], new Map([['秘密', 'general']]))).toMatchObject({
      held: [],
      values: { level: 'general' },
    });
    const carrier = ['载体编号', '载体名称', '状态'];
    expect(readOne('carrier', carrier, ['1', '甲', '报废']).held).toEqual([
      { column: 2, field: 'status', code: 'confirm_choice', raw: '报废' },
    ]);
    expect(readOne('carrier', carrier, ['1', '甲', '报废'], new Map([['报废', '已销毁']]))).toMatchObject({
      held: [],
      status: 'destroyed',
    });
  });

  it('takes 未定密 for not graded, noted', () => {
    const reading = readOne('secret', header, ['1', '甲', null, '未定密']);
    expect(reading.values).toEqual({ name: '甲' });
    expect(reading.cells[0]).toMatchObject({ note: 'not_graded' });
  });

  it('reads 份号 and 总份数 from one column', () => {
    expect(readOne('carrier', ['载体编号', '载体名称', '份号/总份数'], ['ZT-1', '甲', '2/5']).values).toMatchObject({
      copyNumber: 2,
      copiesTotal: 5,
    });
    expect(
      readOne('carrier', ['载体编号', '载体名称', '份号/总份数'], ['ZT-1', '甲', '第2份共5份']).values,
    ).toMatchObject({ copyNumber: 2, copiesTotal: 5 });
  });

  it('reads repeated cells as it read them first', () => {
    const definition = register('secret');
    const { columns } = layOut('secret', [sheetOf([header, ['1', '甲']])]);
    const read = createRowReader({ definition, mapping: columns, scheme: scheme() });
    const cells: Cell[] = ['1', '甲', '技术', '普通商密', '2023年13月5日'];
    expect(read(cells)).toEqual(read(cells));
  });
});
