// Fields that are sealed from a rank up follow the grade of their record: sealed in every version when it rises, back in the open
// when it falls and whoever lowers it can open them. Commitments and events stay as they are. Writes no revision of its own.
import { AppError } from '../../../shared/contract/envelope.ts';
import {
  columnOf,
  type FieldValues,
  type RegisterDefinition,
  sealedFrom,
} from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import { isSealedContentAllowed, type VaultSession } from '../vault/session.ts';
import { composeBox, isSealedAt, levelOf, type Sealer } from './compose-box.ts';
import type { KeptValues } from './kept-values.ts';
import { rowRange } from './registry.ts';
import { insertBox, isOpenable, openValue } from './sealed-values.ts';
import { statementsFor, type TableRow } from './statements.ts';
import { rewriteRevisions } from './take-out.ts';
import type { WriteContext } from './write-context.ts';

/** The fields of a register that are sealed from a rank up. */
export function fieldsByGrade(definition: RegisterDefinition) {
  return definition.fields.filter((field) => sealedFrom(field) !== null);
}

export interface SettledByGrade {
  /** The record's values as they are to be composed: with those that come back into the open. */
  values: FieldValues;
  /** What stays in its box as it is. */
  kept: KeptValues;
  /** Fields that change between open and sealed. */
  moved: string[];
  /** Fields that stood in the open and are sealed now, in earlier versions too. */
  risen: string[];
}

/**
 * Settles what a change of values or grade makes of the fields sealed by grade. `values` are the record's open values with the
 * change, `kept` the boxes it has, `given` what the change names. A value that ought to come into the open and cannot be opened
 * stays in its box until somebody changes the record who can.
 */
export function settleByGrade(
  context: WriteContext,
  definition: RegisterDefinition,
  row: Pick<TableRow, 'rid' | 'id'>,
  change: { values: FieldValues; kept: KeptValues; given: FieldValues },
): SettledByGrade {
  const { session } = context;
  const { scheme } = session.settings;
  const values = { ...change.values };
  const kept = { ...change.kept };
  const moved: string[] = [];
  const risen: string[] = [];
  for (const field of fieldsByGrade(definition)) {
    const { key } = field;
    const place = kept[key];
    const isGiven = change.given[key] !== undefined;
    const toSeal = isSealedAt(field, levelOf(values), scheme);
    if (place && isGiven) delete kept[key];
    if (toSeal && !place) {
      risen.push(key);
      if ((values[key] ?? null) !== null && !isGiven) moved.push(key);
    }
    if (toSeal || !place || isGiven) continue;
    if (!isOpenable(session, row.rid, key, place.version)) continue;
    values[key] = openValue(session, definition, row, key, place).value;
    delete kept[key];
    moved.push(key);
  }
  return { values, kept, moved, risen };
}

/**
 * Records that hold a field in the open that their grade seals, or in a box what it leaves open; those that are void or frozen
 * left out, because nothing of them is changed. Row numbers; of one record, or of all.
 */
export function unsettledByGrade(
  session: VaultSession,
  definition: RegisterDefinition,
  record: number | null,
): number[] {
  const { db, settings } = session;
  const { first, last } = record === null ? rowRange(definition) : { first: record, last: record };
  const found = new Set<number>();
  for (const field of fieldsByGrade(definition)) {
    const column = columnOf(field.key);
    const open = settings.scheme.grades
      .map(({ code }) => code)
      .filter((code) => !isSealedAt(field, code, settings.scheme));
    const isOpen = 't.level IS NULL OR t.level IN (SELECT value FROM json_each(?))';
    const rows = prepared(
      db,
      `SELECT t.rid FROM ${definition.table} t WHERE t.rid BETWEEN ? AND ? AND t.void = 0
       AND NOT EXISTS (SELECT 1 FROM record_mark m WHERE m.record = t.rid AND m.kind = 'frozen')
       AND CASE WHEN ${isOpen} THEN t.${column}_sealed IS NOT NULL ELSE t.${column} IS NOT NULL END`,
    )
      .pluck()
      .all(first, last, JSON.stringify(open)) as number[];
    for (const rid of rows) found.add(rid);
  }
  return [...found];
}

/** Whether a change of this unsettled record would settle something: what stands in the open, or in a box that can be opened. */
export function canSettle(session: VaultSession, definition: RegisterDefinition, rid: number): boolean {
  const row = statementsFor(session.db, definition).byRid.get(rid) as TableRow;
  return fieldsByGrade(definition).some(({ key }) => {
    const version = row[`${columnOf(key)}_sealed`];
    return row[columnOf(key)] !== null || (typeof version === 'number' && isOpenable(session, rid, key, version));
  });
}

/** Throws AppError `sealed_needs_second_officer` where a grade seals something and nothing may be sealed yet. */
export function requireSealingAllowed(
  context: WriteContext,
  definition: RegisterDefinition,
  boxes: readonly { field: string }[],
): void {
  if (boxes.length === 0) return;
  const byGrade = fieldsByGrade(definition);
  if (byGrade.some(({ key }) => boxes.some(({ field }) => field === key)) && !isSealedContentAllowed(context.session))
    throw new AppError('sealed_needs_second_officer');
}

/**
 * Seals these fields in every version of a record in which they stand in the open: each value with the salt it was committed
 * to, so that revision and event still agree. Whether a version said the same as the one before is noted, because commitments no longer tell.
 */
export function sealEarlier(
  context: WriteContext,
  sealer: Sealer,
  definition: RegisterDefinition,
  row: Pick<TableRow, 'rid' | 'id'>,
  { keys, level }: { keys: readonly string[]; level: string | null },
): void {
  if (keys.length === 0) return;
  const wanted = new Set(keys);
  let texts: FieldValues = {};
  rewriteRevisions(context.session.db, row.rid, ({ version, values, kept, take }) => {
    const before = texts;
    texts = values;
    let isSealed = false;
    take(wanted, ({ key, value, salt, commitment }) => {
      isSealed = true;
      // A value without a salt was never committed to: check says so of this revision.
      if (typeof value !== 'string' || salt === undefined || commitment === undefined) return;
      const place = { definition, id: row.id, version };
      insertBox(context, { rid: row.rid, version }, composeBox(sealer, place, { field: key, value, salt, level }));
      kept[key] = { version, commitment, ...(before[key] === value ? { unchanged: true } : {}) };
    });
    return isSealed;
  });
}
