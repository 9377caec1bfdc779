import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../electron/core/register/import/read/read-workbook.ts';
import { readDate } from '../../../shared/values/date.ts';
import { readLedger, samplePath, scheme, vectorPath } from './support.ts';

describe('秘点台账.xlsx', () => {
  const sample = readLedger(samplePath('秘点台账.xlsx'), 'secret');

  it('has its header in row 3, 67 records, four blank rows and a signature line', async () => {
    const { layout, rows } = await sample;
    expect([layout.sheetName, layout.headerRow, layout.headerHeight, layout.firstDataRow]).toEqual([
      '秘点台账',
      3,
      1,
      4,
    ]);
    expect(rows).toHaveLength(67);
    const kinds = [...layout.kinds.values()];
    expect(kinds.filter((kind) => kind === 'blank')).toHaveLength(4);
    expect([...layout.kinds].filter(([, kind]) => kind === 'footer').map(([row]) => row + 1)).toEqual([75]);
  });

  it('has every column matched, the running number only for want of a number', async () => {
    const { layout } = await sample;
    expect(layout.columns.map((column) => [column.header, column.target, column.kind])).toEqual([
      ['序号', 'number', 'weak'],
      ['秘点名称', 'name', 'exact'],
      ['类别', 'category', 'exact'],
      ['密级', 'level', 'exact'],
      ['保密期限', 'term', 'exact'],
      ['权属', 'ownership', 'exact'],
      ['取得方式', 'origin', 'exact'],
      ['载体形式', 'carrierForm', 'synonym'],
      ['存管地点', 'place', 'synonym'],
      ['查阅范围', 'scope', 'synonym'],
      ['责任部门', 'department', 'exact'],
      ['责任人', 'responsible', 'exact'],
      ['产生日期', 'originatedOn', 'exact'],
      ['备注', 'note', 'exact'],
    ]);
  });

  it('holds one row for its state-secret word and has two errors, each on its cell', async () => {
    const { layout, rows } = await sample;
    const held = rows.flatMap(({ row, reading }) => reading.held.map((cell) => [row, cell.field, cell.code, cell.raw]));
    expect(held).toEqual([[69, 'level', 'state_secret_grade', '秘密']]);
    const errors = rows.flatMap(({ row, reading }) =>
      reading.errors.map((cell) => [row, layout.columns[cell.column]?.header, cell.code, cell.raw]),
    );
    expect(errors).toEqual([
      [72, '产生日期', 'month_impossible', '2023年13月5日'],
      [73, '秘点名称', 'value_required', ''],
    ]);
  });

  it('reads the two 64 alike, and leaves two grades open', async () => {
    const { rows } = await sample;
    const [first, second] = rows.filter(({ reading }) => reading.number === '64');
    expect(first?.reading).toEqual(second?.reading);
    const ungraded = rows.filter(({ reading }) => reading.values.level === undefined && reading.held.length === 0);
    expect(ungraded.map(({ reading }) => reading.number)).toEqual(['17', '52']);
  });

  it('reads terms, dates and 普通商密 as the office means them', async () => {
    const { rows } = await sample;
    const byNumber = (number: string) => rows.find(({ reading }) => reading.number === number)?.reading;
    expect(byNumber('1')?.values).toMatchObject({
      level: 'general',
      term: 'P3Y',
      originatedOn: '2019-10-11',
      origin: 'licensed',
    });
    expect(byNumber('5')?.values).toMatchObject({ level: 'core', term: 'long_term', originatedOn: '2021-12' });
    expect(byNumber('7')?.values).toMatchObject({ term: '2031-06-30', scope: '项目组', originatedOn: '2024-06-04' });
    expect(byNumber('11')?.values).toMatchObject({ term: 'long_term', originatedOn: '2018-09-17' });
    expect(byNumber('21')?.values).toMatchObject({ term: 'until_published' });
    expect(byNumber('3')?.values).toMatchObject({ level: 'general' });
    expect(byNumber('3')?.cells).toContainEqual(
      expect.objectContaining({ field: 'level', note: 'grade_read_as_lowest', raw: '普通商密' }),
    );
    expect(
      rows.every(({ reading }) => reading.values.term === undefined || typeof reading.values.term === 'string'),
    ).toBe(true);
  });

  it('takes the held row in once its word is mapped, or leaves it out', async () => {
    const mapped = await readLedger(samplePath('秘点台账.xlsx'), 'secret', {
      decisions: new Map([['秘密', '一般商密']]),
    });
    const row = mapped.rows.find((entry) => entry.row === 69)?.reading;
    expect(row).toMatchObject({ held: [], skip: false, values: { level: 'general' } });
    expect(row?.cells).toContainEqual(expect.objectContaining({ field: 'level', note: 'read_by_decision' }));
    const skipped = await readLedger(samplePath('秘点台账.xlsx'), 'secret', { decisions: new Map([['秘密', 'skip']]) });
    expect(skipped.rows.find((entry) => entry.row === 69)?.reading).toMatchObject({ held: [], skip: true });
  });

  it('asks about 重要 where the scheme has no such grade', async () => {
    const { rows } = await readLedger(samplePath('秘点台账.xlsx'), 'secret', { scheme: scheme('two') });
    const errors = rows.flatMap(({ reading }) => reading.errors).filter((error) => error.code === 'level_unknown');
    expect(new Set(errors.map((error) => error.raw))).toEqual(new Set(['重要', '重要商密', '一般', '一般商密']));
  });
});

describe('载体登记簿.xlsx', () => {
  it('takes the sheet of carriers, not that of loans, and reads every row', async () => {
    const { layout, rows } = await readLedger(samplePath('载体登记簿.xlsx'), 'carrier');
    expect(layout.sheetName).toBe('载体登记');
    expect(layout.headerRow).toBe(2);
    expect(layout.columns.map((column) => column.target)).toEqual([
      'number',
      'name',
      'form',
      'level',
      'copyNumber',
      'copiesTotal',
      'secretText',
      'keeper',
      'place',
      'madeOn',
      'status',
    ]);
    expect(rows).toHaveLength(48);
    expect(rows.flatMap(({ reading }) => [...reading.errors, ...reading.held])).toEqual([]);
    expect(rows[0]?.reading).toMatchObject({
      number: 'ZT-0001',
      status: 'lost',
      values: { copyNumber: 1, copiesTotal: 5, form: 'paper', madeOn: '2022-01-13' },
    });
    expect(rows.find(({ row }) => row === 4)?.reading.values.madeOn).toBe('2023-12-19');
  });
});

describe('the samples of registers to come', () => {
  it.each([
    ['保密协议台账.xlsx', 'xlsx', 0, 1, ['签订日期'], 48],
    ['保密协议台账.xlsx', 'xlsx', 1, 0, ['签订日', '有效期至'], 12],
    ['竞业限制台账.xls', 'xls', 0, 1, ['离职日期'], 18],
    ['载体登记簿.xlsx', 'xlsx', 1, 0, ['日期', '应还日期'], 48],
    ['场所台账.ods', 'ods', 0, 1, ['检查日期'], 8],
    ['培训活动台账.csv', 'csv', 0, 0, ['时间'], 26],
  ] as const)(
    '%s is read as %s, and every date of sheet %i',
    async (file, kind, index, headerIndex, columns, count) => {
      const workbook = await readWorkbook(samplePath(file));
      expect(workbook.kind).toBe(kind);
      const sheet = workbook.sheets[index];
      const header = sheet?.rows[headerIndex] ?? [];
      const rows = sheet?.rows.slice(headerIndex + 1).filter((cells) => cells.length > 0) ?? [];
      expect(rows).toHaveLength(count);
      for (const name of columns) {
        const column = header.indexOf(name);
        expect(column).toBeGreaterThanOrEqual(0);
        for (const cells of rows) {
          const cell = cells[column] ?? null;
          if (cell !== null) expect(readDate(cell)).toMatchObject({ ok: true });
        }
      }
    },
  );

  it('names the encoding of the text sample and keeps lists inside quotes together', async () => {
    const workbook = await readWorkbook(samplePath('培训活动台账.csv'));
    expect(workbook.encoding).toBe('gb18030');
    expect(workbook.sheets[0]?.rows[1]?.[5]).toBe('王博艳、魏静曦、卫霞、冯远建、水芳');
  });
});

describe('a ledger laid out otherwise', () => {
  it('is read by its synonyms, from the second column on, under four lines of title', async () => {
    const { layout, rows } = await readLedger(vectorPath('other-layout.xlsx'), 'secret');
    expect([layout.headerRow, layout.firstDataRow]).toEqual([6, 7]);
    expect(layout.columns.every((column) => column.kind === 'exact' || column.kind === 'synonym')).toBe(true);
    expect(rows[0]?.reading.values).toMatchObject({
      name: '镀膜腔体温场控制',
      level: 'core',
      term: 'P10Y',
      department: '光学中心',
      responsible: '李明',
      originatedOn: '2023-12',
    });
    expect(rows.map(({ reading }) => reading.status)).toEqual(['in_force', 'in_force', 'released', null, 'proposed']);
    const marks = rows.flatMap(({ row, reading }) =>
      [...reading.errors, ...reading.held].map((cell) => [row, cell.field, cell.code]),
    );
    expect(marks).toEqual([
      [9, 'originatedOn', 'month_missing'],
      [10, 'level', 'state_secret_grade'],
      [10, 'status', 'confirm_choice'],
      [11, 'originatedOn', 'day_impossible'],
    ]);
    expect([...layout.kinds].filter(([, kind]) => kind === 'footer').map(([row]) => row + 1)).toEqual([13, 14]);
  });
});
