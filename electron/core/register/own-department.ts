// What a department's liaison (部门联络员) may write: records of his own department, and nothing a procedure decides on. Asked by the only
// writer of records (store.ts) and by attachments; decides, writes nothing.
import { AppError } from '../../../shared/contract/envelope.ts';
import { isBoundToDepartment, isOwnRecord } from '../../../shared/own-department.ts';
import { type FieldValues, linkEnds, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import type { VaultSession } from '../vault/session.ts';
import { valuesOfRow } from './record-values.ts';
import { statementsFor, type TableRow } from './statements.ts';

/** What approval and filing write into a secret; a department proposes and completes, it does not grade. */
const decidedFields = ['level', 'term', 'gradedOn', 'approvalNumber', 'filedOn', 'changedOn', 'releasedOn'] as const;

/** A record as it is to stand. */
export interface Written {
  status: string;
  void: number;
  values: FieldValues;
}

/** Throws AppError `department_foreign` where a liaison has a record of another department, or of none, before him. */
export function requireOwnDepartment(session: VaultSession, definition: RegisterDefinition, department: unknown): void {
  if (!isOwnRecord(session.user, definition, department))
    throw new AppError('department_foreign', { register: definition.key });
}

/**
 * Throws AppError `department_foreign`, and `grade_by_procedure` where a liaison changes status, grade or term of what is to
 * go through, or went through, a procedure. Links follow the record they start from.
 */
export function requireOwnWork(
  session: VaultSession,
  definition: RegisterDefinition,
  before: TableRow | null,
  after: Written,
): void {
  if (!isBoundToDepartment(session.user) || definition.madeByProgram === true) return;
  if (definition.kind === 'link') {
    const { from } = linkEnds(definition);
    const owner = session.registry.byKey(from.register);
    const row = statementsFor(session.db, owner).byId.get(after.values[from.field]) as TableRow | undefined;
    requireOwnDepartment(session, owner, row?.department ?? null);
    return;
  }
  if (before !== null) requireOwnDepartment(session, definition, before.department ?? null);
  requireOwnDepartment(session, definition, after.values.department ?? null);
  if (definition.departmentReturn !== undefined) requireUndecided(session, definition, before, after);
}

function requireUndecided(
  session: VaultSession,
  definition: RegisterDefinition,
  before: TableRow | null,
  after: Written,
): void {
  const { initialStatus, statusUntilFilled: filled } = definition;
  const refuse = () => new AppError('grade_by_procedure', { number: before?.number ?? null });
  if (before === null) {
    if (after.status !== initialStatus) throw refuse();
    return;
  }
  // The exact content may follow later: adding it moves the status on by itself.
  const isFilling = before.status === filled?.status && after.status === filled.afterwards;
  if (after.status !== before.status && !isFilling) throw refuse();
  if (before.status === initialStatus) return;
  const known = valuesOfRow(before, statementsFor(session.db, definition).values);
  const isDecided = decidedFields.some((key) => (after.values[key] ?? null) !== (known[key] ?? null));
  if (isDecided || after.void !== before.void) throw refuse();
}
