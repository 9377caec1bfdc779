// What a spreadsheet's number format says about the cells under it: a date and how much of it shows, a padded number, or
// nothing of interest. Turns such numbers into the text the sheet shows; shared by the readers of xlsx and xls.
import { serialToDate } from 'hucre';

export type NumberFormat =
  | { kind: 'plain' }
  /** `month`: year and month show but no day, so the day was never meant. */
  | { kind: 'date'; precision: 'year' | 'month' | 'day' | 'time' }
  /** 0000 or "SM-"000: the zeros and the words are part of the number. */
  | { kind: 'padded'; before: string; width: number; after: string };

const plain: NumberFormat = { kind: 'plain' };

// Built-in formats, with the meaning they have in Chinese workbooks (ECMA-376 part 1, 18.8.30, zh-cn).
const builtinDays = new Set([14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58]);
const builtinMonths = new Set([17, 27, 36, 50, 52, 57]);
const builtinTimes = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56]);

/** The format with this id; `code` for those the workbook defines itself. */
export function readNumberFormat(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return readFormatCode(code);
  if (builtinDays.has(id)) return { kind: 'date', precision: 'day' };
  if (builtinMonths.has(id)) return { kind: 'date', precision: 'month' };
  if (builtinTimes.has(id)) return { kind: 'date', precision: 'time' };
  return plain;
}

function readFormatCode(code: string): NumberFormat {
  const section = code.split(';')[0] ?? '';
  const literals = /"([^"]*)"|\\(.)/gs;
  const pattern = section.replace(/\[[^\]]*\]/g, '').replace(/[_*]./g, '');
  const bare = pattern.replace(literals, '');
  if (/^(?:general|g\/通用格式|@)?$/i.test(bare)) return plain;
  if (/[ymdhs]/i.test(bare) && !/[#?]/.test(bare)) {
    const hasTime = /[hs]/i.test(bare) || /\[[hms]+\]/i.test(section);
    // m beside hours or seconds counts minutes.
    const dateLetters = bare.replace(/h+[^a-z]*m+|m+[^a-z]*s+/gi, '').toLowerCase();
    if (/d/.test(dateLetters)) return { kind: 'date', precision: 'day' };
    if (/m/.test(dateLetters))
      return { kind: 'date', precision: /[ye]/.test(dateLetters) && !hasTime ? 'month' : 'day' };
    if (/y/.test(dateLetters)) return { kind: 'date', precision: hasTime ? 'day' : 'year' };
    return hasTime ? { kind: 'date', precision: 'time' } : plain;
  }
  const padded = /^((?:"[^"]*"|\\.|[^0"\\#?.,%Ee])*)(0{2,})((?:"[^"]*"|\\.|[^0"\\#?.,%Ee])*)$/s.exec(pattern);
  const zeros = /^((?:"[^"]*"|\\.|[^0"\\#?.,%Ee])+)(0+)((?:"[^"]*"|\\.|[^0"\\#?.,%Ee])*)$/s.exec(pattern);
  const found = padded ?? zeros;
  // Currency signs and the like before a single 0 are decoration; words are not.
  if (!found || (!padded && !/[\p{L}\p{N}]/u.test(found[1] ?? ''))) return plain;
  const unquote = (text: string): string =>
    text.replace(literals, (_all, quoted?: string, escaped?: string) => quoted ?? escaped ?? '');
  return {
    kind: 'padded',
    before: unquote(found[1] ?? ''),
    width: found[2]?.length ?? 1,
    after: unquote(found[3] ?? ''),
  };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** A serial day number as ISO text of this precision; null where no calendar day has it. */
export function serialText(
  serial: number,
  precision: 'year' | 'month' | 'day' | 'time',
  date1904: boolean,
): string | null {
  const days = Math.floor(serial);
  const seconds = Math.round((serial - days) * 86_400);
  const time =
    seconds > 0 && seconds < 86_400
      ? `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}`
      : '';
  if (precision === 'time' && serial >= 0 && serial < 1) return time === '' ? '00:00' : time;
  if (serial < 0 || serial > 2_958_466) return null;
  if (!date1904 && days === 0) return null;
  const date = serialToDate(days, date1904);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  if (precision === 'year') return `${year}年`;
  const month = `${year}-${pad(date.getUTCMonth() + 1)}`;
  if (precision === 'month') return month;
  return `${month}-${pad(date.getUTCDate())}${time === '' ? '' : ` ${time}`}`;
}

/** A number under its format: text where the format makes it one, else the number itself. */
export function formattedCell(value: number, format: NumberFormat | undefined, date1904: boolean): string | number {
  if (!format || format.kind === 'plain') return value;
  if (format.kind === 'date') return serialText(value, format.precision, date1904) ?? value;
  if (!Number.isInteger(value) || value < 0) return value;
  return `${format.before}${String(value).padStart(format.width, '0')}${format.after}`;
}
