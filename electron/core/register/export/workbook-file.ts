// Packs sheets into one xlsx archive, streaming the rows. The same input gives the same bytes: no clock, no random ids.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import {
  columnLetters,
  rowXml,
  type SheetParts,
  sheetHead,
  sheetTail,
  type WrittenCell,
  workbookParts,
} from './sheet-xml.ts';

export interface SheetContent {
  name: string;
  hidden: boolean;
  parts: SheetParts;
  /** `heightPoints` of rows that need their own. */
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>;
}

export interface SheetRow {
  cells: readonly WrittenCell[];
  heightPoints?: number;
}

// ZIP keeps local time of day; fixed parts make it the same everywhere.
const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true, compress: true } as const;

async function* sheetText(sheet: SheetContent): AsyncGenerator<string> {
  let pending = sheetHead(sheet.parts);
  let row = 0;
  for await (const { cells, heightPoints } of sheet.rows) {
    row++;
    pending += rowXml(row, cells, heightPoints);
    if (pending.length > 64 * 1024) {
      yield pending;
      pending = '';
    }
  }
  yield pending + sheetTail(sheet.parts);
}

/** The workbook as a stream of bytes. An error of a row source ends it. */
export function streamWorkbook(sheets: readonly SheetContent[]): Readable {
  const zip = new ZipFile();
  const printed = (sheet: SheetContent): string | null =>
    sheet.parts.frozenRows > 0 ? `$1:$${sheet.parts.frozenRows}` : null;
  const listed = sheets.map((sheet) => ({
    name: sheet.name,
    hidden: sheet.hidden,
    filter: sheet.parts.filter,
    printedRows: printed(sheet),
    printedColumns: sheet.parts.printedColumns === null ? null : `$A:$${columnLetters(sheet.parts.printedColumns - 1)}`,
  }));
  for (const [path, content] of workbookParts(listed)) zip.addBuffer(Buffer.from(content, 'utf8'), path, options);
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  sheets.forEach((sheet, index) => {
    const source = Readable.from(sheetText(sheet), { objectMode: false });
    source.on('error', (error) => output.destroy(error));
    zip.addReadStream(source, `xl/worksheets/sheet${index + 1}.xml`, options);
  });
  zip.end();
  return output;
}

/** The workbook in memory. */
export async function packWorkbook(sheets: readonly SheetContent[]): Promise<Buffer> {
  return buffer(streamWorkbook(sheets));
}
