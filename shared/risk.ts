// The yearly assessment of risk: likelihood × harm, both from 1 to 5, and when an assessment is due again. A house rule, not a legal term.
import { lastDay } from './time.ts';
import { addMonths } from './values/date.ts';

/** The steps of likelihood and of harm, lowest first. */
export const riskSteps = [1, 2, 3, 4, 5] as const;

/** An assessment holds for so many months. */
export const riskMonths = 12;

/** The first day whose assessments still hold on a day, `YYYY-MM-DD`. */
export function riskFrom(date: string): string {
  return addMonths(date, -riskMonths);
}

/** Until when a secret assessed on a day (or in a month) is to be assessed again. */
export function riskDueOn(assessedOn: string): string {
  return addMonths(lastDay(assessedOn), riskMonths);
}
