// The jobs on compartments: rotation, moving misplaced content, and removing a user with what he held.
import { resealAll } from '../register/reseal.ts';
import type { TaskContext } from '../tasks.ts';
import { removeUser } from './remove-user.ts';
import { type RotateInput, rotateCompartments } from './rotate.ts';
import type { VaultSession } from './session.ts';

/** Operations: `rotate`, `reseal`, `remove`. */
export function compartmentTask(session: VaultSession) {
  return {
    rotate: (input: RotateInput, job: TaskContext) => rotateCompartments(session, input, job),
    remove: (input: { id: string }, job: TaskContext) => removeUser(session, input, job),
    reseal: (_input: unknown, job: TaskContext) => resealAll(session, job),
  };
}
