// Refuses what asks for nothing new: a change to what holds already, an extension that ends no later. Writes nothing.
import { AppError } from '../../../shared/contract/envelope.ts';
import { type Asked, comparisonProblem } from '../../../shared/procedures/comparison.ts';
import type { TableRow } from '../register/statements.ts';

const text = (value: TableRow[string] | undefined) => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Throws AppError `procedure_item_unchanged`, `procedure_term_not_later` or `procedure_term_open` where what is asked for a secret
 * does not differ from what holds. `row`: its row on the list, from 1.
 */
export function requireDifference(secret: TableRow, row: number, asked: Asked): void {
  const found = comparisonProblem(asked, {
    level: text(secret.level),
    term: text(secret.term),
    scope: text(secret.scope),
    from: text(secret.graded_on),
  });
  if (found === null) return;
  const params = { row, number: secret.number };
  if (found.problem === 'unchanged') throw new AppError('procedure_item_unchanged', params);
  if (found.problem === 'openEnded') throw new AppError('procedure_term_open', params);
  throw new AppError('procedure_term_not_later', { ...params, end: found.end });
}
