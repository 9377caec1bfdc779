// Writes a register as a workbook an office can print, filter and hand back: the export that re-imports as unchanged, the
// empty template, and the rows an import could not take, with the reasons.
import type { Readable } from 'node:stream';
import { colToLetter } from 'hucre';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import {
  type ExportRow,
  type Language,
  type RegisterColumn,
  recordCells,
  registerColumns,
} from './register-columns.ts';
import { type SheetRow, sheetNameOf, type WrittenCell } from './sheet-cells.ts';
import { type CellRule, packWorkbook, type SheetContent, type SheetParts, streamWorkbook } from './workbook-file.ts';

export interface RegisterWorkbookOptions {
  definition: RegisterDefinition;
  scheme: GradingScheme;
  language: Language;
  organisation: string;
  rows: Iterable<ExportRow> | AsyncIterable<ExportRow>;
  /** Set in the title and above every page, such as 演示数据. */
  watermark?: string | null;
  /** Names offered in reference columns, by field key. */
  referenceNames?: Readonly<Record<string, readonly string[]>>;
  includeSealed?: boolean;
}

export interface TemplateOptions {
  definition: RegisterDefinition;
  scheme: GradingScheme;
  language: Language;
  organisation?: string;
  referenceNames?: Readonly<Record<string, readonly string[]>>;
  includeSealed?: boolean;
}

const titleRows = 2;
const spareRows = 1000;
const lastRow = 1_048_576;
const maximumRows = lastRow - titleRows;

function listSheetName(language: Language): string {
  return language === 'zh' ? '选项' : 'Lists';
}

interface Lists {
  rules: CellRule[];
  /** Columns of the hidden sheet, for lists too long to stand in a rule. */
  columns: string[][];
}

function listRules(
  columns: readonly RegisterColumn[],
  names: Readonly<Record<string, readonly string[]>>,
  endRow: number,
  language: Language,
): Lists {
  const lists: Lists = { rules: [], columns: [] };
  columns.forEach((column, index) => {
    const letters = colToLetter(index);
    if (column.help !== '')
      lists.rules.push({ range: `${letters}${titleRows}`, promptTitle: column.header, prompt: column.help });
    const choices = column.choices.length > 0 ? column.choices : [...(names[column.key] ?? [])];
    if (choices.length === 0) return;
    const range = `${letters}${titleRows + 1}:${letters}${endRow}`;
    const joined = choices.join(',');
    if (joined.length <= 250 && !choices.some((choice) => /[,"]/.test(choice))) {
      lists.rules.push({ range, list: `"${joined}"` });
      return;
    }
    const place = colToLetter(lists.columns.length);
    lists.columns.push(choices);
    lists.rules.push({ range, list: `'${listSheetName(language)}'!$${place}$1:$${place}$${choices.length}` });
  });
  return lists;
}

const bareParts: Omit<SheetParts, 'widths'> = {
  frozenRows: 0,
  frozenColumns: 0,
  filter: null,
  merges: [],
  rules: [],
  pageHeader: '',
  pageFooter: '',
  isWide: false,
  printedColumns: null,
  textRange: 'A1',
};

function listSheet(columns: readonly string[][], language: Language): SheetContent[] {
  if (columns.length === 0) return [];
  const height = Math.max(...columns.map((column) => column.length));
  const rows: SheetRow[] = Array.from({ length: height }, (_unused, row) => ({
    cells: columns.map((column): WrittenCell => ({ kind: 'text', text: column[row] ?? '', style: 'plain' })),
  }));
  return [
    { name: listSheetName(language), hidden: true, parts: { ...bareParts, widths: columns.map(() => 20) }, head: rows },
  ];
}

function headRows(title: string, headers: readonly string[]): SheetRow[] {
  const first: WrittenCell = { kind: 'text', text: title, style: 'title' };
  const header = headers.map((text): WrittenCell => ({ kind: 'text', text, style: 'header' }));
  return [
    { cells: [first], heightPoints: 36 },
    { cells: header, heightPoints: 32 },
  ];
}

/** Height for a row whose wrapped cells need more than one line; spreadsheets do not measure it by themselves. */
function rowHeight(cells: readonly WrittenCell[], widths: readonly number[]): number | undefined {
  let lines = 1;
  cells.forEach((cell, column) => {
    if (cell.kind !== 'text' || (cell.style !== 'wrapped' && cell.style !== 'wrong')) return;
    let count = 0;
    for (const line of cell.text.split('\n')) {
      const width = [...line].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
      count += Math.max(1, Math.ceil(width / ((widths[column] ?? 16) - 1)));
    }
    lines = Math.max(lines, count);
  });
  return lines > 1 ? Math.min(400, 4 + lines * 14.5) : undefined;
}

function partsOf(
  columns: readonly RegisterColumn[],
  filterEnd: number,
  rules: CellRule[],
  watermark: string,
  language: Language,
): SheetParts {
  const last = colToLetter(columns.length - 1);
  const note = columns.findIndex((column) => column.key === 'note');
  return {
    widths: columns.map((column) => column.width),
    frozenRows: titleRows,
    // Order, number and name stay in sight.
    frozenColumns: Math.min(3, columns.length - 1),
    filter: `A${titleRows}:${last}${filterEnd}`,
    merges: columns.length > 1 ? [`A1:${colToLetter(note > 7 ? note : columns.length - 1)}1`] : [],
    rules,
    pageHeader: watermark,
    pageFooter: language === 'zh' ? '第 &P 页　共 &N 页' : 'Page &P of &N',
    isWide: columns.length > 14,
    // The paper register ends with the note; what follows is for the screen.
    printedColumns: note > 7 ? `$A:$${colToLetter(note)}` : null,
    textRange: `A1:${last}${filterEnd}`,
  };
}

function titleOf(organisation: string, label: string, watermark: string, language: Language): string {
  const name =
    language === 'zh' ? `${organisation}${label}` : [organisation, label].filter((part) => part !== '').join(' – ');
  return watermark === '' ? name : language === 'zh' ? `${name}（${watermark}）` : `${name} (${watermark})`;
}

function registerSheets(options: RegisterWorkbookOptions, rowCount: number | null): SheetContent[] {
  const { definition, language } = options;
  const columns = registerColumns(options);
  const watermark = options.watermark ?? '';
  const count = rowCount ?? maximumRows;
  const end = Math.min(lastRow, titleRows + count);
  const lists = listRules(columns, options.referenceNames ?? {}, Math.min(lastRow, end + spareRows), language);
  const widths = columns.map((column) => column.width);

  async function* rows(): AsyncGenerator<SheetRow> {
    let order = 0;
    for await (const row of options.rows) {
      order++;
      if (order > maximumRows)
        throw new AppError('file_too_large', { name: definition.label[language], what: 'rows', limit: maximumRows });
      const cells = recordCells(columns, row, order, options);
      yield { cells, heightPoints: rowHeight(cells, widths) };
    }
  }

  return [
    {
      name: sheetNameOf(definition.label[language]),
      hidden: false,
      parts: partsOf(columns, Math.max(end, titleRows + 1), lists.rules, watermark, language),
      head: headRows(
        titleOf(options.organisation, definition.label[language], watermark, language),
        columns.map((column) => column.header),
      ),
      body: rows(),
    },
    ...listSheet(lists.columns, language),
  ];
}

/**
 * A register as a workbook, streamed: title, header, one row a record, in the order of the paper register, with filter, frozen
 * header and drop-downs. Every cell reads back as the value it came from. `rowCount`, where known, bounds filter and lists.
 */
export function streamRegisterWorkbook(options: RegisterWorkbookOptions, rowCount: number | null = null): Readable {
  return streamWorkbook(registerSheets(options, rowCount));
}

/** `streamRegisterWorkbook` in memory. */
export async function writeRegisterWorkbook(
  options: RegisterWorkbookOptions,
  rowCount: number | null = null,
): Promise<Buffer> {
  const known = rowCount ?? (Array.isArray(options.rows) ? options.rows.length : null);
  return packWorkbook(registerSheets(options, known));
}

/** The empty form of a register: header with help on each cell, drop-downs, and a sheet that explains the columns. */
export async function writeTemplate(options: TemplateOptions): Promise<Buffer> {
  const { definition, language } = options;
  const zh = language === 'zh';
  const columns = registerColumns(options);
  const end = titleRows + spareRows;
  const lists = listRules(columns, options.referenceNames ?? {}, end, language);
  const blank = columns.map((): WrittenCell => ({ kind: 'blank', style: 'text' }));
  const guide: SheetRow[] = [
    {
      cells: (zh ? ['栏目', '填写要求', '可选内容'] : ['Column', 'What to write', 'Choices']).map(
        (text): WrittenCell => ({ kind: 'text', text, style: 'header' }),
      ),
    },
    ...columns.map(
      (column): SheetRow => ({
        cells: [column.header, column.help, column.choices.join(zh ? '、' : ', ')].map(
          (text): WrittenCell => ({ kind: 'text', text, style: 'wrapped' }),
        ),
      }),
    ),
  ];
  return packWorkbook([
    {
      name: sheetNameOf(definition.label[language]),
      hidden: false,
      parts: partsOf(columns, titleRows + 1, lists.rules, '', language),
      head: headRows(
        titleOf(options.organisation ?? '', definition.label[language], '', language),
        columns.map((column) => (column.required ? `${column.header}*` : column.header)),
      ),
      body: Array.from({ length: 30 }, () => ({ cells: blank })),
    },
    {
      name: zh ? '填写说明' : 'Guide',
      hidden: false,
      parts: { ...bareParts, widths: [22, 60, 60] },
      head: guide,
    },
    ...listSheet(lists.columns, language),
  ]);
}

/** A row of the original sheet that was not imported. */
export interface ErrorRow {
  /** The sheet's own row number. */
  row: number;
  /** Texts of its cells, by column. */
  cells: readonly string[];
  /** Sentences that say what is wrong. */
  reasons: readonly string[];
  /** 0-based columns at fault. */
  wrongColumns: readonly number[];
}

export interface ErrorWorkbookOptions {
  title: string;
  language: Language;
  /** Header texts of the original sheet, by column; empty where it has none. */
  headers: readonly string[];
  rows: readonly ErrorRow[];
}

/** The rows an import could not take, as written, with the reasons before them and the cells at fault in red; imports again once corrected. */
export async function writeErrorRows(options: ErrorWorkbookOptions): Promise<Buffer> {
  const zh = options.language === 'zh';
  const width = Math.max(options.headers.length, ...options.rows.map((row) => row.cells.length));
  const headers = Array.from({ length: width }, (_unused, column) => options.headers[column] ?? '');
  const lead = zh ? ['原表行号', '未导入的原因'] : ['Source row', 'Why it was not imported'];
  const columns = [...lead, ...headers].map((header, index) => ({
    key: `${index}`,
    field: null,
    header,
    required: false,
    width: index === 1 ? 44 : index === 0 ? 10 : 16,
    choices: [],
    help: '',
  }));
  const widths = columns.map((column) => column.width);
  const rows = options.rows.map((row): SheetRow => {
    const cells: WrittenCell[] = [
      { kind: 'number', value: row.row, style: 'count' },
      { kind: 'text', text: row.reasons.join('\n'), style: 'wrapped' },
      ...headers.map(
        (_header, column): WrittenCell => ({
          kind: 'text',
          text: row.cells[column] ?? '',
          style: row.wrongColumns.includes(column) ? 'wrong' : 'text',
        }),
      ),
    ];
    return { cells, heightPoints: rowHeight(cells, widths) };
  });
  const parts = partsOf(columns, titleRows + Math.max(1, rows.length), [], '', options.language);
  return packWorkbook([
    {
      name: zh ? '未导入的行' : 'Rows not imported',
      hidden: false,
      parts: { ...parts, frozenColumns: 2 },
      head: headRows(
        options.title,
        columns.map((column) => column.header),
      ),
      body: rows,
    },
  ]);
}
