// What an officer writes for a year of the holiday table: read in every spelling of dates, refused by line.
import { describe, expect, test } from 'vitest';
import { holidayLines, readHolidayYear } from '../../../shared/holiday-lines.ts';
import { shippedYears } from '../../../shared/working-days.ts';

const faultOf = (off: string, makeUp = '') => {
  const reading = readHolidayYear(2027, { off, makeUp });
  return reading.ok ? null : `${reading.field} ${reading.fault.line ?? '-'} ${reading.fault.code}`;
};

describe('a year of the holiday table', () => {
  test('dates and ranges are read in the spellings of ledgers, one a line, in any order', () => {
    const off = '2027年2月5日至2027年2月12日\n\n 2027.1.1 ～ 2027/1/3\r\n20270405\n2027-04-05';
    expect(readHolidayYear(2027, { off, makeUp: '2027-02-14、'.replace('、', '\n') })).toEqual({
      ok: true,
      value: {
        year: 2027,
        off: [
          { from: '2027-01-01', to: '2027-01-03' },
          { from: '2027-02-05', to: '2027-02-12' },
          { from: '2027-04-05', to: '2027-04-05' },
        ],
        makeUp: ['2027-02-14'],
      },
    });
  });

  test('the December before belongs to the announcement', () => {
    expect(faultOf('2026-12-31至2027-01-02', '2026-12-27')).toBeNull();
  });

  test('every years that ships reads back from its own lines', () => {
    for (const { year, off, makeUp } of shippedYears)
      expect(readHolidayYear(year, holidayLines({ off, makeUp }))).toEqual({ ok: true, value: { year, off, makeUp } });
  });

  test.each([
    ['2027-01-01\n春节', '', 'off 2 not_a_date'],
    ['2027-02-30', '', 'off 1 not_a_date'],
    ['2027-02', '', 'off 1 day_missing'],
    ['2027', '', 'off 1 day_missing'],
    ['2027-02-05至', '', 'off 1 not_a_date'],
    ['2027-02-05至2027-02-06至2027-02-07', '', 'off 1 not_a_date'],
    ['2027-02-12至2027-02-05', '', 'off 1 range_reversed'],
    ['2027-01-01\n\n2027-02-05至2027-12-12', '', 'off 3 range_long'],
    ['2026-10-01', '', 'off 1 other_year'],
    ['2028-01-01', '', 'off 1 other_year'],
    ['2027-02-05至2027-02-12', '2027-02-14\n2027-02-06', 'makeUp 2 both'],
    ['2027-01-01', '2027-02-16', 'makeUp 1 make_up_weekday'],
    ['', '2027-02-14', 'off - no_days_off'],
  ])('%j with %j is refused: %s', (off, makeUp, fault) => {
    expect(faultOf(off, makeUp)).toBe(fault);
  });
});
