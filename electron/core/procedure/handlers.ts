// Handlers of the routes on procedures and of the inbox. Gather, ask the engine, answer.
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import type { InboxEntry } from '../../../shared/contract/routes/procedures.ts';
import { stepNames } from '../../../shared/procedures/step-names.ts';
import type { ProcedureStep } from '../../../shared/procedures/template.ts';
import { getRow, toRecords } from '../register/read.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { VaultSession } from '../vault/session.ts';
import { mayHandOn, mayWithdraw, obstacle } from './authority.ts';
import { lacksHolidays } from './deadline.ts';
import { formCode, formDigest } from './form-code.ts';
import { openRuns, type Run, readRun, stepsOf } from './read-run.ts';
import { amendRun, startRun } from './start-run.ts';
import { prepareTaking, takeSteps } from './take-step.ts';
import { finishTasks } from './tasks.ts';

type ProcedureRoute = Extract<keyof Handlers, `procedure.${string}` | 'inbox.list'>;

export const procedureHandlers: Pick<Handlers, ProcedureRoute> = {
  'procedure.start': {
    batch: () => true,
    run: (context, input) => {
      const { row } = startRun(context, input);
      return { id: row.id, number: row.number ?? '' };
    },
  },
  'procedure.amend': {
    batch: () => true,
    run: (context, input) => ({ changed: amendRun(context, input) }),
  },
  'procedure.take': {
    prepare: prepareTaking,
    batch: () => true,
    run: (context, input) => takeSteps(context, input),
  },
  'procedure.finishTasks': {
    batch: () => true,
    run: (context, input) => finishTasks(context, input),
  },
  'procedure.get': (state, { id }) => {
    const session = requireSession(state);
    const { registry } = session;
    const run = readRun(session, id);
    const secrets = registry.byKey('secret');
    const items = toRecords(session, registry.byKey('procedureItem'), run.items);
    const found = toRecords(
      session,
      secrets,
      run.items.map((item) => getRow(session, secrets, String(item.secret))),
    );
    const digest = formDigest(session, run);
    return {
      procedure: procedureRecord(session, run),
      steps: stepsOf(session, run).map(({ name }) => name),
      current: run.state.current?.name ?? null,
      obstacle: obstacle(session, run),
      delegate: run.state.delegate,
      mayHandOn: mayHandOn(session, run),
      mayWithdraw: mayWithdraw(session, run),
      firmness: run.state.current?.clock?.firmness ?? null,
      holidaysMissing: lacksHolidays(session, run),
      taken: toRecords(
        session,
        registry.byKey('procedureStep'),
        run.taken.map(({ row }) => row),
      ),
      items: items.map((item, index) => ({ item, secret: found[index] as RecordRow })),
      tasks: toRecords(session, registry.byKey('procedureTask'), run.tasks),
      formCode: formCode(digest),
      formDigest: digest,
    };
  },
  'inbox.list': (state) => {
    const session = requireSession(state);
    return { entries: openRuns(session).flatMap((id) => inboxEntry(session, readRun(session, id))) };
  },
};

function procedureRecord(session: VaultSession, { row }: Run): RecordRow {
  return toRecords(session, session.registry.byKey('procedure'), [row])[0] as RecordRow;
}

/** What a step is called in its procedure. */
function labelOf(step: ProcedureStep): { zh: string; en: string } {
  return step.label ?? stepNames.find(({ key }) => key === step.name)?.label ?? { zh: step.name, en: step.name };
}

function inboxEntry(session: VaultSession, run: Run): InboxEntry[] {
  const { current, delegate, status } = run.state;
  if (!current) return [];
  const due = run.row.due_on;
  return [
    {
      kind: current.act === 'execute' ? 'tasks' : status === 'returned' ? 'returned' : 'step',
      procedure: procedureRecord(session, run),
      step: current.name,
      stepLabel: labelOf(current),
      mine: obstacle(session, run) === null,
      delegate,
      dueOn: typeof due === 'string' ? due : null,
      firmness: current.clock?.firmness ?? null,
      holidaysMissing: lacksHolidays(session, run),
      since: run.taken.at(-1)?.doneOn ?? String(run.row.started_on),
      openTasks: run.tasks.filter((task) => task.status === 'open').length,
    },
  ];
}
