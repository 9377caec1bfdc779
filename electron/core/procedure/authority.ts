// Who may take a step: by role, by delegation, and not whoever took a step it must differ from (三权分设). Decides; writes nothing.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import { mayBeWithdrawn, passedSteps } from '../../../shared/procedures/run-state.ts';
import { actingRoles, type ProcedureStep } from '../../../shared/procedures/template.ts';
import { maySelfApprove } from '../../../shared/separation.ts';
import type { VaultSession } from '../vault/session.ts';
import { type Run, waiversOfName } from './read-run.ts';

/** Roles whose holders enter what others signed on paper. */
const clerks: readonly Role[] = ['officer', 'liaison'];

/** Whether one person may both propose and decide: a small firm has recorded a waiver for him, with its reason. */
function mayActTwice(session: VaultSession, name: string): boolean {
  return waiversOfName(session, name).some((waived) => maySelfApprove(waived));
}

/** A liaison acts for his own department; runs over several departments are the office's. */
function isOwnDepartment(session: VaultSession, run: Run): boolean {
  return session.user.department !== null && run.row.department === session.user.department;
}

/** Whether the user holds a role the step asks for; as a liaison only for his department. */
function holdsRole(session: VaultSession, run: Run, roles: readonly Role[]): boolean {
  const { user } = session;
  return roles.some((role) => user.roles.includes(role) && (role !== 'liaison' || isOwnDepartment(session, run)));
}

/** Who acts: a name as written, and the roster's id where it is known who that is. */
export interface Signer {
  name: string;
  personId: string | null;
}

/** The roster tells two people of one name apart, and one whose name is written in two ways; without it the name counts. */
function isSame(left: Signer, right: Signer): boolean {
  if (left.personId !== null && right.personId !== null) return left.personId === right.personId;
  const plain = (name: string) => name.normalize('NFKC').replace(/\s/g, '');
  return plain(left.name) === plain(right.name);
}

/** A user, whose login says nothing of the roster. */
const userAsSigner = ({ user }: VaultSession): Signer => ({ name: user.name, personId: null });

/** Steps taken by the same person that this step must be kept apart from. */
function clashes(run: Run, step: ProcedureStep, signer: Signer): string[] {
  const passed = passedSteps(run.taken);
  return step.differsFrom.filter((other) => {
    const entry = passed.get(other);
    return entry !== undefined && isSame({ name: entry.doneBy, personId: entry.doneById }, signer);
  });
}

/** Throws AppError `procedure_separation` where the same person took a step this one must differ from. */
export function requireSeparation(session: VaultSession, run: Run, step: ProcedureStep, signer: Signer): void {
  const { name } = signer;
  const [other] = mayActTwice(session, name) ? [] : clashes(run, step, signer);
  if (other !== undefined) throw new AppError('procedure_separation', { step: step.name, other, name });
}

/** Why the user may not take the present step on screen, or null where he may. */
export function obstacle(session: VaultSession, run: Run): 'closed' | 'role' | 'separation' | null {
  const { current, delegate } = run.state;
  if (!current) return 'closed';
  const { user } = session;
  const mayByRole = holdsRole(session, run, current.roles);
  if (delegate !== null ? delegate !== user.login : !mayByRole) return 'role';
  return !mayActTwice(session, user.name) && clashes(run, current, userAsSigner(session)).length > 0
    ? 'separation'
    : null;
}

/** Whether the user may hand the present step on, or take it back from whom it was handed to: whoever's step it is. */
export function mayHandOn(session: VaultSession, run: Run): boolean {
  const { current, delegate } = run.state;
  return current !== null && (holdsRole(session, run, current.roles) || delegate === session.user.login);
}

/** Whose run it is: whoever proposed or entered it, as long as he acts in procedures at all, and every officer. */
function isOwnRun(session: VaultSession, { row }: Run): boolean {
  const { user } = session;
  if (user.roles.includes('officer')) return true;
  const isActing = actingRoles.some((role) => user.roles.includes(role));
  return (
    isActing &&
    (row.created_by === user.rid || isSame({ name: String(row.proposer ?? ''), personId: null }, userAsSigner(session)))
  );
}

/** Whether the user may take the run back, at whichever step it waits before its filing. */
export function mayWithdraw(session: VaultSession, run: Run): boolean {
  return mayBeWithdrawn(run.state, run.taken) && isOwnRun(session, run);
}

/** Throws AppError `procedure_filed` where the run is filed already, `procedure_role` where it is not the user's to take back. */
export function requireWithdrawal(session: VaultSession, run: Run, step: ProcedureStep): void {
  if (!mayBeWithdrawn(run.state, run.taken)) throw new AppError('procedure_filed', { number: run.row.number });
  if (!isOwnRun(session, run)) throw new AppError('procedure_role', { step: step.name });
}

/** Throws AppError `procedure_role` where the user may not take the step on screen, or enter it from paper. */
export function requireAuthority(session: VaultSession, run: Run, step: ProcedureStep, mode: 'screen' | 'paper'): void {
  const { user } = session;
  if (mode === 'paper') {
    // A department enters what its own people signed; what the office and the leadership signed is entered by the office.
    if (!holdsRole(session, run, step.roles.includes('liaison') ? clerks : ['officer']))
      throw new AppError('procedure_role', { step: step.name });
    return;
  }
  const { delegate } = run.state;
  const may = delegate === null ? holdsRole(session, run, step.roles) : delegate === user.login;
  if (!may) throw new AppError('procedure_role', { step: step.name });
  requireSeparation(session, run, step, userAsSigner(session));
}

/**
 * Who may start a run, put it right or tick off what follows: an officer, or a liaison where everything is of his department.
 * Throws AppError `procedure_role`.
 */
export function requireClerk(
  session: VaultSession,
  step: string,
  departments: readonly (string | null)[],
  allowed: readonly Role[] = clerks,
): void {
  const { user } = session;
  const isOwn = user.department !== null && departments.every((department) => department === user.department);
  if (!allowed.some((role) => user.roles.includes(role) && (role !== 'liaison' || isOwn)))
    throw new AppError('procedure_role', { step });
}
