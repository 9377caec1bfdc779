// Tables on paper: column widths from what the columns need, repeated heads, rows kept whole, cells that are too tall
// carried over to a further row. Knows nothing of registers.
import type { Content, ContentTable, CustomTableLayout, TableCell } from 'pdfmake/interfaces';
import { withTicks } from './choices.ts';
import { widthInEm } from './faces.ts';
import { closing, foldLong } from './fold-long.ts';
import { countText, type PaperText } from './paper-text.ts';

export interface PaperColumn {
  header: string;
  /** Narrowest useful width and the width it would like, both in em of the table's type. */
  leastEm: number;
  wantedEm: number;
  align?: 'left' | 'center' | 'right';
}

export interface PaperRow {
  cells: readonly string[];
  /** Struck through, but for the last cell, where the reason stands: void rows stay on paper. */
  isVoid?: boolean;
  /** To be written by hand: as high as a blank row at least. */
  isBlank?: boolean;
}

export interface PaperTable {
  columns: readonly PaperColumn[];
  rows: Iterable<PaperRow>;
  /** Room on the page, in points. */
  room: { width: number; height: number };
  /** Stands above the head on every page of the table. */
  heading?: Content;
  /** Type sizes to choose from, largest first. */
  fontSizes?: readonly number[];
  /** Empty rows at the end. */
  blankRows?: number;
  /** Longer cells are cut, and say so. */
  maximumCharacters?: number;
  /** Called at every row while the page is laid out; may throw to cancel. */
  onRow?: () => void;
}

const defaultFontSizes = [10.5, 9, 8, 7.5, 7, 6.5];
const padding = { left: 2.5, top: 2.2 };
const lineWidth = 0.5;
/** Height of a line in em: the faces are drawn with generous room. */
const lineEm = 1.448;
/** More of one cell than this is not for paper unless a table asks for it; the rest stays in the record. */
const defaultMaximum = 2000;
/** A row may fill this part of a page before its cells are carried over. */
const tallestRow = 0.55;

/** Height of a blank row, in points: high enough to write in. */
function blankHeight(fontSize: number): number {
  return Math.max(17.5, fontSize * lineEm);
}

function around(columns: number): number {
  return columns * 2 * padding.left + (columns + 1) * lineWidth;
}

/** 小五: a register of many columns rather wraps more than it is set in smaller type. */
const legible = 9;

/**
 * The largest type in which the columns have what they want; failing that the largest in which they have half of it over the
 * least. Where no sizes are asked for, a quarter is enough for legible type.
 */
export function fontSizeFor({ columns, room, fontSizes: asked }: PaperTable): number {
  const fontSizes = asked ?? defaultFontSizes;
  const inner = room.width - around(columns.length);
  const sum = (key: 'leastEm' | 'wantedEm') => columns.reduce((total, column) => total + column[key], 0);
  const smallest = fontSizes.at(-1) as number;
  const fitting = (em: number) => fontSizes.find((size) => em * size <= inner);
  const [least, wanted] = [sum('leastEm'), sum('wantedEm')];
  const roomy = fitting(wanted) ?? fitting((least + wanted) / 2) ?? smallest;
  if (asked) return roomy;
  return Math.max(roomy, Math.min(fitting(least + (wanted - least) / 4) ?? smallest, legible));
}

/** Widths of the columns' contents, in points; together with rules and padding they fill the room. */
export function columnWidths({ columns, room }: PaperTable, fontSize: number): number[] {
  const inner = room.width - around(columns.length);
  const least = columns.reduce((total, { leastEm }) => total + leastEm, 0) * fontSize;
  const more = columns.reduce((total, { leastEm, wantedEm }) => total + (wantedEm - leastEm), 0) * fontSize;
  // Too many columns for the page: all shrink alike and their texts wrap more.
  if (least >= inner || more === 0) return columns.map(({ leastEm }) => (leastEm * fontSize * inner) / least);
  const share = (inner - least) / more;
  return columns.map(({ leastEm, wantedEm }) => (leastEm + (wantedEm - leastEm) * share) * fontSize);
}

/** Cuts a text into parts of at most so many lines, judged by the width of its characters. */
function inParts(text: string, widthEm: number, maximumLines: number): string[] {
  const parts: string[] = [];
  // Lines end before words that do not fit: a part is counted fuller than it is.
  const usable = widthEm * 0.85;
  let part = '';
  let lines = 1;
  let width = 0;
  for (const character of text) {
    const own = character === '\n' ? 0 : widthInEm(character);
    if (character === '\n' || width + own > usable) {
      if (lines >= maximumLines && !closing.test(character)) {
        parts.push(part);
        part = '';
        lines = 0;
      }
      lines += 1;
      width = 0;
    }
    if (part !== '' || character !== '\n') part += character;
    width += own;
  }
  return [...parts, part];
}

function shortened(text: string, maximumCharacters: number): string {
  const characters = [...text];
  if (characters.length <= maximumCharacters) return text;
  return `${characters.slice(0, maximumCharacters).join('')}……（全文 ${countText(characters.length)} 字，余下见原记录）`;
}

/** A row as one or more rows, each low enough to be kept whole on a page. */
function lowRows(cells: readonly string[], widths: readonly number[], fontSize: number, height: number): string[][] {
  const maximumLines = Math.max(4, Math.floor((height * tallestRow) / (fontSize * lineEm)));
  const parts = cells.map((text, index) => {
    const widthEm = (widths[index] as number) / fontSize;
    // Most cells are short: a character is at most one em wide.
    if (text.length <= (maximumLines - 1) * widthEm * 0.5 && !text.includes('\n')) return [text];
    return inParts(text, widthEm, maximumLines);
  });
  const count = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: count }, (_unused, row) =>
    parts.map((part, column) => part[row] ?? (column === 0 ? '续' : '')),
  );
}

function cell(text: string, column: PaperColumn, width: number, fontSize: number, isVoid: boolean): TableCell {
  const fits = !text.includes('\n') && widthInEm(text) * fontSize <= width * 0.98;
  return {
    text: withTicks(fits ? text : foldLong(text, width / fontSize), fontSize),
    ...(fits ? { noWrap: true } : {}),
    ...(column.align ? { alignment: column.align } : {}),
    ...(isVoid && text !== '' ? { decoration: 'lineThrough' as const } : {}),
  };
}

function layout(onRow: (() => void) | undefined, hasHeading: boolean): CustomTableLayout {
  return {
    hLineWidth: (line) => {
      onRow?.();
      return hasHeading && line === 0 ? 0 : lineWidth;
    },
    vLineWidth: () => lineWidth,
    paddingLeft: () => padding.left,
    paddingRight: () => padding.left,
    paddingTop: () => padding.top,
    paddingBottom: () => padding.top,
  };
}

/** The table as content of a page, and the height of its blank rows. Reads `rows` once. */
export function paperTable(table: PaperTable, paper: PaperText): { content: ContentTable; rowHeight: number } {
  const { columns, room, heading, blankRows = 0, maximumCharacters = defaultMaximum } = table;
  const fontSize = fontSizeFor(table);
  const widths = columnWidths(table, fontSize);
  const body: TableCell[][] = [];
  if (heading)
    body.push([
      {
        ...(heading as object),
        colSpan: columns.length,
        border: [false, false, false, false],
      } as TableCell,
      ...columns.slice(1).map((): TableCell => ({})),
    ]);
  body.push(
    columns.map(({ header }) => ({
      text: paper.clean(header),
      font: 'serif',
      bold: true,
      alignment: 'center',
      verticalAlignment: 'middle',
    })),
  );
  const headerRows = body.length;
  const blank = new Set<number>();
  for (const { cells, isVoid = false, isBlank = false } of table.rows) {
    if (isBlank) blank.add(body.length);
    const clean = columns.map((_column, index) => shortened(paper.clean(cells[index] ?? ''), maximumCharacters));
    for (const row of lowRows(clean, widths, fontSize, room.height))
      body.push(
        columns.map((column, index) =>
          cell(row[index] ?? '', column, widths[index] as number, fontSize, isVoid && index < columns.length - 1),
        ),
      );
  }
  for (let added = 0; added < blankRows; added += 1) {
    blank.add(body.length);
    body.push(columns.map(() => ''));
  }
  return {
    rowHeight: blankHeight(fontSize) + 2 * padding.top + lineWidth,
    content: {
      fontSize,
      table: {
        headerRows,
        ...(body.length > headerRows ? { keepWithHeaderRows: 1 } : {}),
        dontBreakRows: true,
        widths,
        body,
        ...(blank.size > 0
          ? { heights: (row: number) => (blank.has(row) ? blankHeight(fontSize) : ('auto' as const)) }
          : {}),
      },
      layout: layout(table.onRow, heading !== undefined),
    },
  };
}
