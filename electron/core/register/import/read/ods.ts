// Reads the tables of an OpenDocument spreadsheet from its opened archive. Decides nothing about ledgers. hucre's readOds
// passes over rows inside header rows and groups, what is hidden, and the zeros of 001.
import { AppError } from '../../../../../shared/contract/envelope.ts';
import { readDate } from '../../../../../shared/values/date.ts';
import type { Archive } from './archive.ts';
import {
  type Cell,
  createGridBuilder,
  createTextPool,
  formulaWithoutResult,
  type GridBuilder,
  limits,
  type SheetGrid,
  tooLarge,
} from './grid.ts';
import { scanXml, type XmlScan } from './xml.ts';

const names = [
  'table',
  'table-row',
  'table-cell',
  'covered-table-cell',
  'p',
  's',
  'tab',
  'line-break',
  'annotation',
  'frame',
  'table-column',
  'style',
  'table-properties',
  'shapes',
] as const;
type ElementName = (typeof names)[number];

interface OpenCell {
  column: number;
  repeat: number;
  type: string;
  value: string | null;
  hasFormula: boolean;
  paragraphs: string[];
}

/** The shown text wins where it says more than the value: 001, SM-001, or a date of which only the month shows. */
function cellOf(cell: OpenCell): Cell {
  const shown = cell.paragraphs.join('\n');
  const value = cell.value ?? '';
  switch (cell.type) {
    case 'float':
    case 'currency':
    case 'percentage': {
      const number = Number(value);
      if (value === '' || !Number.isFinite(number)) return shown === '' ? null : shown;
      const padded = /^(?:0|\p{L}\D*)\d+\D*$/u.test(shown) && Number(shown.replace(/\D/g, '')) === number;
      return padded ? shown : number;
    }
    case 'date': {
      const day = value.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?$/, '');
      const reading = readDate(shown);
      return reading.ok && reading.value.length === 7 && day.startsWith(reading.value) ? reading.value : day;
    }
    case 'boolean':
      return value === 'true' ? 'TRUE' : 'FALSE';
    default:
      if (shown !== '') return shown;
      if (value !== '') return value;
      return cell.hasFormula && cell.type === '' ? formulaWithoutResult : null;
  }
}

/** All tables. Errors: XmlDamage, `file_corrupt`, `file_password_protected`, `file_too_large`, `file_bomb`, `file_timeout`. */
export async function readOdsSheets(name: string, archive: Archive): Promise<SheetGrid[]> {
  const manifest = await archive.read('META-INF/manifest.xml');
  if (manifest?.includes('encryption-data') || archive.has('encrypted-package'))
    throw new AppError('file_password_protected', { name });
  const budget = { name, left: limits.cells };
  const grids: SheetGrid[] = [];
  const pooled = createTextPool();
  const hiddenStyles = new Set<string>();
  let styleName = '';
  let builder: GridBuilder | null = null;
  let row = 0;
  let column = 0;
  let rowRepeat = 1;
  let rowCells: { column: number; repeat: number; value: Cell }[] = [];
  let styleColumn = 0;
  let cell: OpenCell | null = null;
  // Inside a comment or a drawing: its paragraphs are not the cell's.
  let aside = 0;
  let isInParagraph = false;
  let pieces = '';

  const number = (scan: XmlScan, attribute: string): number =>
    Math.max(1, Number(scan.prefixedAttribute(attribute) ?? 1) || 1);

  function openCell(scan: XmlScan): void {
    if (!builder) return;
    const repeat = number(scan, 'number-columns-repeated');
    const type = scan.prefixedAttribute('value-type') ?? '';
    const value = scan.prefixedAttribute(
      type === 'date'
        ? 'date-value'
        : type === 'boolean'
          ? 'boolean-value'
          : type === 'string'
            ? 'string-value'
            : 'value',
    );
    cell = { column, repeat, type, value, hasFormula: scan.prefixedAttribute('formula') !== null, paragraphs: [] };
    const columns = number(scan, 'number-columns-spanned');
    const rows = number(scan, 'number-rows-spanned');
    if ((columns > 1 || rows > 1) && builder.grid.merges.length < 200_000)
      builder.grid.merges.push({
        startRow: row,
        startColumn: column,
        endRow: row + rows - 1,
        endColumn: column + columns - 1,
      });
    column += repeat;
  }

  function closeRow(): void {
    if (!builder) return;
    if (rowCells.length > 0) {
      if (row + rowRepeat > limits.rows) throw tooLarge(name, 'rows');
      for (let copy = 0; copy < rowRepeat; copy++) {
        for (const entry of rowCells) {
          if (entry.column + entry.repeat > limits.columns) throw tooLarge(name, 'columns');
          for (let index = 0; index < entry.repeat; index++) builder.set(row + copy, entry.column + index, entry.value);
        }
      }
    }
    row += rowRepeat;
  }

  await scanXml(archive, 'content.xml', names, {
    open: (index, tag) => {
      const element: ElementName = names[index] ?? 'p';
      switch (element) {
        case 'style':
          styleName = tag.prefixedAttribute('name') ?? '';
          break;
        case 'table-properties':
          if (tag.prefixedAttribute('display') === 'false') hiddenStyles.add(styleName);
          break;
        case 'table':
          if (aside > 0) return;
          if (grids.length >= limits.sheets) throw tooLarge(name, 'sheets');
          builder = createGridBuilder(
            tag.prefixedAttribute('name') ?? '',
            hiddenStyles.has(tag.prefixedAttribute('style-name') ?? ''),
            budget,
          );
          row = 0;
          styleColumn = 0;
          break;
        case 'table-column': {
          const repeat = number(tag, 'number-columns-repeated');
          if ((tag.prefixedAttribute('visibility') ?? 'visible') !== 'visible') {
            const hidden = builder?.grid.hiddenColumns;
            for (let index = 0; hidden && index < Math.min(repeat, 1024) && hidden.length < limits.columns; index++)
              hidden.push(styleColumn + index);
          }
          styleColumn += repeat;
          break;
        }
        case 'table-row':
          rowRepeat = number(tag, 'number-rows-repeated');
          rowCells = [];
          column = 0;
          if ((tag.prefixedAttribute('visibility') ?? 'visible') !== 'visible') {
            for (let index = 0; index < Math.min(rowRepeat, 1024); index++) builder?.grid.hiddenRows.push(row + index);
          }
          break;
        case 'table-cell':
          if (aside === 0) openCell(tag);
          break;
        case 'covered-table-cell':
          column += number(tag, 'number-columns-repeated');
          break;
        case 'annotation':
        case 'frame':
        case 'shapes':
          aside++;
          break;
        case 'p':
          if (cell && aside === 0) {
            isInParagraph = true;
            tag.startText();
          }
          break;
        default:
          // Blanks and breaks are elements of their own; the text around them is collected in pieces.
          if (isInParagraph && cell) {
            const count = element === 's' ? Math.min(Number(tag.prefixedAttribute('c') ?? 1) || 1, 1000) : 1;
            pieces += tag.takeText() + (element === 's' ? ' '.repeat(count) : element === 'tab' ? ' ' : '\n');
            tag.startText();
          }
      }
    },
    close: (index, tag) => {
      const element: ElementName = names[index] ?? 'p';
      switch (element) {
        case 'p':
          if (isInParagraph && aside === 0) {
            isInParagraph = false;
            cell?.paragraphs.push(pieces + tag.takeText());
            pieces = '';
          }
          break;
        case 'annotation':
        case 'frame':
        case 'shapes':
          aside--;
          break;
        case 'table-cell':
          if (cell && aside === 0) {
            const value = cellOf(cell);
            if (value !== null)
              rowCells.push({
                column: cell.column,
                repeat: cell.repeat,
                value: typeof value === 'string' ? pooled(value) : value,
              });
            cell = null;
          }
          break;
        case 'table-row':
          if (aside === 0) closeRow();
          break;
        case 'table':
          if (builder && aside === 0) {
            grids.push(builder.finish());
            builder = null;
          }
          break;
        default:
      }
    },
  });
  return grids;
}
