// Writes a planned import: departments first, then every good row, in one transaction with one batch event.
import assert from 'node:assert';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { ImportOptions } from '../../../../shared/contract/routes/import.ts';
import {
  canBeSealed,
  type FieldValues,
  linkEnds,
  type RegisterDefinition,
} from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import { uuidv7 } from '../../format/uuid.ts';
import type { TaskContext } from '../../tasks.ts';
import { ensureSpareDataKeys, isSealedContentAllowed, type VaultSession } from '../../vault/session.ts';
import type { NewRecord } from '../compose-record.ts';
import { isLinked } from '../links.ts';
import { patternOf } from '../numbers.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { createRecord, rowById, setVoid, updateRecord, writeComposed } from '../store.ts';
import { type WriteContext, writeTransaction } from '../write-context.ts';
import { type ComposingThread, startComposingThread } from './compose-thread.ts';
import type { PlannedRow } from './plan.ts';
import { undoneReason } from './undo-reason.ts';

export interface ImportDecision {
  word: string;
  field: string;
  target: string;
  statement: string;
  row: number | null;
}

export interface ImportCommit {
  definition: RegisterDefinition;
  rows: readonly PlannedRow[];
  /** The day from which links of the sheet hold, `YYYY-MM-DD`: that on which it was filled in. */
  linksFrom: string;
  options: ImportOptions;
  /** Department names as written → the department they are another spelling of. */
  aliases: ReadonlyMap<string, string>;
  decisions: readonly ImportDecision[];
  fileName: string;
  fileSha256: string;
  sheet: string;
  mapping: readonly { header: string; target: string | null }[];
  /** Header key → target, to be used again. */
  remember: ReadonlyMap<string, string | null>;
  hasSealedColumns: boolean;
  stateSecretDeclared: boolean;
}

export interface CommitResult {
  batch: string;
  created: number;
  updated: number;
  unchanged: number;
  departmentsCreated: number;
}

const progressEvery = 1000;
/** From so many new records on, a second thread composes them. */
const composeAheadFrom = 2000;

/**
 * Throws AppError `import_has_errors` and `import_has_held` unless only good rows are wanted, `import_nothing_to_do`,
 * `state_secret_declaration_needed`, `sealed_needs_second_officer`, `record_conflict` where somebody changed a record since
 * the preview. Nothing is written then.
 */
export async function commitImport(
  session: VaultSession,
  input: ImportCommit,
  job: TaskContext,
): Promise<CommitResult> {
  const { rows, options } = input;
  const of = (state: PlannedRow['state']) => rows.filter((row) => row.state === state);
  if (!options.onlyGoodRows && of('error').length > 0)
    throw new AppError('import_has_errors', { rows: of('error').length });
  if (!options.onlyGoodRows && of('held').length > 0)
    throw new AppError('import_has_held', { rows: of('held').length });
  const work = rows.filter((row) => row.state === 'new' || row.state === 'update');
  if (work.length === 0) throw new AppError('import_nothing_to_do');
  if (input.hasSealedColumns && !input.stateSecretDeclared) throw new AppError('state_secret_declaration_needed');
  if (input.hasSealedColumns && !isSealedContentAllowed(session)) throw new AppError('sealed_needs_second_officer');
  await ensureSpareDataKeys(session);
  const batch = uuidv7(session.now());
  const thread = isWorthThread(session, input, work) ? await startComposingThread() : null;
  try {
    return writeTransaction(
      session,
      (context) => writeAll(context, input, work, batch, of('unchanged').length, job, thread),
      batch,
    );
  } finally {
    thread?.end();
  }
}

/** A record whose number is still to be given waits for those before it and cannot be composed ahead. */
function isWorthThread(session: VaultSession, input: ImportCommit, work: readonly PlannedRow[]): boolean {
  const created = work.filter(({ rid }) => rid === null);
  if (created.length < composeAheadFrom) return false;
  return patternOf(session, input.definition) === '' || created.every(({ number }) => number !== null);
}

function writeAll(
  context: WriteContext,
  input: ImportCommit,
  work: readonly PlannedRow[],
  batch: string,
  unchanged: number,
  job: TaskContext,
  thread: ComposingThread | null,
): CommitResult {
  const { db, user } = context.session;
  const { lastInsertRowid: number } = prepared(
    db,
    'INSERT INTO import_batch (id, register, file_name, file_sha256, at, actor, created, updated, detail) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)',
  ).run(
    batch,
    input.definition.key,
    input.fileName,
    input.fileSha256,
    context.journal.atMs,
    user.rid,
    JSON.stringify({ sheet: input.sheet, mapping: input.mapping, options: input.options }),
  );
  const touch = prepared(db, 'INSERT INTO import_record (batch, record, version) VALUES (?, ?, ?)');
  const departments = createDepartments(context, work, (row) => touch.run(number, row.rid, row.version));
  for (const row of recordAliases(context, input)) touch.run(number, row.rid, row.version);
  const create = creator(context, input, work, departments, job, thread);
  const linked: { rid: number; row: PlannedRow }[] = [];
  let created = 0;
  let updated = 0;
  for (const [index, row] of work.entries()) {
    if (index % progressEvery === 0) {
      job.checkCancelled();
      job.progress(index, work.length, 'write');
    }
    const written = row.rid === null ? create(row) : changeRow(context, input, row, resolvedValues(row, departments));
    if (row.rid === null || row.revive) created += 1;
    else updated += 1;
    // A row that only names who is in contact leaves the record as it is.
    if (row.rid === null || written.version !== row.version) touch.run(number, written.rid, written.version);
    if (row.links.some(({ added }) => added.length > 0)) linked.push({ rid: written.rid, row });
  }
  // Only now: while records are composed ahead nothing else may be written between them.
  for (const link of createLinks(context, input, linked)) touch.run(number, link.rid, link.version);
  prepared(db, 'UPDATE import_batch SET created = ?, updated = ? WHERE id = ?').run(created, updated, batch);
  for (const [header, target] of input.remember)
    prepared(
      db,
      'INSERT INTO import_mapping (register, header, field) VALUES (?, ?, ?) ON CONFLICT (register, header) DO UPDATE SET field = excluded.field',
    ).run(input.definition.key, header, target);
  appendBatchEvents(context, input, batch, { created, updated, unchanged, departments: departments.size });
  return { batch, created, updated, unchanged, departmentsCreated: departments.size };
}

function createDepartments(
  context: WriteContext,
  work: readonly PlannedRow[],
  touch: (row: TableRow) => void,
): Map<string, string> {
  const names = new Set(work.flatMap(({ newReferences }) => Object.values(newReferences)));
  const definition = context.session.registry.byKey('department');
  const ids = new Map<string, string>();
  const undone = prepared(
    context.session.db,
    'SELECT id FROM department WHERE name = ? AND void = 1 AND void_reason = ?',
  );
  for (const name of names) {
    const earlier = undone.get(name, undoneReason) as { id: string } | undefined;
    const row = earlier
      ? setVoid(context, definition, rowById(context, definition, earlier.id), false, '重新导入')
      : createRecord(context, definition, { number: null, values: { name } });
    ids.set(name, row.id);
    touch(row);
  }
  return ids;
}

/** Links the records to what their rows name, from the day of the sheet. */
function createLinks(
  context: WriteContext,
  { definition, linksFrom }: ImportCommit,
  linked: readonly { rid: number; row: PlannedRow }[],
): TableRow[] {
  const { db, registry } = context.session;
  const ends = registry.linksOf(definition.key);
  return linked.flatMap(({ rid, row }) => {
    const { id } = statementsFor(db, definition).byRid.get(rid) as TableRow;
    return row.links.flatMap(({ key, added }) => {
      const reason = definition.departmentReturn?.linkColumns.find((column) => column.key === key)?.reason ?? null;
      return added.flatMap((target) => {
        const end = ends.find((candidate) => candidate.definition.key === target.link);
        assert(end, 'a planned link is one of the register');
        const { definition: link, own, other } = end;
        const isFirst = linkEnds(link).from.field === own;
        // Somebody may have linked them since the preview.
        if (isLinked(context.session, link, isFirst ? id : target.id, isFirst ? target.id : id)) return [];
        const values = { [own]: id, [other]: target.id, startsOn: linksFrom, reason };
        return [createRecord(context, link, { number: null, values })];
      });
    });
  });
}

/** Another spelling of a department, once confirmed, is known to the next import. Returns the departments changed. */
function recordAliases(context: WriteContext, input: ImportCommit): TableRow[] {
  const definition = context.session.registry.byKey('department');
  const ids = new Set(input.aliases.values());
  return [...ids].flatMap((id) => {
    const row = rowById(context, definition, id);
    const known = typeof row.aliases === 'string' && row.aliases !== '' ? [row.aliases] : [];
    const names = [...input.aliases].filter(([, department]) => department === id).map(([name]) => name);
    const written = updateRecord(context, definition, row, {
      version: null,
      values: { aliases: [...known, ...names].join('、') },
      reason: `导入 ${input.fileName}`,
    });
    return written.version === row.version ? [] : [written];
  });
}

/** What the clerk said once for the whole file fills what a row leaves open. */
function withGrading(input: ImportCommit, values: FieldValues): FieldValues {
  const { options, definition } = input;
  const has = (key: string) => definition.fields.some((field) => field.key === key);
  if (options.grading !== 'graded' || values.level === undefined || !has('gradedOn')) return values;
  return {
    ...values,
    ...(values.gradedOn === undefined && options.gradedOn ? { gradedOn: options.gradedOn } : {}),
    ...(values.approvalNumber === undefined && options.gradingBasis ? { approvalNumber: options.gradingBasis } : {}),
  };
}

function statusOf(input: ImportCommit, row: PlannedRow, values: FieldValues): string {
  if (row.status !== null) return row.status;
  const graded = input.options.grading === 'graded' && typeof values.level === 'string';
  const isGradable = input.definition.statuses.some(({ code }) => code === 'proposed');
  return isGradable ? (graded ? 'in_force' : 'proposed') : input.definition.initialStatus;
}

/** The date a ledger row holds from: of the act where it is given, else the nearest the ledger tells. */
function ledgerFactDate(definition: RegisterDefinition, values: FieldValues): string | null {
  const dates = [...definition.factDate, ...(definition.ledgerDate ?? [])].map((key) => values[key]);
  return dates.find((date) => typeof date === 'string') ?? null;
}

/** The values of a row, with the departments the import has created in their places. */
function resolvedValues(row: PlannedRow, departments: ReadonlyMap<string, string>): FieldValues {
  const values: FieldValues = { ...row.values };
  for (const [field, name] of Object.entries(row.newReferences)) values[field] = departments.get(name) ?? null;
  return values;
}

function newRecord(input: ImportCommit, row: PlannedRow, departments: ReadonlyMap<string, string>): NewRecord {
  const values = withGrading(input, resolvedValues(row, departments));
  return {
    number: row.number,
    status: statusOf(input, row, values),
    values,
    factDate: ledgerFactDate(input.definition, values),
    // A ledger tells of the past even where it names no date (补录).
    late: true,
  };
}

/** What creates the new rows, to be called for each in order: with a thread it takes them composed. */
function creator(
  context: WriteContext,
  input: ImportCommit,
  work: readonly PlannedRow[],
  departments: ReadonlyMap<string, string>,
  job: TaskContext,
  thread: ComposingThread | null,
): (row: PlannedRow) => { rid: number; version: number } {
  const { definition } = input;
  if (!thread) return (row) => createRecord(context, definition, newRecord(input, row, departments));
  function* records() {
    for (const row of work) if (row.rid === null) yield newRecord(input, row, departments);
  }
  const composed = thread.compose(context, definition, records(), job.checkCancelled);
  return () => {
    const next = composed.next();
    assert(!next.done, 'as many records are composed as rows are new');
    return writeComposed(context, definition, next.value.composed, next.value.given.values);
  };
}

function changeRow(context: WriteContext, input: ImportCommit, row: PlannedRow, given: FieldValues): TableRow {
  const { definition } = input;
  let current = statementsFor(context.session.db, definition).byRid.get(row.rid) as TableRow;
  if (current.version !== row.version)
    throw new AppError('record_conflict', { id: current.id, version: current.version, seen: row.version ?? 0 });
  if (row.revive) current = setVoid(context, definition, current, false, '重新导入');
  const values = row.revive ? withGrading(input, given) : given;
  const sealedSame = definition.fields.filter(
    (field) => canBeSealed(field) && !row.revive && !Object.hasOwn(row.changes, field.key),
  );
  const changed = Object.fromEntries(
    Object.entries(values).filter(([key]) => !sealedSame.some((field) => field.key === key)),
  );
  return updateRecord(context, definition, current, {
    version: null,
    values: changed,
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.revive ? { status: statusOf(input, row, values) } : row.status === null ? {} : { status: row.status }),
    reason: `导入 ${input.fileName}`,
  });
}

function appendBatchEvents(
  context: WriteContext,
  input: ImportCommit,
  batch: string,
  counts: { created: number; updated: number; unchanged: number; departments: number },
): void {
  const { journal } = context;
  if (input.hasSealedColumns)
    journal.append({
      action: 'stateSecret.declared',
      batch,
      detail: { statement: '所导入内容不含国家秘密', file: input.fileName },
    });
  for (const { word, field, target, statement, row } of input.decisions)
    journal.append({
      action: 'import.decided',
      register: input.definition.key,
      batch,
      detail: { word, field, target, statement, ...(row === null ? {} : { row }) },
    });
  journal.append({
    action: 'import.committed',
    register: input.definition.key,
    batch,
    detail: {
      file: input.fileName,
      sha256: input.fileSha256,
      sheet: input.sheet,
      grading: input.options.grading,
      ...counts,
    },
  });
}
