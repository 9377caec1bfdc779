// The jobs on compartments: rotation, and moving misplaced content.
import { resealAll } from '../register/reseal.ts';
import type { TaskContext } from '../tasks.ts';
import { type RotateInput, rotateCompartments } from './rotate.ts';
import type { VaultSession } from './session.ts';

/** Operations: `rotate`, `reseal`. */
export function compartmentTask(session: VaultSession) {
  return {
    rotate: (input: RotateInput, job: TaskContext) => rotateCompartments(session, input, job),
    reseal: (_input: unknown, job: TaskContext) => resealAll(session, job),
  };
}
