// Reads the sheets of an Office Open XML workbook from its opened archive, in one pass over each part. Decides nothing about
// ledgers. hucre's readers do not fit: readXlsx holds it all (620 MB for 100,000 rows of 9 columns; this 270 MB), and
// streamXlsxRows knows no merges, hidden rows and columns, number formats or formulas without result.
import { parseCellRef, parseRange } from 'hucre';
import type { Archive } from './archive.ts';
import {
  type Cell,
  type CellBudget,
  type CellRange,
  createGridBuilder,
  createTextPool,
  formulaWithoutResult,
  limits,
  type SheetGrid,
  tooLarge,
} from './grid.ts';
import { formattedCell, type NumberFormat, readNumberFormat } from './number-format.ts';
import { scanXml, type XmlScan } from './xml.ts';

interface SheetPart {
  name: string;
  hidden: boolean;
  path: string;
}

interface Workbook {
  sheets: SheetPart[];
  date1904: boolean;
  sharedStrings: string | null;
  styles: string | null;
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true';
}

function resolvePath(base: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = base.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

interface Relation {
  type: string;
  target: string;
}

/** Relations of a part by id; the type without its namespace, which differs between the two variants of the standard. */
async function readRelations(archive: Archive, path: string): Promise<Map<string, Relation>> {
  const cut = path.lastIndexOf('/') + 1;
  const relations = new Map<string, Relation>();
  const relationsPath = `${path.slice(0, cut)}_rels/${path.slice(cut)}.rels`;
  if (!archive.has(relationsPath)) return relations;
  await scanXml(archive, relationsPath, ['Relationship'], {
    open: (_name, scan) => {
      const type = (scan.attribute('Type') ?? '').split('/').at(-1) ?? '';
      const target = scan.attribute('Target') ?? '';
      if (scan.attribute('TargetMode') !== 'External')
        relations.set(scan.attribute('Id') ?? '', { type, target: resolvePath(path, target) });
    },
    close: () => {},
  });
  return relations;
}

/** The path of the workbook part, or null where the archive is no workbook. */
export async function findWorkbookPart(archive: Archive): Promise<string | null> {
  const relations = await readRelations(archive, '');
  const main = [...relations.values()].find((relation) => relation.type === 'officeDocument');
  if (main && archive.has(main.target)) return main.target;
  return archive.has('xl/workbook.xml') ? 'xl/workbook.xml' : null;
}

async function readWorkbookPart(archive: Archive, path: string): Promise<Workbook> {
  const relations = await readRelations(archive, path);
  const workbook: Workbook = { sheets: [], date1904: false, sharedStrings: null, styles: null };
  for (const relation of relations.values()) {
    if (relation.type === 'sharedStrings' && archive.has(relation.target)) workbook.sharedStrings = relation.target;
    if (relation.type === 'styles' && archive.has(relation.target)) workbook.styles = relation.target;
  }
  await scanXml(archive, path, ['workbookPr', 'sheet'], {
    open: (name, scan) => {
      if (name === 0) workbook.date1904 = isTrue(scan.attribute('date1904'));
      else {
        const relation = relations.get(scan.prefixedAttribute('id') ?? '');
        // Chart and macro sheets have no cells.
        if (relation?.type !== 'worksheet') return;
        const hidden = (scan.attribute('state') ?? 'visible') !== 'visible';
        workbook.sheets.push({ name: scan.attribute('name') ?? '', hidden, path: relation.target });
      }
    },
    close: () => {},
  });
  return workbook;
}

async function readStyles(archive: Archive, path: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let isInCells = false;
  await scanXml(archive, path, ['numFmt', 'cellXfs', 'xf'], {
    open: (name, scan) => {
      if (name === 0) codes.set(Number(scan.attribute('numFmtId')), scan.attribute('formatCode') ?? '');
      else if (name === 1) isInCells = true;
      else if (isInCells) {
        const id = Number(scan.attribute('numFmtId') ?? 0);
        formats.push(readNumberFormat(id, codes.get(id)));
      }
    },
    close: (name) => {
      if (name === 1) isInCells = false;
    },
  });
  return formats;
}

/** Undoes _x000D_ and its like, by which characters XML cannot hold are written. */
function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

async function readSharedStrings(archive: Archive, path: string): Promise<string[]> {
  const strings: string[] = [];
  const pooled = createTextPool();
  let current = '';
  let isPhonetic = false;
  await scanXml(archive, path, ['si', 't', 'rPh'], {
    open: (name, scan) => {
      if (name === 0) current = '';
      else if (name === 1) scan.startText();
      else isPhonetic = true;
    },
    close: (name, scan) => {
      if (name === 0) strings.push(pooled(unescapeText(current)));
      else if (name === 1) {
        const text = scan.takeText();
        if (!isPhonetic) current += text;
      } else isPhonetic = false;
    },
  });
  return strings;
}

/** A1:C3 as a range; null when it is none. */
function readRange(text: string): CellRange | null {
  const { startRow, startCol, endRow, endCol } = parseRange(text);
  const isRange = startRow >= 0 && startCol >= 0 && endRow >= startRow && endCol >= startCol;
  return isRange ? { startRow, startColumn: startCol, endRow, endColumn: endCol } : null;
}

const sheetNames = ['c', 'v', 'row', 't', 'f', 'rPh', 'col', 'mergeCell', 'sheetData', 'is'] as const;

async function readSheet(
  archive: Archive,
  part: SheetPart,
  strings: readonly string[],
  formats: readonly NumberFormat[],
  date1904: boolean,
  budget: CellBudget,
): Promise<SheetGrid> {
  const builder = createGridBuilder(part.name, part.hidden, budget);
  const { grid } = builder;
  const pooled = createTextPool();
  let row = -1;
  let column = -1;
  let type = '';
  let style = -1;
  let value: string | null = null;
  let inline: string | null = null;
  let hasFormula = false;
  let isPhonetic = false;
  let isInCell = false;
  let isInData = false;

  function cellValue(): Cell {
    if (type === 's') return value === null ? null : (strings[Number(value)] ?? null);
    if (inline !== null) return pooled(unescapeText(inline));
    if (value === null) return hasFormula ? formulaWithoutResult : null;
    // An empty result is one only of a text formula; others were saved by a program that does not calculate.
    if (value === '') return hasFormula && type !== 'str' ? formulaWithoutResult : null;
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    if (type === 'str' || type === 'e') return pooled(unescapeText(value));
    // An ISO date.
    if (type === 'd') return value.replace('T', ' ').replace(/ 00:00(?::00(?:\.0+)?)?Z?$/, '');
    const number = Number(value);
    return Number.isFinite(number) ? formattedCell(number, formats[style], date1904) : pooled(value);
  }

  function openCell(scan: XmlScan): void {
    isInCell = true;
    value = null;
    inline = null;
    hasFormula = false;
    const reference = scan.attribute('r');
    if (reference !== null) {
      const place = parseCellRef(reference);
      column = place.col >= 0 ? place.col : column + 1;
      if (Number.isInteger(place.row) && place.row >= 0) row = place.row;
    } else column++;
    style = Number(scan.attribute('s') ?? -1);
    type = scan.attribute('t') ?? '';
  }

  function openRow(scan: XmlScan): void {
    const number = scan.attribute('r');
    row = number === null ? row + 1 : Number(number) - 1;
    column = -1;
    if (!(row >= 0 && row < limits.rows)) throw tooLarge(budget.name, 'rows');
    if (isTrue(scan.attribute('hidden'))) grid.hiddenRows.push(row);
  }

  function openColumns(scan: XmlScan): void {
    if (!isTrue(scan.attribute('hidden'))) return;
    const last = Math.min(Number(scan.attribute('max')), 1024);
    const first = Math.max(1, Number(scan.attribute('min')));
    for (let index = first; index <= last && grid.hiddenColumns.length < limits.columns; index++)
      grid.hiddenColumns.push(index - 1);
  }

  await scanXml(archive, part.path, sheetNames, {
    open: (name, scan) => {
      if (name === 0) {
        if (isInData) openCell(scan);
      } else if (name === 1 || name === 3) {
        if (isInCell) scan.startText();
      } else if (name === 2) {
        if (isInData) openRow(scan);
      } else if (name === 4) hasFormula = true;
      else if (name === 5) isPhonetic = true;
      else if (name === 6) openColumns(scan);
      else if (name === 7) {
        const range = readRange(scan.attribute('ref') ?? '');
        if (range && grid.merges.length < 200_000) grid.merges.push(range);
      } else if (name === 8) isInData = true;
    },
    close: (name, scan) => {
      if (name === 0) {
        if (!isInData || !isInCell) return;
        isInCell = false;
        builder.set(row, column, cellValue());
      } else if (name === 1) {
        if (isInCell) value = scan.takeText();
      } else if (name === 3) {
        if (!isInCell) return;
        const text = scan.takeText();
        if (!isPhonetic) inline = (inline ?? '') + text;
      } else if (name === 5) isPhonetic = false;
      else if (name === 8) isInData = false;
    },
  });
  return builder.finish();
}

/** All worksheets of the workbook at `path`. Errors: XmlDamage, `file_corrupt`, `file_too_large`, `file_bomb`, `file_timeout`. */
export async function readXlsxSheets(name: string, archive: Archive, path: string): Promise<SheetGrid[]> {
  const workbook = await readWorkbookPart(archive, path);
  if (workbook.sheets.length > limits.sheets) throw tooLarge(name, 'sheets');
  const strings = workbook.sharedStrings ? await readSharedStrings(archive, workbook.sharedStrings) : [];
  const formats = workbook.styles ? await readStyles(archive, workbook.styles) : [];
  const budget: CellBudget = { name, left: limits.cells };
  const grids: SheetGrid[] = [];
  for (const part of workbook.sheets) {
    grids.push(await readSheet(archive, part, strings, formats, workbook.date1904, budget));
  }
  return grids;
}
