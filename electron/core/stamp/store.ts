// The rows of time stamps: requests, tokens, chosen certificates. Reads and writes rows and judges nothing; every writer
// is inside the caller's transaction, which appends the event.
import type { TokenVerdict } from '../../../shared/evidence/time-stamp.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';

export type SubjectKind = 'checkpoint' | 'attachment' | 'bundle';

export interface RequestRow {
  rid: number;
  id: string;
  kind: SubjectKind;
  /** Size of the journal, attachment id or bundle id. */
  subject: string;
  note: string | null;
  name: string | null;
  imprint: Buffer;
  nonce: Buffer;
  request: Buffer;
  requestedAtMs: number;
  requestedBy: string;
}

export interface TokenRow {
  rid: number;
  id: string;
  request: number;
  token: Buffer;
  sha256: string;
  genTimeMs: number;
  serial: string;
  policy: string;
  authority: string;
  trusted: number;
  certificate: number | null;
  problem: string | null;
  importedAtMs: number;
  importedBy: string;
}

export interface AuthorityRow {
  rid: number;
  id: string;
  name: string;
  sha256: string;
  certificate: Buffer;
  validFromMs: number;
  validUntilMs: number;
  chosenAtMs: number;
  withdrawnAtMs: number | null;
}

const requestColumns = `SELECT r.rid, r.id, r.kind, r.subject, r.note, coalesce(r.name, a.name) AS name, r.imprint, r.nonce, r.request, r.requested_at AS requestedAtMs, u.login AS requestedBy
  FROM stamp_request r JOIN user u ON u.rid = r.requested_by LEFT JOIN attachment a ON r.kind = 'attachment' AND a.id = r.subject`;
const tokenColumns = `SELECT t.rid, t.id, t.request, t.token, t.sha256, t.gen_time AS genTimeMs, t.serial, t.policy, t.authority, t.trusted, t.certificate, t.problem, t.imported_at AS importedAtMs, u.login AS importedBy
  FROM stamp_token t JOIN user u ON u.rid = t.imported_by`;
const authorityColumns = `SELECT rid, id, name, sha256, certificate, valid_from AS validFromMs, valid_until AS validUntilMs, chosen_at AS chosenAtMs, withdrawn_at AS withdrawnAtMs
  FROM stamp_authority`;

/** All requests, latest first. */
export function allRequests(db: Db): RequestRow[] {
  return prepared(db, [requestColumns, 'ORDER BY r.rid DESC'].join(' ')).all() as RequestRow[];
}

/** The request with this id, or undefined. */
export function requestById(db: Db, id: string): RequestRow | undefined {
  return prepared(db, [requestColumns, 'WHERE r.id = ?'].join(' ')).get(id) as RequestRow | undefined;
}

/** Requests over an imprint, latest first. */
export function requestsOfImprint(db: Db, imprint: Uint8Array): RequestRow[] {
  return prepared(db, [requestColumns, 'WHERE r.imprint = ? ORDER BY r.rid DESC'].join(' ')).all(
    imprint,
  ) as RequestRow[];
}

/** Writes a request; returns its row number. */
export function insertRequest(db: Db, row: Omit<RequestRow, 'rid' | 'requestedBy'> & { requestedBy: number }): number {
  return Number(
    prepared(
      db,
      'INSERT INTO stamp_request (id, kind, subject, note, name, imprint, nonce, request, requested_at, requested_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      row.id,
      row.kind,
      row.subject,
      row.note,
      row.name,
      row.imprint,
      row.nonce,
      row.request,
      row.requestedAtMs,
      row.requestedBy,
    ).lastInsertRowid,
  );
}

/** All tokens, latest first. */
export function allTokens(db: Db): TokenRow[] {
  return prepared(db, [tokenColumns, 'ORDER BY t.rid DESC'].join(' ')).all() as TokenRow[];
}

/** Whether these bytes, or the same token in another wrapping, are here already. */
export function hasToken(
  db: Db,
  token: { sha256: string; request: number; genTimeMs: number; serial: string },
): boolean {
  return (
    prepared(db, 'SELECT 1 FROM stamp_token WHERE sha256 = ? OR (request = ? AND gen_time = ? AND serial = ?)').get(
      token.sha256,
      token.request,
      token.genTimeMs,
      token.serial,
    ) !== undefined
  );
}

/** Writes a token. */
export function insertToken(db: Db, row: Omit<TokenRow, 'rid' | 'importedBy'> & { importedBy: number }): void {
  prepared(
    db,
    'INSERT INTO stamp_token (id, request, token, sha256, gen_time, serial, policy, authority, trusted, certificate, problem, imported_at, imported_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    row.id,
    row.request,
    row.token,
    row.sha256,
    row.genTimeMs,
    row.serial,
    row.policy,
    row.authority,
    row.trusted,
    row.certificate,
    row.problem,
    row.importedAtMs,
    row.importedBy,
  );
}

/** Notes how a token was judged by the certificates chosen now. */
export function updateJudgement(
  db: Db,
  rid: number,
  verdict: Pick<TokenVerdict, 'trusted' | 'problem'> & { certificate: number | null },
): void {
  prepared(db, 'UPDATE stamp_token SET trusted = ?, certificate = ?, problem = ? WHERE rid = ?').run(
    verdict.trusted ? 1 : 0,
    verdict.certificate,
    verdict.problem,
    rid,
  );
}

/** Every certificate ever chosen, in the order they were. */
export function allAuthorities(db: Db): AuthorityRow[] {
  return prepared(db, [authorityColumns, 'ORDER BY rid'].join(' ')).all() as AuthorityRow[];
}

/** The certificates that count now. */
export function chosenAuthorities(db: Db): AuthorityRow[] {
  return allAuthorities(db).filter(({ withdrawnAtMs }) => withdrawnAtMs === null);
}

/** Writes a certificate, or takes one back that had been withdrawn. */
export function insertAuthority(db: Db, row: Omit<AuthorityRow, 'rid' | 'withdrawnAtMs'> & { chosenBy: number }): void {
  prepared(
    db,
    `INSERT INTO stamp_authority (id, name, sha256, certificate, valid_from, valid_until, chosen_at, chosen_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET withdrawn_at = NULL, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by`,
  ).run(row.id, row.name, row.sha256, row.certificate, row.validFromMs, row.validUntilMs, row.chosenAtMs, row.chosenBy);
}

/** Marks a certificate as no longer counting. */
export function withdrawAuthorityRow(db: Db, rid: number, atMs: number): void {
  prepared(db, 'UPDATE stamp_authority SET withdrawn_at = ? WHERE rid = ?').run(atMs, rid);
}
