// Tokens with what they are over, as a bundle takes them along. Reads rows, decides nothing.
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import type { SubjectKind } from './store.ts';

export interface StampedToken {
  id: string;
  token: Buffer;
  kind: SubjectKind;
  subject: string;
  note: string | null;
  imprint: Buffer;
  requestedAtMs: number;
}

/** All tokens in the order they were imported. */
export function stampedTokens(db: Db): StampedToken[] {
  return prepared(
    db,
    `SELECT t.id, t.token, r.kind, r.subject, r.note, r.imprint, r.requested_at AS requestedAtMs
     FROM stamp_token t JOIN stamp_request r ON r.rid = t.request ORDER BY t.rid`,
  ).all() as StampedToken[];
}
