// Makes the boxes of sealed values, before anything is stored. Asks no database and opens nothing.
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';
import { commitment, saltBytes } from '../format/commitment.ts';
import { randomSlice } from '../format/random.ts';
import { sealBox } from '../format/sealed-box.ts';
import type { KeptValues } from './revision.ts';

/** What sealing needs of the vault and of the transaction. */
export interface Sealer {
  format: string;
  vaultId: string;
  /** The transaction's data key for a grade, and its compartment. */
  dataKey(level: string | null): { key: Buffer; compartment: string };
}

/** A box that is not stored yet. */
export interface ComposedBox {
  field: string;
  /** The grade whose data key it lies under. */
  level: string | null;
  box: Buffer;
}

interface SealedRecord {
  definition: RegisterDefinition;
  id: string;
  version: number;
}

/** Where a box belongs: it opens nowhere else. */
export function placeOf(
  { format, vaultId }: Pick<Sealer, 'format' | 'vaultId'>,
  { definition, id, version }: SealedRecord,
  field: string,
  compartment: string,
) {
  return { format, vault: vaultId, register: definition.key, record: id, field, version, compartment };
}

/** The box of one value with its salt, at the record's version. */
export function composeBox(
  sealer: Sealer,
  record: SealedRecord,
  { field, value, salt, level }: { field: string; value: string; salt: Buffer; level: string | null },
): ComposedBox {
  const { key, compartment } = sealer.dataKey(level);
  const plain = Buffer.from(canonicalJson({ salt: salt.toString('base64'), value }));
  return { field, level, box: sealBox(key, plain, placeOf(sealer, record, field, compartment)) };
}

/** Boxes of the sealed fields that are given, each with a fresh salt, and what the revision keeps of them. */
export function composeBoxes(
  sealer: Sealer,
  record: SealedRecord,
  values: FieldValues,
): { boxes: ComposedBox[]; kept: KeptValues } {
  const boxes: ComposedBox[] = [];
  const kept: KeptValues = {};
  const level = typeof values.level === 'string' ? values.level : null;
  for (const { key, class: fieldClass } of record.definition.fields) {
    const value = values[key];
    if (fieldClass !== 'sealed' || typeof value !== 'string' || value === '') continue;
    const salt = randomSlice(saltBytes);
    boxes.push(composeBox(sealer, record, { field: key, value, salt, level }));
    kept[key] = { version: record.version, commitment: commitment(key, salt, value) };
  }
  return { boxes, kept };
}
