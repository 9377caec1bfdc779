// Compares live rows with the last revisions of their records, and the counts of registers with both. Looks at no event.
import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import type { Db } from '../db/handle.ts';
import type { KeptValues } from '../register/kept-values.ts';
import { storedColumn } from '../register/record-values.ts';
import { statementsFor, type ValueColumn } from '../register/statements.ts';
import type { VaultSession } from '../vault/session.ts';
import type { RevisionProblem } from './verify-revisions.ts';

/** The values of a stored revision. */
export interface RevisionValues {
  open: FieldValues;
  personal: FieldValues;
  kept: KeptValues;
}

const nothingKept: KeptValues = {};

/** What a revision keeps of sealed and erased values, from its text. Most records keep nothing. */
export function keptOf(text: string): KeptValues {
  return text === '{}' ? nothingKept : (JSON.parse(text) as KeptValues);
}

/** A live row, as a list. */
export type LiveRow = [
  id: string,
  status: string,
  isVoid: number,
  version: number,
  number: string | null,
  late: number,
  ...values: (string | number | null)[],
];

/** Where the values begin in a live row. */
const valuesFrom = 6;

/** A lookup of the live row of a record; null where there is none. */
export function liveLookup(db: Db): (definition: RegisterDefinition, rid: number) => LiveRow | null {
  const statements = new Map<RegisterDefinition, ReturnType<typeof db.prepare>>();
  return (definition, rid) => {
    let statement = statements.get(definition);
    if (!statement) {
      const { values } = statementsFor(db, definition);
      statement = db
        .prepare(
          `SELECT id, status, void, version, number, late${values.map(({ column }) => `, ${column}`).join('')} FROM ${definition.table} WHERE rid = ?`,
        )
        .raw();
      statements.set(definition, statement);
    }
    return (statement.get(rid) as LiveRow | undefined) ?? null;
  };
}

/** Whether a live row holds the values of a revision. */
export function holdsValues(
  columns: readonly ValueColumn[],
  live: LiveRow,
  { open, personal, kept }: RevisionValues,
): boolean {
  for (const [index, column] of columns.entries()) {
    const values = column.field.class === 'personal' ? personal : open;
    if (live[valuesFrom + index] !== storedColumn(column, values, kept)) return false;
  }
  return true;
}

/** The sealed fields of a record whose boxes are gone. */
export function missingBoxes(db: Db): (rid: number, kept: KeptValues) => string[] {
  const box = db.prepare('SELECT 1 FROM sealed_value WHERE record = ? AND field = ? AND version = ?');
  return (rid, kept) => {
    if (kept === nothingKept) return [];
    return Object.entries(kept).flatMap(([field, { version, erased }]) =>
      erased !== true && !box.get(rid, field, version) ? [field] : [],
    );
  };
}

/** How many live records of a register are in each state; the state is `stateOf` a row. */
export type StateCounts = ReadonlyMap<string, number>;

/** Status and voidness as one word. */
export function stateOf(status: string, isVoid: number): string {
  return `${status}/${isVoid}`;
}

/** Whether the stored counts of a register are these. */
export function areCounted(db: Db, definition: RegisterDefinition, counts: StateCounts): boolean {
  const stored = db
    .prepare('SELECT status, void, records FROM register_count WHERE register = ? AND records <> 0')
    .raw()
    .all(definition.key) as [string, number, number][];
  return (
    stored.length === counts.size &&
    stored.every(([status, isVoid, records]) => counts.get(stateOf(status, isVoid)) === records)
  );
}

type ComparedRow = [
  rid: number,
  lastVersion: number | null,
  lastStatus: string,
  lastVoid: number,
  lastNumber: string | null,
  lastOpen: string,
  lastPersonal: string,
  lastKept: string,
  everLate: number,
  ...live: LiveRow,
];

/** Where the live row begins in a compared one. */
const liveFrom = 9;

/** Checks every live row against the last revision of its record. */
export function* verifyRows(session: VaultSession): Generator<RevisionProblem, void> {
  const { db, registry } = session;
  const missing = missingBoxes(db);
  for (const definition of registry.all) {
    const { values: columns } = statementsFor(db, definition);
    const counts = new Map<string, number>();
    // One statement over rows and their last revisions, its rows as lists; the lookups inside use others.
    const rows = db
      .prepare(
        `SELECT t.rid, r.version, r.status, r.void, r.number, r.open_values, r.personal_values, r.kept,
           -- A first revision is all there is: the others need not be looked up.
           CASE r.version WHEN 1 THEN r.late ELSE (SELECT max(x.late) FROM revision x WHERE x.record = t.rid) END,
           t.id, t.status, t.void, t.version, t.number, t.late${columns.map(({ column }) => `, t.${column}`).join('')}
         FROM ${definition.table} t
         LEFT JOIN revision r ON r.record = t.rid AND r.version = (SELECT max(x.version) FROM revision x WHERE x.record = t.rid)`,
      )
      .raw()
      .iterate() as IterableIterator<ComparedRow>;
    for (const row of rows) {
      const [rid, lastVersion, lastStatus, lastVoid, lastNumber, lastOpen, lastPersonal, lastKept, everLate] = row;
      const live = row.slice(liveFrom) as LiveRow;
      const [id, status, isVoid, version, number, late] = live;
      const state = stateOf(status, isVoid);
      counts.set(state, (counts.get(state) ?? 0) + 1);
      const params = { register: definition.key, number: number ?? id, version };
      if (lastVersion === null) {
        yield { code: 'record_without_revision', params };
        continue;
      }
      const values: RevisionValues = {
        open: JSON.parse(lastOpen) as FieldValues,
        personal: JSON.parse(lastPersonal) as FieldValues,
        kept: keptOf(lastKept),
      };
      const isSame =
        holdsValues(columns, live, values) &&
        everLate === late &&
        lastVersion === version &&
        lastStatus === status &&
        lastVoid === isVoid &&
        lastNumber === number;
      if (!isSame) yield { code: 'record_differs', params };
      for (const field of missing(rid, values.kept)) yield { code: 'sealed_missing', params: { ...params, field } };
    }
    if (!areCounted(db, definition, counts)) yield { code: 'count_differs', params: { register: definition.key } };
  }
}
