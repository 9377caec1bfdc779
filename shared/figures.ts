// The figures of the workbench, each as the list that shows exactly the records it counts. Pure: the core counts these lists, the page
// leads to them.
import type { Filter } from './contract/routes/common.ts';
import { gradedStatuses } from './rules/secret-rules.ts';
import { addDays } from './time.ts';

/** Figures that are the total of one list. */
export const figureKeys = [
  'inForce',
  'toGrade',
  'inGrading',
  'reviewOverdue',
  'reviewSoon',
  'procedureOverdue',
  'procedureSoon',
] as const;
export type FigureKey = (typeof figureKeys)[number];

/** What is due within so many days is soon. */
export const soonDays = 7;

export interface FigureList {
  register: 'secret' | 'procedure';
  filters: Filter[];
}

const is = (field: string, values: readonly string[]): Filter => ({ field, operator: 'is', values: [...values] });
const inForce = is('status', gradedStatuses);
const underWay = is('status', ['open', 'returned']);

function overdue(field: string, date: string): Filter[] {
  return [{ field, operator: 'before', values: [date] }];
}

function soon(field: string, date: string): Filter[] {
  return [
    { field, operator: 'notBefore', values: [date] },
    { field, operator: 'before', values: [addDays(date, soonDays + 1)] },
  ];
}

/** The list behind a figure on a day, `YYYY-MM-DD`. */
export function figureList(key: FigureKey, date: string): FigureList {
  switch (key) {
    case 'inForce':
      return { register: 'secret', filters: [inForce] };
    case 'toGrade':
      return { register: 'secret', filters: [is('status', ['proposed'])] };
    case 'inGrading':
      return { register: 'procedure', filters: [underWay, is('template', ['grading'])] };
    case 'reviewOverdue':
      return { register: 'secret', filters: [inForce, ...overdue('nextReviewOn', date)] };
    case 'reviewSoon':
      return { register: 'secret', filters: [inForce, ...soon('nextReviewOn', date)] };
    case 'procedureOverdue':
      return { register: 'procedure', filters: [underWay, ...overdue('dueOn', date)] };
    case 'procedureSoon':
      return { register: 'procedure', filters: [underWay, ...soon('dueOn', date)] };
  }
}

/** Secrets in force of a department, of a grade, or both; null stands for none entered, undefined for any. */
export function gradedList(chosen: { department?: string | null; level?: string | null }): FigureList {
  const of = (field: string, value: string | null | undefined): Filter[] => {
    if (value === undefined) return [];
    return [value === null ? { field, operator: 'empty', values: [] } : is(field, [value])];
  };
  return {
    register: 'secret',
    filters: [inForce, ...of('department', chosen.department), ...of('level', chosen.level)],
  };
}
