// Takes tokens in: finds the request a token answers, judges it, keeps its bytes. Refuses every other file by reason.
import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { maximumTokenBytes, readToken, type TokenStatement, verifyToken } from '../../../shared/evidence/time-stamp.ts';
import type { TokenProblem } from '../../../shared/evidence/token-problems.ts';
import { uuidv7 } from '../format/uuid.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import { getRow } from '../register/read.ts';
import { writeTransaction } from '../register/write-context.ts';
import type { VaultSession } from '../vault/session.ts';
import { chosenAuthorities, hasToken, insertToken, type RequestRow, requestsOfImprint } from './store.ts';

/** The bytes of a small file the user chose. Throws AppError `file_missing`, `file_unreadable`, `file_too_large`. */
export function readSmallFile(path: string): Uint8Array {
  const name = basename(path);
  try {
    const found = statSync(path);
    if (!found.isFile()) throw new AppError('file_unreadable', { name });
    if (found.size > maximumTokenBytes) throw new AppError('file_too_large', { name, limit: 1 });
    if (found.size === 0) throw new AppError('file_empty', { name });
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw fileError(cause, name);
  }
}

/** A token that does not hold, in the words of an import. */
function refusal(problem: TokenProblem, name: string): AppError {
  if (problem === 'malformed' || problem === 'not_a_token') return new AppError('stamp_damaged', { name });
  if (problem === 'not_granted') return new AppError('stamp_not_granted', { name });
  if (problem === 'nonce_other') return new AppError('stamp_nonce_other', { name });
  if (problem === 'imprint_other' || problem === 'imprint_algorithm') return new AppError('stamp_unasked', { name });
  return new AppError('stamp_invalid', { name, tokenProblem: problem });
}

function requestFor(session: VaultSession, statement: TokenStatement, name: string): RequestRow {
  const requests = requestsOfImprint(session.db, statement.imprint);
  if (requests.length === 0) throw new AppError('stamp_unasked', { name });
  const found = requests.find(({ nonce }) => statement.nonce !== null && nonce.equals(statement.nonce));
  if (!found) throw new AppError('stamp_nonce_other', { name });
  return found;
}

export interface ImportedToken {
  id: string;
  request: string;
  kind: RequestRow['kind'];
  subject: string;
  genTimeMs: number;
  authority: string;
  trusted: boolean;
}

/** The record whose history tells of a stamp: the attachment's owner. */
export function ownerOf(session: VaultSession, request: RequestRow): { register: string; record: string } | null {
  if (request.kind !== 'attachment') return null;
  const row = getRow(session, session.registry.byKey('attachment'), request.subject);
  return { register: String(row.owner_register), record: String(row.owner_id) };
}

/**
 * Imports a token file. Throws AppError `stamp_damaged`, `stamp_not_granted`, `stamp_unasked` (no request over this
 * imprint), `stamp_nonce_other`, `stamp_known`, `stamp_invalid` (with the problem), and what reading the file throws.
 * A token whose issuer is not vouched for is taken in and marked so.
 */
export async function importToken(session: VaultSession, path: string): Promise<ImportedToken> {
  const name = basename(path);
  const bytes = readSmallFile(path);
  const statement = readToken(bytes);
  if ('problem' in statement) throw refusal(statement.problem, name);
  const request = requestFor(session, statement, name);
  const sha256 = hash('sha256', bytes);
  const { genTimeMs, serial, policy } = statement;
  const requireNew = () => {
    if (hasToken(session.db, { sha256, request: request.rid, genTimeMs, serial }))
      throw new AppError('stamp_known', { name });
  };
  requireNew();
  const authorities = chosenAuthorities(session.db);
  const verdict = await verifyToken(
    bytes,
    request.imprint,
    authorities.map(({ certificate }) => certificate),
    { nonce: request.nonce },
  );
  if (!verdict.ok) throw refusal(verdict.problem ?? 'malformed', name);
  const id = uuidv7(session.now());
  const authority = verdict.authority ?? '';
  writeTransaction(session, ({ journal }) => {
    requireNew();
    // Between judging and writing another call may have chosen or withdrawn a certificate.
    const isSame =
      chosenAuthorities(session.db)
        .map(({ rid }) => rid)
        .join() === authorities.map(({ rid }) => rid).join();
    if (!isSame) throw new AppError('busy', { job: '' });
    insertToken(session.db, {
      id,
      request: request.rid,
      token: Buffer.from(bytes),
      sha256,
      genTimeMs,
      serial,
      policy,
      authority,
      trusted: verdict.trusted ? 1 : 0,
      certificate: verdict.chosen === null ? null : (authorities[verdict.chosen]?.rid ?? null),
      problem: verdict.problem,
      importedAtMs: journal.atMs,
      importedBy: session.user.rid,
    });
    journal.append({
      action: 'stamp.imported',
      ...ownerOf(session, request),
      detail: {
        token: id,
        request: request.id,
        kind: request.kind,
        subject: request.subject,
        imprint: request.imprint.toString('hex'),
        sha256,
        genTimeMs,
        serial,
        policy,
        authority,
        trusted: verdict.trusted,
      },
    });
  });
  return {
    id,
    request: request.id,
    kind: request.kind,
    subject: request.subject,
    genTimeMs,
    authority,
    trusted: verdict.trusted,
  };
}
