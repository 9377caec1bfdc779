// Starts a run of a procedure over up to a thousand records, and changes what is proposed while it lies with its proposer.

import type { ParsedInput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Proposal } from '../../../shared/contract/routes/procedures.ts';
import type { ProcedureTemplate, RequestKind } from '../../../shared/procedures/template.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { valuesSchema } from '../../../shared/registers/values-schema.ts';
import { localDate } from '../../../shared/time.ts';
import { formatNumber } from '../../../shared/values/number-pattern.ts';
import { requireNotFrozen } from '../register/marks.ts';
import { numberOwner } from '../register/numbers.ts';
import type { TableRow } from '../register/statements.ts';
import { createRecord, requireReferences, rowById, updateRecord } from '../register/store.ts';
import type { WriteContext } from '../register/write-context.ts';
import { requireClerk } from './authority.ts';
import { requireDifference } from './compare.ts';
import { pendingItems } from './decide.ts';
import { busyRecords, type Run, readRun } from './read-run.ts';
import { addStep, settleRun, writeItem } from './write-run.ts';

type StartInput = ParsedInput<'procedure.start'>;

/** Statuses in which a secret may be asked this. */
const fitStatuses: Readonly<Record<RequestKind, readonly string[]>> = {
  grade: ['proposed'],
  keep: ['in_force', 'content_due'],
  change: ['in_force', 'content_due'],
  extend: ['in_force', 'content_due'],
  release: ['in_force', 'content_due'],
  review: [],
};

/** Throws AppError `procedure_record_unfit` where a secret is void, or its status is none in which this may be asked. */
export function requireFit(secret: TableRow, request: RequestKind): void {
  if (secret.void === 1 || !fitStatuses[request].includes(secret.status))
    throw new AppError('procedure_record_unfit', { number: secret.number, status: secret.status });
}

/** The values of an item from what was said for it, for all, and what the record itself says. `row` on the list; asked on the day `on`. */
function itemValues(
  context: WriteContext,
  template: ProcedureTemplate,
  secret: TableRow,
  given: Proposal,
  common: Proposal,
  { row, on }: { row: number; on: string },
): FieldValues {
  const [first] = template.requests;
  const request = given.request ?? common.request ?? first ?? null;
  if (request === null || !template.requests.includes(request))
    throw new AppError('value_invalid', { field: 'request' });
  requireFit(secret, request);
  requireNotFrozen(context.session, secret);
  const said = (key: 'level' | 'term' | 'scope', column: string) => {
    const value = given[key] ?? common[key] ?? null;
    // Whoever asks for a first grade proposes what the record says already; a change names only what changes.
    return value ?? (request === 'grade' ? (secret[column] as string | null) : null);
  };
  const values: FieldValues = {
    request,
    proposedLevel: said('level', 'level'),
    proposedTerm: said('term', 'term'),
    proposedScope: said('scope', 'scope'),
    proposedReason: given.reason ?? common.reason ?? null,
    assessment: given.assessment ?? common.assessment ?? null,
  };
  const missing =
    request === 'grade' ? (['proposedLevel', 'proposedTerm'] as const).find((key) => values[key] === null) : undefined;
  if (missing !== undefined) throw new AppError('procedure_item_incomplete', { number: secret.number, field: missing });
  const isEmptyChange =
    (request === 'change' && !values.proposedLevel && !values.proposedTerm && !values.proposedScope) ||
    (request === 'extend' && !values.proposedTerm);
  if (isEmptyChange && template.key !== 'yearlyReview')
    throw new AppError('procedure_item_incomplete', { number: secret.number, field: 'proposedTerm' });
  const read = checked(context, values);
  const part = (key: string) => (typeof read[key] === 'string' && read[key] !== '' ? read[key] : null);
  const [level, term, scope] = [part('proposedLevel'), part('proposedTerm'), part('proposedScope')];
  requireDifference(secret, row, { request, level, term, scope, on });
  return read;
}

function checked(context: WriteContext, values: FieldValues): FieldValues {
  const { session } = context;
  const parsed = valuesSchema(session.registry.byKey('procedureItem'), session.settings.scheme).safeParse(values);
  if (!parsed.success) throw new AppError('value_invalid', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  return parsed.data as FieldValues;
}

/** The next number of a procedure's form: each procedure counts by its own pattern. */
function nextFormNumber(context: WriteContext, template: ProcedureTemplate): string {
  const { session } = context;
  const pattern = session.settings.numberPatterns[template.key] ?? template.numberPattern;
  const year = Number(localDate(session.now()).slice(0, 4));
  const definition = session.registry.byKey('procedure');
  for (let seq = 1; ; seq += 1) {
    const number = formatNumber(pattern, { year, seq });
    if (numberOwner(session, definition, number, {}) === null) return number;
  }
}

/**
 * Starts a run and takes its first step. Throws AppError `state_secret_declaration_needed`, `procedure_record_unfit`,
 * `procedure_record_busy`, `procedure_item_incomplete`, `value_required`.
 */
export function startRun(context: WriteContext, input: StartInput, source: string | null = null): Run {
  const { session, journal } = context;
  const template = templateOf(input.template);
  if (template.register === 'secret' && input.items.length === 0)
    throw new AppError('value_required', { field: 'items' });
  if (input.items.length > template.maximumRecords)
    throw new AppError('value_invalid', { field: 'items', reason: 'too_many' });
  if (template.key === 'disclosureReview' && input.subject === null)
    throw new AppError('value_required', { field: 'subject' });
  if (template.requests.includes('grade') && !input.stateSecretDeclared)
    throw new AppError('state_secret_declaration_needed');
  if (input.mode === 'paper' && input.proposer === null) throw new AppError('value_required', { field: 'proposer' });
  const secrets = session.registry.byKey('secret');
  const rows = input.items.map(({ record }) => rowById(context, secrets, record));
  const [propose] = template.steps;
  // Who reviewed is named as proposer of the changes, not whoever files the review.
  const signing = source === null ? input.mode : 'paper';
  // What a filing starts itself (changes a review asked for) was decided by those who signed the review.
  if (source === null)
    requireClerk(
      session,
      'propose',
      rows.length > 0 ? rows.map(({ department }) => department as string | null) : [input.department],
      propose?.roles,
    );
  requireFree(context, rows);
  const today = localDate(journal.atMs);
  // What is proposed on screen is proposed now; only a paper, or the filing that starts a run, has a day of its own.
  const startedOn = input.mode === 'paper' || source !== null ? (input.startedOn ?? today) : today;
  if (startedOn > today) throw new AppError('value_invalid', { field: 'startedOn', reason: 'date_future' });
  const first = rows[0];
  const title =
    input.title !== ''
      ? input.title
      : `${template.label.zh}：${first ? String(first.name) : ''}${rows.length > 1 ? `等 ${rows.length} 项` : ''}`;
  const values: FieldValues = {
    template: template.key,
    title: first || input.title !== '' ? title : template.label.zh,
    department: input.department ?? departmentOf(rows),
    ...signerValues(context, 'proposer', signing, input.proposer),
    startedOn,
    records: rows.length,
    reason: input.reason === '' ? null : input.reason,
    stateSecretDeclared: template.requests.includes('grade') ? true : null,
    year: input.year,
    source,
    subject: input.subject,
    expertAsked: input.expertAsked ? true : null,
  };
  requireReferences(context, session.registry.byKey('procedure'), values);
  const run = createRecord(context, session.registry.byKey('procedure'), {
    number: nextFormNumber(context, template),
    values,
    factDate: startedOn,
  });
  const items = session.registry.byKey('procedureItem');
  for (const [index, secret] of rows.entries())
    createRecord(context, items, {
      number: null,
      values: {
        ...itemValues(context, template, secret, input.items[index] ?? {}, input.common, {
          row: index + 1,
          on: startedOn,
        }),
        procedure: run.id,
        secret: secret.id,
        position: index + 1,
        startsOn: startedOn,
      },
      factDate: startedOn,
    });
  addStep(context, run.id, {
    step: 'propose',
    outcome: 'proposed',
    ...signerValues(context, 'doneBy', signing, input.proposer),
    doneOn: startedOn,
    mode: input.mode,
    opinion: input.reason === '' ? null : input.reason,
  });
  return settleRun(context, run.id, startedOn);
}

/** Every record waits in one run at most, and stands on a list once. */
function requireFree(context: WriteContext, rows: readonly TableRow[]): void {
  const busy = busyRecords(
    context.session,
    rows.map(({ id }) => id),
  );
  const taken = rows.find(({ id }) => busy.has(id));
  if (taken) throw new AppError('procedure_record_busy', { number: taken.number, procedure: busy.get(taken.id) ?? '' });
  const seen = new Set<string>();
  for (const { id, number } of rows) {
    if (seen.has(id)) throw new AppError('procedure_record_busy', { number, procedure: '' });
    seen.add(id);
  }
}

/** The one department all records belong to, or null. */
function departmentOf(rows: readonly TableRow[]): string | null {
  const departments = new Set(rows.map((row) => row.department));
  const [only] = departments;
  return departments.size === 1 && typeof only === 'string' ? only : null;
}

/** Who acts: the user on screen, whoever signed on paper. */
export function signerValues(
  context: WriteContext,
  key: 'proposer' | 'doneBy',
  mode: 'screen' | 'paper',
  signer: { name: string; personId: string | null } | null,
): FieldValues {
  if (mode === 'screen' || signer === null) return { [key]: context.session.user.name };
  return { [key]: signer.name, [`${key}Id`]: signer.personId };
}

/** What stays of an item's proposal once this is asked: a release says nothing of grade and term, an extension only of the term. */
function keptProposal(item: TableRow, request: RequestKind): Proposal {
  const isSame = item.request === request;
  const saysTerm = isSame || request === 'change' || request === 'extend';
  const saysAll = isSame || request === 'change';
  return {
    request,
    level: saysAll ? (item.proposed_level as string | null) : null,
    term: saysTerm ? (item.proposed_term as string | null) : null,
    scope: saysAll ? (item.proposed_scope as string | null) : null,
    reason: item.proposed_reason as string | null,
    assessment: item.assessment as string | null,
  };
}

/** Changes what is proposed. Throws AppError `procedure_moved` unless the run lies with its proposer. */
export function amendRun(context: WriteContext, input: ParsedInput<'procedure.amend'>): number {
  const { session } = context;
  const run = readRun(session, input.id);
  requireClerk(session, 'propose', [run.row.department as string | null]);
  if (run.state.current?.act !== 'propose')
    throw new AppError('procedure_moved', { step: run.state.current?.name ?? '' });
  const secrets = session.registry.byKey('secret');
  const open = new Map(pendingItems(run).map((item) => [String(item.secret), item]));
  let changed = 0;
  for (const { record, ...given } of input.items) {
    const item = open.get(record);
    if (!item) throw new AppError('record_missing', { register: 'procedureItem', id: record });
    const merged = {
      ...keptProposal(item, given.request ?? (item.request as RequestKind)),
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    };
    const place = { row: Number(item.position), on: localDate(context.journal.atMs) };
    writeItem(context, item, itemValues(context, run.template, rowById(context, secrets, record), merged, {}, place));
    changed += 1;
  }
  for (const record of new Set(input.without)) {
    const item = open.get(record);
    if (!item) throw new AppError('record_missing', { register: 'procedureItem', id: record });
    writeItem(context, item, { endsOn: localDate(context.journal.atMs) }, 'withdrawn');
    open.delete(record);
    changed += 1;
  }
  if (open.size === 0 && input.without.length > 0) throw new AppError('value_required', { field: 'items' });
  if (input.reason !== undefined || input.without.length > 0)
    updateRecord(context, session.registry.byKey('procedure'), run.row, {
      version: null,
      values: {
        ...(input.reason === undefined ? {} : { reason: input.reason === '' ? null : input.reason }),
        ...(input.without.length === 0 ? {} : { records: open.size }),
      },
    });
  return changed;
}
