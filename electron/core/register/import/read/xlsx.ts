// Reads the sheets of an Office Open XML workbook from its opened archive: streamed, in one pass, in little memory.
// Decides nothing about ledgers.
import type { Archive } from './archive.ts';
import {
  type Cell,
  type CellBudget,
  type CellRange,
  createGridBuilder,
  formulaWithoutResult,
  limits,
  type SheetGrid,
  tooLarge,
} from './grid.ts';
import { formattedCell, type NumberFormat, readNumberFormat } from './number-format.ts';
import { createXmlScanner, type XmlHandler, type XmlScanner } from './xml-scanner.ts';

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

async function scan(archive: Archive, path: string, names: readonly string[], handler: XmlHandler): Promise<void> {
  const scanner = createXmlScanner(names, handler);
  await archive.pump(path, scanner.write);
  scanner.end();
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
  await scan(archive, relationsPath, ['Relationship'], {
    open: (_name, scanner) => {
      const type = (scanner.attribute('Type') ?? '').split('/').at(-1) ?? '';
      const target = scanner.attribute('Target') ?? '';
      if (scanner.attribute('TargetMode') !== 'External')
        relations.set(scanner.attribute('Id') ?? '', { type, target: resolvePath(path, target) });
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
  await scan(archive, path, ['workbookPr', 'sheet'], {
    open: (name, scanner) => {
      if (name === 0) workbook.date1904 = /^(?:1|true)$/.test(scanner.attribute('date1904') ?? '');
      else {
        const relation = relations.get(scanner.attribute('id') ?? '');
        // Chart and macro sheets have no cells.
        if (relation?.type !== 'worksheet') return;
        const hidden = (scanner.attribute('state') ?? 'visible') !== 'visible';
        workbook.sheets.push({ name: scanner.attribute('name') ?? '', hidden, path: relation.target });
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
  await scan(archive, path, ['numFmt', 'cellXfs', 'xf'], {
    open: (name, scanner) => {
      if (name === 0) codes.set(Number(scanner.attribute('numFmtId')), scanner.attribute('formatCode') ?? '');
      else if (name === 1) isInCells = true;
      else if (isInCells) {
        const id = Number(scanner.attribute('numFmtId') ?? 0);
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
  let current = '';
  let isPhonetic = false;
  await scan(archive, path, ['si', 't', 'rPh'], {
    open: (name, scanner) => {
      if (name === 0) current = '';
      else if (name === 1) scanner.startText();
      else isPhonetic = true;
    },
    close: (name, scanner) => {
      if (name === 0) strings.push(unescapeText(current));
      else if (name === 1) {
        const text = scanner.takeText();
        if (!isPhonetic) current += text;
      } else isPhonetic = false;
    },
  });
  return strings;
}

/** Column and row (0-based) of a reference such as AB12 between two positions; -1 for a part that is missing. */
function readReference(bytes: Uint8Array, start: number, end: number): { column: number; row: number } {
  let column = 0;
  let row = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) column = column * 26 + byte - 0x40;
    else if (byte >= 0x61 && byte <= 0x7a) column = column * 26 + byte - 0x60;
    else if (byte >= 0x30 && byte <= 0x39) row = row * 10 + byte - 0x30;
  }
  return { column: column - 1, row: row - 1 };
}

/** A1:C3 as a range; null when it is none. */
function readRange(text: string): CellRange | null {
  const [first, last] = text.split(':').map((part) => {
    const bytes = Buffer.from(part, 'latin1');
    return readReference(bytes, 0, bytes.length);
  });
  if (!first || !last || first.row < 0 || first.column < 0 || last.row < first.row || last.column < first.column)
    return null;
  return { startRow: first.row, startColumn: first.column, endRow: last.row, endColumn: last.column };
}

const sheetNames = ['c', 'v', 'row', 't', 'f', 'rPh', 'col', 'mergeCell', 'sheetData', 'is'] as const;
const maximumInterned = 50_000;

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
  const interned = new Map<string, string>();
  let row = -1;
  let column = -1;
  let type = 0;
  let style = -1;
  let value: string | null = null;
  let inline: string | null = null;
  let hasFormula = false;
  let isPhonetic = false;
  let isInCell = false;
  let isInData = false;

  function intern(text: string): string {
    const known = interned.get(text);
    if (known !== undefined) return known;
    if (interned.size < maximumInterned) interned.set(text, text);
    return text;
  }

  function cellValue(): Cell {
    if (type === 0x73 /* s: shared */) return value === null ? null : (strings[Number(value)] ?? null);
    if (inline !== null) return intern(unescapeText(inline));
    if (value === null) return hasFormula ? formulaWithoutResult : null;
    // An empty result is one only of a text formula; others were saved by a program that does not calculate.
    if (value === '') return hasFormula && type !== 0x74 ? formulaWithoutResult : null;
    if (type === 0x62 /* b */) return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    if (type === 0x74 /* str */ || type === 0x65 /* e */) return intern(unescapeText(value));
    if (type === 0x64 /* d: ISO date */) return value.replace('T', ' ').replace(/ 00:00(?::00(?:\.0+)?)?Z?$/, '');
    const number = Number(value);
    return Number.isFinite(number) ? formattedCell(number, formats[style], date1904) : intern(value);
  }

  function openCell(scanner: XmlScanner): void {
    isInCell = true;
    value = null;
    inline = null;
    hasFormula = false;
    if (scanner.find('r')) {
      const reference = readReference(scanner.bytes, scanner.valueStart, scanner.valueEnd);
      column = reference.column;
      if (reference.row >= 0) row = reference.row;
    } else column++;
    style = scanner.find('s') ? Number(scanner.attribute('s')) : -1;
    type = 0;
    if (scanner.find('t')) {
      type = scanner.bytes[scanner.valueStart] ?? 0;
      // Of the types that begin alike: s and str are told apart by length; str goes by its second letter.
      if (type === 0x73 && scanner.valueEnd - scanner.valueStart > 1) type = 0x74;
    }
  }

  function openRow(scanner: XmlScanner): void {
    row = scanner.find('r') ? Number(scanner.attribute('r')) - 1 : row + 1;
    column = -1;
    if (!(row >= 0 && row < limits.rows)) throw tooLarge(budget.name, 'rows');
    if (scanner.find('hidden') && /^(?:1|true)$/.test(scanner.attribute('hidden') ?? '')) grid.hiddenRows.push(row);
  }

  function openColumns(scanner: XmlScanner): void {
    if (!/^(?:1|true)$/.test(scanner.attribute('hidden') ?? '')) return;
    const last = Math.min(Number(scanner.attribute('max')), 1024);
    for (let index = Number(scanner.attribute('min')); index <= last; index++) grid.hiddenColumns.push(index - 1);
  }

  await scan(archive, part.path, sheetNames, {
    open: (name, scanner) => {
      if (name === 0) {
        if (isInData) openCell(scanner);
      } else if (name === 1 || name === 3) {
        if (isInCell) scanner.startText();
      } else if (name === 2) {
        if (isInData) openRow(scanner);
      } else if (name === 4) hasFormula = true;
      else if (name === 5) isPhonetic = true;
      else if (name === 6) openColumns(scanner);
      else if (name === 7) {
        const range = readRange(scanner.attribute('ref') ?? '');
        if (range && grid.merges.length < 200_000) grid.merges.push(range);
      } else if (name === 8) isInData = true;
    },
    close: (name, scanner) => {
      if (name === 0) {
        if (!isInData || !isInCell) return;
        isInCell = false;
        builder.set(row, column, cellValue());
      } else if (name === 1) {
        if (isInCell) value = scanner.takeText();
      } else if (name === 3) {
        if (!isInCell) return;
        const text = scanner.takeText();
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
