// Writes the records a run consists of: itself, its items, steps and tasks. Decides nothing.

import type { FieldValues } from '../../../shared/registers/definition.ts';
import { workCalendar } from '../../../shared/working-days.ts';
import type { TableRow } from '../register/statements.ts';
import { createRecord, rowById, updateRecord } from '../register/store.ts';
import type { WriteContext } from '../register/write-context.ts';
import { deadlineOf } from './deadline.ts';
import { type Run, readRun } from './read-run.ts';

/** Adds a step to a run. */
export function addStep(context: WriteContext, run: string, values: FieldValues & { doneOn: string }): void {
  const definition = context.session.registry.byKey('procedureStep');
  createRecord(context, definition, { number: null, values: { ...values, procedure: run }, factDate: values.doneOn });
}

/** Adds a task to a run. */
export function addTask(context: WriteContext, run: string, values: FieldValues): void {
  createRecord(context, context.session.registry.byKey('procedureTask'), {
    number: null,
    values: { ...values, procedure: run },
  });
}

/** Changes an item of a run. */
export function writeItem(
  context: WriteContext,
  item: Pick<TableRow, 'id'>,
  values: FieldValues,
  status?: string,
  factDate: string | null = null,
): void {
  const definition = context.session.registry.byKey('procedureItem');
  updateRecord(context, definition, rowById(context, definition, item.id), {
    version: null,
    values,
    factDate,
    ...(status === undefined ? {} : { status }),
  });
}

/**
 * Brings status, present step and deadline of a run up to date with the steps taken; `on` is the day the last one was taken.
 * Returns the run as it then stands.
 */
export function settleRun(context: WriteContext, id: string, on: string): Run {
  const { session } = context;
  const run = readRun(session, id);
  const { current, status } = run.state;
  updateRecord(context, session.registry.byKey('procedure'), run.row, {
    version: null,
    status,
    values: {
      step: current?.name ?? null,
      dueOn: deadlineOf(workCalendar(session.settings.holidays), run),
      closedOn: current === null ? on : null,
    },
    factDate: on,
  });
  return readRun(session, id);
}
