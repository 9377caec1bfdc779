// Secrets in force by likelihood and harm, and the secrets of one cell, page by page. Reads the register; the assessment itself is a
// field of the record.
import type { ParsedInput, RouteOutput } from '../../../shared/contract/contract.ts';
import { riskDueOn, riskFrom } from '../../../shared/risk.ts';
import { gradedStatuses } from '../../../shared/rules/secret-rules.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';

type Choice = Pick<ParsedInput<'risk.matrix'>, 'onlyDue' | 'level' | 'department'> & { date: string };

/** Never assessed, or by its last day before the day bound: the same the rule `secret.risk` says. */
const conditionDue =
  '(t.risk_assessed_on IS NULL OR t.risk_assessed_on < substr(:from, 1, length(t.risk_assessed_on)))';
const condition = `t.void = 0 AND t.status IN (SELECT value FROM json_each(:statuses)) AND (:level IS NULL OR t.level = :level)
  AND (:department IS NULL OR t.department = :department) AND (:onlyDue = 0 OR ${conditionDue})`;
const conditionOfCell = `(:unrated = 0 OR t.risk_likelihood IS NULL OR t.risk_harm IS NULL)
  AND (:likelihood IS NULL OR (t.risk_likelihood = :likelihood AND t.risk_harm = :harm))`;

function bound({ date, onlyDue, level, department }: Choice) {
  return {
    statuses: JSON.stringify(gradedStatuses),
    from: riskFrom(date),
    onlyDue: Number(onlyDue),
    level,
    department,
  };
}

/** How many secrets each cell has on a day, `YYYY-MM-DD`. */
export function riskMatrix(session: VaultSession, input: Choice): RouteOutput<'risk.matrix'> {
  const groups = prepared(
    session.db,
    `SELECT t.risk_likelihood AS likelihood, t.risk_harm AS harm, count(*) AS count, sum(${conditionDue}) AS due FROM secret t WHERE ${condition} GROUP BY 1, 2`,
  ).all(bound(input)) as { likelihood: number | null; harm: number | null; count: number; due: number }[];
  const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((all, group) => all + of(group), 0);
  return {
    date: input.date,
    total: sum(({ count }) => count),
    due: sum(({ due }) => due),
    cells: groups.flatMap(({ likelihood, harm, count }) =>
      likelihood === null || harm === null ? [] : [{ likelihood, harm, count }],
    ),
    unrated: sum(({ likelihood, harm, count }) => (likelihood === null || harm === null ? count : 0)),
  };
}

interface Row {
  id: string;
  number: string | null;
  name: string;
  level: string | null;
  department: string;
  likelihood: number | null;
  harm: number | null;
  assessedOn: string | null;
  isDue: number;
}

/** One page of the secrets of a cell, in the order of their numbers. */
export function riskSecrets(
  session: VaultSession,
  input: ParsedInput<'risk.secrets'> & { date: string },
): RouteOutput<'risk.secrets'> {
  const { cell, offset, limit } = input;
  const values = {
    ...bound(input),
    unrated: Number(cell === 'unrated'),
    likelihood: cell === null || cell === 'unrated' ? null : cell.likelihood,
    harm: cell === null || cell === 'unrated' ? null : cell.harm,
  };
  const { total } = prepared(
    session.db,
    `SELECT count(*) AS total FROM secret t WHERE ${condition} AND ${conditionOfCell}`,
  ).get(values) as { total: number };
  // Narrow rows first: the wide columns are read of one page only.
  const rows = prepared(
    session.db,
    `SELECT t.id, t.number, coalesce(t.name, '') AS name, t.level, coalesce(d.name, '') AS department, t.risk_likelihood AS likelihood, t.risk_harm AS harm,
       t.risk_assessed_on AS assessedOn, ${conditionDue} AS isDue
     FROM (SELECT t.rid FROM secret t WHERE ${condition} AND ${conditionOfCell} ORDER BY t.number_sort, t.rid LIMIT :limit OFFSET :offset) p
     JOIN secret t ON t.rid = p.rid LEFT JOIN department d ON d.id = t.department ORDER BY t.number_sort, t.rid`,
  ).all({ ...values, limit, offset }) as Row[];
  return {
    total,
    secrets: rows.map((row) => ({
      ...row,
      isDue: row.isDue === 1,
      dueOn: row.assessedOn === null ? null : riskDueOn(row.assessedOn),
    })),
  };
}
