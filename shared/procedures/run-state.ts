// Where a run of a procedure stands, from the steps taken so far. Pure: the same steps always give the same answer, whoever asks.
import type { ProcedureStep, ProcedureTemplate } from './template.ts';

/** What was done at a step; the choices of procedureStep.outcome. */
export type StepOutcome =
  | 'proposed'
  | 'agreed'
  | 'decided'
  | 'filed'
  | 'executed'
  | 'confirmed'
  | 'returned'
  | 'refused'
  | 'withdrawn'
  | 'delegated'
  | 'commented';

/** The outcome by which a step of each kind is passed. */
export const passingOutcome = {
  propose: 'proposed',
  opinion: 'agreed',
  decide: 'decided',
  file: 'filed',
  execute: 'executed',
  confirm: 'confirmed',
} as const satisfies Record<ProcedureStep['act'], StepOutcome>;

/** What may be done at a step of each kind besides passing it, commenting, delegating and withdrawing the run. */
const otherOutcomes: Record<ProcedureStep['act'], readonly StepOutcome[]> = {
  propose: [],
  opinion: ['returned', 'refused'],
  decide: ['returned', 'refused'],
  file: ['returned'],
  execute: [],
  confirm: ['returned'],
};

/**
 * Every outcome a step of this kind may have by whoever's step it is. A comment and a delegation leave the run where it is. Withdrawing
 * is none of them: it belongs to whoever started the run, at every step (`mayBeWithdrawn`).
 */
export function outcomesOf(act: ProcedureStep['act']): StepOutcome[] {
  return [passingOutcome[act], ...otherOutcomes[act], 'commented', 'delegated'];
}

export interface TakenStep {
  step: string;
  outcome: StepOutcome;
  /** Login of who is to act in place, with outcome delegated. */
  delegate?: string | null;
}

/** Whether a run can still be taken back: it is open and nothing of it was filed. What was filed is undone by another run only. */
export function mayBeWithdrawn(state: RunState, taken: readonly TakenStep[]): boolean {
  return state.current !== null && !taken.some(({ outcome }) => outcome === 'filed');
}

export interface RunConditions {
  expertAsked: boolean;
  /** Ranks of the present and proposed grades of its records. */
  ranks: readonly number[];
}

export interface RunState {
  status: 'open' | 'returned' | 'completed' | 'refused' | 'withdrawn';
  /** The step that is waited for; null once the run is closed. */
  current: ProcedureStep | null;
  /** Login of who acts at the present step in place of whoever would. */
  delegate: string | null;
  /** Steps still to take after the present one, in order. */
  ahead: readonly ProcedureStep[];
}

/** Whether a step belongs to a run: expert opinions only where asked for, some steps only from a rank up. */
export function isApplicable({ when }: ProcedureStep, { expertAsked, ranks }: RunConditions): boolean {
  if (when === undefined) return true;
  return 'asked' in when ? expertAsked : when.ranks.some((rank) => ranks.includes(rank));
}

/** Where a run stands after the steps taken, in the order they were taken. */
export function runState(
  template: ProcedureTemplate,
  conditions: RunConditions,
  taken: readonly TakenStep[],
): RunState {
  const steps = template.steps.filter((step) => isApplicable(step, conditions));
  let at = 0;
  let status: RunState['status'] = 'open';
  let delegate: string | null = null;
  for (const { outcome, delegate: to } of taken) {
    if (outcome === 'commented') continue;
    if (outcome === 'delegated') {
      delegate = to ?? null;
      continue;
    }
    delegate = null;
    if (outcome === 'refused' || outcome === 'withdrawn')
      return { status: outcome, current: null, delegate, ahead: [] };
    at = outcome === 'returned' ? 0 : at + 1;
    status = outcome === 'returned' ? 'returned' : 'open';
  }
  if (at >= steps.length) return { status: 'completed', current: null, delegate, ahead: [] };
  return { status, current: steps[at] ?? null, delegate, ahead: steps.slice(at + 1) };
}

/** Who took the passing steps since the run was last proposed, by step name: what separations are judged by. */
export function passedSteps<T extends TakenStep>(taken: readonly T[]): Map<string, T> {
  const passed = new Map<string, T>();
  for (const entry of taken) {
    if (entry.outcome === 'proposed') passed.clear();
    if (Object.values(passingOutcome).includes(entry.outcome as 'agreed')) passed.set(entry.step, entry);
  }
  return passed;
}
