// Whose records a user writes: a department's liaison (部门联络员) those of his own department, an officer all. Pure; the core decides with
// it and the window hides what would be refused.
import type { Role } from './contract/route.ts';
import type { RegisterDefinition } from './registers/definition.ts';

interface Writer {
  roles: readonly Role[];
  /** Id of his department's record. */
  department: string | null;
}

/** Whether the user writes for one department only. */
export function isBoundToDepartment({ roles }: Pick<Writer, 'roles'>): boolean {
  return roles.includes('liaison') && !roles.includes('officer');
}

/** Whether a record with this department is the user's to write; a register without departments is everybody's who writes. */
export function isOwnRecord(user: Writer, definition: RegisterDefinition, department: unknown): boolean {
  const hasDepartment = definition.fields.some(({ key }) => key === 'department');
  return !isBoundToDepartment(user) || !hasDepartment || (department ?? null) === user.department;
}
