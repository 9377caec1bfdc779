// Handlers of the routes on records, links and search. Gather, ask the engine, answer; no SQL of their own beyond counts.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { AsOf, RecordRow } from '../../../shared/contract/routes/common.ts';
import {
  columnOf,
  type FieldValues,
  type RegisterDefinition,
  sealedFrom,
  statusesNotInForce,
  valueKeysOf,
} from '../../../shared/registers/definition.ts';
import { valuesSchema } from '../../../shared/registers/values-schema.ts';
import { reviewDueDays, reviewField } from '../../../shared/review.ts';
import { addDays, endOfLocalDate, localDate } from '../../../shared/time.ts';
import { prepared } from '../db/prepared.ts';
import type { Handlers } from '../router.ts';
import { requireSession } from '../router.ts';
import { compartmentOfRecord, isSealedContentAllowed, openDataKeysOf, type VaultSession } from '../vault/session.ts';
import { rowAsOf, snapshotTable } from './as-of.ts';
import { partOf, pastFigures } from './as-of-parts.ts';
import { isSealedAt } from './compose-box.ts';
import { dropDraft } from './drafts.ts';
import { recordHistory } from './history.ts';
import { addLinks, closeLinks, linksOfRecord } from './links.ts';
import { requireNotFrozen } from './marks.ts';
import { dataKeysOf } from './misplaced.ts';
import { peekNumber } from './numbers.ts';
import { getRow, listRows, toRecords } from './read.ts';
import { keptOf } from './revision.ts';
import { openValue, prepareOpening } from './sealed-values.ts';
import { searchEverywhere } from './search.ts';
import { statementsFor, type TableRow } from './statements.ts';
import { createRecord, requireReferences, rowById, setVoid, updateRecord } from './store.ts';
import type { WriteContext } from './write-context.ts';

/** Checks values given by a person; AppError `value_invalid` names the field, `value_required` what is missing. */
function checkedValues(
  session: VaultSession,
  definition: RegisterDefinition,
  values: FieldValues,
  whole: boolean,
): FieldValues {
  const parsed = valuesSchema(definition, session.settings.scheme).safeParse(values);
  if (!parsed.success) throw new AppError('value_invalid', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const checked = parsed.data as FieldValues;
  for (const field of definition.fields) {
    const value = checked[field.key];
    if (field.required && (whole ? value === undefined || value === null : value === null))
      throw new AppError('value_required', { field: field.key });
    if (field.class === 'sealed' && typeof value === 'string' && !isSealedContentAllowed(session))
      throw new AppError('sealed_needs_second_officer');
  }
  return checked;
}

function checkedStatus(definition: RegisterDefinition, status: string | undefined): string | undefined {
  if (status !== undefined && !definition.statuses.some((candidate) => candidate.code === status))
    throw new AppError('value_invalid', { field: 'status' });
  return status;
}

function asRecord(context: WriteContext, definition: RegisterDefinition, row: TableRow): RecordRow {
  return toRecords(context.session, definition, [row])[0] as RecordRow;
}

/** Registers a user may write through the general routes; attachments and links have routes of their own. */
function writableRegister(session: VaultSession, key: string): RegisterDefinition {
  const definition = session.registry.byKey(key);
  if (definition.kind !== 'register') throw new AppError('register_unknown', { register: key });
  return definition;
}

/** A register whose records people enter. Throws AppError `register_made_by_program` where the program makes them. */
function ledgerRegister(session: VaultSession, key: string): RegisterDefinition {
  const definition = writableRegister(session, key);
  if (definition.madeByProgram === true) throw new AppError('register_made_by_program', { register: key });
  return definition;
}

/** What the program wrote when the record came about stays. Throws AppError `value_fixed`. */
function requireFree(definition: RegisterDefinition, values: FieldValues, number: string | undefined): void {
  const field = definition.fields.find(
    (candidate) => candidate.fixed === true && valueKeysOf(candidate).some((key) => values[key] !== undefined),
  );
  if (field) throw new AppError('value_fixed', { field: field.key });
  if (definition.madeByProgram === true && number !== undefined) throw new AppError('value_fixed', { field: 'number' });
}

/** A link register, by whose key links are added and ended by hand. */
function linkRegister(session: VaultSession, key: string): RegisterDefinition {
  const definition = session.registry.byKey(key);
  if (definition.kind !== 'link') throw new AppError('register_unknown', { register: key });
  if (definition.madeByProgram === true) throw new AppError('register_made_by_program', { register: key });
  return definition;
}

/** The version somebody else left, in words, for a readable conflict. */
function conflict(context: WriteContext, definition: RegisterDefinition, row: TableRow, seen: number): AppError {
  const latest = recordHistory(context.session, definition, row)[0];
  return new AppError('record_conflict', {
    id: row.id,
    version: row.version,
    seen,
    actor: latest?.actor ?? '',
    atMs: row.updated_at,
  });
}

function setVoidMany(
  context: WriteContext,
  register: string,
  ids: readonly string[],
  voided: boolean,
  reason: string,
): number {
  const definition = context.session.registry.byKey(register);
  for (const id of ids) setVoid(context, definition, rowById(context, definition, id), voided, reason);
  return ids.length;
}

type RegisterRoute = Extract<keyof Handlers, `register.${string}` | `link.${string}` | 'search.global'>;

/** Everything on records that is not a job. */
export const registerHandlers: Omit<
  Pick<Handlers, RegisterRoute>,
  'register.export' | 'register.template' | 'register.returnSheet'
> = {
  'register.list': (state, input) => {
    const session = requireSession(state);
    const definition = session.registry.byKey(input.register);
    const snapshot = input.asOf ? snapshotTable(session, definition, input.asOf) : null;
    const source = snapshot ? partOf(snapshot, input.part) : undefined;
    const { total, rows } = listRows(session, definition, input, source);
    return {
      total,
      records: toRecords(session, definition, rows),
      past: input.asOf && snapshot ? pastFigures(session, definition, input.asOf, snapshot, rows) : null,
    };
  },
  'register.counts': (state, { register }) => {
    const session = requireSession(state);
    const definition = session.registry.byKey(register);
    const rows = prepared(session.db, 'SELECT status, void, records FROM register_count WHERE register = ?').all(
      register,
    ) as {
      status: string;
      void: number;
      records: number;
    }[];
    const count = (condition: string, ...parameters: (string | number)[]) =>
      (
        prepared(session.db, `SELECT count(*) AS n FROM ${definition.table} WHERE void = 0 AND ${condition}`).get(
          ...parameters,
        ) as { n: number }
      ).n;
    const level = definition.fields.find((field) => field.kind === 'level');
    const levelColumn = level ? columnOf(level.key) : null;
    const people = definition.fields.filter((field) => field.kind === 'person').map((field) => columnOf(field.key));
    const live = rows.filter((row) => row.void === 0);
    const review = reviewField(definition);
    const next = review ? columnOf(review.key) : null;
    const today = localDate(session.now());
    const holding = 'status NOT IN (SELECT value FROM json_each(?))';
    const notInForce = JSON.stringify(statusesNotInForce(definition));
    return {
      all: live.reduce((sum, row) => sum + row.records, 0),
      mine: people.length > 0 ? count(`? IN (${people.join(', ')})`, session.user.name) : 0,
      lateEntry: count('late = 1'),
      void: rows.filter((row) => row.void === 1).reduce((sum, row) => sum + row.records, 0),
      ungraded: levelColumn ? count(`${levelColumn} IS NULL`) : 0,
      // A date known to the month is due with its first day and past with its last; what holds nothing is not reviewed.
      due: next ? count(`${next} <= ? AND ${holding}`, addDays(today, reviewDueDays), notInForce) : 0,
      overdue: next ? count(`${next} < substr(?, 1, length(${next})) AND ${holding}`, today, notInForce) : 0,
      byStatus: Object.fromEntries(
        definition.statuses.map(({ code }) => [code, live.find((row) => row.status === code)?.records ?? 0]),
      ),
    };
  },
  'register.values': (state, { register, field }) => {
    const session = requireSession(state);
    const definition = session.registry.byKey(register);
    const found = definition.fields.find((candidate) => candidate.key === field);
    if (!found || found.class === 'sealed') throw new AppError('value_invalid', { field });
    const condition = sealedFrom(found) === null ? '' : ` AND ${columnOf(field)}_sealed IS NULL`;
    const rows = prepared(
      session.db,
      `SELECT ${columnOf(field)} AS value, count(*) AS count FROM ${definition.table} WHERE void = 0${condition} GROUP BY 1 ORDER BY 2 DESC LIMIT 500`,
    ).all() as { value: string | number | null; count: number }[];
    const title = (id: string) => {
      if (found.kind !== 'reference') return id;
      const target = session.registry.byKey(found.target);
      const row = statementsFor(session.db, target).byId.get(id) as TableRow | undefined;
      return String(row?.[columnOf(target.title)] ?? '');
    };
    return {
      values: rows.map(({ value, count }) => ({
        value: value === null ? null : String(value),
        label: value === null ? '' : title(String(value)),
        count,
      })),
    };
  },
  'register.get': (state, { register, id, asOf }) => {
    const session = requireSession(state);
    const definition = session.registry.byKey(register);
    const live = getRow(session, definition, id);
    const row = asOf ? rowAsOf(session, definition, live, asOf) : live;
    if (!row) throw new AppError('record_missing', { register, id });
    const opened = (
      prepared(session.db, 'SELECT event FROM journal WHERE opened = ? AND at <= ? ORDER BY seq')
        .pluck()
        .all(id, asOf ? endOfLocalDate(asOf.date) : Number.MAX_SAFE_INTEGER) as string[]
    ).map((event) => JSON.parse(event) as { at: number; actor: string });
    const lastEvent = opened.at(-1);
    const level = typeof row.level === 'string' ? row.level : null;
    const hasSealed = definition.fields.some((field) => isSealedAt(field, level, session.settings.scheme));
    return {
      record: toRecords(session, definition, [row])[0] as RecordRow,
      links: linksOfRecord(session, definition, live, asOf),
      attachments: attachmentsOf(session, id, asOf),
      openings: { count: opened.length, lastAtMs: lastEvent?.at ?? null, lastBy: lastEvent?.actor ?? null },
      ...clearanceOf(session, row.rid, hasSealed ? level : undefined),
    };
  },
  'register.some': (state, { register, ids }) => {
    const session = requireSession(state);
    const definition = session.registry.byKey(register);
    const { byId } = statementsFor(session.db, definition);
    const rows = ids.map((id) => byId.get(id) as TableRow | undefined).filter((row) => row !== undefined);
    return { records: toRecords(session, definition, rows) };
  },
  'register.history': (state, { register, id, language }) => {
    const session = requireSession(state);
    const definition = session.registry.byKey(register);
    return { revisions: recordHistory(session, definition, getRow(session, definition, id), language) };
  },
  'register.nextNumber': (state, { register }) => {
    const session = requireSession(state);
    return { number: peekNumber(session, writableRegister(session, register)) ?? '' };
  },
  'register.create': {
    run: (context, input) => {
      const definition = ledgerRegister(context.session, input.register);
      const values = checkedValues(context.session, definition, input.values, true);
      requireReferences(context, definition, values);
      const number = input.number?.normalize('NFC').trim() || null;
      const status = checkedStatus(definition, input.status);
      if (input.draft !== undefined) dropDraft(context, input.draft, 'draft.used');
      return asRecord(
        context,
        definition,
        createRecord(context, definition, {
          number,
          values,
          factDate: input.factDate ?? null,
          reason: input.reason ?? null,
          ...(status === undefined ? {} : { status }),
        }),
      );
    },
  },
  'register.update': {
    prepare: async (session, input) => {
      const definition = writableRegister(session, input.register);
      const row = getRow(session, definition, input.id);
      // A change of grade moves content, of every version; whoever is not cleared changes the grade and leaves it where it is.
      if (input.values.level !== undefined)
        await openDataKeysOf(session, dataKeysOf(session, row.rid)).catch(ignoreMissingClearance);
    },
    run: (context, input) => {
      const definition = writableRegister(context.session, input.register);
      const row = rowById(context, definition, input.id);
      if (row.version !== input.version) throw conflict(context, definition, row, input.version);
      requireFree(definition, input.values, input.number);
      const values = checkedValues(context.session, definition, input.values, false);
      requireReferences(context, definition, values);
      const status = checkedStatus(definition, input.status);
      const number = input.number === undefined ? undefined : input.number.normalize('NFC').trim() || null;
      const next = updateRecord(context, definition, row, {
        version: input.version,
        values,
        factDate: input.factDate ?? null,
        reason: input.reason ?? null,
        ...(number === undefined ? {} : { number }),
        ...(status === undefined ? {} : { status }),
      });
      if (input.draft !== undefined) dropDraft(context, input.draft, 'draft.used');
      if (next === row)
        context.journal.append({ action: 'record.unchanged', register: definition.key, record: row.id });
      return asRecord(context, definition, next);
    },
  },
  'register.void': {
    batch: ({ ids }) => ids.length > 1,
    run: (context, { register, ids, reason }) => ({ voided: setVoidMany(context, register, ids, true, reason) }),
  },
  'register.restore': {
    batch: ({ ids }) => ids.length > 1,
    run: (context, { register, ids, reason }) => ({ restored: setVoidMany(context, register, ids, false, reason) }),
  },
  'register.openSealed': {
    prepare: async (session, { register, id }) => {
      const row = getRow(session, session.registry.byKey(register), id);
      requireNotFrozen(session, row);
      await prepareOpening(session, row.rid, keptOf(session, row));
    },
    run: (context, { register, id, purpose }) => {
      const definition = context.session.registry.byKey(register);
      const row = rowById(context, definition, id);
      const values: Record<string, string> = {};
      for (const [field, kept] of Object.entries(keptOf(context.session, row)))
        values[field] = openValue(context.session, definition, row, field, kept).value;
      context.journal.append(
        {
          action: 'sealed.opened',
          register,
          record: id,
          version: row.version,
          ...(row.number === null ? {} : { number: row.number }),
          detail: { fields: Object.keys(values), ...(purpose === null ? {} : { purpose }) },
        },
        id,
      );
      return { values };
    },
  },
  'link.add': {
    batch: ({ toIds }) => toIds.length > 1,
    run: (context, input) => {
      const definition = linkRegister(context.session, input.link);
      return {
        added: addLinks(context, definition, {
          ...input,
          values: checkedValues(context.session, definition, input.values, false),
        }),
      };
    },
  },
  'link.close': {
    batch: ({ ids }) => ids.length > 1,
    run: (context, input) => ({ closed: closeLinks(context, linkRegister(context.session, input.link), input) }),
  },
  'search.global': (state, { text, limit }) => searchEverywhere(requireSession(state), text, limit),
};

function ignoreMissingClearance(cause: unknown): void {
  if (!(cause instanceof AppError) || cause.code !== 'sealed_no_clearance') throw cause;
}

/** The attachments of a record, oldest first; with as-of those of that date, without what was void then. */
function attachmentsOf(session: VaultSession, ownerId: string, asOf: AsOf | null): RecordRow[] {
  const definition = session.registry.byKey('attachment');
  const rows = prepared(session.db, 'SELECT * FROM attachment WHERE owner_id = ? ORDER BY rid').all(
    ownerId,
  ) as TableRow[];
  const shown = asOf
    ? rows.map((row) => rowAsOf(session, definition, row, asOf)).filter((row) => row !== null && row.void === 0)
    : rows;
  return toRecords(session, definition, shown as TableRow[]);
}

/** Who may open a record's sealed content, by login, and the compartment it would lie in; empty where nothing is sealed. */
function clearanceOf(
  session: VaultSession,
  rid: number,
  level: string | null | undefined,
): { cleared: string[]; compartment: string | null } {
  if (level === undefined) return { cleared: [], compartment: null };
  const compartment = compartmentOfRecord(session, rid, level);
  const cleared = prepared(
    session.db,
    "SELECT u.name FROM compartment_grant g JOIN user u ON u.rid = g.user WHERE g.compartment = ? AND g.generation = ? AND u.status = 'active' ORDER BY u.rid",
  ).all(compartment.rid, compartment.generation) as { name: string }[];
  return { cleared: cleared.map(({ name }) => name), compartment: compartment.label };
}
