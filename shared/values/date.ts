// Legal dates as `YYYY-MM-DD` or, where only the month is known, `YYYY-MM`: reading every spelling of a ledger, and
// calendar arithmetic on the stored form. Never guesses: what can be read two ways is not a date.
import { readChineseDigits, readChineseInteger } from './chinese-number.ts';
import { normalizeText } from './text.ts';

export type DateErrorCode = 'month_impossible' | 'day_impossible' | 'year_impossible' | 'month_missing' | 'not_a_date';

export type DateReading =
  | { ok: true; value: string /** The writing differed from the stored form. */; normalized: boolean }
  | { ok: false; code: DateErrorCode; params: Record<string, string | number> };

export interface ReadDateOptions {
  /** Serial numbers count from 1904 (old Macintosh workbooks). */
  date1904?: boolean;
}

/** Years outside are taken for slips of the pen. */
export const firstYear = 1900;
export const lastYear = 2100;

const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const notADate: DateReading = { ok: false, code: 'not_a_date', params: {} };

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** Days of a month of the Gregorian calendar; month 1–12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function ofParts(year: number, month: number, day: number | null, written: string): DateReading {
  if (year < firstYear || year > lastYear) return { ok: false, code: 'year_impossible', params: { year } };
  if (month < 1 || month > 12) return { ok: false, code: 'month_impossible', params: { month } };
  const yearMonth = `${pad(year, 4)}-${pad(month)}`;
  if (day === null) return { ok: true, value: yearMonth, normalized: written !== yearMonth };
  const last = daysInMonth(year, month);
  if (day < 1 || day > last) return { ok: false, code: 'day_impossible', params: { year, month, day, last } };
  const value = `${yearMonth}-${pad(day)}`;
  return { ok: true, value, normalized: written !== value };
}

/** Serial day numbers of spreadsheets; only 1960–2100, because smaller ones are more likely years or counts. */
function ofSerial(serial: number, date1904: boolean, written: string): DateReading {
  const days = Math.floor(serial) + (date1904 ? 1462 : 0);
  if (days < 21_916 || days > 73_415) return notADate;
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000);
  return ofParts(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), written);
}

function ofDigits(text: string, date1904: boolean): DateReading {
  const year = Number(text.slice(0, 4));
  if (text.length === 8) return ofParts(year, Number(text.slice(4, 6)), Number(text.slice(6)), text);
  if (text.length === 6) {
    if (year < firstYear || year > lastYear) return notADate;
    const month = Number(text.slice(4));
    // 200512 is December 2005 or 12 May 2020; 202305 can only be the first.
    const middle = Number(text.slice(2, 4));
    if (middle >= 1 && middle <= 12 && month >= 1 && month <= 31) return notADate;
    return ofParts(year, month, null, text);
  }
  if (text.length === 5) {
    // 20231 may be January 2023 or a serial number of 1955.
    if (year >= firstYear && year <= lastYear) return notADate;
    return ofSerial(Number(text), date1904, text);
  }
  if (text.length === 4 && year >= firstYear && year <= lastYear)
    return { ok: false, code: 'month_missing', params: { year } };
  return notADate;
}

const chineseDate = /^(\d{4}|[〇零一二三四五六七八九]{4})年(?:([^月]{1,2})月份?(?:([^日号]{1,3})[日号]?)?)?$/;

function ofChinese(text: string, written: string): DateReading | null {
  const match = chineseDate.exec(text.replace(/[○OoΟ]/g, '〇'));
  if (!match) return null;
  const [, yearText = '', monthText, dayText] = match;
  const count = (part: string): number | null => (/^\d+$/.test(part) ? Number(part) : readChineseInteger(part));
  const year = /^\d/.test(yearText) ? Number(yearText) : readChineseDigits(yearText);
  if (year === null) return null;
  if (monthText === undefined) return ofYearAlone(year);
  const month = count(monthText);
  const day = dayText === undefined ? null : count(dayText);
  if (month === null || (dayText !== undefined && day === null)) return null;
  return ofParts(year, month, day, written);
}

function ofEnglish(text: string, written: string): DateReading | null {
  const dayFirst = /^(?:(\d{1,2})(?:st|nd|rd|th)?[ \-/.]+)?([a-z]{3,9})\.?[ \-/.,]+(\d{4})$/i.exec(text);
  const monthFirst = /^([a-z]{3,9})\.?[ ]+(\d{1,2})(?:st|nd|rd|th)?,?[ ]+(\d{4})$/i.exec(text);
  const [day, name, year] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : monthFirst
      ? [monthFirst[2], monthFirst[1], monthFirst[3]]
      : [];
  if (!name || !year) return null;
  const month = englishMonths.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return null;
  return ofParts(Number(year), month, day === undefined ? null : Number(day), written);
}

// A time of day after the date, in any spelling a workbook or database leaves behind.
const trailingTime =
  /(?:T|\s+|(?<=[日号]))(?:上午|下午|AM|PM)?\s*\d{1,2}(?::\d{1,2}(?::\d{1,2}(?:\.\d+)?)?|[时点](?:\d{1,2}分(?:\d{1,2}秒)?|半)?)\s*(?:AM|PM|Z|[+-]\d{2}:?\d{2})?$/i;
const weekday = /\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?$/;

/**
 * Reads a date in any spelling ledgers use: 2019.10.11, 2022/1/30, 2021年12月, 20220319, 2023-07-10 00:00:00, full-width,
 * 二〇二三年五月, 6 May 2023, spreadsheet serial numbers. A month without a day keeps its precision. A year alone, a two-digit
 * year, 3/4/2021, 民国 years and ranges are refused with a code; impossible days are never moved.
 */
export function readDate(input: string | number | Date, options: ReadDateOptions = {}): DateReading {
  if (input instanceof Date) {
    if (Number.isNaN(input.getTime())) return notADate;
    return ofParts(input.getUTCFullYear(), input.getUTCMonth() + 1, input.getUTCDate(), '');
  }
  const written = String(input);
  // A number cell 2023.1 may have been typed as 2023.10.
  if (typeof input === 'number' && /^\d{4}\.1$/.test(written)) return notADate;
  let text = normalizeText(written);
  if (/^\d{4}-\d{2}(?:-\d{2})?$/.test(text)) {
    return ofParts(
      Number(text.slice(0, 4)),
      Number(text.slice(5, 7)),
      text.length === 7 ? null : Number(text.slice(8)),
      written,
    );
  }
  text = text.replace(trailingTime, '').replace(weekday, '').trim();
  if (/^\d+$/.test(text)) {
    const reading = ofDigits(text, options.date1904 ?? false);
    return reading.ok ? { ...reading, normalized: true } : reading;
  }
  if (/^\d{5}\.\d+$/.test(text)) return ofSerial(Number(text), options.date1904 ?? false, written);
  const english = ofEnglish(text, written);
  if (english) return english;
  // Blanks divide parts where nothing else does, and are noise elsewhere.
  const joined = text.replace(/(?<=\d) +(?=\d)/g, '-').replace(/\s+/g, '');
  return ofNumbers(joined, written) ?? ofChinese(joined, written) ?? notADate;
}

const numberDate =
  /^(\d{1,5})([年./\\·。、，,_–—―−-])(?:(\d{1,2})(?:(月份?|[./\\·。、，,_–—―−-])(?:(\d{1,2})[日号]?)?)?)?$/;

function ofNumbers(joined: string, written: string): DateReading | null {
  const match = numberDate.exec(joined);
  if (!match) return null;
  const [, year = '', first, month, second, day] = match;
  const isWritten = first === '年';
  if (year.length !== 4) {
    return isWritten ? { ok: false, code: 'year_impossible', params: { year: Number(year) } } : notADate;
  }
  if (month === undefined) return isWritten ? ofYearAlone(Number(year)) : notADate;
  // 2023年10-11, 2023.10-11 and 2023.5、6 may each be two months.
  if (day !== undefined && second !== first && !second?.startsWith('月')) return notADate;
  if (day === undefined && second !== undefined && !second.startsWith('月')) return notADate;
  return ofParts(Number(year), Number(month), day === undefined ? null : Number(day), written);
}

function ofYearAlone(year: number): DateReading {
  if (year < firstYear || year > lastYear) return { ok: false, code: 'year_impossible', params: { year } };
  return { ok: false, code: 'month_missing', params: { year } };
}

/** Whether a stored date knows only its month. */
export function isPartialDate(value: string): boolean {
  return value.length === 7;
}

/** The first day a stored date can mean. */
export function firstDayOf(value: string): string {
  return isPartialDate(value) ? `${value}-01` : value;
}

/** The last day a stored date can mean: the end of its month where only that is known. */
export function lastDayOf(value: string): string {
  if (!isPartialDate(value)) return value;
  return `${value}-${pad(daysInMonth(Number(value.slice(0, 4)), Number(value.slice(5, 7))))}`;
}

/** Orders stored dates; a month stands before its own days. */
export function compareDates(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Adds calendar months. A month-only date stays month-only; where the month reached is too short, its last day counts
 * (民法典 art. 202).
 */
export function addMonths(value: string, months: number): string {
  const count = Number(value.slice(0, 4)) * 12 + Number(value.slice(5, 7)) - 1 + months;
  const year = Math.floor(count / 12);
  const month = (count % 12) + 1;
  const yearMonth = `${pad(year, 4)}-${pad(month)}`;
  if (isPartialDate(value)) return yearMonth;
  return `${yearMonth}-${pad(Math.min(Number(value.slice(8)), daysInMonth(year, month)))}`;
}

/** Adds calendar years, as `addMonths`. */
export function addYears(value: string, years: number): string {
  return addMonths(value, years * 12);
}

/** As documents write it: 2026年11月20日, 2023年5月. */
export function formatDateZh(value: string): string {
  const [year = '', month = '', day] = value.split('-');
  return `${Number(year)}年${Number(month)}月${day === undefined ? '' : `${Number(day)}日`}`;
}
