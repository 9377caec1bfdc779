// Working days in China: weekends, public holidays and the weekend days that make up for them, as the State Council announces
// them for each year. Pure; the table is data.
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

const offDays = new Set<string>();
for (const { off } of calendar.years)
  for (const { from, to } of off) for (let date = from; date <= to; date = addDays(date, 1)) offDays.add(date);
const makeUpDays = new Set(calendar.years.flatMap(({ makeUp }) => makeUp));
const years = new Set(calendar.years.map(({ year }) => year));

/** Whether the table holds the holidays of the year a date lies in; else only weekends are known. */
export function isHolidayYearKnown(date: string): boolean {
  return years.has(Number(date.slice(0, 4)));
}

/** Whether people work on a date `YYYY-MM-DD`. */
export function isWorkingDay(date: string): boolean {
  if (makeUpDays.has(date)) return true;
  if (offDays.has(date)) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The date so many working days after another; the day itself does not count (民法典 art. 201). */
export function addWorkingDays(date: string, days: number): string {
  let end = date;
  for (let left = days; left > 0; left -= 1)
    do end = addDays(end, 1);
    while (!isWorkingDay(end));
  return end;
}

/** The last day of a clock that starts on a date, in working or calendar days. */
export function clockEnd(date: string, { days, unit }: { days: number; unit: 'working' | 'calendar' }): string {
  return unit === 'working' ? addWorkingDays(date, days) : addDays(date, days);
}

/** Working days from a date up to another, the first not counted; negative where the second comes first. */
export function workingDaysBetween(from: string, to: string): number {
  const [start, end] = from <= to ? [from, to] : [to, from];
  let count = 0;
  for (let date = start; date < end; ) {
    date = addDays(date, 1);
    if (isWorkingDay(date)) count += 1;
  }
  return from <= to ? count : -count;
}
