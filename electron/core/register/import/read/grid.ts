// What reading a spreadsheet file gives: sheets as rows of plain cells. Shared by the readers of all formats; holds the
// limits they keep and the clock they run against.
import { AppError } from '../../../../../shared/contract/envelope.ts';

/**
 * One cell: its text, its number, or nothing. Dates are text in ISO form with the precision the sheet shows
 * (`2023-07-10`, `2021-12`); yes and no of the sheet's own kind are TRUE and FALSE; formulas are their saved result.
 */
export type Cell = string | number | null;

/** Inclusive, 0-based. */
export interface CellRange {
  startRow: number;
  startColumn: number;
  endRow: number;
  endColumn: number;
}

export interface SheetGrid {
  name: string;
  hidden: boolean;
  /** Rows from the sheet's first; `rows[0]` is its row 1. Trailing empty cells and rows are left out. */
  rows: Cell[][];
  merges: CellRange[];
  /** 0-based. Hidden columns and rows are read like others; the preview may say so. */
  hiddenColumns: number[];
  hiddenRows: number[];
}

export type WorkbookKind = 'xlsx' | 'xls' | 'ods' | 'csv';

export interface WorkbookGrid {
  kind: WorkbookKind;
  /** Of text files: utf-8, utf-16le, utf-16be, gb18030. */
  encoding?: string;
  sha256: string;
  sizeBytes: number;
  sheets: SheetGrid[];
}

/** Text of a formula cell whose result was never saved. */
export const formulaWithoutResult = '#公式未计算';

export const limits = {
  fileBytes: 300 * 1024 * 1024,
  textFileBytes: 200 * 1024 * 1024,
  /** Sum of what all parts of an archive unpack to. */
  unpackedBytes: 512 * 1024 * 1024,
  /** Unpacked to packed; parts under 16 MiB are too small to harm. */
  ratio: 200,
  ratioFreeBytes: 16 * 1024 * 1024,
  archiveEntries: 10_000,
  rows: 1_048_576,
  columns: 16_384,
  /** Cells of the bounding rows of all sheets together. */
  cells: 20_000_000,
  sheets: 1_000,
  deadlineMs: 20_000,
} as const;

/** Runs out when the time is up or the caller gives up. */
export interface Deadline {
  check: () => void;
}

/** Starts the clock. `check` throws `file_timeout` or `cancelled`. */
export function startDeadline(name: string, deadlineMs: number, signal?: AbortSignal): Deadline {
  const endMs = performance.now() + deadlineMs;
  return {
    check: () => {
      if (signal?.aborted) throw new AppError('cancelled');
      if (performance.now() > endMs) throw new AppError('file_timeout', { name, limit: Math.round(deadlineMs / 1000) });
    },
  };
}

/** Collects the cells of one sheet within the limits. */
export interface GridBuilder {
  grid: SheetGrid;
  set: (row: number, column: number, value: Cell) => void;
  /** Trims what is empty at the ends; call once, last. */
  finish: () => SheetGrid;
}

const maximumPooled = 50_000;
// The engine copies shorter texts by itself.
const sharedFromLength = 13;

/**
 * Gives equal texts as one, and each as a copy of its own: a cell cut out of a piece of the file keeps the whole piece in
 * memory (560 MB instead of 300 for 100,000 rows of 29 columns).
 */
export function createTextPool(): (text: string) => string {
  const pool = new Map<string, string>();
  return (text) => {
    const known = pool.get(text);
    if (known !== undefined) return known;
    const own = text.length < sharedFromLength ? text : Buffer.from(text).toString();
    if (pool.size < maximumPooled) pool.set(own, own);
    return own;
  };
}

/** Counts cells over all sheets of a file. */
export interface CellBudget {
  name: string;
  left: number;
}

const emptyRow: Cell[] = [];

/** A builder that refuses what is too wide, too long or too much in all. */
export function createGridBuilder(sheetName: string, hidden: boolean, budget: CellBudget): GridBuilder {
  const rows: Cell[][] = [];
  const grid: SheetGrid = { name: sheetName, hidden, rows, merges: [], hiddenColumns: [], hiddenRows: [] };
  return {
    grid,
    set: (row, column, value) => {
      if (value === null || value === '') return;
      if (column >= limits.columns) throw tooLarge(budget.name, 'columns');
      if (row >= limits.rows) throw tooLarge(budget.name, 'rows');
      while (rows.length <= row) rows.push(emptyRow);
      let cells = rows[row] ?? emptyRow;
      if (cells === emptyRow) {
        cells = [];
        rows[row] = cells;
      }
      if (column >= cells.length) {
        budget.left -= column + 1 - cells.length;
        if (budget.left < 0) throw tooLarge(budget.name, 'cells');
        while (cells.length < column) cells.push(null);
        cells.push(value);
      } else cells[column] = value;
    },
    finish: () => {
      for (const cells of rows) {
        while (cells.length > 0 && cells.at(-1) === null) cells.pop();
      }
      while (rows.length > 0 && rows.at(-1)?.length === 0) rows.pop();
      return grid;
    },
  };
}

/** The error of a sheet past one of the limits; `what` names it for the message. */
export function tooLarge(name: string, what: 'rows' | 'columns' | 'cells' | 'sheets'): AppError {
  return new AppError('file_too_large', { name, what, limit: limits[what] });
}

/** The text of a cell; numbers as Excel shows them in a wide cell, without rounding noise. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'number' ? numberText(cell) : cell;
}

/** A number without a trailing .0, without 1E+17 and without the digits past the fifteenth that floating point adds. */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const point = Number(exponent) + 1;
  if (point > 300 || point < -300) return String(value);
  const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const fraction = (point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
