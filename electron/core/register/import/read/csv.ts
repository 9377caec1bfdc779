// Reads comma-separated text: which encoding it is in, beyond doubt, and its cells. Everything stays text.
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { AppError } from '../../../../../shared/contract/envelope.ts';
import { createGridBuilder, createTextPool, type Deadline, limits, type SheetGrid, tooLarge } from './grid.ts';

const recordLimitBytes = 8 * 1024 * 1024;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Whether every byte is part of a well-formed GB18030 character (GBK and GB2312 are subsets). */
function isGb18030(bytes: Buffer): boolean {
  let index = 0;
  while (index < bytes.length) {
    const first = bytes[index] ?? 0;
    if (first < 0x80) index += 1;
    else if (first === 0x80 || first === 0xff) return false;
    else {
      const second = bytes[index + 1] ?? 0;
      if (second >= 0x30 && second <= 0x39) {
        const third = bytes[index + 2] ?? 0;
        const fourth = bytes[index + 3] ?? 0;
        if (third < 0x81 || third === 0xff || fourth < 0x30 || fourth > 0x39) return false;
        index += 4;
      } else if (second >= 0x40 && second !== 0x7f && second !== 0xff) index += 2;
      else return false;
    }
  }
  return true;
}

/** UTF-16 without a mark: its line ends and commas have their zero bytes all on one side. */
function unmarkedUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length % 2 !== 0) return null;
  const sample = bytes.subarray(0, 64 * 1024);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index++) {
    if (sample[index] === 0) {
      if (index % 2 === 0) even++;
      else odd++;
    }
  }
  if (even > 0 && odd > 0) return null;
  if (odd > 0) return 'utf-16le';
  return even > 0 ? 'utf-16be' : null;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The text of a file and its encoding; null where it is no text. Error `file_encoding_unknown` where it is in no encoding read here. */
export function decodeText(name: string, bytes: Buffer): { text: string; encoding: TextEncoding } | null {
  const marked = (encoding: TextEncoding, skip: number): { text: string; encoding: TextEncoding } | null => {
    const text = iconv.decode(bytes.subarray(skip), encoding);
    return text.includes('\u0000') ? null : { text, encoding };
  };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    if (!isUtf8(bytes)) throw new AppError('file_encoding_unknown', { name });
    return marked('utf-8', 3);
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return marked('utf-16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return marked('utf-16be', 2);
  if (bytes.includes(0)) {
    const encoding = unmarkedUtf16(bytes);
    return encoding ? marked(encoding, 0) : null;
  }
  if (isUtf8(bytes)) return marked('utf-8', 0);
  if (!isGb18030(bytes)) return null;
  const text = iconv.decode(bytes, 'gb18030');
  // Well-formed but unassigned: another encoding, or no text at all.
  const strange = text.match(/[\ufffd\ue000-\uf8ff]/g)?.length ?? 0;
  if (strange > text.length / 100) throw new AppError('file_encoding_unknown', { name });
  return { text, encoding: 'gb18030' };
}

/** Whether a decoded text has control characters no text file has. */
export function looksBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for exactly these
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 1_000_000));
}

/** The sign between cells: the one that divides the first lines most evenly. */
function findDelimiter(text: string): string {
  const lines = text
    .slice(0, 100_000)
    .split(/\r\n|\r|\n/, 30)
    .filter((line) => line.trim() !== '');
  let best = ',';
  let bestScore = 0;
  for (const delimiter of [',', '\t', ';', '|', '，']) {
    const counts = lines
      .map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1)
      .filter((count) => count > 0);
    const most = counts.toSorted((left, right) => left - right)[Math.floor(counts.length / 2)] ?? 0;
    const score = counts.filter((count) => count === most).length * 1000 + Math.min(most, 999);
    if (most > 0 && score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** A row is collected before it is given: one of a hundred million empty cells would end the process. */
function checkCellCount(name: string, text: string, delimiter: string): void {
  let count = 0;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + 1)) count++;
  if (count > limits.cells) throw tooLarge(name, 'cells');
}

/**
 * Cells of a CSV text (RFC 4180, other signs between cells, any line end). csv-parse reads it, not hucre: at a quote that is
 * never closed hucre ran out of memory (32 bytes a character), csv-parse stops after a row's worth. Errors: `file_too_large`,
 * and csv-parse's own where quotes do not end.
 */
export function parseCsv(name: string, sheetName: string, text: string, deadline: Deadline): SheetGrid {
  // Excel's own way to name the sign.
  const named = /^sep=(.)(?:\r\n|\r|\n)/i.exec(text);
  const delimiter = named?.[1] ?? findDelimiter(text);
  checkCellCount(name, text, delimiter);
  const builder = createGridBuilder(sheetName, false, { name, left: limits.cells });
  const pooled = createTextPool();
  let row = 0;
  parse(text.slice(named?.[0].length ?? 0), {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: recordLimitBytes,
    on_record: (cells: string[]) => {
      if (cells.length > limits.columns) throw tooLarge(name, 'columns');
      cells.forEach((cell, column) => {
        // ="00123" is how systems keep Excel from dropping the zeros.
        const value = cell.startsWith('="') && cell.endsWith('"') ? cell.slice(2, -1) : cell;
        if (value !== '') builder.set(row, column, pooled(value));
      });
      row++;
      if ((row & 0x3ff) === 0) deadline.check();
      return null;
    },
  });
  return builder.finish();
}
