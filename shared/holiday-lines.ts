// Days off and make-up working days of a year as an officer writes them, a date or a range a line: read, checked, written back. Pure;
// what cannot be read is named by its line and never guessed.
import { addDays } from './time.ts';
import { isPartialDate, readDate } from './values/date.ts';
import { type HolidayYear, isWeekend } from './working-days.ts';

/** What may be wrong with a line, or with the days of a year. */
export const holidayFaultCodes = [
  'not_a_date',
  'day_missing',
  'range_reversed',
  'range_long',
  'other_year',
  'make_up_weekday',
  'both',
  'no_days_off',
] as const;
export type HolidayFaultCode = (typeof holidayFaultCodes)[number];

export interface HolidayFault {
  code: HolidayFaultCode;
  /** The line as written, from 1; null where it is about the year as a whole. */
  line: number | null;
  text: string;
}

type Range = { from: string; to: string };

/** No holiday of the State Council's is longer; a longer range is a slip of the pen. */
const longestDays = 31;

const rangeWords = /\s*(?:至|到|~|～|\bto\b)\s*/i;

/** The day off of a year may fall into the December before, which its announcement settles too. */
function isOfYear(date: string, year: number): boolean {
  return date >= `${year - 1}-12-01` && date <= `${year}-12-31`;
}

function rangeFault({ from, to }: Range, year: number): HolidayFaultCode | null {
  if (from > to) return 'range_reversed';
  if (!isOfYear(from, year) || !isOfYear(to, year)) return 'other_year';
  return addDays(from, longestDays - 1) < to ? 'range_long' : null;
}

function daysOf({ from, to }: Range): string[] {
  const days: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) days.push(date);
  return days;
}

function readDay(text: string): string | HolidayFaultCode {
  const reading = readDate(text);
  if (!reading.ok) return reading.code === 'month_missing' ? 'day_missing' : 'not_a_date';
  return isPartialDate(reading.value) ? 'day_missing' : reading.value;
}

function readRange(text: string): Range | HolidayFaultCode {
  const [first = '', last = first, ...more] = text.split(rangeWords);
  const [from, to] = [readDay(first), readDay(last)];
  if (more.length > 0) return 'not_a_date';
  const fault = [from, to].find((part) => !/^\d/.test(part));
  return fault === undefined ? { from, to } : (fault as HolidayFaultCode);
}

/** Non-empty lines with their number. */
function linesOf(text: string): { line: number; text: string }[] {
  return text
    .split(/\r?\n/)
    .map((written, index) => ({ line: index + 1, text: written.trim() }))
    .filter((entry) => entry.text !== '');
}

export type HolidayReading =
  | { ok: true; value: HolidayYear }
  | { ok: false; field: 'off' | 'makeUp'; fault: HolidayFault };

/** Reads what was written for a year: days off, and weekend days worked instead. The first fault is named by field and line. */
export function readHolidayYear(year: number, written: { off: string; makeUp: string }): HolidayReading {
  const off = new Map<string, Range>();
  for (const { line, text } of linesOf(written.off)) {
    const range = readRange(text);
    const code = typeof range === 'string' ? range : rangeFault(range, year);
    if (typeof range === 'string' || code !== null)
      return { ok: false, field: 'off', fault: { code: code ?? 'not_a_date', line, text } };
    off.set(`${range.from} ${range.to}`, range);
  }
  const daysOff = new Set([...off.values()].flatMap(daysOf));
  const makeUp = new Set<string>();
  for (const { line, text } of linesOf(written.makeUp)) {
    const range = readRange(text);
    const code = typeof range === 'string' ? range : (rangeFault(range, year) ?? makeUpFault(daysOf(range), daysOff));
    if (typeof range === 'string' || code !== null)
      return { ok: false, field: 'makeUp', fault: { code: code ?? 'not_a_date', line, text } };
    for (const date of daysOf(range)) makeUp.add(date);
  }
  if (off.size === 0) return { ok: false, field: 'off', fault: { code: 'no_days_off', line: null, text: '' } };
  return {
    ok: true,
    value: {
      year,
      off: [...off.values()].toSorted((left, right) => (left.from < right.from ? -1 : 1)),
      makeUp: [...makeUp].toSorted(),
    },
  };
}

function makeUpFault(days: readonly string[], daysOff: ReadonlySet<string>): HolidayFaultCode | null {
  if (days.some((date) => daysOff.has(date))) return 'both';
  // A day of the week is worked anyway: whoever enters one meant another date.
  return days.every(isWeekend) ? null : 'make_up_weekday';
}

/** A year as it would be written: what `readHolidayYear` reads back to the same. */
export function holidayLines({ off, makeUp }: Omit<HolidayYear, 'year'>): { off: string; makeUp: string } {
  return {
    off: off.map(({ from, to }) => (from === to ? from : `${from}至${to}`)).join('\n'),
    makeUp: makeUp.join('\n'),
  };
}
