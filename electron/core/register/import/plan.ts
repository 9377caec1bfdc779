// What an import would do to each row: new, update, unchanged, repeat, error, held. Reads the register, writes nothing.
import type { ImportOptions, ImportRowState } from '../../../../shared/contract/routes/import.ts';
import {
  columnOf,
  type FieldValue,
  type FieldValues,
  type RegisterDefinition,
} from '../../../../shared/registers/definition.ts';
import type { CellErrorParams } from '../../../../shared/values/cell-errors.ts';
import type { RowErrorCode } from '../../../../shared/values/row-errors.ts';
import { compareKey } from '../../../../shared/values/text.ts';
import { prepared } from '../../db/prepared.ts';
import type { VaultSession } from '../../vault/session.ts';
import type { KeptValues } from '../kept-values.ts';
import { valuesOfRow } from '../record-values.ts';
import { isOpenable, openValue } from '../sealed-values.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { linkTargets, linkText, type PlannedLinks } from './link-targets.ts';
import type { CellError, CellHeld, RowReading } from './read/read-row.ts';
import { type ReferenceIndex, referenceIndex } from './references.ts';
import { undoneReason } from './undo-reason.ts';

export interface PlannedError extends Omit<CellError, 'code'> {
  code: CellError['code'] | RowErrorCode;
}

export interface PlannedRow {
  /** 1-based row of the sheet. */
  row: number;
  state: ImportRowState;
  /** Typed values; references are ids, departments still to be created stand in `newDepartment`. */
  values: FieldValues;
  number: string | null;
  status: string | null;
  errors: PlannedError[];
  held: CellHeld[];
  /** The record to update, or the one an undone import left void. */
  rid: number | null;
  version: number | null;
  revive: boolean;
  /** Fields (and number, status) an update changes, with what stands there now. */
  changes: Record<string, FieldValue>;
  /** Field → written name of a department that the import creates. */
  newReferences: Record<string, string>;
  /** What the row's record is to be linked to, by link column; shared and empty where the sheet has none. */
  links: readonly PlannedLinks[];
  repeatOf: number | null;
}

export interface PlanInput {
  session: VaultSession;
  definition: RegisterDefinition;
  options: ImportOptions;
  /** The columns mapped, by target. */
  columnOfTarget: ReadonlyMap<string, number>;
  /** The number column only counts rows (序号), so an equal number is weak proof of the same record. */
  weakNumber: boolean;
  /** What a department handed in: it changes nothing that is graded, and no other department's. */
  isReturn: boolean;
}

interface Existing {
  rid: number;
  void: number;
  voidReason: string | null;
}

export interface Planner {
  plan(row: number, reading: RowReading): PlannedRow;
  /** Department names the file mentions that are unknown, with the number of rows. */
  readonly unknown: Map<string, number>;
  suggest(name: string): { id: string; name: string } | null;
  readonly departments: ReferenceIndex;
  /** Gives back what only planning needs: a plan of 100,000 rows stays in memory until it is committed. */
  release(): void;
}

const weakDifferences = 2;
const noLinks: readonly PlannedLinks[] = [];

function targetsOf({ links }: PlannedRow): string {
  return links.map(({ key, targets }) => [key, ...targets.map(({ id }) => id).toSorted()].join(' ')).join('\n');
}

function identityKey(definition: RegisterDefinition, number: string, values: FieldValues): string {
  return [number, ...definition.identity.map((key) => String(values[key] ?? ''))].join('\n');
}

/** A copy without some keys: an object a key was deleted from takes many times the memory, and there is one for each row. */
function without(values: FieldValues, keys: ReadonlySet<string>): FieldValues {
  const left: FieldValues = {};
  for (const key in values) if (!keys.has(key)) left[key] = values[key] as FieldValue;
  return left;
}

/** Prepares a plan: loads what rows are compared with. Call `plan` for the rows in order. */
export function createPlanner(input: PlanInput): Planner {
  const { session, definition, options } = input;
  const statements = statementsFor(session.db, definition);
  const byNumber = new Map<string, Existing>();
  const byMatch = new Map<string, Existing[]>();
  const matchFields =
    options.matchBy === 'number'
      ? []
      : definition.matchFields.includes(options.matchBy)
        ? [options.matchBy]
        : definition.matchFields.slice(0, 1);
  const indexes = new Map<string, ReferenceIndex>();
  const indexOf = (register: string): ReferenceIndex => {
    const known = indexes.get(register) ?? referenceIndex(session, session.registry.byKey(register));
    indexes.set(register, known);
    return known;
  };
  loadExisting();
  const seenNumbers = new Map<string, PlannedRow>();
  const seenMatches = new Map<string, PlannedRow>();
  const unknown = new Map<string, number>();
  const links = linkTargets(session, definition);

  function loadExisting(): void {
    const keys = [...definition.identity, ...matchFields];
    const rows = session.db
      .prepare(
        `SELECT rid, number, void, void_reason${keys.map((key) => `, ${columnOf(key)}`).join('')} FROM ${definition.table}`,
      )
      .iterate() as IterableIterator<TableRow>;
    for (const row of rows) {
      const existing = { rid: row.rid, void: row.void, voidReason: row.void_reason };
      const values = Object.fromEntries(keys.map((key) => [key, row[columnOf(key)] ?? null]));
      if (row.number !== null) byNumber.set(identityKey(definition, row.number, values), existing);
      if (matchFields.length > 0 && row.void === 0) {
        const key = matchKey(values);
        if (key !== null) byMatch.set(key, [...(byMatch.get(key) ?? []), existing]);
      }
    }
  }

  function matchKey(values: FieldValues): string | null {
    const parts = matchFields.map((key) => values[key]);
    return parts.some((part) => part === undefined || part === null)
      ? null
      : parts.map((part) => compareKey(String(part))).join('\n');
  }

  /** Turns written names into ids, or notes what is unknown. */
  function resolveReferences(planned: PlannedRow): void {
    const unresolved = new Set<string>();
    for (const field of definition.fields) {
      const text = planned.values[field.key];
      if (field.kind !== 'reference' || typeof text !== 'string') continue;
      const found = indexOf(field.target).find(text);
      if (found) {
        planned.values[field.key] = found;
        continue;
      }
      unresolved.add(field.key);
      if (field.target !== 'department') {
        const label = session.registry.byKey(field.target).label.zh;
        addError(planned, field.key, 'reference_unknown', { raw: text, register: label });
        continue;
      }
      unknown.set(text, (unknown.get(text) ?? 0) + 1);
      const decision = options.departments[text] ?? 'create';
      if (decision === 'create') planned.newReferences[field.key] = text;
      else if (decision !== 'text') {
        planned.values[field.key] = decision;
        unresolved.delete(field.key);
      }
    }
    if (unresolved.size > 0) planned.values = without(planned.values, unresolved);
  }

  /** What the names of link columns mean; an unknown one is a problem of its cell. */
  function resolveLinks(planned: PlannedRow, reading: RowReading): void {
    const department = planned.values[definition.departmentReturn?.field ?? ''];
    const found = links.resolve(reading.links, typeof department === 'string' ? department : null);
    planned.links = found.links;
    for (const { key, code, params } of found.errors) addError(planned, key, code, params);
  }

  /** Links that are there already are not added again; none is ended because a sheet does not name it. */
  function linkDifferences(planned: PlannedRow, record: string): void {
    planned.links = planned.links.map((own) => {
      const { before, added } = links.missing(own, record);
      if (added.length > 0) planned.changes[own.key] = linkText(before);
      return { ...own, added };
    });
  }

  function addError(planned: PlannedRow, field: string, code: RowErrorCode, params: CellErrorParams): void {
    planned.errors.push({
      column: input.columnOfTarget.get(field) ?? -1,
      field,
      code,
      params,
      raw: String(params.raw ?? ''),
    });
  }

  /** A new record needs its required fields also where the sheet has no column for them; an update does not. */
  function requireFields(planned: PlannedRow): void {
    for (const field of definition.fields) {
      const isThere = planned.values[field.key] !== undefined || planned.newReferences[field.key] !== undefined;
      if (!field.required || isThere || planned.errors.some((error) => error.field === field.key)) continue;
      const column = input.columnOfTarget.get(field.key) ?? -1;
      planned.errors.push({
        column,
        field: field.key,
        code: 'value_required',
        params: { field: field.label.zh, raw: '' },
        raw: '',
      });
    }
  }

  /** Differences of the mapped, filled cells from the record; an empty cell says nothing. */
  function differences(planned: PlannedRow, row: TableRow): void {
    const current = valuesOfRow(row, statements.values);
    for (const [key, value] of Object.entries(planned.values)) {
      const field = definition.fields.find((candidate) => candidate.key === key);
      if (field?.class === 'sealed' || isSealedIn(row, key)) {
        const before = sealedDifference(planned, row, key, String(value));
        if (before !== undefined) planned.changes[key] = before;
      } else if ((current[key] ?? null) !== value) planned.changes[key] = current[key] ?? null;
    }
    for (const key of Object.keys(planned.newReferences)) planned.changes[key] = current[key] ?? null;
    if (planned.status !== null && planned.status !== row.status) planned.changes.status = row.status;
    if (planned.number !== null && planned.number !== row.number) planned.changes.number = row.number;
  }

  /** Whether a field that is sealed from a rank up is sealed in this record. */
  function isSealedIn(row: TableRow, key: string): boolean {
    return statements.values.some((column) => column.key === key && column.isSeal && row[column.column] !== null);
  }

  /** Undefined where sealed content is the same; null where it differs (its text before is not shown). */
  function sealedDifference(planned: PlannedRow, row: TableRow, field: string, value: string): null | undefined {
    const { kept } = prepared(session.db, 'SELECT kept FROM revision WHERE record = ? AND version = ?').get(
      row.rid,
      row.version,
    ) as { kept: string };
    const place = (JSON.parse(kept) as KeptValues)[field];
    if (!place) return null;
    if (!isOpenable(session, row.rid, field, place.version)) {
      addError(planned, field, 'sealed_not_comparable', {});
      return undefined;
    }
    return openValue(session, definition, row, field, place).value === value.normalize('NFC').trim() ? undefined : null;
  }

  function sameValues(left: PlannedRow, right: PlannedRow): boolean {
    const keys = new Set([...Object.keys(left.values), ...Object.keys(right.values)]);
    for (const key of keys) if ((left.values[key] ?? null) !== (right.values[key] ?? null)) return false;
    return (
      left.status === right.status &&
      JSON.stringify(left.newReferences) === JSON.stringify(right.newReferences) &&
      targetsOf(left) === targetsOf(right)
    );
  }

  /** Finds the record a row is about, or the earlier row it repeats. */
  function findExisting(planned: PlannedRow): void {
    if (planned.number !== null) {
      const key = identityKey(definition, planned.number, planned.values);
      const earlier = seenNumbers.get(key);
      if (earlier) {
        repeatOrError(planned, earlier, 'number', 'number_repeated', planned.number);
        return;
      }
      seenNumbers.set(key, planned);
      const existing = byNumber.get(key);
      if (existing) {
        takeExisting(planned, existing, 'number', planned.number);
        return;
      }
      if (options.matchBy === 'number') return;
    }
    const key = matchKey(planned.values);
    if (key === null) return;
    const field = matchFields[0] as string;
    const earlier = seenMatches.get(key);
    if (earlier && planned.number === null) {
      repeatOrError(planned, earlier, field, 'key_repeated', String(planned.values[field]));
      return;
    }
    seenMatches.set(key, planned);
    const existing = byMatch.get(key) ?? [];
    if (existing.length > 1)
      addError(planned, field, 'match_ambiguous', { raw: String(planned.values[field]), count: existing.length });
    else if (existing[0]) takeExisting(planned, existing[0], field, String(planned.values[field]));
  }

  function repeatOrError(
    planned: PlannedRow,
    earlier: PlannedRow,
    field: string,
    code: RowErrorCode,
    raw: string,
  ): void {
    if (sameValues(planned, earlier)) {
      planned.state = 'repeat';
      planned.repeatOf = earlier.row;
    } else addError(planned, field, code, { raw, row: earlier.row });
  }

  function takeExisting(planned: PlannedRow, existing: Existing, field: string, raw: string): void {
    if (existing.void === 1) {
      // What an undone import left void comes back under its own number; what a person voided does not.
      if (existing.voidReason !== undoneReason) {
        addError(planned, field, 'number_void', { raw });
        return;
      }
      planned.rid = existing.rid;
      planned.revive = true;
      planned.version = (statements.byRid.get(existing.rid) as TableRow).version;
      return;
    }
    const row = statements.byRid.get(existing.rid) as TableRow;
    planned.rid = row.rid;
    planned.version = row.version;
    differences(planned, row);
    linkDifferences(planned, row.id);
    const changed = Object.keys(planned.changes);
    if (input.isReturn && changed.length > 0 && isTaken(planned, row, field, raw)) return;
    const title = planned.changes[definition.title];
    if (input.weakNumber && field === 'number' && title !== undefined && changed.length > weakDifferences)
      addError(planned, 'number', 'number_other_record', { raw, name: String(title ?? '') });
    else planned.state = changed.length > 0 ? 'update' : 'unchanged';
  }

  /** A return that names what is graded already, or what another department handed in: shown, not written. */
  function isTaken(planned: PlannedRow, row: TableRow, field: string, raw: string): boolean {
    const column = columnOf(definition.departmentReturn?.field ?? '');
    const number = row.number ?? '';
    if (row.status !== definition.initialStatus) {
      addError(planned, field, 'return_graded', { raw, number });
      return true;
    }
    const own = planned.values[definition.departmentReturn?.field ?? ''];
    if (row[column] === null || row[column] === (own ?? null)) return false;
    const department = getTitle(String(row[column]));
    addError(planned, field, 'return_other_department', { raw, number, department });
    return true;
  }

  /** The name of a department. */
  function getTitle(id: string): string {
    const found = statementsFor(session.db, session.registry.byKey('department')).byId.get(id) as TableRow | undefined;
    return String(found?.name ?? '');
  }

  return {
    unknown,
    departments: indexOf('department'),
    release: () => {
      for (const map of [byNumber, byMatch, seenNumbers, seenMatches]) map.clear();
    },
    suggest: (name) => indexOf('department').suggest(name),
    plan: (row, reading) => {
      const planned: PlannedRow = {
        row,
        state: 'new',
        values: { ...reading.values },
        number: reading.number,
        status: reading.status,
        errors: reading.errors,
        held: reading.held,
        rid: null,
        version: null,
        revive: false,
        changes: {},
        newReferences: {},
        links: noLinks,
        repeatOf: null,
      };
      if (reading.skip) return { ...planned, state: 'skipped' };
      resolveReferences(planned);
      if (reading.links.length > 0) resolveLinks(planned, reading);
      findExisting(planned);
      if (planned.state === 'repeat') return planned;
      if (planned.rid === null) requireFields(planned);
      if (planned.errors.length > 0) planned.state = 'error';
      else if (planned.held.length > 0) planned.state = 'held';
      return planned;
    },
  };
}
