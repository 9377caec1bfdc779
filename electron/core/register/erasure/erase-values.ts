// Takes values out of a record for good: live row, every revision, search, boxes, files. The commitments stay, so every proof
// still holds; the salts go, so that no value can be found again by trying. The journal is not touched.
import { rmSync } from 'node:fs';
import {
  canBeSealed,
  type FieldValues,
  type RegisterDefinition,
  valueKeysOf,
} from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import type { ClassSalts } from '../../format/commitment.ts';
import { sealedPath } from '../attachments/sealed-files.ts';
import type { KeptValues } from '../kept-values.ts';
import { valuesOfRow } from '../record-values.ts';
import { reasonKey } from '../revision.ts';
import { indexRecord } from '../search-index.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { takeOut } from '../take-out.ts';
import type { WriteContext } from '../write-context.ts';

/** Which values of a record go. */
export interface ErasedValues {
  /** Keys of values, companion ids of people included; `@reason` for what was given as reasons. */
  keys: ReadonlySet<string>;
  /** Only where this value stands beside them: of several people who were responsible one goes. */
  where: { key: string; value: string } | null;
}

interface RevisionRow {
  seq: number;
  open_values: string;
  open_salt: Buffer | null;
  open_salts: string | null;
  personal_values: string;
  personal_salt: Buffer | null;
  personal_salts: string | null;
  kept: string;
}

/** All keys a record of this register can have a value under. */
export function allKeys(definition: RegisterDefinition): Set<string> {
  return new Set([...definition.fields.flatMap(valueKeysOf), reasonKey]);
}

/** One class of a revision without the erased values; what was committed to them goes to `kept`. */
function withoutValues(values: FieldValues, salts: ClassSalts, keys: ReadonlySet<string>, kept: KeptValues) {
  const out = takeOut(values, salts, keys);
  for (const { key, commitment } of out?.taken ?? [])
    if (commitment !== undefined) kept[key] = { version: 0, commitment, erased: true };
  return out;
}

/** Erases from every revision of a row; returns how many were changed. */
function eraseFromRevisions(context: WriteContext, row: TableRow, erased: ErasedValues): number {
  const { db } = context.session;
  const { keys, where } = erased;
  const revisions = prepared(
    db,
    'SELECT seq, open_values, open_salt, open_salts, personal_values, personal_salt, personal_salts, kept FROM revision WHERE record = ?',
  ).all(row.rid) as RevisionRow[];
  const update = prepared(
    db,
    `UPDATE revision SET open_values = ?, open_salt = ?, open_salts = ?, personal_values = ?, personal_salt = ?, personal_salts = ?, kept = ?,
       reason = CASE WHEN ? THEN NULL ELSE reason END WHERE seq = ?`,
  );
  let changed = 0;
  for (const revision of revisions) {
    const open = JSON.parse(revision.open_values) as FieldValues;
    const personal = JSON.parse(revision.personal_values) as FieldValues;
    if (where !== null && { ...open, ...personal }[where.key] !== where.value) continue;
    const kept = JSON.parse(revision.kept) as KeptValues;
    let isChanged = false;
    for (const [key, place] of Object.entries(kept))
      if (keys.has(key) && place.erased !== true) {
        kept[key] = { version: 0, commitment: place.commitment, erased: true };
        isChanged = true;
      }
    const openLeft = withoutValues(open, { classSalt: revision.open_salt, ownSalts: revision.open_salts }, keys, kept);
    const personalLeft = withoutValues(
      personal,
      { classSalt: revision.personal_salt, ownSalts: revision.personal_salts },
      keys,
      kept,
    );
    if (!isChanged && openLeft === null && personalLeft === null) continue;
    update.run(
      openLeft?.values ?? revision.open_values,
      openLeft === null ? revision.open_salt : null,
      openLeft === null ? revision.open_salts : openLeft.salts,
      personalLeft?.values ?? revision.personal_values,
      personalLeft === null ? revision.personal_salt : null,
      personalLeft === null ? revision.personal_salts : personalLeft.salts,
      JSON.stringify(kept),
      Number(keys.has(reasonKey)),
      revision.seq,
    );
    changed += 1;
  }
  return changed;
}

/** Erases values of one record everywhere in the database; returns how many revisions lost something. */
export function eraseValues(
  context: WriteContext,
  definition: RegisterDefinition,
  row: TableRow,
  erased: ErasedValues,
): number {
  const { session } = context;
  const { db } = session;
  const statements = statementsFor(db, definition);
  const changed = eraseFromRevisions(context, row, erased);
  const live = valuesOfRow(row, statements.values);
  if (erased.where === null || live[erased.where.key] === erased.where.value) {
    const gone = statements.values.filter(({ key }) => erased.keys.has(key)).map(({ column }) => column);
    const sorts = statements.sorts.filter(({ field }) => erased.keys.has(field.key)).map(({ column }) => column);
    const voidReason = erased.keys.has(reasonKey) ? ['void_reason'] : [];
    const columns = [...gone, ...sorts, ...voidReason];
    if (columns.length > 0)
      prepared(
        db,
        `UPDATE ${definition.table} SET ${columns.map((column) => `${column} = NULL`).join(', ')} WHERE rid = ?`,
      ).run(row.rid);
    const left = Object.fromEntries(Object.entries(live).filter(([key]) => !erased.keys.has(key)));
    indexRecord(context, definition, row, left);
  }
  for (const { key } of definition.fields.filter((field) => canBeSealed(field) && erased.keys.has(field.key)))
    prepared(db, 'DELETE FROM sealed_value WHERE record = ? AND field = ?').run(row.rid, key);
  // What a form held back may hold what goes.
  prepared(db, 'DELETE FROM draft WHERE record = ?').run(row.id);
  context.touched.add(definition.key);
  return changed;
}

/** Takes an attachment out with its file and the key that opened it; returns the path of the file to remove after the commit. */
export function eraseAttachment(context: WriteContext, row: TableRow): string | null {
  const { session } = context;
  const definition = session.registry.byKey('attachment');
  const keys = allKeys(definition);
  // Whose it was stays: the entry is still found under its record.
  keys.delete('ownerRegister');
  keys.delete('ownerId');
  eraseValues(context, definition, row, { keys, where: null });
  if (typeof row.data_key_id === 'string')
    prepared(session.db, 'DELETE FROM data_key WHERE id = ?').run(row.data_key_id);
  return typeof row.file_id === 'string' ? sealedPath(session.folder, row.file_id) : null;
}

/** Removes files whose entries were erased. A file that cannot be removed now is an orphan and is swept at the next opening. */
export function removeFiles(paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { force: true });
}
