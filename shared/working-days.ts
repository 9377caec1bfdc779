// Working days in China: weekends, public holidays and the weekend days that make up for them, as the State Council announces
// them for each year. Pure; the shipped table is data, and a year the enterprise entered itself stands in place of a shipped one.
import { z } from 'zod';
import table from '../resources/calendar/holidays.json' with { type: 'json' };
import { addDays } from './time.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const calendar = z
  .strictObject({
    note: z.string(),
    years: z.array(
      z.strictObject({
        year: z.number().int(),
        /** Number of the announcement. */
        source: z.string(),
        off: z.array(z.strictObject({ from: day, to: day })),
        makeUp: z.array(day),
      }),
    ),
  })
  .parse(table);

/** The days off and make-up working days of one year, as announced: `YYYY-MM-DD`. */
export interface HolidayYear {
  year: number;
  off: readonly { from: string; to: string }[];
  makeUp: readonly string[];
}

/** The years that come with the product, with the number of their announcement. */
export const shippedYears: readonly (HolidayYear & { source: string })[] = calendar.years;

/** By what working days are told. */
export interface WorkCalendar {
  /** Years whose holidays are known; of others only weekends are. */
  years: ReadonlySet<number>;
  off: ReadonlySet<string>;
  makeUp: ReadonlySet<string>;
}

/** The calendar of the shipped years and the enterprise's own, which win over a shipped one of the same year. */
export function workCalendar(own: readonly HolidayYear[]): WorkCalendar {
  const all = [...shippedYears.filter(({ year }) => !own.some((entry) => entry.year === year)), ...own];
  const off = new Set<string>();
  for (const { from, to } of all.flatMap((entry) => entry.off))
    for (let date = from; date <= to; date = addDays(date, 1)) off.add(date);
  return { years: new Set(all.map(({ year }) => year)), off, makeUp: new Set(all.flatMap(({ makeUp }) => makeUp)) };
}

/** Whether the holidays of every year from one date to another are known; else a count between them knows weekends only. */
export function areHolidaysKnown({ years }: WorkCalendar, from: string, to: string): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    if (!years.has(year)) return false;
  return true;
}

/** Whether a date is a Saturday or a Sunday. */
export function isWeekend(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Whether people work on a date `YYYY-MM-DD`. */
export function isWorkingDay({ off, makeUp }: WorkCalendar, date: string): boolean {
  return makeUp.has(date) || (!off.has(date) && !isWeekend(date));
}

/** The date so many working days after another; the day itself does not count (民法典 art. 201). */
export function addWorkingDays(days: WorkCalendar, date: string, count: number): string {
  let end = date;
  for (let left = count; left > 0; left -= 1)
    do end = addDays(end, 1);
    while (!isWorkingDay(days, end));
  return end;
}

/** The last day of a clock that starts on a date, in working or calendar days. */
export function clockEnd(
  days: WorkCalendar,
  date: string,
  clock: { days: number; unit: 'working' | 'calendar' },
): string {
  return clock.unit === 'working' ? addWorkingDays(days, date, clock.days) : addDays(date, clock.days);
}

/** Working days from a date up to another, the first not counted; negative where the second comes first. */
export function workingDaysBetween(days: WorkCalendar, from: string, to: string): number {
  const [start, end] = from <= to ? [from, to] : [to, from];
  let count = 0;
  for (let date = start; date < end; ) {
    date = addDays(date, 1);
    if (isWorkingDay(days, date)) count += 1;
  }
  return from <= to ? count : -count;
}
