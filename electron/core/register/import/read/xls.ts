// Reads legacy workbooks (BIFF8 .xls, also WPS .et). hucre reads the values; what it leaves out (hidden sheets and columns,
// how much of a date shows, padded numbers, password marks) is taken from the records here.
import { readXls } from 'hucre';
import { AppError } from '../../../../../shared/contract/envelope.ts';
import { type Cell, createGridBuilder, type Deadline, limits, type SheetGrid, tooLarge } from './grid.ts';
import { formattedCell, type NumberFormat, readNumberFormat } from './number-format.ts';

const record = {
  bof: 0x0809,
  eof: 0x000a,
  filePass: 0x002f,
  date1904: 0x0022,
  format: 0x041e,
  extendedFormat: 0x00e0,
  boundSheet: 0x0085,
  columnInfo: 0x007d,
  number: 0x0203,
  rk: 0x027e,
  multipleRk: 0x00bd,
  formula: 0x0006,
} as const;

interface FormattedNumber {
  row: number;
  column: number;
  value: number;
  format: NumberFormat;
}

interface SheetRecords {
  hidden: boolean;
  hiddenColumns: number[];
  formatted: FormattedNumber[];
}

interface BookRecords {
  isEncrypted: boolean;
  isOldVersion: boolean;
  date1904: boolean;
  sheets: SheetRecords[];
}

function decodeRk(bits: number): number {
  let value: number;
  if ((bits & 2) !== 0) value = bits >> 2;
  else {
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(4, bits & ~3, true);
    value = view.getFloat64(0, true);
  }
  return (bits & 1) !== 0 ? value / 100 : value;
}

function readFormatText(data: Buffer): string {
  if (data.length < 5) return '';
  const count = data.readUInt16LE(2);
  const isWide = ((data[4] ?? 0) & 1) !== 0;
  return isWide ? data.toString('utf16le', 5, 5 + count * 2) : data.toString('latin1', 5, 5 + count);
}

/** Goes through the records of the workbook stream once. */
function scanRecords(stream: Buffer): BookRecords {
  const book: BookRecords = { isEncrypted: false, isOldVersion: false, date1904: false, sheets: [] };
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  const formats: NumberFormat[] = [];
  const byOffset = new Map<number, SheetRecords>();
  let sheet: SheetRecords | null = null;

  function note(row: number, column: number, index: number, value: number): void {
    let format = formats[index];
    if (!format) {
      const id = formatIds[index] ?? 0;
      format = readNumberFormat(id, codes.get(id));
      formats[index] = format;
    }
    if (format.kind !== 'plain') sheet?.formatted.push({ row, column, value, format });
  }

  let offset = 0;
  while (offset + 4 <= stream.length) {
    const id = stream.readUInt16LE(offset);
    const size = stream.readUInt16LE(offset + 2);
    const data = stream.subarray(offset + 4, offset + 4 + size);
    if (data.length < size) break;
    if (id === record.bof) {
      if (offset === 0 && data.length >= 2 && data.readUInt16LE(0) !== 0x0600) book.isOldVersion = true;
      sheet = byOffset.get(offset) ?? null;
    } else if (id === record.filePass) {
      book.isEncrypted = true;
      return book;
    } else if (id === record.date1904 && size >= 2) book.date1904 = data.readUInt16LE(0) === 1;
    else if (id === record.format && size >= 5) codes.set(data.readUInt16LE(0), readFormatText(data));
    else if (id === record.extendedFormat && size >= 4) formatIds.push(data.readUInt16LE(2));
    else if (id === record.boundSheet && size >= 6) {
      const entry: SheetRecords = { hidden: ((data[4] ?? 0) & 3) !== 0, hiddenColumns: [], formatted: [] };
      book.sheets.push(entry);
      byOffset.set(data.readUInt32LE(0), entry);
    } else if (sheet && id === record.columnInfo && size >= 10) {
      if ((data.readUInt16LE(8) & 1) !== 0) {
        for (let column = data.readUInt16LE(0); column <= Math.min(data.readUInt16LE(2), 255); column++)
          sheet.hiddenColumns.push(column);
      }
    } else if (sheet && id === record.number && size >= 14)
      note(data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4), data.readDoubleLE(6));
    else if (sheet && id === record.rk && size >= 10)
      note(data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4), decodeRk(data.readInt32LE(6)));
    else if (sheet && id === record.multipleRk && size >= 6) {
      const first = data.readUInt16LE(2);
      for (let index = 0; 4 + (index + 1) * 6 <= size - 2; index++)
        note(
          data.readUInt16LE(0),
          first + index,
          data.readUInt16LE(4 + index * 6),
          decodeRk(data.readInt32LE(6 + index * 6)),
        );
    } else if (sheet && id === record.formula && size >= 14 && data.readUInt16LE(12) !== 0xffff)
      note(data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4), data.readDoubleLE(6));
    offset += 4 + size;
  }
  return book;
}

function plainCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString().slice(0, 10);
  return null;
}

/**
 * All sheets of the workbook stream of an old workbook. Errors: `file_password_protected`, `file_not_spreadsheet` (Excel 95 and
 * earlier), `file_corrupt`, `file_too_large`.
 */
export async function readXlsSheets(
  name: string,
  bytes: Buffer,
  stream: Buffer,
  deadline: Deadline,
): Promise<SheetGrid[]> {
  const book = scanRecords(stream);
  if (book.isEncrypted) throw new AppError('file_password_protected', { name });
  if (book.isOldVersion) throw new AppError('file_not_spreadsheet', { name, detected: 'excel_95' });
  deadline.check();
  const workbook = await readXls(bytes).catch((error: unknown) => {
    throw new AppError('file_corrupt', { name }, { cause: error });
  });
  if (workbook.sheets.length > limits.sheets) throw tooLarge(name, 'sheets');
  const budget = { name, left: limits.cells };
  return workbook.sheets.map((sheet, index) => {
    deadline.check();
    const records = book.sheets[index];
    const builder = createGridBuilder(sheet.name, records?.hidden ?? false, budget);
    sheet.rows.forEach((cells, row) => {
      cells?.forEach((value, column) => {
        builder.set(row, column, plainCell(value));
      });
    });
    for (const entry of records?.formatted ?? []) {
      builder.set(entry.row, entry.column, formattedCell(entry.value, entry.format, book.date1904));
    }
    builder.grid.hiddenColumns = records?.hiddenColumns ?? [];
    builder.grid.merges = (sheet.merges ?? []).map((merge) => ({
      startRow: merge.startRow,
      startColumn: merge.startCol,
      endRow: merge.endRow,
      endColumn: merge.endCol,
    }));
    return builder.finish();
  });
}
