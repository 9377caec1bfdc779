// The figures of the workbench, counted from the tables when asked: the same lists the page leads to, so that a figure and its list agree.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { figureKeys, figureList } from '../../../shared/figures.ts';
import { gradedStatuses } from '../../../shared/rules/secret-rules.ts';
import { prepared } from '../db/prepared.ts';
import { countRows } from '../register/read.ts';
import type { VaultSession } from '../vault/session.ts';
import { measureGaps } from './measures-matrix.ts';

type Figures = RouteOutput<'workbench.figures'>;

interface Group {
  department: string | null;
  level: string | null;
  count: number;
}

/** Everything the right side of the workbench says on a day, `YYYY-MM-DD`. */
export function workbenchFigures(session: VaultSession, date: string): Figures {
  const lists = Object.fromEntries(
    figureKeys.map((key) => {
      const { register, filters } = figureList(key, date);
      const query = { filters, search: '', sort: [], includeVoid: false };
      return [key, countRows(session, session.registry.byKey(register), query)];
    }),
  ) as Figures['lists'];
  const groups = prepared(
    session.db,
    'SELECT department, level, count(*) AS count FROM secret WHERE void = 0 AND status IN (SELECT value FROM json_each(?)) GROUP BY department, level',
  ).all(JSON.stringify(gradedStatuses)) as Group[];
  const ofDepartment = [...Map.groupBy(groups, ({ department }) => department)].map(([id, parts]) => ({
    id,
    name: departmentName(session, id),
    total: parts.reduce((sum, { count }) => sum + count, 0),
    levels: byLevel(session, parts),
  }));
  return {
    date,
    lists,
    levels: byLevel(session, groups),
    departments: ofDepartment.toSorted((left, right) => right.total - left.total || (left.name < right.name ? -1 : 1)),
    measures: measureGaps(session, date),
  };
}

function departmentName(session: VaultSession, id: string | null): string {
  if (id === null) return '';
  return String(prepared(session.db, 'SELECT name FROM department WHERE id = ?').pluck().get(id) ?? '');
}

/** Counts by grade, highest first; what has a grade of another scheme, or none, last. */
function byLevel(session: VaultSession, groups: readonly Group[]): Figures['levels'] {
  const { grades } = session.settings.scheme;
  const rank = (level: string | null) => grades.find(({ code }) => code === level)?.rank ?? -1;
  return [...Map.groupBy(groups, ({ level }) => level)]
    .map(([level, parts]) => ({ level, count: parts.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((left, right) => rank(right.level) - rank(left.level));
}
