// Routes on the holiday table: the years that come with the product and those the enterprise entered itself.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, fullDate } from './common.ts';

const days = {
  off: z.array(z.strictObject({ from: fullDate, to: fullDate })).max(366),
  makeUp: z.array(fullDate).max(366),
};
const year = z.number().int().min(2000).max(2100);

/** A year as the vault keeps it. */
export const holidayYearShape = z.strictObject({ year, ...days });

export const calendarRoutes = {
  'calendar.get': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      years: z.array(
        holidayYearShape.extend({
          /** shipped: as it came. changed: the enterprise's own in place of the shipped one. own: entered by the enterprise. */
          origin: z.enum(['shipped', 'changed', 'own']),
          /** Number of the announcement, where the product ships the year. */
          source: z.string().nullable(),
        }),
      ),
    }),
    access: { state: 'unlocked', roles: 'any', writes: false },
    audit: null,
  }),
  /** Enters a year, a date or a range a line; null takes the enterprise's own entry away again. Deadlines of open runs follow. */
  'calendar.setYear': route({
    kind: 'command',
    input: z.strictObject({
      year,
      days: z.strictObject({ off: z.string().max(20_000), makeUp: z.string().max(20_000) }).nullable(),
    }),
    output: z.strictObject({ deadlines: z.number().int() }),
    access: { state: 'unlocked', roles: ['system', 'officer'], writes: true },
    audit: 'calendar.changed',
  }),
};
