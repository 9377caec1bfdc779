// Handlers of the holiday table: which years there are, entering one, and the deadlines of open runs that follow from it.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Canonical } from '../../../shared/evidence/canonical-json.ts';
import { readHolidayYear } from '../../../shared/holiday-lines.ts';
import { type HolidayYear, shippedYears, workCalendar } from '../../../shared/working-days.ts';
import { isMarked } from '../register/marks.ts';
import { updateRecord } from '../register/store.ts';
import type { WriteContext } from '../register/write-context.ts';
import { type Handlers, requireSession } from '../router.ts';
import { type VaultSettings, writeSettings } from '../vault/settings.ts';
import { deadlineOf } from './deadline.ts';
import { openRuns, readRun } from './read-run.ts';

type CalendarRoute = Extract<keyof Handlers, `calendar.${string}`>;

/** Brings the deadlines of open runs in line with the years that now hold. Returns how many moved. */
function moveDeadlines(context: WriteContext, holidays: readonly HolidayYear[]): number {
  const { session } = context;
  const calendar = workCalendar(holidays);
  const definition = session.registry.byKey('procedure');
  const moved = openRuns(session).filter((id) => {
    const run = readRun(session, id);
    const dueOn = deadlineOf(calendar, run);
    // A clock in calendar days is not the table's concern; a frozen run is not to be touched.
    if (isMarked(session, run.row.rid, 'frozen')) return false;
    if (run.state.current?.clock?.unit !== 'working' || dueOn === null || dueOn === run.row.due_on) return false;
    updateRecord(context, definition, run.row, { version: null, values: { dueOn }, factDate: null });
    return true;
  });
  return moved.length;
}

/** What an officer wrote for a year. Throws AppError `value_invalid` with the field, the reason and the line. */
function readYear(year: number, written: { off: string; makeUp: string }): VaultSettings['holidays'][number] {
  const reading = readHolidayYear(year, written);
  if (!reading.ok) {
    const { code, line } = reading.fault;
    throw new AppError('value_invalid', { field: reading.field, reason: code, ...(line === null ? {} : { line }) });
  }
  return plainYear(reading.value);
}

function plainYear({ year, off, makeUp }: HolidayYear): VaultSettings['holidays'][number] {
  return { year, off: off.map(({ from, to }) => ({ from, to })), makeUp: [...makeUp] };
}

export const calendarHandlers: Pick<Handlers, CalendarRoute> = {
  'calendar.get': (state) => {
    const { holidays } = requireSession(state).settings;
    const shipped = shippedYears.filter(({ year }) => !holidays.some((own) => own.year === year));
    const sourceOf = (year: number) => shippedYears.find((entry) => entry.year === year)?.source ?? null;
    return {
      years: [
        ...shipped.map((entry) => ({ ...plainYear(entry), origin: 'shipped' as const, source: entry.source })),
        ...holidays.map((own) => {
          const source = sourceOf(own.year);
          return { ...plainYear(own), origin: source === null ? ('own' as const) : ('changed' as const), source };
        }),
      ].toSorted((left, right) => left.year - right.year),
    };
  },
  'calendar.setYear': {
    run: (context, { year, days }) => {
      const { session, journal } = context;
      const { holidays: known } = session.settings;
      const others = known.filter((entry) => entry.year !== year);
      if (days === null && others.length === known.length) throw new AppError('value_invalid', { field: 'year' });
      const own = days === null ? null : readYear(year, days);
      const holidays = own === null ? others : [...others, own].toSorted((left, right) => left.year - right.year);
      const next = { ...session.settings, holidays };
      writeSettings(session.db, next);
      const detail: Record<string, Canonical> =
        own === null
          ? { year, withdrawn: true }
          : {
              year,
              off: own.off.map(({ from, to }) => (from === to ? from : `${from}/${to}`)),
              makeUp: [...own.makeUp],
            };
      const deadlines = moveDeadlines(context, holidays);
      journal.append({ action: 'calendar.changed', detail: { ...detail, deadlines } });
      session.settings = next;
      return { deadlines };
    },
  },
};
