// Certifies within a transaction: the signed statement, the event that names its digest, and the row, all or none.
import { hash } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import type { Canonical } from '../../../shared/evidence/canonical-json.ts';
import type { WriteContext } from '../register/write-context.ts';
import {
  type CertificateKind,
  type Certificates,
  certificatesOf,
  insertCertificate,
  type NewCertificate,
  signCertificate,
} from './certificates.ts';
import type { VaultSession } from './session.ts';

/** The checked certificates of an open vault. */
export function sessionCertificates(session: VaultSession): Certificates {
  return certificatesOf(session.db, session.keys.founding);
}

/** The session's user as issuer: his last certificate and the key it is about. */
export function ownIssuer(session: VaultSession): NewCertificate['issuer'] {
  const state = sessionCertificates(session).users.get(session.user.rid);
  if (!state) throw new AppError('vault_database_damaged', { detail: 'user_certificate' });
  return { certificate: state.latest, userRid: session.user.rid, signKey: session.keys.signKey };
}

export interface Certifying {
  user: { rid: number; id: string; login: string };
  kind: CertificateKind;
  /** What is left out stays as it is. */
  recipient?: string;
  signKey?: Buffer;
  roles?: readonly Role[];
  action: string;
  detail?: { readonly [key: string]: Canonical | undefined };
  /** Somebody else than the session's user: the recovery identity. */
  issuer?: NewCertificate['issuer'];
}

/** Signs and writes one certificate; the event has `action`. Throws AppError `vault_database_damaged` where it would not hold. */
export function certify(context: WriteContext, given: Certifying): number {
  const { session, journal } = context;
  const certificates = sessionCertificates(session);
  const before = certificates.users.get(given.user.rid);
  const recipient = given.recipient ?? before?.recipient;
  const signKey = given.signKey ?? before?.signKey;
  if (recipient === undefined || signKey === undefined)
    throw new AppError('vault_database_damaged', { detail: 'user_certificate' });
  const { rid, id, login } = given.user;
  const certificate: NewCertificate = {
    user: { rid, id, login },
    kind: given.kind,
    recipient,
    signKey,
    roles: given.roles ?? before?.roles ?? [],
    atMs: journal.atMs,
    issuer: given.issuer ?? ownIssuer(session),
  };
  const signed = signCertificate(certificates, certificate);
  const seq = journal.append({
    action: given.action,
    detail: { user: id, login, ...given.detail, certificate: hash('sha256', signed.text) },
  });
  const inserted = insertCertificate(session.db, certificate, signed, seq);
  // Checked as every reader will: what nobody may issue is not written.
  sessionCertificates(session);
  return inserted;
}
