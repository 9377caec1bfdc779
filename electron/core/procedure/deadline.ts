// The clock of the present step of a run: since when it runs, until when by a calendar. Writes nothing.
import { localDate } from '../../../shared/time.ts';
import { areHolidaysKnown, clockEnd, type WorkCalendar, workCalendar } from '../../../shared/working-days.ts';
import type { VaultSession } from '../vault/session.ts';
import type { Run } from './read-run.ts';

/**
 * The day the present step became known here: when the one before it was recorded. A paper that came in late leaves nobody late
 * who has not seen it; a comment, or handing the step on, gives nobody more time.
 */
function clockStart(run: Run): string | null {
  const last = run.taken.findLast(({ outcome }) => outcome !== 'commented' && outcome !== 'delegated');
  return last === undefined ? null : localDate(Number(last.row.recorded_at));
}

/** Until when the present step is to be taken, `YYYY-MM-DD`; null where it has no time. */
export function deadlineOf(calendar: WorkCalendar, run: Run): string | null {
  const clock = run.state.current?.clock;
  const start = clockStart(run);
  return clock && start !== null ? clockEnd(calendar, start, clock) : null;
}

/** Whether the deadline counts working days of a year whose holidays are in no table. */
export function lacksHolidays(session: VaultSession, run: Run): boolean {
  const start = clockStart(run);
  const end = run.row.due_on;
  if (run.state.current?.clock?.unit !== 'working' || start === null || typeof end !== 'string') return false;
  return !areHolidaysKnown(workCalendar(session.settings.holidays), start, end);
}
