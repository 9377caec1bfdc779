// Finds the ledger in a workbook: its sheet, its header (one row or two), which column is which field, and which rows are
// records. Judges structure only; values are read by read-row.
import { AppError } from '../../../../../shared/contract/envelope.ts';
import type { GradingScheme } from '../../../../../shared/levels.ts';
import type { RegisterDefinition } from '../../../../../shared/registers/definition.ts';
import type { CellNoteCode } from '../../../../../shared/values/cell-errors.ts';
import { isEmptyMark } from '../../../../../shared/values/text.ts';
import { type Cell, type CellRange, cellText, type SheetGrid } from './grid.ts';
import {
  type ColumnMatch,
  createHeaderMatcher,
  type HeaderColumn,
  type HeaderMatch,
  type HeaderMatcher,
} from './match-headers.ts';
import { compactText, createRowClassifier, type RowKind } from './row-kind.ts';

export interface FindLedgerOptions {
  scheme: GradingScheme;
  /** The sheet a person named; else the best is found. */
  sheetName?: string;
  /** 1-based header row a person named, on the sheet named. */
  headerRow?: number;
  /** Header key (see headerKey) → target settled before, null to leave a column out. */
  remembered?: ReadonlyMap<string, string | null>;
}

export interface SheetChoice {
  name: string;
  hidden: boolean;
  /** Non-empty rows. */
  rows: number;
  score: number;
  fits: boolean;
}

export interface LedgerLayout {
  sheet: SheetGrid;
  sheetName: string;
  /** 1-based row of the (first) header row; `headerHeight` is 1 or 2. */
  headerRow: number;
  headerHeight: number;
  /** 1-based. */
  firstDataRow: number;
  columns: ColumnMatch[];
  /** All sheets of the file and how well each suits the register. */
  sheets: SheetChoice[];
  /** Kind of each row after the header; index is the 0-based sheet row. */
  kinds: Map<number, RowKind>;
  /** Cells filled from a merged cell or the row above: 0-based `row,column`. */
  fills: ReadonlyMap<string, CellNoteCode>;
}

interface HeaderCandidate {
  row: number;
  height: number;
  columns: HeaderColumn[];
  score: number;
}

const searchedRows = 120;
const sampledRows = 5000;

function textAt(sheet: SheetGrid, row: number, column: number): string {
  const text = cellText(sheet.rows[row]?.[column]).trim();
  return isEmptyMark(text) ? '' : text;
}

function rangesOfRows(sheet: SheetGrid, from: number, to: number): CellRange[] {
  return sheet.merges.filter((merge) => merge.endRow >= from && merge.startRow <= to);
}

/** The two halves of a header in two languages: 密级 / Grade. */
function translations(header: string): string[] {
  const parts = header.split(/[\n/／|]/).map((part) => part.trim());
  const isBoth =
    parts.some((part) => /^[\x20-\x7e]+$/.test(part)) && parts.some((part) => /\p{Script=Han}/u.test(part));
  return isBoth ? parts.filter((part) => part !== '') : [];
}

function singleRow(sheet: SheetGrid, row: number): HeaderColumn[] {
  const columns: HeaderColumn[] = [];
  for (let column = 0; column < (sheet.rows[row]?.length ?? 0); column++) {
    const header = textAt(sheet, row, column);
    if (header !== '') columns.push({ column, header, texts: [header, ...translations(header)] });
  }
  return columns;
}

/** A group row and the row of sub-headers under it read together; null where the two rows do not look like that. */
function doubleRow(sheet: SheetGrid, row: number): HeaderColumn[] | null {
  const merges = rangesOfRows(sheet, row, row + 1);
  const width = Math.max(sheet.rows[row]?.length ?? 0, sheet.rows[row + 1]?.length ?? 0);
  if ((sheet.rows[row + 1]?.length ?? 0) === 0) return null;
  const columns: HeaderColumn[] = [];
  let hasLower = false;
  let group = '';
  for (let column = 0; column < width; column++) {
    const merge = merges.find(
      (range) =>
        range.startRow <= row && range.endRow >= row && range.startColumn <= column && range.endColumn >= column,
    );
    const own = merge ? textAt(sheet, merge.startRow, merge.startColumn) : textAt(sheet, row, column);
    const lower = merge && merge.endRow > row ? '' : textAt(sheet, row + 1, column);
    // Without merged cells a group's name stands over its first column only.
    if (own !== '') group = own;
    const upper = own !== '' ? own : merges.length === 0 && lower !== '' ? group : '';
    if (lower !== '') hasLower = true;
    const texts = lower === '' ? [upper] : upper === '' ? [lower] : [upper + lower, lower, upper];
    if (texts[0] !== '') columns.push({ column, header: lower === '' ? upper : lower, texts });
  }
  return hasLower ? columns : null;
}

/** Sum over distinct targets of the best lookup; cheap, without guesses. */
function headerScore(matcher: HeaderMatcher, columns: readonly HeaderColumn[]): number {
  const best = new Map<string, number>();
  let known = 0;
  for (const column of columns) {
    let isKnown = false;
    for (const text of column.texts) {
      const [entry] = matcher.lookUp(text);
      if (!entry) continue;
      isKnown = true;
      best.set(entry.target, Math.max(best.get(entry.target) ?? 0, entry.score));
      break;
    }
    if (isKnown) known++;
  }
  let sum = 0;
  for (const score of best.values()) sum += score;
  return columns.length === 0 ? 0 : sum * (0.6 + (0.4 * known) / columns.length);
}

function findHeader(sheet: SheetGrid, matcher: HeaderMatcher): HeaderCandidate | null {
  let best: HeaderCandidate | null = null;
  let widest: HeaderCandidate | null = null;
  const end = Math.min(sheet.rows.length, searchedRows);
  for (let row = 0; row < end; row++) {
    const single = singleRow(sheet, row);
    if (single.length === 0) continue;
    const score = headerScore(matcher, single);
    if (!best || score > best.score + 0.01) best = { row, height: 1, columns: single, score };
    const isTexts = (sheet.rows[row] ?? []).every((cell) => typeof cell !== 'number');
    if (isTexts && single.length >= 2 && (!widest || single.length > widest.columns.length))
      widest = { row, height: 1, columns: single, score };
    const double = doubleRow(sheet, row);
    if (!double) continue;
    const doubleScore = headerScore(matcher, double);
    // The group row must add something to the row below it read alone.
    if (doubleScore > Math.max(best.score, score, headerScore(matcher, singleRow(sheet, row + 1))) + 0.5)
      best = { row, height: 2, columns: double, score: doubleScore };
  }
  // Nothing known in any row: the first widest row of texts is the header whose columns may be guessed.
  if (best && best.score >= 0.8) return best;
  return widest ?? best;
}

function candidateAt(sheet: SheetGrid, row: number, matcher: HeaderMatcher): HeaderCandidate | null {
  const single = singleRow(sheet, row);
  const double = doubleRow(sheet, row);
  if (single.length === 0) return null;
  const score = headerScore(matcher, single);
  const doubleScore = double ? headerScore(matcher, double) : 0;
  if (double && doubleScore > score + 0.5) return { row, height: 2, columns: double, score: doubleScore };
  return { row, height: 1, columns: single, score };
}

/** Values below a column, without the empty ones. */
function sampler(sheet: SheetGrid, firstRow: number): (column: number) => (string | number)[] {
  const cache = new Map<number, (string | number)[]>();
  return (column) => {
    const known = cache.get(column);
    if (known) return known;
    const values: (string | number)[] = [];
    for (const cells of sheet.rows.slice(firstRow, firstRow + sampledRows)) {
      const cell = cells[column];
      if (cell !== null && cell !== undefined && !isEmptyMark(cellText(cell).trim())) values.push(cell);
    }
    cache.set(column, values);
    return values;
  };
}

/** Row after the header that only numbers the columns (1 2 3, 甲 乙 丙) or gives units. */
function isColumnLegend(cells: readonly Cell[]): boolean {
  const texts = cells.map((cell) => compactText(cellText(cell)).replace(/[()]/g, '')).filter((text) => text !== '');
  if (texts.length < 3) return false;
  const counts = texts.every((text, index) => text === String(index + 1));
  return counts || texts.every((text, index) => text === '甲乙丙丁戊己庚辛壬癸'[index]);
}

const dittoMarks = new Set(['同上', '〃', '″', '同 上']);
const fillLimit = 5_000_000;

/** Writes merged and ditto cells out into the rows they stand for. Only rows with something of their own are filled. */
function fillDown(sheet: SheetGrid, firstRow: number): Map<string, CellNoteCode> {
  const fills = new Map<string, CellNoteCode>();
  let work = 0;
  const isOwn = sheet.rows.map((cells) => cells.some((cell) => cell !== null));
  for (const merge of sheet.merges) {
    if (merge.startRow < firstRow || merge.endRow === merge.startRow) continue;
    const value = sheet.rows[merge.startRow]?.[merge.startColumn] ?? null;
    if (value === null) continue;
    const last = Math.min(merge.endRow, sheet.rows.length - 1);
    for (let row = merge.startRow + 1; row <= last && work < fillLimit; row++, work++) {
      const cells = sheet.rows[row];
      if (!cells || !isOwn[row] || (cells[merge.startColumn] ?? null) !== null) continue;
      while (cells.length <= merge.startColumn) cells.push(null);
      cells[merge.startColumn] = value;
      fills.set(`${row},${merge.startColumn}`, 'filled_from_merged');
    }
  }
  const above: Cell[] = [];
  for (let row = firstRow; row < sheet.rows.length; row++) {
    const cells = sheet.rows[row] ?? [];
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column] ?? null;
      if (typeof cell === 'string' && cell.length <= 3 && dittoMarks.has(cell.trim())) {
        const value = above[column] ?? null;
        if (value === null) continue;
        cells[column] = value;
        fills.set(`${row},${column}`, 'filled_from_above');
      } else if (cell !== null) above[column] = cell;
    }
  }
  return fills;
}

interface SheetReading {
  candidate: HeaderCandidate;
  match: HeaderMatch;
}

function readSheetHeader(sheet: SheetGrid, matcher: HeaderMatcher, options: FindLedgerOptions): SheetReading | null {
  const candidate =
    options.headerRow === undefined ? findHeader(sheet, matcher) : candidateAt(sheet, options.headerRow - 1, matcher);
  if (!candidate) return null;
  const samples = sampler(sheet, candidate.row + candidate.height);
  return {
    candidate,
    match: matcher.match(candidate.columns, { scheme: options.scheme, remembered: options.remembered, samples }),
  };
}

/**
 * Lays out the ledger of a workbook for a register. Merged and ditto cells of the chosen sheet are written out in place.
 * Errors: `sheet_missing` (sheet), `header_not_found` (nothing like a table), `headers_unrelated` (a table of something else;
 * `headers` lists what it says).
 */
export function findLedger(
  sheets: readonly SheetGrid[],
  definition: RegisterDefinition,
  options: FindLedgerOptions,
): LedgerLayout {
  const matcher = createHeaderMatcher(definition);
  if (options.sheetName !== undefined && !sheets.some((sheet) => sheet.name === options.sheetName))
    throw new AppError('sheet_missing', {
      sheet: options.sheetName,
      sheets: sheets.map((sheet) => sheet.name).join('、'),
    });
  const readings = sheets.map((sheet) => {
    const reading = readSheetHeader(sheet, matcher, {
      ...options,
      headerRow: sheet.name === options.sheetName ? options.headerRow : undefined,
    });
    const rows = sheet.rows.filter((cells) => cells.length > 0).length;
    const score = reading ? reading.match.score * (sheet.hidden ? 0.5 : 1) : 0;
    return {
      sheet,
      reading,
      choice: { name: sheet.name, hidden: sheet.hidden, rows, score, fits: reading?.match.fits ?? false },
    };
  });
  const named = readings.filter(({ sheet }) => options.sheetName === undefined || sheet.name === options.sheetName);
  const usable =
    options.headerRow === undefined
      ? named.filter(({ choice }) => choice.fits)
      : named.filter(({ reading }) => reading !== null);
  const [best] = usable.toSorted((left, right) => right.choice.score - left.choice.score);
  if (!best?.reading) {
    const [nearest] = named
      .filter(({ reading }) => reading !== null)
      .toSorted((left, right) => right.choice.score - left.choice.score);
    if (!nearest?.reading || nearest.reading.candidate.columns.length < 2)
      throw new AppError('header_not_found', { register: definition.key });
    const headers = nearest.reading.candidate.columns
      .map((column) => column.header)
      .slice(0, 12)
      .join('、');
    throw new AppError('headers_unrelated', { register: definition.key, sheet: nearest.sheet.name, headers });
  }
  const { sheet, reading } = best;
  const { candidate, match } = reading;
  let firstRow = candidate.row + candidate.height;
  // Header cells merged further down take those rows with them.
  for (const merge of sheet.merges) {
    const isHeader = merge.startRow >= candidate.row && merge.startRow < candidate.row + candidate.height;
    if (isHeader && merge.endRow - merge.startRow < 5) firstRow = Math.max(firstRow, merge.endRow + 1);
  }
  if (isColumnLegend(sheet.rows[firstRow] ?? [])) firstRow++;
  const fills = fillDown(sheet, firstRow);
  return {
    sheet,
    sheetName: sheet.name,
    headerRow: candidate.row + 1,
    headerHeight: candidate.height,
    firstDataRow: firstRow + 1,
    columns: match.columns,
    sheets: readings.map(({ choice }) => choice),
    kinds: classifyRows(sheet, definition, matcher, match.columns, candidate.row, firstRow),
    fills,
  };
}

/** As findLedger; where no sheet is recognised, the one that looks most like a table, for somebody to correct. */
export function findAnyTable(
  sheets: readonly SheetGrid[],
  definition: RegisterDefinition,
  options: FindLedgerOptions,
): LedgerLayout {
  try {
    return findLedger(sheets, definition, options);
  } catch (cause) {
    const isUnknown = cause instanceof AppError && cause.code === 'headers_unrelated';
    const sheet = isUnknown ? sheets.find(({ name }) => name === cause.params.sheet) : undefined;
    const candidate = sheet && findHeader(sheet, createHeaderMatcher(definition));
    if (!sheet || !candidate) throw cause;
    return findLedger(sheets, definition, { ...options, sheetName: sheet.name, headerRow: candidate.row + 1 });
  }
}

/** Kinds of the rows from `firstRow` (0-based) on; call again after a person changed the mapping. */
export function classifyRows(
  sheet: SheetGrid,
  definition: RegisterDefinition,
  matcher: HeaderMatcher,
  columns: readonly ColumnMatch[],
  headerRow: number,
  firstRow: number,
): Map<number, RowKind> {
  const titleTexts = new Set<string>();
  for (let row = 0; row < headerRow; row++) {
    for (const cell of sheet.rows[row] ?? []) if (cell !== null) titleTexts.add(compactText(cellText(cell)));
  }
  const widths = new Map<number, number>();
  for (const merge of sheet.merges) {
    const width = merge.endColumn - merge.startColumn + 1;
    if (width > (widths.get(merge.startRow) ?? 1)) widths.set(merge.startRow, width);
  }
  const classify = createRowClassifier({
    matcher,
    mapping: columns,
    title: definition.title,
    titleTexts,
    mergedWidth: (row) => widths.get(row) ?? 1,
  });
  const kinds = new Map<number, RowKind>();
  for (let row = firstRow; row < sheet.rows.length; row++) kinds.set(row, classify(sheet.rows[row] ?? [], row));
  return kinds;
}
