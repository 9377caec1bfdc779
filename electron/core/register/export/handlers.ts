// Handlers of the export routes: both are jobs that write to a path the user chose.
import { basename } from 'node:path';
import { type Handlers, requireSession } from '../../router.ts';
import type { CoreState } from '../../state.ts';
import { resolveToken, workerBasics } from '../../vault/handlers.ts';
import { transferOf } from '../../worker-messages.ts';

function exportJob(
  state: CoreState,
  operation: 'register' | 'template' | 'departmentReturn',
  target: string,
  input: Record<string, unknown>,
) {
  const path = resolveToken(state, target);
  return {
    kind: 'export' as const,
    subject: basename(path),
    writes: false,
    worker: { task: 'export', session: transferOf(requireSession(state)), ...workerBasics(state) },
    operation,
    input: { ...input, target: path },
    onDone: (result: unknown) => ({ ...(result as { rows: number }), token: target }),
  };
}

export const exportHandlers: Pick<Handlers, 'register.export' | 'register.template' | 'register.returnSheet'> = {
  'register.export': (state, { target, ...input }) => exportJob(state, 'register', target, input),
  'register.template': (state, { target, ...input }) => exportJob(state, 'template', target, input),
  'register.returnSheet': (state, { target, ...input }) =>
    exportJob(state, 'departmentReturn', target, { register: 'secret', ...input }),
};
