// What the import wizard works out by itself: which questions are open, what it says, how wide its columns are.
import type { TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import en from '../../../renderer/i18n/en.json' with { type: 'json' };
import zh from '../../../renderer/i18n/zh.json' with { type: 'json' };
import {
  barSentences,
  departmentAnswer,
  gradedOnOf,
  hasQuestions,
  isAnswered,
  lacksTitle,
  matchChoices,
  noAnswers,
  optionsOf,
} from '../../../renderer/pages/import/import-words.ts';
import { columnWidths, titleSpans } from '../../../renderer/pages/import/preview/column-widths.ts';
import {
  type ImportColumn,
  type ImportRow,
  type ImportSummary,
  importColumn,
} from '../../../shared/contract/routes/import.ts';
import { departmentRegister } from '../../../shared/registers/department.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

const counts = {
  rows: 67,
  new: 46,
  update: 5,
  unchanged: 12,
  repeat: 1,
  error: 2,
  held: 1,
  skipped: 5,
  changedCells: 9,
};

function column(index: number, header: string, field: string | null): ImportColumn {
  return {
    index,
    letter: String.fromCharCode(65 + index),
    header,
    hidden: false,
    field,
    confidence: 'exact',
    score: 100,
  };
}

function summary(part: Partial<ImportSummary> = {}): ImportSummary {
  return {
    importId: 'one',
    register: 'secret',
    fileName: '秘点台账.xlsx',
    fileKind: 'xlsx',
    encoding: null,
    sheets: [],
    sheet: 'Sheet1',
    headerRow: 3,
    headerRows: 1,
    titleRows: [],
    columns: [column(0, '序号', 'number'), column(1, '秘点名称', 'name'), column(2, '密级', 'level')],
    counts,
    hasSealedColumns: false,
    stateSecretWords: [],
    heldWords: [],
    unknownDepartments: [],
    options: {
      grading: null,
      gradedOn: null,
      gradingBasis: null,
      matchBy: 'number',
      onlyGoodRows: true,
      departments: {},
    },
    rememberedMapping: false,
    ...part,
  };
}

/** The texts of zh.json, without the window. */
const t = ((key: string, params: Record<string, string> = {}) => {
  const found = key.split('.').reduce<unknown>((texts, part) => (texts as Record<string, unknown>)[part], zh);
  return String(found).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => params[name] ?? '');
}) as unknown as TFunction;

describe('the import wizard', () => {
  test('assumes nobody’s answer: grading, sealed content and likely departments stay open until they are given', () => {
    const plain = summary();
    expect(isAnswered(secretRegister, plain, noAnswers, true)).toBe(false);
    expect(isAnswered(secretRegister, plain, { ...noAnswers, grading: 'proposed' }, true)).toBe(true);
    const graded = { ...noAnswers, grading: 'graded' as const, gradedOn: '2015年3月' };
    expect(isAnswered(secretRegister, plain, graded, true)).toBe(false);
    expect(isAnswered(secretRegister, plain, { ...graded, basis: '商秘办〔2015〕3号' }, true)).toBe(true);
    expect(isAnswered(secretRegister, plain, { ...graded, basis: '三号', gradedOn: '13月' }, true)).toBe(false);

    const sealed = summary({ hasSealedColumns: true });
    const proposed = { ...noAnswers, grading: 'proposed' as const };
    expect(isAnswered(secretRegister, sealed, proposed, true)).toBe(false);
    expect(isAnswered(secretRegister, sealed, { ...proposed, stateSecret: 'some' }, true)).toBe(false);
    expect(isAnswered(secretRegister, sealed, { ...proposed, stateSecret: 'none' }, true)).toBe(true);
    expect(isAnswered(secretRegister, sealed, { ...proposed, stateSecret: 'none' }, false)).toBe(false);

    const known = { name: '研发中心', rows: 3, suggestion: { id: 'a', name: '研发部' }, decision: 'create' };
    const fresh = { name: '财务部', rows: 2, suggestion: null, decision: 'create' };
    expect(departmentAnswer(noAnswers, known)).toBeNull();
    expect(departmentAnswer(noAnswers, fresh)).toBe('create');
    const mentioned = summary({ unknownDepartments: [known, fresh] });
    expect(isAnswered(secretRegister, mentioned, proposed, true)).toBe(false);
    const answered = { ...proposed, departments: { 研发中心: 'a' } };
    expect(isAnswered(secretRegister, mentioned, answered, true)).toBe(true);
    expect(optionsOf(secretRegister, mentioned, answered)).toEqual({
      grading: 'proposed',
      gradedOn: null,
      gradingBasis: null,
      departments: { 研发中心: 'a', 财务部: 'create' },
    });
  });

  test('asks nothing where there is nothing to ask', () => {
    const departments = summary({ register: 'department', columns: [column(0, '部门', 'name')] });
    expect(hasQuestions(departmentRegister, departments)).toBe(false);
    expect(isAnswered(departmentRegister, departments, noAnswers, true)).toBe(true);
    expect(matchChoices(secretRegister, summary())).toEqual(['number', 'name']);
  });

  test('reads the original grading date as loosely as the sheets are written', () => {
    expect(gradedOnOf('')).toBeNull();
    expect(gradedOnOf('2015.3')).toBe('2015-03');
    expect(gradedOnOf('去年')).toBeUndefined();
  });

  test('says what will happen and what will not', () => {
    expect(barSentences(t, summary())).toEqual({
      will: '新增 46 项，变更 5 项（9 处）；相同 12 项不动，重复 1 项不再登记。',
      rest: '未处理 3 行（有误 2、待决定 1）不导入，可另存为 Excel 改正后再导。',
    });
    const nothing = { ...counts, new: 0, update: 0, repeat: 0, error: 0, held: 0 };
    expect(barSentences(t, summary({ counts: nothing }))).toEqual({
      will: '没有可导入的行；相同 12 项不动。',
      rest: '没有未处理的行。',
    });
  });

  test('every state, confidence and step has a word in both languages', () => {
    for (const texts of [zh.import, en.import]) {
      expect(Object.keys(texts.state)).toEqual(['new', 'update', 'unchanged', 'repeat', 'error', 'held', 'skipped']);
      expect(Object.keys(texts.preview.conf).sort()).toEqual([...importColumn.shape.confidence.options].sort());
      expect(Object.keys(texts.step)).toEqual(['file', 'sheet', 'questions', 'preview', 'result']);
    }
  });

  test('does not make records without a name', () => {
    expect(lacksTitle(secretRegister, summary())).toBe(false);
    expect(lacksTitle(secretRegister, summary({ columns: [column(0, '序号', 'number')] }))).toBe(true);
  });
});

describe('the sheet of the preview', () => {
  const row = (texts: string[]): ImportRow => ({
    row: 4,
    state: 'new',
    detail: null,
    cells: texts.map((raw) => ({
      raw,
      shown: raw,
      normalized: false,
      before: null,
      note: null,
      error: null,
      held: null,
    })),
  });
  const columns = [column(0, '序号', 'number'), column(1, '秘点名称', 'name'), column(2, '备注', 'note')];
  const options = {
    fieldLabel: ({ header }: ImportColumn) => header,
    titleField: 'name',
    levelField: 'level',
    mayShrink: ({ field }: ImportColumn) => field === 'note',
  };
  const long = '很长的备注'.repeat(8);

  test('gives the name the room that is left, and cuts long notes before anything else', () => {
    const roomy = columnWidths(columns, [row(['1', '产线良率模型', long])], { ...options, roomPx: 600 });
    expect(roomy.reduce((sum, width) => sum + width, 0)).toBe(600);
    const tight = columnWidths(columns, [row(['1', '产线良率模型', long])], { ...options, roomPx: 230 });
    expect(tight[0]).toBe(roomy[0]);
    expect(tight[2]).toBeLessThan(roomy[2] ?? 0);
    expect(tight[2]).toBeGreaterThanOrEqual(56);
  });

  test('lets title texts run on to the next, and a lone one over the whole sheet', () => {
    expect(titleSpans(['台账', '', ''], columns)).toEqual([{ text: '台账', start: 0, count: 3 }]);
    expect(titleSpans(['填报部门：商秘办', '', '2026年10月'], columns)).toEqual([
      { text: '填报部门：商秘办', start: 0, count: 2 },
      { text: '2026年10月', start: 2, count: 1 },
    ]);
    expect(titleSpans(['', '', ''], columns)).toEqual([]);
  });
});
