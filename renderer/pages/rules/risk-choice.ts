// What the page of risk shows, kept in its address so that back and forward work. Pure.
import type { RouteInput } from '../../../shared/contract/contract.ts';

type Cell = NonNullable<RouteInput<'risk.secrets'>['cell']>;

export interface RiskChoice {
  cell: Cell | null;
  onlyDue: boolean;
  level: string | null;
  department: string | null;
  /** 0-based. */
  page: number;
}

/** The choice an address stands for; what it does not say, or says wrongly, is left open. */
export function readRiskChoice(parameters: URLSearchParams): RiskChoice {
  const page = Number(parameters.get('page') ?? '1');
  return {
    cell: readCell(parameters.get('cell')),
    onlyDue: parameters.get('due') === '1',
    level: parameters.get('level'),
    department: parameters.get('department'),
    page: Number.isInteger(page) && page > 1 ? page - 1 : 0,
  };
}

function readCell(text: string | null): Cell | null {
  if (text === 'unrated') return 'unrated';
  const [, likelihood, harm] = /^([1-5])-([1-5])$/.exec(text ?? '') ?? [];
  return likelihood === undefined ? null : { likelihood: Number(likelihood), harm: Number(harm) };
}

/** The address of a choice; what is left open is left out. */
export function writeRiskChoice({ cell, onlyDue, level, department, page }: RiskChoice): URLSearchParams {
  const parameters = new URLSearchParams();
  if (cell !== null) parameters.set('cell', cell === 'unrated' ? cell : `${cell.likelihood}-${cell.harm}`);
  if (onlyDue) parameters.set('due', '1');
  if (level !== null) parameters.set('level', level);
  if (department !== null) parameters.set('department', department);
  if (page > 0) parameters.set('page', String(page + 1));
  return parameters;
}
