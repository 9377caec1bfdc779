// Takes values out of a stored revision so that its commitments still hold: the salt of the class goes, because the salts of
// what was taken could be derived from it; those of the values that stay are kept one by one. Writes nothing.
import type { FieldValue, FieldValues } from '../../../shared/registers/definition.ts';
import { type ClassSalts, saltsOfClass, storedCommitments } from '../format/commitment.ts';

export interface TakenOut {
  /** What stays of the class, as JSON. */
  values: string;
  /** Salt of each value that stays, base64, as JSON. */
  salts: string;
  taken: { key: string; value: FieldValue; salt: Buffer | undefined; commitment: string | undefined }[];
}

/** One class of a revision without these values; null where it has none of them. */
export function takeOut(values: FieldValues, salts: ClassSalts, keys: ReadonlySet<string>): TakenOut | null {
  const gone = Object.keys(values).filter((key) => keys.has(key) && values[key] !== null);
  if (gone.length === 0) return null;
  const commitments = storedCommitments(values, salts);
  const own = saltsOfClass(values, salts);
  const stay = Object.entries(values).filter(([key]) => !gone.includes(key));
  return {
    values: JSON.stringify(Object.fromEntries(stay)),
    salts: JSON.stringify(
      Object.fromEntries(stay.flatMap(([key]) => (own[key] ? [[key, own[key].toString('base64')]] : []))),
    ),
    taken: gone.map((key) => ({
      key,
      value: values[key] as FieldValue,
      salt: own[key],
      commitment: commitments[key],
    })),
  };
}
