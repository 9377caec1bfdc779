// What a revision keeps in place of values that do not stand in it: commitments of what is sealed or was erased. Opens nothing.

/** A value that does not stand in its revision. */
export interface KeptValue {
  /** The version its box was made at; 0 where it was erased. */
  version: number;
  commitment: string;
  erased?: true;
  /** Sealed with a grade that rose: the same text as in the version before, though its salt and commitment differ. */
  unchanged?: true;
}

/** By field. */
export type KeptValues = Record<string, KeptValue>;

/** At which version a field was sealed, or null where it is empty, open or was erased. */
export function sealedVersion(kept: KeptValues, field: string): number | null {
  const place = kept[field];
  return place === undefined || place.erased === true ? null : place.version;
}

/** What a next revision keeps of an earlier one: boxes, not the commitments of what was erased. */
export function carriedOn(kept: KeptValues): KeptValues {
  return Object.fromEntries(
    Object.entries(kept).flatMap(([field, { version, commitment, erased }]) =>
      erased === true ? [] : [[field, { version, commitment }]],
    ),
  );
}
