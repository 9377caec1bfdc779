// Working days against what the State Council announced for 2025 and 2026.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  clockEnd,
  isHolidayYearKnown,
  isWorkingDay,
  workingDaysBetween,
} from '../../../shared/working-days.ts';

describe('working days', () => {
  test('a weekend day that makes up for a holiday counts, a holiday in the week does not', () => {
    expect(isWorkingDay('2026-02-14')).toBe(true);
    expect(isWorkingDay('2026-02-16')).toBe(false);
    expect(isWorkingDay('2026-02-24')).toBe(true);
    expect(isWorkingDay('2025-10-11')).toBe(true);
    expect(isWorkingDay('2025-10-08')).toBe(false);
    expect(isWorkingDay('2026-11-21')).toBe(false);
  });

  test('the first day does not count, and a clock runs over the National Day holiday to the make-up Saturday', () => {
    expect(addWorkingDays('2026-09-30', 1)).toBe('2026-10-08');
    expect(addWorkingDays('2026-09-30', 3)).toBe('2026-10-10');
    expect(addWorkingDays('2026-09-30', 4)).toBe('2026-10-12');
    expect(clockEnd('2026-09-30', { days: 3, unit: 'calendar' })).toBe('2026-10-03');
  });

  test('counting working days is the inverse of adding them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2027-06-30T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 60 }),
        (date, days) => {
          const from = date.toISOString().slice(0, 10);
          const end = addWorkingDays(from, days);
          expect(workingDaysBetween(from, end)).toBe(days);
          expect(workingDaysBetween(end, from)).toBe(-days || 0);
        },
      ),
    );
  });

  test('a year without an announcement is told apart', () => {
    expect(isHolidayYearKnown('2026-05-01')).toBe(true);
    expect(isHolidayYearKnown('2031-05-01')).toBe(false);
  });
});
