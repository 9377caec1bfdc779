// The certificates by which the user judges tokens: choosing and withdrawing them, and judging all tokens anew by what
// counts then. No certificate comes with the program: which provider is believed is the office's decision.
import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { readCertificateFile, subjectName, validity } from '../../../shared/evidence/certificate-file.ts';
import { uuidv7 } from '../format/uuid.ts';
import { type WriteContext, writeTransaction } from '../register/write-context.ts';
import type { VaultSession } from '../vault/session.ts';
import { readSmallFile } from './import-token.ts';
import {
  type AuthorityRow,
  allAuthorities,
  allRequests,
  allTokens,
  chosenAuthorities,
  insertAuthority,
  updateJudgement,
  withdrawAuthorityRow,
} from './store.ts';
import { judgeToken } from './verify-stamps.ts';

type Chosen = Omit<AuthorityRow, 'rid' | 'withdrawnAtMs'>;

/** How all tokens stand by a set of certificates, known by their SHA-256. */
async function judgeAll(session: VaultSession, certificates: readonly { sha256: string; certificate: Buffer }[]) {
  const requests = new Map(allRequests(session.db).map((row) => [row.rid, row]));
  const authorities = certificates.map(({ certificate }, index) => ({ rid: index, certificate }));
  const judged = [];
  for (const token of allTokens(session.db)) {
    const request = requests.get(token.request);
    if (!request) continue;
    const { trusted, problem, certificate } = await judgeToken(token, request, authorities);
    judged.push({
      rid: token.rid,
      trusted,
      problem,
      sha256: certificate === null ? null : (certificates[certificate]?.sha256 ?? null),
    });
  }
  return judged;
}

/** Judges all tokens by the certificates of `next` and writes both in one transaction with the events of `work`. */
async function change(
  session: VaultSession,
  next: readonly { sha256: string; certificate: Buffer }[],
  work: (context: WriteContext) => void,
): Promise<void> {
  const before = chosenAuthorities(session.db);
  const judged = await judgeAll(session, next);
  const tokens = judged.map(({ rid }) => rid).join();
  writeTransaction(session, (context) => {
    const isSame =
      chosenAuthorities(session.db)
        .map(({ rid }) => rid)
        .join() === before.map(({ rid }) => rid).join() &&
      allTokens(session.db)
        .map(({ rid }) => rid)
        .join() === tokens;
    if (!isSame) throw new AppError('busy', { job: '' });
    work(context);
    const rids = new Map(allAuthorities(session.db).map(({ sha256, rid }) => [sha256, rid]));
    for (const { rid, trusted, problem, sha256 } of judged)
      updateJudgement(session.db, rid, {
        trusted,
        problem,
        certificate: sha256 === null ? null : (rids.get(sha256) ?? null),
      });
  });
}

/**
 * Chooses the certificates of a file, PEM or DER. Those that count already are left alone. Throws AppError
 * `stamp_certificate_unreadable` and what reading the file throws.
 */
export async function chooseAuthorities(
  session: VaultSession,
  path: string,
): Promise<{ name: string; sha256: string }[]> {
  const read = readCertificateFile(readSmallFile(path));
  if (read.length === 0) throw new AppError('stamp_certificate_unreadable', { name: basename(path) });
  const present = chosenAuthorities(session.db);
  const nowMs = session.now();
  const given: Chosen[] = read.map((one) => {
    const { fromMs, untilMs } = validity(one);
    return {
      id: uuidv7(nowMs),
      name: subjectName(one),
      sha256: hash('sha256', one.der),
      certificate: Buffer.from(one.der),
      validFromMs: fromMs,
      validUntilMs: untilMs,
      chosenAtMs: nowMs,
    };
  });
  const unknown = given.filter(
    ({ sha256 }, index) =>
      !present.some((row) => row.sha256 === sha256) && given.findIndex((other) => other.sha256 === sha256) === index,
  );
  if (unknown.length > 0)
    await change(session, [...present, ...unknown], ({ journal }) => {
      for (const row of unknown) {
        insertAuthority(session.db, { ...row, chosenBy: session.user.rid });
        journal.append({ action: 'stamp.authorityChosen', detail: { name: row.name, sha256: row.sha256 } });
      }
    });
  return given.map(({ name, sha256 }) => ({ name, sha256 }));
}

/** Lets a chosen certificate no longer count. Throws AppError `record_missing`. */
export async function withdrawAuthority(session: VaultSession, id: string): Promise<void> {
  const present = chosenAuthorities(session.db);
  const row = present.find((candidate) => candidate.id === id);
  if (!row) throw new AppError('record_missing', { register: 'stamp', number: id });
  await change(
    session,
    present.filter((candidate) => candidate !== row),
    ({ journal }) => {
      withdrawAuthorityRow(session.db, row.rid, journal.atMs);
      journal.append({ action: 'stamp.authorityWithdrawn', detail: { name: row.name, sha256: row.sha256 } });
    },
  );
}
