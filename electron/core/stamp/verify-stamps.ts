// Judges every token kept: by the token itself, by the certificates chosen, and by what it is said to be over now.
import { hash } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import { verifyToken } from '../../../shared/evidence/time-stamp.ts';
import type { TokenProblem } from '../../../shared/evidence/token-problems.ts';
import { openByAny } from '../format/signed-note.ts';
import { rootAt } from '../journal/tree.ts';
import { getRow } from '../register/read.ts';
import { signKeysOf } from '../vault/certificates.ts';
import type { VaultSession } from '../vault/session.ts';
import { issuedBundle } from './request-stamp.ts';
import { type AuthorityRow, allRequests, allTokens, type RequestRow, type TokenRow } from './store.ts';

export interface StampVerdict {
  /** Id of the token. */
  id: string;
  kind: RequestRow['kind'];
  subject: string;
  name: string | null;
  genTimeMs: number;
  serial: string;
  policy: string;
  authority: string;
  ok: boolean;
  trusted: boolean;
  /** A problem of the token, or that its subject is no longer what was stamped; null where neither. */
  problem: TokenProblem | 'subject_differs' | 'token_changed' | null;
}

/** Whether what a request names still has the imprint that was stamped. */
function subjectHolds(session: VaultSession, request: RequestRow): boolean {
  try {
    if (request.kind === 'attachment') {
      const { sha256 } = getRow(session, session.registry.byKey('attachment'), request.subject);
      // Erased since: there is nothing left to compare.
      return sha256 === null || sha256 === request.imprint.toString('hex');
    }
    if (request.kind === 'bundle')
      return issuedBundle(session, request.subject)?.sha256 === request.imprint.toString('hex');
    const { note } = request;
    if (note === null || !hash('sha256', note, 'buffer').equals(request.imprint)) return false;
    const signer = session.db
      .prepare('SELECT rid FROM user WHERE login = ?')
      .pluck()
      .get(request.requestedBy) as number;
    const { origin, size, root } = openByAny(note, request.requestedBy, signKeysOf(session.db, signer));
    return origin === session.origin && String(size) === request.subject && rootAt(session.db, size).equals(root);
  } catch (cause) {
    if (cause instanceof AppError) return false;
    throw cause;
  }
}

/** A token's verdict by some certificates, and which of them vouches for it. */
export async function judgeToken(
  token: TokenRow,
  request: RequestRow,
  authorities: readonly Pick<AuthorityRow, 'rid' | 'certificate'>[],
) {
  const verdict = await verifyToken(
    token.token,
    request.imprint,
    authorities.map(({ certificate }) => certificate),
    { nonce: request.nonce },
  );
  return { ...verdict, certificate: verdict.chosen === null ? null : (authorities[verdict.chosen]?.rid ?? null) };
}

/** Verifies all tokens, latest first. Writes nothing. `files` are certificate files that count besides those chosen. */
export async function verifyStamps(
  session: VaultSession,
  authorities: readonly AuthorityRow[],
  files: readonly Uint8Array[] = [],
): Promise<StampVerdict[]> {
  const requests = new Map(allRequests(session.db).map((row) => [row.rid, row]));
  const extra = files.map((bytes) => ({ rid: 0, certificate: Buffer.from(bytes) }));
  const verdicts: StampVerdict[] = [];
  for (const token of allTokens(session.db)) {
    const request = requests.get(token.request) as RequestRow;
    const { kind, subject, name } = request;
    const { id, genTimeMs, serial, policy, authority } = token;
    const judged = await judgeToken(token, request, [...authorities, ...extra]);
    const isChanged = hash('sha256', token.token) !== token.sha256 || judged.genTimeMs !== genTimeMs;
    const holds = !isChanged && subjectHolds(session, request);
    verdicts.push({
      id,
      kind,
      subject,
      name,
      genTimeMs,
      serial,
      policy,
      authority,
      ok: judged.ok && holds,
      trusted: judged.trusted && holds,
      problem: isChanged ? 'token_changed' : judged.ok && !holds ? 'subject_differs' : judged.problem,
    });
  }
  return verdicts;
}
