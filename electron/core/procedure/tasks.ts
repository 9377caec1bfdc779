// What is left to do after a decision: marks on carriers, notices to people and posts. Made at filing, ticked off by people.

import type { ParsedInput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { localDate } from '../../../shared/time.ts';
import type { TableRow } from '../register/statements.ts';
import { rowById, updateRecord } from '../register/store.ts';
import type { WriteContext } from '../register/write-context.ts';
import { requireClerk } from './authority.ts';
import { affectedBy, hasContent, type Run, readRun } from './read-run.ts';
import { signerValues } from './start-run.ts';
import { addStep, addTask, settleRun } from './write-run.ts';

function addFor(context: WriteContext, run: string, secret: string, carrierTask: 'mark' | 'remark' | 'unmark'): void {
  const { carriers, people, posts } = affectedBy(context.session, secret);
  for (const carrier of carriers) addTask(context, run, { kind: carrierTask, secret, carrier });
  for (const person of people) addTask(context, run, { kind: 'notify', secret, person });
  for (const post of posts) addTask(context, run, { kind: 'notifyPost', secret, post });
}

/** After a first grade: a mark on every carrier, a notice to everyone in the know, the content where it is still to come. */
export function addGradingTasks(context: WriteContext, run: string, secret: TableRow): void {
  addFor(context, run, secret.id, 'mark');
  if (secret.status === 'content_due') addTask(context, run, { kind: 'content', secret: secret.id });
}

/** After a change: new marks where grade or term changed, notices in any case. */
export function addRemarkTasks(context: WriteContext, run: string, before: TableRow, after: TableRow): void {
  const { carriers, people, posts } = affectedBy(context.session, after.id);
  if (before.level !== after.level || before.term !== after.term)
    for (const carrier of carriers) addTask(context, run, { kind: 'remark', secret: after.id, carrier });
  for (const person of people) addTask(context, run, { kind: 'notify', secret: after.id, person });
  for (const post of posts) addTask(context, run, { kind: 'notifyPost', secret: after.id, post });
}

/** After a release: the mark of release on every carrier, a notice to everyone who was in the know. */
export function addReleaseTasks(context: WriteContext, run: string, secret: string): void {
  addFor(context, run, secret, 'unmark');
}

/** The day a run was filed on: what follows from it is not older. */
function filingDay({ row, taken }: Run): string {
  return taken.findLast(({ outcome }) => outcome === 'filed')?.doneOn ?? String(row.started_on);
}

/** The task to add the content is done by adding it. */
function requireContent(context: WriteContext, task: TableRow): void {
  if (task.kind !== 'content') return;
  const secret = rowById(context, context.session.registry.byKey('secret'), String(task.secret));
  if (!hasContent(context.session, secret)) throw new AppError('procedure_content_missing', { number: secret.number });
}

/**
 * Ticks tasks off; a run whose last task this was is closed. Throws AppError `reason_required` for what is not needed without a note,
 * `procedure_task_closed`, `procedure_content_missing`, and `value_invalid` for a day before the filing or to come.
 */
export function finishTasks(
  context: WriteContext,
  input: ParsedInput<'procedure.finishTasks'>,
): { finished: number; closed: string[] } {
  const { session, journal } = context;
  const definition = session.registry.byKey('procedureTask');
  const today = localDate(journal.atMs);
  const on = input.doneOn ?? today;
  if (on > today) throw new AppError('value_invalid', { field: 'doneOn', reason: 'date_future' });
  if (input.outcome === 'notNeeded' && (input.note ?? '') === '') throw new AppError('reason_required');
  const mode = input.doneBy === null ? 'screen' : 'paper';
  const runs = new Set<string>();
  const filedOn = new Map<string, string>();
  for (const id of new Set(input.ids)) {
    const row = rowById(context, definition, id);
    if (row.status !== 'open') throw new AppError('procedure_task_closed', { id });
    const of = String(row.procedure);
    const filed = filedOn.get(of) ?? filingDay(readRun(session, of));
    filedOn.set(of, filed);
    if (on < filed) throw new AppError('value_invalid', { field: 'doneOn', reason: 'before_filing' });
    if (input.outcome === 'done') requireContent(context, row);
    updateRecord(context, definition, row, {
      version: null,
      status: input.outcome,
      values: { doneOn: on, ...signerValues(context, 'doneBy', mode, input.doneBy), note: input.note },
      factDate: on,
    });
    runs.add(String(row.procedure));
  }
  for (const id of runs) requireClerk(session, 'execution', [readRun(session, id).row.department as string | null]);
  const closed = [...runs].filter((id) => closeWhenDone(context, id, on));
  return { finished: input.ids.length, closed };
}

/** Takes the step of carrying out once nothing is left to do. Returns whether the run is closed by it. */
export function closeWhenDone(context: WriteContext, id: string, on: string): boolean {
  const run = readRun(context.session, id);
  if (run.state.current?.act !== 'execute' || run.tasks.some(({ status }) => status === 'open')) return false;
  // Tasks are ticked off in any order; the run ends with the last of what was done, and not before its filing.
  const days = [...run.tasks.map((task) => String(task.done_on)), ...run.taken.map(({ doneOn }) => doneOn)];
  const closedOn = days.reduce((latest, day) => (day > latest ? day : latest), on);
  addStep(context, id, {
    step: run.state.current.name,
    outcome: 'executed',
    doneBy: context.session.user.name,
    doneOn: closedOn,
    mode: 'screen',
  });
  settleRun(context, id, closedOn);
  return true;
}
