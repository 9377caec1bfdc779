// Packs sheets into one xlsx archive. hucre writes the workbook with all that is not rows of data; those are streamed into it.
// The same input gives the same bytes: no clock, no random ids.
import { strict as assert } from 'node:assert';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { type DataValidation, type NamedRange, parseRange, type WriteSheet, writeXlsx } from 'hucre';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { baseFont, cellStyles, cellText, rowXml, type SheetRow, type StyleName, styleNames } from './sheet-cells.ts';

/** A list to choose from, or a help text shown when a cell is selected. */
export interface CellRule {
  /** Such as C3:C1000. */
  range: string;
  /** Formula of the list: "a,b" in quotes or a range of the list sheet. */
  list?: string;
  promptTitle?: string;
  prompt?: string;
}

export interface SheetParts {
  /** Character widths, by column. */
  widths: readonly number[];
  /** Rows kept in sight, the header being the last. */
  frozenRows: number;
  frozenColumns: number;
  /** Range of the filter buttons, or null. */
  filter: string | null;
  merges: readonly string[];
  rules: readonly CellRule[];
  /** Printed above every page. */
  pageHeader: string;
  pageFooter: string;
  isWide: boolean;
  /** Columns that go on paper, such as $A:$U; null for all. */
  printedColumns: string | null;
  /** Range whose numbers are kept as text on purpose. */
  textRange: string;
}

export interface SheetContent {
  name: string;
  hidden: boolean;
  parts: SheetParts;
  head: readonly SheetRow[];
  /** Rows below the head, streamed. */
  body?: Iterable<SheetRow> | AsyncIterable<SheetRow>;
}

// ZIP keeps local time of day; fixed parts make it the same everywhere.
const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true, compress: true } as const;
const modified = new Date('2000-01-01T00:00:00Z');

// One cell of each style, from which the numbers are read that the workbook gives them.
const pattern: SheetRow = { cells: styleNames.map((style) => ({ kind: 'blank', style })) };

function validationOf(rule: CellRule): DataValidation {
  const help = rule.prompt
    ? { showInputMessage: true, inputTitle: rule.promptTitle?.slice(0, 32), inputMessage: rule.prompt.slice(0, 255) }
    : {};
  // A warning, not a ban: other spellings are read on import.
  if (rule.list) {
    const shown = { allowBlank: true, showErrorMessage: true, errorStyle: 'warning' } as const;
    return { type: 'list', formula1: rule.list, ...shown, ...help, range: rule.range };
  }
  return { type: 'custom', formula1: 'TRUE', allowBlank: true, ...help, range: rule.range };
}

function writeSheet(sheet: SheetContent): WriteSheet {
  const { parts } = sheet;
  const rows = sheet.body ? [...sheet.head, pattern] : sheet.head;
  const written: WriteSheet = {
    name: sheet.name,
    hidden: sheet.hidden,
    columns: parts.widths.map((width) => ({ width })),
    rows: rows.map(({ cells }) =>
      cells.map((cell) => (cell.kind === 'text' ? cellText(cell.text) : cell.kind === 'number' ? cell.value : null)),
    ),
    cells: new Map(
      rows.flatMap(({ cells }, row) =>
        cells.map((cell, column) => [`${row},${column}`, { style: cellStyles[cell.style] }] as const),
      ),
    ),
    rowDefs: new Map(
      rows.flatMap(({ heightPoints }, row) => (heightPoints ? [[row, { height: heightPoints }] as const] : [])),
    ),
    merges: parts.merges.map(parseRange),
    dataValidations: parts.rules.map(validationOf),
    pageSetup: {
      paperSize: parts.isWide ? 'a3' : 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: {
      oddHeader: parts.pageHeader === '' ? '' : `&C${parts.pageHeader.replaceAll('&', '&&')}`,
      oddFooter: parts.pageFooter === '' ? '' : `&C${parts.pageFooter}`,
    },
  };
  if (parts.filter) written.autoFilter = { range: parts.filter };
  if (parts.frozenRows > 0) written.freezePane = { rows: parts.frozenRows, columns: parts.frozenColumns };
  return written;
}

/** What is printed, by name. hucre would name it itself, but leaves sheet names with blanks unquoted, which Excel calls damage. */
function printedRanges({ name, parts }: SheetContent): NamedRange[] {
  const sheet = `'${name.replaceAll("'", "''")}'`;
  const ranges: NamedRange[] = [];
  if (parts.printedColumns)
    ranges.push({ name: '_xlnm.Print_Area', range: `${sheet}!${parts.printedColumns}`, scope: name });
  if (parts.frozenRows > 0)
    ranges.push({ name: '_xlnm.Print_Titles', range: `${sheet}!$1:$${parts.frozenRows}`, scope: name });
  return ranges;
}

/** A sheet as hucre wrote it with the pattern row, cut open where the rows go. */
function cutSheet(
  xml: string,
  sheet: SheetContent,
): { head: string; tail: string; styleIds: Record<StyleName, number> } {
  const start = xml.indexOf(`<row r="${sheet.head.length + 1}"`);
  const end = xml.indexOf('</row>', start) + '</row>'.length;
  const ids = [...xml.slice(start, end).matchAll(/<c r="[A-Z]+\d+" s="(\d+)"\/>/g)].map((match) => Number(match[1]));
  assert(start > 0 && ids.length === styleNames.length, 'the pattern row is there');
  const entries = styleNames.map((name, index) => [name, ids[index] ?? 0] as const);
  // hucre has no word for numbers that are text on purpose; without it spreadsheets mark each of them.
  const ignored = `<ignoredErrors><ignoredError sqref="${sheet.parts.textRange}" numberStoredAsText="1"/></ignoredErrors>`;
  return {
    // Its size is not known yet, and hucre's own line height is too low for Han characters.
    head: xml
      .slice(0, start)
      .replace(/<dimension [^>]*>/, '')
      .replace('defaultRowHeight="15"', 'defaultRowHeight="18"'),
    tail: xml.slice(end).replace('</worksheet>', `${ignored}</worksheet>`),
    styleIds: Object.fromEntries(entries) as Record<StyleName, number>,
  };
}

async function* sheetText(xml: string, sheet: SheetContent): AsyncGenerator<string> {
  const { head, tail, styleIds } = cutSheet(xml, sheet);
  let pending = head;
  let row = sheet.head.length;
  for await (const cells of sheet.body ?? []) {
    row++;
    pending += rowXml(row, cells, styleIds);
    if (pending.length > 64 * 1024) {
      yield pending;
      pending = '';
    }
  }
  yield pending + tail;
}

async function fill(zip: ZipFile, output: Readable, sheets: readonly SheetContent[]): Promise<void> {
  const workbook = await writeXlsx({
    sheets: sheets.map(writeSheet),
    namedRanges: sheets.flatMap(printedRanges),
    defaultFont: baseFont,
    properties: { modified },
  });
  const parts = await fromBufferPromise(Buffer.from(workbook), { lazyEntries: true, autoClose: false });
  for await (const entry of parts.eachEntry()) {
    const part = await parts.openReadStreamPromise(entry);
    const index = sheets.findIndex((_sheet, at) => entry.fileName === `xl/worksheets/sheet${at + 1}.xml`);
    const sheet = sheets[index];
    if (sheet?.body) {
      const source = Readable.from(sheetText(await text(part), sheet), { objectMode: false });
      source.on('error', (error) => output.destroy(error));
      zip.addReadStream(source, entry.fileName, options);
    } else zip.addBuffer(await buffer(part), entry.fileName, options);
  }
  zip.end();
}

/** The workbook as a stream of bytes. An error of a row source ends it. */
export function streamWorkbook(sheets: readonly SheetContent[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  fill(zip, output, sheets).catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return output;
}

/** The workbook in memory. */
export async function packWorkbook(sheets: readonly SheetContent[]): Promise<Buffer> {
  return buffer(streamWorkbook(sheets));
}
