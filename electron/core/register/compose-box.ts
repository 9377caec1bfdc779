// Makes the boxes of sealed values, before anything is stored. Asks no database and opens nothing.
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import type { GradingScheme } from '../../../shared/levels.ts';
import {
  type FieldDefinition,
  type FieldValues,
  type RegisterDefinition,
  sealedFrom,
} from '../../../shared/registers/definition.ts';
import { commitment, saltBytes } from '../format/commitment.ts';
import { randomSlice } from '../format/random.ts';
import { sealBox } from '../format/sealed-box.ts';
import type { KeptValues } from './kept-values.ts';

/** What sealing needs of the vault and of the transaction. */
export interface Sealer {
  format: string;
  vaultId: string;
  scheme: GradingScheme;
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

/** The grade of a record, by its values. */
export function levelOf(values: FieldValues): string | null {
  return typeof values.level === 'string' ? values.level : null;
}

/**
 * Whether a field of a record of this grade is sealed. Of fields sealed from a rank up those of an ungraded record are open,
 * those of a record whose grade the scheme does not know are sealed.
 */
export function isSealedAt(field: FieldDefinition, level: string | null, scheme: GradingScheme): boolean {
  if (field.class === 'sealed') return true;
  const from = sealedFrom(field);
  if (from === null || level === null) return false;
  const rank = scheme.grades.find(({ code }) => code === level)?.rank;
  return rank === undefined || rank >= from;
}

/**
 * Boxes of the sealed fields that are given, each with a fresh salt, what the revision keeps of them, and the values that stay
 * in the open.
 */
export function composeBoxes(
  sealer: Sealer,
  record: SealedRecord,
  values: FieldValues,
): { boxes: ComposedBox[]; kept: KeptValues; open: FieldValues } {
  const boxes: ComposedBox[] = [];
  const kept: KeptValues = {};
  let open = values;
  const level = levelOf(values);
  for (const field of record.definition.fields) {
    const { key } = field;
    if (!isSealedAt(field, level, sealer.scheme)) continue;
    const value = values[key];
    if (value === undefined) continue;
    if (open === values) open = { ...values };
    delete open[key];
    if (typeof value !== 'string' || value === '') continue;
    const salt = randomSlice(saltBytes);
    boxes.push(composeBox(sealer, record, { field: key, value, salt, level }));
    kept[key] = { version: record.version, commitment: commitment(key, salt, value) };
  }
  return { boxes, kept, open };
}
