// Writes what was decided for every record of a run, by row of its list, exceptions first.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Decision, Results } from '../../../shared/contract/routes/procedures.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { valuesSchema } from '../../../shared/registers/values-schema.ts';
import type { TableRow } from '../register/statements.ts';
import { rowById } from '../register/store.ts';
import type { WriteContext } from '../register/write-context.ts';
import { requireDifference } from './compare.ts';
import type { Run } from './read-run.ts';
import { writeItem } from './write-run.ts';

/** Items that wait for a decision. */
export function pendingItems(run: Run): TableRow[] {
  return run.items.filter(({ status }) => status === 'pending');
}

/**
 * The decision for each row. Throws AppError `procedure_rows` where ranges overlap or name rows the list does not have, and
 * `procedure_row_withdrawn` where one names a row that was taken off it.
 */
function decisionsByRow(run: Run, results: Results): Map<number, Decision> {
  const byRow = new Map<number, Decision>();
  const rows = new Set(run.items.map(({ position }) => Number(position)));
  const waiting = new Set(pendingItems(run).map(({ position }) => Number(position)));
  for (const { from, to, ...decision } of results.exceptions) {
    if (to < from || !rows.has(from) || !rows.has(to)) throw new AppError('procedure_rows', { from, to });
    for (let row = from; row <= to; row += 1) {
      if (rows.has(row) && !waiting.has(row)) throw new AppError('procedure_row_withdrawn', { row });
      if (byRow.has(row)) throw new AppError('procedure_rows', { from, to });
      byRow.set(row, decision);
    }
  }
  return byRow;
}

function decidedValues(context: WriteContext, run: Run, item: TableRow, decision: Decision, on: string): FieldValues {
  const adjusted = decision.outcome === 'adjusted';
  const refused = decision.outcome === 'refused';
  const text = (key: 'level' | 'term' | 'scope') =>
    refused ? null : (adjusted ? decision[key] : undefined) || (item[`proposed_${key}`] as string | null);
  const values: FieldValues = {
    decidedLevel: text('level'),
    decidedTerm: text('term'),
    decidedScope: text('scope'),
    decidedOn: on,
    decisionNote: decision.note || null,
  };
  if (run.template.key === 'yearlyReview') {
    if (decision.request === undefined) throw new AppError('value_required', { field: 'decidedRequest' });
    values.decidedRequest = decision.request;
    const isEmpty =
      (decision.request === 'change' && !decision.level && !decision.term && !decision.scope) ||
      (decision.request === 'extend' && !decision.term);
    if (isEmpty)
      throw new AppError('procedure_item_incomplete', { number: item.position ?? null, field: 'decidedTerm' });
    values.decidedLevel = decision.level || null;
    values.decidedTerm = decision.term || null;
    values.decidedScope = decision.scope || null;
  } else if (adjusted && !decision.level && !decision.term && !decision.scope)
    throw new AppError('procedure_item_incomplete', { number: item.position ?? null, field: 'decidedLevel' });
  const { session } = context;
  const parsed = valuesSchema(session.registry.byKey('procedureItem'), session.settings.scheme).safeParse(values);
  if (!parsed.success) throw new AppError('value_invalid', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const decided = parsed.data as FieldValues;
  if (!refused) requireDecidedDifference(context, run, item, decided, on);
  return decided;
}

/** A yearly review decides what is asked; everywhere else that is what was proposed. */
function requireDecidedDifference(
  context: WriteContext,
  run: Run,
  item: TableRow,
  decided: FieldValues,
  on: string,
): void {
  const secret = rowById(context, context.session.registry.byKey('secret'), String(item.secret));
  const part = (key: string) => (typeof decided[key] === 'string' && decided[key] !== '' ? decided[key] : null);
  requireDifference(secret, Number(item.position), {
    request: String(run.template.key === 'yearlyReview' ? decided.decidedRequest : item.request),
    level: part('decidedLevel'),
    term: part('decidedTerm'),
    scope: part('decidedScope'),
    on,
  });
}

/** Records the decisions made on a day. Returns how many records are left to be acted on. */
export function decideItems(context: WriteContext, run: Run, results: Results, on: string): number {
  const byRow = decisionsByRow(run, results);
  let left = 0;
  for (const item of pendingItems(run)) {
    const decision = byRow.get(Number(item.position)) ?? results.rest;
    const refused = decision.outcome === 'refused';
    writeItem(
      context,
      item,
      { ...decidedValues(context, run, item, decision, on), ...(refused ? { endsOn: on } : {}) },
      decision.outcome,
      on,
    );
    if (!refused) left += 1;
  }
  return left;
}

/** Items that were agreed or adjusted and wait for their filing. */
function unfiledItems(run: Run): TableRow[] {
  return run.items.filter(({ status, ends_on }) => ['agreed', 'adjusted'].includes(status) && ends_on === null);
}

/** Closes what is not filed when a run ends before its filing. What was decided for it stays to be read. */
export function endUnfiled(context: WriteContext, run: Run, status: 'refused' | 'withdrawn', on: string): void {
  for (const item of [...pendingItems(run), ...unfiledItems(run)])
    writeItem(context, item, { endsOn: on, ...(status === 'refused' ? { decidedOn: on } : {}) }, status, on);
}

const undecided: FieldValues = {
  decidedRequest: null,
  decidedLevel: null,
  decidedTerm: null,
  decidedScope: null,
  decidedOn: null,
  decisionNote: null,
};

/** Takes decisions back when a run is returned before its filing: what is proposed anew is decided anew. */
export function reopenItems(context: WriteContext, run: Run): void {
  for (const item of unfiledItems(run)) writeItem(context, item, undecided, 'pending');
}
