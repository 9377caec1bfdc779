// Salted commitments to field values and the digest of a revision that the journal keeps (docs/formats/revision.md).
import type { Canonical } from '../../../shared/evidence/canonical-json.ts';
import { commitmentOf, revisionDigestOf } from '../../../shared/evidence/commitment.ts';
import type { FieldValue, FieldValues } from '../../../shared/registers/definition.ts';
import { hashHex, sha512 } from './hash-parts.ts';

const saltTag = Buffer.from('midian/field-salt/1\0');
export const saltBytes = 16;

const saltInput = Buffer.concat([saltTag, Buffer.alloc(saltBytes + 1)]);

/** Tag, class salt and a byte for the block; the buffer is used anew each time, as joining takes as long as hashing. */
function saltInputFor(classSalt: Buffer): Buffer {
  // What stands in a damaged vault may have any length.
  if (classSalt.length !== saltBytes) return Buffer.concat([saltTag, classSalt, Buffer.alloc(1)]);
  saltInput.set(classSalt, saltTag.length);
  return saltInput;
}

/**
 * The salt of the n-th field of a class, derived from the class's one random salt, so that revealing one field's salt
 * says nothing of the others: block i = SHA-512(tag ‖ class salt ‖ i), four 16-byte salts a block.
 */
export function fieldSalts(classSalt: Buffer, count: number): Buffer[] {
  const salts: Buffer[] = [];
  const input = saltInputFor(classSalt);
  for (let block = 0; salts.length < count; block += 1) {
    input[input.length - 1] = block;
    const bytes = sha512(input);
    for (let part = 0; part < 4 && salts.length < count; part += 1)
      salts.push(bytes.subarray(part * saltBytes, (part + 1) * saltBytes));
  }
  return salts;
}

/** SHA-256(tag ‖ field ‖ 0 ‖ salt ‖ canonical value), as lower-case hex. */
export function commitment(field: string, salt: Uint8Array, value: FieldValue): string {
  return commitmentOf(hashHex, field, salt, value);
}

/** The filled fields of a class in the order their salts are dealt out: by code unit. */
function filledKeys(values: FieldValues): string[] {
  const keys: string[] = [];
  for (const key in values) if (values[key] !== null) keys.push(key);
  return keys.sort();
}

/** Commitments to the filled values of one class; fields are taken in code-unit order, empty ones have none. */
export function classCommitments(values: FieldValues, classSalt: Buffer): Record<string, string> {
  const keys = filledKeys(values);
  const salts = fieldSalts(classSalt, keys.length);
  const result: Record<string, string> = {};
  keys.forEach((key, index) => {
    result[key] = commitment(key, salts[index] as Buffer, values[key] as FieldValue);
  });
  return result;
}

/** What the values of one class of a stored revision are salted with. */
export interface ClassSalts {
  /** The one salt all others are derived from; null in a class without values, and once a value of it was erased. */
  classSalt: Buffer | null;
  /** After an erasure: the salt of each value that stays, as JSON of base64. */
  ownSalts: string | null;
}

/** The salt of each filled value of a class. */
export function saltsOfClass(values: FieldValues, { classSalt, ownSalts }: ClassSalts): Record<string, Buffer> {
  if (ownSalts !== null) {
    const own = JSON.parse(ownSalts) as Record<string, string>;
    return Object.fromEntries(Object.entries(own).map(([key, salt]) => [key, Buffer.from(salt, 'base64')]));
  }
  if (classSalt === null) return {};
  const keys = filledKeys(values);
  const salts = fieldSalts(classSalt, keys.length);
  return Object.fromEntries(keys.map((key, index) => [key, salts[index] as Buffer]));
}

/** Commitments to the values of one class of a stored revision, an erasure before or not. A value without a salt has none. */
export function storedCommitments(values: FieldValues, salts: ClassSalts): Record<string, string> {
  if (salts.ownSalts === null) return salts.classSalt === null ? {} : classCommitments(values, salts.classSalt);
  const own = saltsOfClass(values, salts);
  return Object.fromEntries(
    filledKeys(values).flatMap((key) =>
      own[key] === undefined ? [] : [[key, commitment(key, own[key], values[key] as FieldValue)]],
    ),
  );
}

/** What a revision's event vouches for: the record's head and all its commitments, hashed as one (lower-case hex). */
export function revisionDigest(head: Canonical, commitments: Record<string, string>): string {
  return revisionDigestOf(hashHex, head, commitments);
}
