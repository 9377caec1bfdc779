// Makes all there is to a new record before it is written: columns, boxes, revision with its event, search entry. Asks no
// database, so that another thread can do it ahead of the writing one.

import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { Collation } from './collation.ts';
import { type ComposedBox, composeBoxes, type Sealer } from './compose-box.ts';
import { factDateOf, sortKey, statusFilled, storedColumn } from './record-values.ts';
import { type ComposedRevision, composeRevision, type EventFrame, isLate, isLateEntry } from './revision.ts';
import { type SearchTexts, searchTexts } from './search-index.ts';
import { headColumns, sortColumns, type ValueColumn, valueColumns } from './statements.ts';

/** What a caller may say of a new record. Values are checked and typed already; references are ids. */
export interface NewRecord {
  /** Where the record is known by an id already; else a new one. */
  id?: string;
  number: string | null;
  status?: string;
  values: FieldValues;
  factDate?: string | null;
  reason?: string | null;
  /** Marks a late entry whatever the dates say: what comes from an old ledger. */
  late?: boolean;
}

/** What a record is composed with: the vault's settings, the transaction's frame and keys. */
export interface Composer extends Sealer, EventFrame {
  /** Row of the user who writes. */
  userRid: number;
  collation: Collation;
  /** What a reference shows. */
  titleOf(register: string, id: string): string;
}

export type ColumnValue = string | number | null;

/** A new record before it is written. */
export interface ComposedRecord {
  id: string;
  status: string;
  number: string | null;
  factDate: string | null;
  late: boolean;
  reason: string | null;
  /** In the order of the table's columns; the first, `rid`, is the writer's to give. */
  columns: ColumnValue[];
  boxes: ComposedBox[];
  revision: ComposedRevision;
  search: SearchTexts | null;
}

/** Composes a record whose number is settled and whose texts are well-formed. */
export function composeRecord(composer: Composer, definition: RegisterDefinition, input: NewRecord): ComposedRecord {
  const { atMs, collation, scheme } = composer;
  const { number, values } = input;
  const fields = columnsOf(definition);
  const id = input.id ?? uuidv7(atMs);
  const factDate = input.factDate ?? factDateOf(definition, values);
  const late = input.late === true || isLate(input.factDate ?? null, atMs) || isLateEntry(definition, values, atMs);
  const reason = input.reason ?? null;
  const version = 1;
  const { boxes, kept, open } = composeBoxes(composer, { definition, id, version }, values);
  const status = statusFilled(definition, input.status ?? definition.initialStatus, values, kept);
  const head: Record<(typeof headColumns)[number], ColumnValue> = {
    rid: null,
    id,
    status,
    void: 0,
    version,
    number,
    number_sort: number === null ? null : collation.numberKey(number),
    late: Number(late),
    fact_date: factDate,
    recorded_at: atMs,
    updated_at: atMs,
    created_by: composer.userRid,
    updated_by: composer.userRid,
    void_reason: null,
  };
  const columns = headColumns.map((column) => head[column]);
  for (const column of fields.values) columns.push(storedColumn(column, open, kept));
  for (const { field } of fields.sorts) columns.push(sortKey(field, open, scheme, collation));
  const revision = composeRevision(composer, {
    definition,
    columns: fields.values,
    row: { id, version, status, void: 0, number },
    values: open,
    kept,
    action: 'record.created',
    factDate,
    reason,
    late,
  });
  const search = searchTexts(definition, number, open, composer.titleOf);
  return { id, status, number, factDate, late, reason, columns, boxes, revision, search };
}

interface FieldColumns {
  values: readonly ValueColumn[];
  sorts: ReturnType<typeof sortColumns>;
}

const known = new WeakMap<RegisterDefinition, FieldColumns>();

/** Value and sort columns of a definition, worked out once. */
function columnsOf(definition: RegisterDefinition): FieldColumns {
  const found = known.get(definition) ?? { values: valueColumns(definition), sorts: sortColumns(definition) };
  known.set(definition, found);
  return found;
}
