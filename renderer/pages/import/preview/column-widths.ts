// How wide the columns of the sheet are: by their header, the field's name and the texts below, within limits. Pure.
import type { ImportColumn, ImportRow } from '../../../../shared/contract/routes/import.ts';

export interface WidthOptions {
  /** The name in the drop-down of a column. */
  fieldLabel: (column: ImportColumn) => string;
  /** The column that names the record gets the room that is left. */
  titleField: string;
  /** Columns drawn with a grade mark before the word. */
  levelField: string | undefined;
  /** Columns of free text, which can be cut short. */
  mayShrink: (column: ImportColumn) => boolean;
  roomPx: number;
}

const cellPadding = 12;
const selectExtra = 20;
const changeGap = 4;
const markWidth = 19;
const widest = 128;
const widestTitle = 176;
/** With room to spare the names are read in full. */
const roomiestTitle = 480;
/** A drop-down shows the beginning of a longer name. */
const widestSelect = 80;
const wideChinese = 13;
const smallChinese = 12;

/** Width of a text at a font size: Chinese is square, the rest about half as wide. */
export function textWidth(text: string, fontPx: number): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? fontPx : fontPx * 0.56;
  return Math.ceil(width);
}

/** Widths in pixels, in the order of the columns. */
export function columnWidths(
  columns: readonly ImportColumn[],
  sample: readonly ImportRow[],
  options: WidthOptions,
): number[] {
  const least: number[] = [];
  const widths = columns.map((column, position) => {
    const header = textWidth(column.header, wideChinese) + cellPadding;
    const select = textWidth(options.fieldLabel(column), smallChinese) + selectExtra + cellPadding;
    const mark = column.field === options.levelField ? markWidth : 0;
    let content = 0;
    let isChanged = false;
    for (const row of sample) {
      if (row.state === 'skipped') continue;
      const cell = row.cells[position];
      if (!cell) continue;
      const before = cell.before ? textWidth(cell.before, smallChinese) + changeGap : 0;
      if (cell.before !== null) isChanged = true;
      content = Math.max(content, textWidth(cell.shown ?? cell.raw, wideChinese) + before);
    }
    const isWide = isChanged || column.field === options.titleField || column.field === 'number';
    const limit = isWide ? widestTitle : widest;
    const full = Math.max(Math.min(header, limit), Math.min(content + mark + cellPadding + 1, limit));
    const smallest = Math.max(Math.min(header, limit), Math.min(select, widestSelect));
    // What changes must be read whole, old and new; names are what the clerk knows the rows by.
    const isCuttable =
      !isChanged && column.field !== options.titleField && (column.field === null || options.mayShrink(column));
    least.push(isCuttable ? smallest : Math.max(full, smallest));
    return Math.max(full, smallest);
  });
  const sum = widths.reduce((total, width) => total + width, 0);
  const title = columns.findIndex((column) => column.field === options.titleField);
  if (sum <= options.roomPx) {
    if (title >= 0) widths[title] = Math.min((widths[title] ?? 0) + options.roomPx - sum, roomiestTitle);
    return widths;
  }
  // Long texts give way first, all by the same share of what they can spare; what is then too much is scrolled to.
  const spare = widths.reduce((total, width, position) => total + width - (least[position] ?? width), 0);
  const share = spare === 0 ? 0 : Math.min(1, (sum - options.roomPx) / spare);
  return widths.map((width, position) => Math.floor(width - share * (width - (least[position] ?? width))));
}

export interface Span {
  text: string;
  /** First column covered, and how many. */
  start: number;
  count: number;
}

/** The cells of a title row as blocks: each text runs on to the next, as spreadsheets draw it. */
export function titleSpans(cells: readonly string[], columns: readonly ImportColumn[]): Span[] {
  const starts = new Map<number, string>();
  cells.forEach((text, index) => {
    if (text === '') return;
    const at = columns.findIndex((column) => column.index >= index);
    const start = at < 0 ? columns.length - 1 : at;
    starts.set(start, [starts.get(start), text].filter((part) => part !== undefined).join(' '));
  });
  const ordered = [...starts].toSorted(([left], [right]) => left - right);
  const [first] = ordered;
  if (!first) return [];
  // A lone text stands over the whole sheet.
  if (ordered.length === 1) return [{ text: first[1], start: 0, count: columns.length }];
  return ordered.map(([start, text], position) => ({
    text,
    start,
    count: (ordered[position + 1]?.[0] ?? columns.length) - start,
  }));
}
