// Whose records a user writes, by role and department.
import { expect, test } from 'vitest';
import { isOwnRecord } from '../../shared/own-department.ts';
import { departmentRegister } from '../../shared/registers/department.ts';
import { secretRegister } from '../../shared/registers/secret.ts';

test('a liaison writes for his department, an officer for all, and what has no department is nobody’s alone', () => {
  const liaison = { roles: ['liaison'] as const, department: 'd1' };
  expect(isOwnRecord(liaison, secretRegister, 'd1')).toBe(true);
  expect(isOwnRecord(liaison, secretRegister, 'd2')).toBe(false);
  expect(isOwnRecord(liaison, secretRegister, undefined)).toBe(false);
  expect(isOwnRecord(liaison, departmentRegister, undefined)).toBe(true);
  expect(isOwnRecord({ roles: ['liaison', 'officer'], department: 'd1' }, secretRegister, 'd2')).toBe(true);
});
