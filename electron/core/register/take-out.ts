// Takes values out of a stored revision so that its commitments still hold: the salt of the class goes, because the salts of
// what was taken could be derived from it; those of the values that stay are kept one by one. What becomes of it the caller says.
import type { FieldValue, FieldValues } from '../../../shared/registers/definition.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { type ClassSalts, saltsOfClass, storedCommitments } from '../format/commitment.ts';
import type { KeptValues } from './kept-values.ts';

interface TakenOut {
  /** What stays of the class, as JSON. */
  values: string;
  /** Salt of each value that stays, base64, as JSON. */
  salts: string;
  taken: { key: string; value: FieldValue; salt: Buffer | undefined; commitment: string | undefined }[];
}

/** One class of a revision without these values; null where it has none of them. */
function takeOut(values: FieldValues, salts: ClassSalts, keys: ReadonlySet<string>): TakenOut | null {
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

type Taken = TakenOut['taken'][number];

/** A revision out of which values are taken. */
export interface OpenedRevision {
  version: number;
  /** Open and personal values as they stood. */
  values: FieldValues;
  /** To be changed: what the revision keeps afterwards. */
  kept: KeptValues;
  /** Takes these values out; each is handed over with its salt and commitment, where it has them. */
  take(keys: ReadonlySet<string>, onTaken: (taken: Taken) => void): void;
}

interface StoredRevision {
  seq: number;
  version: number;
  open_values: string;
  open_salt: Buffer | null;
  open_salts: string | null;
  personal_values: string;
  personal_salt: Buffer | null;
  personal_salts: string | null;
  kept: string;
}

/**
 * Opens every revision of a record, earliest first, and writes those back of which `rewrite` says so; `dropReasons` empties the
 * reason of what is written. Returns how many were written. Events are not touched.
 */
export function rewriteRevisions(
  db: Db,
  record: number,
  rewrite: (revision: OpenedRevision) => boolean,
  dropReasons = false,
): number {
  const revisions = prepared(
    db,
    `SELECT seq, version, open_values, open_salt, open_salts, personal_values, personal_salt, personal_salts, kept
     FROM revision WHERE record = ? ORDER BY version`,
  ).all(record) as StoredRevision[];
  const update = prepared(
    db,
    `UPDATE revision SET open_values = ?, open_salt = ?, open_salts = ?, personal_values = ?, personal_salt = ?, personal_salts = ?, kept = ?,
       reason = CASE WHEN ? THEN NULL ELSE reason END WHERE seq = ?`,
  );
  let written = 0;
  for (const stored of revisions) {
    const open = JSON.parse(stored.open_values) as FieldValues;
    const personal = JSON.parse(stored.personal_values) as FieldValues;
    const kept = JSON.parse(stored.kept) as KeptValues;
    const out: { open: TakenOut | null; personal: TakenOut | null } = { open: null, personal: null };
    const take: OpenedRevision['take'] = (keys, onTaken) => {
      out.open = takeOut(open, { classSalt: stored.open_salt, ownSalts: stored.open_salts }, keys);
      out.personal = takeOut(personal, { classSalt: stored.personal_salt, ownSalts: stored.personal_salts }, keys);
      for (const taken of [...(out.open?.taken ?? []), ...(out.personal?.taken ?? [])]) onTaken(taken);
    };
    if (!rewrite({ version: stored.version, values: { ...open, ...personal }, kept, take })) continue;
    update.run(
      out.open?.values ?? stored.open_values,
      out.open === null ? stored.open_salt : null,
      out.open === null ? stored.open_salts : out.open.salts,
      out.personal?.values ?? stored.personal_values,
      out.personal === null ? stored.personal_salt : null,
      out.personal === null ? stored.personal_salts : out.personal.salts,
      JSON.stringify(kept),
      Number(dropReasons),
      stored.seq,
    );
    written += 1;
  }
  return written;
}
