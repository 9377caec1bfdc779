// Takes values out of a record for good: live row, every revision, search, boxes, files. The commitments stay, so every proof
// still holds; the salts go, so that no value can be found again by trying. The journal is not touched.
import { rmSync } from 'node:fs';
import { canBeSealed, type RegisterDefinition, valueKeysOf } from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import { sealedPath } from '../attachments/sealed-files.ts';
import { valuesOfRow } from '../record-values.ts';
import { reasonKey } from '../revision.ts';
import { indexRecord } from '../search-index.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { rewriteRevisions } from '../take-out.ts';
import type { WriteContext } from '../write-context.ts';

/** Which values of a record go. */
export interface ErasedValues {
  /** Keys of values, companion ids of people included; `@reason` for what was given as reasons. */
  keys: ReadonlySet<string>;
  /** Only where this value stands beside them: of several people who were responsible one goes. */
  where: { key: string; value: string } | null;
}

/** All keys a record of this register can have a value under. */
export function allKeys(definition: RegisterDefinition): Set<string> {
  return new Set([...definition.fields.flatMap(valueKeysOf), reasonKey]);
}

/** Erases from every revision of a row; returns how many were changed. */
function eraseFromRevisions(context: WriteContext, row: TableRow, { keys, where }: ErasedValues): number {
  return rewriteRevisions(
    context.session.db,
    row.rid,
    ({ values, kept, take }) => {
      if (where !== null && values[where.key] !== where.value) return false;
      let isChanged = false;
      const forget = (key: string, commitment: string | undefined) => {
        isChanged = true;
        if (commitment !== undefined) kept[key] = { version: 0, commitment, erased: true };
      };
      for (const [key, place] of Object.entries(kept))
        if (keys.has(key) && place.erased !== true) forget(key, place.commitment);
      take(keys, ({ key, commitment }) => forget(key, commitment));
      return isChanged;
    },
    keys.has(reasonKey),
  );
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
