// Working days against what the State Council announced for 2025 and 2026.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  areHolidaysKnown,
  clockEnd,
  isWorkingDay,
  workCalendar,
  workingDaysBetween,
} from '../../../shared/working-days.ts';

const shipped = workCalendar([]);

describe('working days', () => {
  test('a weekend day that makes up for a holiday counts, a holiday in the week does not', () => {
    expect(isWorkingDay(shipped, '2026-02-14')).toBe(true);
    expect(isWorkingDay(shipped, '2026-02-16')).toBe(false);
    expect(isWorkingDay(shipped, '2026-02-24')).toBe(true);
    expect(isWorkingDay(shipped, '2025-10-11')).toBe(true);
    expect(isWorkingDay(shipped, '2025-10-08')).toBe(false);
    expect(isWorkingDay(shipped, '2026-11-21')).toBe(false);
  });

  test('the first day does not count, and a clock runs over the National Day holiday to the make-up Saturday', () => {
    expect(addWorkingDays(shipped, '2026-09-30', 1)).toBe('2026-10-08');
    expect(addWorkingDays(shipped, '2026-09-30', 3)).toBe('2026-10-10');
    expect(addWorkingDays(shipped, '2026-09-30', 4)).toBe('2026-10-12');
    expect(clockEnd(shipped, '2026-09-30', { days: 3, unit: 'calendar' })).toBe('2026-10-03');
  });

  test('counting working days is the inverse of adding them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2027-06-30T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 60 }),
        (date, days) => {
          const from = date.toISOString().slice(0, 10);
          const end = addWorkingDays(shipped, from, days);
          expect(workingDaysBetween(shipped, from, end)).toBe(days);
          expect(workingDaysBetween(shipped, end, from)).toBe(-days || 0);
        },
      ),
    );
  });

  test('a span that touches a year without an announcement is told apart', () => {
    expect(areHolidaysKnown(shipped, '2026-05-01', '2026-12-31')).toBe(true);
    expect(areHolidaysKnown(shipped, '2026-12-31', '2027-01-04')).toBe(false);
    const known = workCalendar([{ year: 2027, off: [{ from: '2027-01-01', to: '2027-01-03' }], makeUp: [] }]);
    expect(areHolidaysKnown(known, '2026-12-31', '2027-01-04')).toBe(true);
    expect(areHolidaysKnown(known, '2026-12-31', '2028-01-04')).toBe(false);
  });

  test('a year the enterprise entered counts, and stands in place of a shipped one as a whole', () => {
    const off = [{ from: '2027-02-05', to: '2027-02-12' }];
    const own = workCalendar([{ year: 2027, off, makeUp: ['2027-02-14'] }]);
    expect(addWorkingDays(shipped, '2027-02-04', 3)).toBe('2027-02-09');
    expect(addWorkingDays(own, '2027-02-04', 2)).toBe('2027-02-15');
    expect(isWorkingDay(own, '2026-02-16')).toBe(false);
    const changed = workCalendar([{ year: 2026, off: [{ from: '2026-01-01', to: '2026-01-02' }], makeUp: [] }]);
    expect(isWorkingDay(changed, '2026-02-16')).toBe(true);
    expect(isWorkingDay(changed, '2025-10-08')).toBe(false);
  });
});
