// What takes long to compute over a large vault is computed by one worker beside the core, started when first asked and ended with the
// session. The core answers others meanwhile.
import type { ParsedInput, RouteOutput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { startTaskWorker, type TaskWorker } from '../jobs.ts';
import type { VaultSession } from '../vault/session.ts';
import { transferOf, type WorkerStart } from '../worker-messages.ts';

type Dated<Input> = Input & { date: string };

/** What can be asked, and what is answered. */
export type Readings = {
  findings(input: Dated<ParsedInput<'rules.findings'>>): RouteOutput<'rules.findings'>;
  measures(input: Dated<ParsedInput<'measures.matrix'>>): RouteOutput<'measures.matrix'>;
  knowledge(input: Dated<ParsedInput<'knowledge.matrix'>>): RouteOutput<'knowledge.matrix'>;
  figures(input: Dated<ParsedInput<'workbench.figures'>>): RouteOutput<'workbench.figures'>;
};

export interface ReadingWorker {
  /** Throws AppError `cancelled` where the vault is locked meanwhile, else what the computation threw. */
  ask<Name extends keyof Readings>(
    session: VaultSession,
    name: Name,
    input: Parameters<Readings[Name]>[0],
  ): Promise<ReturnType<Readings[Name]>>;
  close(): Promise<void>;
}

/** Errors after which the thread is gone; any other is an answer. */
const endings: readonly string[] = ['cancelled', 'file_too_large'];

/** Keeps the worker of the open session. */
export function createReadingWorker(
  basics: Pick<WorkerStart, 'registers' | 'migrations' | 'profileFolder'>,
): ReadingWorker {
  let present: { session: VaultSession; worker: TaskWorker } | null = null;

  async function end(which: typeof present): Promise<void> {
    if (present === which) present = null;
    await which?.worker.stop();
  }

  function workerOf(session: VaultSession): NonNullable<typeof present> {
    if (present?.session === session) return present;
    void end(present);
    const { registers, migrations, profileFolder } = basics;
    // Read-only: the identities of compartments are not even unwrapped in it.
    const transfer = { ...transferOf(session), readOnly: true };
    const worker = startTaskWorker({ task: 'reading', session: transfer, registers, migrations, profileFolder });
    present = { session, worker };
    return present;
  }

  return {
    ask: async (session, name, input) => {
      const own = workerOf(session);
      try {
        return (await own.worker.call(name, input)) as never;
      } catch (cause) {
        if (!(cause instanceof AppError) || endings.includes(cause.code)) await end(own);
        throw cause;
      }
    },
    close: () => end(present),
  };
}
