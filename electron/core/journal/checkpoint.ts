// Signs the journal's head with the user's certified key and keeps the note.
import type { KeyObject } from 'node:crypto';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { signCheckpoint } from '../format/signed-note.ts';
import { headOf } from './append.ts';

export interface Signer {
  origin: string;
  userRid: number;
  login: string;
  signKey: KeyObject;
  atMs: number;
}

/** Signs the present head, unless this user has signed it already; returns the note. */
export function signHead(db: Db, signer: Signer): string {
  const { size, root } = headOf(db);
  const known = prepared(db, 'SELECT note FROM checkpoint WHERE size = ? AND user = ?').get(size, signer.userRid) as
    | { note: string }
    | undefined;
  if (known) return known.note;
  const note = signCheckpoint({ origin: signer.origin, size, root }, signer.login, signer.signKey);
  prepared(db, 'INSERT INTO checkpoint (size, at, user, note) VALUES (?, ?, ?, ?)').run(
    size,
    signer.atMs,
    signer.userRid,
    note,
  );
  return note;
}
