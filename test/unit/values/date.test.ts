import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  addYears,
  compareDates,
  daysInMonth,
  firstDayOf,
  formatDateZh,
  isPartialDate,
  lastDayOf,
  readDate,
} from '../../../shared/values/date.ts';

function readingOf(input: string | number | Date): string {
  const reading = readDate(input);
  return reading.ok ? reading.value : reading.code;
}

const anyDay = fc
  .record({
    year: fc.integer({ min: 1960, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, day }) => ({ year, month, day: Math.min(day, daysInMonth(year, month)) }));

const pad = (value: number): string => String(value).padStart(2, '0');
const wide = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const han = (text: string): string => text.replace(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)] ?? '');
const counted = (value: number): string => {
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? han(String(tens)) : ''}${tens > 0 ? '十' : ''}${value % 10 > 0 ? han(String(value % 10)) : ''}`;
};

describe('reading dates', () => {
  it.each([
    ['2019.10.11', '2019-10-11'],
    ['2017-08-10', '2017-08-10'],
    ['2022/1/30', '2022-01-30'],
    ['2021年12月', '2021-12'],
    ['2023年11月18日', '2023-11-18'],
    ['20220319', '2022-03-19'],
    ['202305', '2023-05'],
    ['2023-07-10 00:00:00', '2023-07-10'],
    ['2023-07-10T00:00:00.000Z', '2023-07-10'],
    ['2023年5月6日上午9时30分', '2023-05-06'],
    ['2023-05-06（周六）', '2023-05-06'],
    ['２０２３年５月６日', '2023-05-06'],
    ['二〇二三年五月', '2023-05'],
    ['二○二三年十二月三十一日', '2023-12-31'],
    ['2023 年 5 月 6 号', '2023-05-06'],
    ['2023年5月份', '2023-05'],
    ['2023、5、6', '2023-05-06'],
    ['2023—5—6', '2023-05-06'],
    ['6-May-2023', '2023-05-06'],
    ['May 6, 2023', '2023-05-06'],
    ['May 2023', '2023-05'],
    ['45117', '2023-07-10'],
    ['45117.75', '2023-07-10'],
  ])('reads %s as %s', (written, expected) => {
    expect(readingOf(written)).toBe(expected);
  });

  it.each([
    ['2023年13月5日', 'month_impossible'],
    ['20231305', 'month_impossible'],
    ['2023-00-01', 'month_impossible'],
    ['2023年2月30日', 'day_impossible'],
    ['2023.4.31', 'day_impossible'],
    ['1899-12-31', 'year_impossible'],
    ['2101年1月', 'year_impossible'],
    ['23年5月6日', 'year_impossible'],
    ['2021年', 'month_missing'],
    ['2021', 'month_missing'],
    ['3/4/2021', 'not_a_date'],
    ['25/12/2021', 'not_a_date'],
    ['民国112年5月', 'not_a_date'],
    ['2023年5月至6月', 'not_a_date'],
    ['2023.10-11', 'not_a_date'],
    ['2023年10-11', 'not_a_date'],
    ['长期', 'not_a_date'],
    ['2023年初', 'not_a_date'],
    ['', 'not_a_date'],
  ])('refuses %s with %s', (written, code) => {
    expect(readingOf(written)).toBe(code);
  });

  it('never guesses between two readings of the same digits', () => {
    // December 2005 or 12 May 2020; January 2023 or a serial number of 1955; January or October.
    expect(readingOf('200512')).toBe('not_a_date');
    expect(readingOf(20231)).toBe('not_a_date');
    expect(readingOf(2023.1)).toBe('not_a_date');
    expect(readingOf('2023.1')).toBe('2023-01');
    expect(readingOf('2023.10')).toBe('2023-10');
  });

  it('says which month or day there is not', () => {
    expect(readDate('2023年13月5日')).toEqual({ ok: false, code: 'month_impossible', params: { month: 13 } });
    expect(readDate('2023-02-30')).toEqual({
      ok: false,
      code: 'day_impossible',
      params: { year: 2023, month: 2, day: 30, last: 28 },
    });
  });

  it('marks a date as normalized only when it was written otherwise', () => {
    expect(readDate('2023-05-06')).toMatchObject({ normalized: false });
    expect(readDate('2023-05')).toMatchObject({ normalized: false });
    expect(readDate('2023.5.6')).toMatchObject({ normalized: true });
  });

  it('reads serial numbers in both date systems and dates by their UTC parts', () => {
    expect(readingOf(45117)).toBe('2023-07-10');
    expect(readDate(43655, { date1904: true })).toMatchObject({ value: '2023-07-10' });
    expect(readingOf(new Date(Date.UTC(2023, 6, 10)))).toBe('2023-07-10');
    expect(readingOf(new Date(Number.NaN))).toBe('not_a_date');
  });

  it('reads one day the same in every spelling', () => {
    fc.assert(
      fc.property(anyDay, ({ year, month, day }) => {
        const expected = `${year}-${pad(month)}-${pad(day)}`;
        const spellings = [
          expected,
          `${year}.${month}.${day}`,
          `${year}/${month}/${day}`,
          `${year}年${month}月${day}日`,
          `${year}${pad(month)}${pad(day)}`,
          `${expected} 00:00:00`,
          wide(`${year}年${month}月${day}日`),
          `${han(String(year))}年${counted(month)}月${counted(day)}日`,
          ` ${year} 年 ${month} 月 ${day} 日 `,
        ];
        for (const spelling of spellings) expect(readingOf(spelling)).toBe(expected);
        const month1 = `${year}-${pad(month)}`;
        for (const spelling of [
          month1,
          `${year}年${month}月`,
          `${year}/${month}`,
          `${han(String(year))}年${counted(month)}月`,
        ]) {
          expect(readingOf(spelling)).toBe(month1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('answers any text with a real calendar date or a code', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789年月日./- 一二三十〇号') })),
        (text) => {
          const reading = readDate(text);
          if (!reading.ok) return;
          const [year = 0, month = 0, day] = reading.value.split('-').map(Number);
          expect(year).toBeGreaterThanOrEqual(1900);
          expect(month).toBeLessThanOrEqual(12);
          if (day !== undefined) expect(day).toBeLessThanOrEqual(daysInMonth(year, month));
          expect(readDate(reading.value)).toEqual({ ok: true, value: reading.value, normalized: false });
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('calendar arithmetic on stored dates', () => {
  it('knows the first and last day a date can mean', () => {
    expect(firstDayOf('2024-02')).toBe('2024-02-01');
    expect(lastDayOf('2024-02')).toBe('2024-02-29');
    expect(lastDayOf('2024-02-10')).toBe('2024-02-10');
    expect(isPartialDate('2024-02')).toBe(true);
  });

  it('adds months and years, ending on the last day of a month that is too short', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addYears('2021-05', 10)).toBe('2031-05');
    expect(addMonths('2024-01-15', -1)).toBe('2023-12-15');
  });

  it('orders dates and writes them as documents do', () => {
    expect(['2024-02-01', '2023-12-31', '2024-02'].toSorted(compareDates)).toEqual([
      '2023-12-31',
      '2024-02',
      '2024-02-01',
    ]);
    expect(formatDateZh('2026-11-20')).toBe('2026年11月20日');
    expect(formatDateZh('2023-05')).toBe('2023年5月');
  });
});
