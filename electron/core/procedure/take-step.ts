// Takes steps of a run, one or several signed on one paper: who may, what is decided, what is filed. All or none.

import type { ParsedInput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Taking } from '../../../shared/contract/routes/procedures.ts';
import { outcomesOf, passedSteps } from '../../../shared/procedures/run-state.ts';
import type { ProcedureStep } from '../../../shared/procedures/template.ts';
import { localDate } from '../../../shared/time.ts';
import { dataKeysOf } from '../register/misplaced.ts';
import { getRow } from '../register/read.ts';
import type { WriteContext } from '../register/write-context.ts';
import { openDataKeysOf, type VaultSession } from '../vault/session.ts';
import { mayHandOn, requireAuthority, requireSeparation, requireWithdrawal } from './authority.ts';
import { decideItems, endUnfiled, reopenItems } from './decide.ts';
import { effects, type Filed } from './effects.ts';
import { formCode, formDigest } from './form-code.ts';
import { canActFor, type Run, readRun } from './read-run.ts';
import { signerValues } from './start-run.ts';
import { closeWhenDone } from './tasks.ts';
import { addStep, settleRun } from './write-run.ts';

/** Unwraps what re-sealing at a filing needs; content the user is not cleared for stays where it is. */
export async function prepareTaking(session: VaultSession, input: ParsedInput<'procedure.take'>): Promise<void> {
  if (!input.steps.some(({ outcome }) => outcome === 'filed')) return;
  const secrets = session.registry.byKey('secret');
  for (const item of readRun(session, input.id).items) {
    const { rid } = getRow(session, secrets, String(item.secret));
    await openDataKeysOf(session, dataKeysOf(session, rid)).catch((cause: unknown) => {
      if (!(cause instanceof AppError) || cause.code !== 'sealed_no_clearance') throw cause;
    });
  }
}

/**
 * Takes the steps in order. Throws AppError `procedure_moved` where a step is not the present one, `procedure_role`,
 * `procedure_separation`, `procedure_outcome`, `procedure_filed`, `procedure_form_differs` and what deciding and filing throw.
 */
export function takeSteps(
  context: WriteContext,
  input: ParsedInput<'procedure.take'>,
): { status: string; step: string | null; started: Filed['started'] } {
  let run = readRun(context.session, input.id);
  const digest = formDigest(context.session, run);
  if (input.formCode !== null && plainCode(input.formCode) !== plainCode(formCode(digest)))
    throw new AppError('procedure_form_differs', { seen: input.formCode, now: formCode(digest) });
  const started: Filed['started'] = [];
  for (const taking of input.steps) {
    started.push(...takeStep(context, run, taking, digest).started);
    run = readRun(context.session, input.id);
  }
  return { status: run.state.status, step: run.state.current?.name ?? null, started };
}

const plainCode = (code: string) => code.replace(/[\s-]/g, '').toUpperCase();

function takeStep(context: WriteContext, run: Run, taking: Taking, digest: string): Filed {
  const { session, journal } = context;
  const step = run.state.current;
  if (!step || step.name !== taking.step)
    throw new AppError('procedure_moved', { step: step?.name ?? '', status: run.state.status });
  const isWithdrawal = taking.outcome === 'withdrawn';
  // A run is taken back on screen: no form has a line for it.
  if (isWithdrawal ? taking.mode === 'paper' : !outcomesOf(step.act).includes(taking.outcome))
    throw new AppError('procedure_outcome', { step: step.name, outcome: taking.outcome });
  const on = dayOf(run, step, taking, localDate(journal.atMs));
  if (taking.mode === 'paper' && taking.doneBy === null) throw new AppError('value_required', { field: 'doneBy' });
  const isVoice = taking.outcome === 'commented' || taking.outcome === 'delegated';
  if (isWithdrawal) requireWithdrawal(session, run, step);
  else if (isVoice) requireVoice(session, run, taking);
  else {
    requireAuthority(session, run, step, taking.mode);
    if (taking.mode === 'paper' && taking.doneBy) requireSeparation(session, run, step, taking.doneBy);
  }
  requireWords(taking);
  const { outcome, started } = act(context, run, step, taking, on);
  addStep(context, run.row.id, {
    step: step.name,
    outcome,
    ...signerValues(context, 'doneBy', taking.mode, taking.doneBy),
    doneOn: on,
    mode: taking.mode,
    opinion: taking.opinion === '' ? null : taking.opinion,
    delegate: taking.outcome === 'delegated' ? taking.delegate : null,
    formDigest: taking.mode === 'paper' ? digest : null,
  });
  settleRun(context, run.row.id, on);
  closeWhenDone(context, run.row.id, on);
  return { started };
}

/**
 * Days are those of the paper: not in the future; not before what is decided on was proposed, or came back. Opinions on one
 * paper are signed in any order; what follows the decision is not older than it.
 */
function dayOf(run: Run, step: ProcedureStep, taking: Taking, today: string): string {
  const on = taking.mode === 'screen' ? today : (taking.doneOn ?? today);
  if (on > today) throw new AppError('value_invalid', { field: 'doneOn', reason: 'date_future' });
  const follows = step.act === 'file' || step.act === 'execute';
  const before = [
    String(run.row.started_on),
    ...run.taken.filter(({ outcome }) => outcome === 'proposed' || outcome === 'returned').map(({ doneOn }) => doneOn),
    ...(follows ? [...passedSteps(run.taken).values()].map(({ doneOn }) => doneOn) : []),
  ];
  if (before.some((earlier) => on < earlier))
    throw new AppError('value_invalid', { field: 'doneOn', reason: follows ? 'before_decision' : 'before_proposal' });
  return on;
}

/** Comments come from everybody who may act in procedures; a step is handed on, or back, on screen by whoever's step it is. */
function requireVoice(session: VaultSession, run: Run, taking: Taking): void {
  if (taking.outcome === 'commented') return;
  const may = taking.mode === 'screen' && mayHandOn(session, run);
  if (!may) throw new AppError('procedure_role', { step: taking.step });
  const login = taking.delegate ?? '';
  if (!canActFor(session, login)) throw new AppError('delegate_unfit', { login });
}

/** A return, a refusal, a withdrawal and a comment say why. */
function requireWords({ outcome, opinion }: Taking): void {
  if (['returned', 'refused', 'withdrawn', 'commented'].includes(outcome) && (opinion ?? '') === '')
    throw new AppError('reason_required');
}

/** Does what the step does; a decision that leaves no record to act on is a refusal. */
function act(
  context: WriteContext,
  run: Run,
  step: ProcedureStep,
  { outcome, results }: Taking,
  on: string,
): Filed & { outcome: Taking['outcome'] } {
  const plain = { outcome, started: [] };
  if (outcome === 'decided') {
    if (run.items.length === 0) return plain;
    if (results === null) throw new AppError('value_required', { field: 'results' });
    return decideItems(context, run, results, on) > 0 ? plain : { outcome: 'refused', started: [] };
  }
  if (outcome === 'refused' || outcome === 'withdrawn') endUnfiled(context, run, outcome, on);
  if (outcome === 'returned') reopenItems(context, run);
  if (outcome === 'filed') return { ...plain, ...effects[run.template.key]?.(context, run, on) };
  if (outcome === 'executed' && run.tasks.some(({ status }) => status === 'open'))
    throw new AppError('procedure_tasks_open', { step: step.name });
  return plain;
}
