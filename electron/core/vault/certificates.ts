// Certificates of users as a history: who may use which key and which roles, each signed by somebody who may, back to the
// founding key. Reads, checks and adds them; decides nobody's clearance.
import { hash, type KeyObject, sign, verify } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import { roles as knownRoles, type Role } from '../../../shared/contract/route.ts';
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { publicKeyOf } from '../format/signed-note.ts';

export type CertificateKind = 'founding' | 'admitted' | 'ownKey' | 'roles' | 'confirmed' | 'recovery' | 'removed';

const formatLine = 'midian/user-certificate/1';

export interface CertificateBody {
  /** Id of the user. */
  user: string;
  login: string;
  recipient: string;
  /** Base64 of the raw Ed25519 public key. */
  signKey: string;
  roles: readonly string[];
  atMs: number;
  /** Absent in a founding certificate. */
  kind?: CertificateKind;
  /** SHA-256 of the certificate before it in the vault, hex: none can be left out or used again. */
  previous?: string;
}

/** The text a key certificate signs. */
export function certificateText(body: CertificateBody): string {
  return `${formatLine}\n${canonicalJson({ ...body, roles: [...body.roles] })}`;
}

export interface StoredCertificate {
  rid: number;
  user: number;
  kind: CertificateKind;
  recipient: string;
  signKey: Buffer;
  roles: string;
  certificate: string;
  signature: Buffer;
  certifiedBy: number;
  seq: number;
}

export type CertifiedStatus = 'active' | 'invited' | 'removed' | 'recovery';

/** What the certificates up to one of them say of its user. */
export interface CertifiedState {
  rid: number;
  id: string;
  login: string;
  recipient: string;
  signKey: Buffer;
  roles: readonly Role[];
  status: CertifiedStatus;
  /** Somebody cleared compared the key's fingerprint with its owner; the founding key needs nobody. */
  isConfirmed: boolean;
  /** His last certificate. */
  latest: number;
  /** The certificate that brought the present key. */
  introducedBy: number;
}

export interface Certificates {
  rows: ReadonlyMap<number, StoredCertificate>;
  /** Present state by the user's row. */
  users: ReadonlyMap<number, CertifiedState>;
  /** The state each certificate left its user in. */
  after: ReadonlyMap<number, CertifiedState>;
  /** SHA-256 of the last certificate, hex. */
  last: string;
}

const damaged = () => new AppError('vault_database_damaged', { detail: 'user_certificate' });

function bodyOf(row: StoredCertificate): CertificateBody {
  const [format, text = '', ...rest] = row.certificate.split('\n');
  if (format !== formatLine || rest.length > 0) throw damaged();
  const body = JSON.parse(text) as CertificateBody;
  const isSame =
    (body.kind ?? 'founding') === row.kind &&
    body.recipient === row.recipient &&
    body.signKey === row.signKey.toString('base64') &&
    JSON.stringify(body.roles) === row.roles &&
    body.roles.every((role) => (knownRoles as readonly string[]).includes(role));
  if (!isSame) throw damaged();
  return body;
}

/** Whether `issuer` might sign this for `subject`, as both stood then. */
function mayIssue(kind: CertificateKind, issuer: CertifiedState, subject: CertifiedState | undefined): boolean {
  const isRecovery = issuer.status === 'recovery';
  const acts = issuer.status === 'active' || isRecovery;
  const isOfficer = (issuer.roles.includes('officer') && issuer.isConfirmed) || isRecovery;
  const isSystem = issuer.roles.includes('system') || isRecovery;
  switch (kind) {
    case 'founding':
      return false;
    case 'admitted':
      return acts && isSystem && subject?.rid !== issuer.rid && subject?.status !== 'recovery';
    case 'ownKey':
      return subject?.rid === issuer.rid && (issuer.status === 'invited' || issuer.status === 'active');
    case 'roles':
      return acts && isSystem && subject !== undefined && subject.rid !== issuer.rid && subject.status !== 'recovery';
    case 'confirmed':
      // After a recovery the new officer's keys are his own from the start: whoever held the shares saw him make them.
      return (
        acts &&
        isOfficer &&
        subject !== undefined &&
        subject.rid !== issuer.rid &&
        (subject.status === 'active' || (isRecovery && subject.status === 'invited'))
      );
    case 'recovery':
      return acts && isOfficer && subject === undefined;
    case 'removed':
      return acts && (isSystem || (subject?.status === 'recovery' && isOfficer)) && subject !== undefined;
  }
}

function nextState(row: StoredCertificate, body: CertificateBody, before: CertifiedState | undefined): CertifiedState {
  const isNewKey = !before?.signKey.equals(row.signKey) || before.recipient !== row.recipient;
  const status: Record<CertificateKind, CertifiedStatus> = {
    founding: 'active',
    admitted: 'invited',
    ownKey: 'active',
    roles: before?.status ?? 'active',
    confirmed: 'active',
    recovery: 'recovery',
    removed: 'removed',
  };
  const keepsKey = row.kind === 'roles' || row.kind === 'confirmed' || row.kind === 'removed';
  if (keepsKey && isNewKey) throw damaged();
  return {
    rid: row.user,
    id: body.user,
    login: body.login,
    recipient: row.recipient,
    signKey: row.signKey,
    roles: body.roles as Role[],
    status: status[row.kind],
    isConfirmed:
      row.kind === 'founding' ||
      row.kind === 'confirmed' ||
      row.kind === 'recovery' ||
      (row.kind === 'roles' && before?.isConfirmed === true),
    latest: row.rid,
    introducedBy: isNewKey ? row.rid : (before?.introducedBy ?? row.rid),
  };
}

/** Replays certificates in order, each checked against who signed it and what was before. Throws `vault_database_damaged`. */
export function replayCertificates(stored: readonly StoredCertificate[], founding: Buffer | null): Certificates {
  const rows = new Map<number, StoredCertificate>();
  const users = new Map<number, CertifiedState>();
  const after = new Map<number, CertifiedState>();
  let last = '';
  for (const row of stored) {
    const body = bodyOf(row);
    const before = users.get(row.user);
    if (before && (before.id !== body.user || before.login !== body.login)) throw damaged();
    if (rows.size === 0) {
      if (row.kind !== 'founding' || row.certifiedBy !== row.rid) throw damaged();
      // Whoever rewrites the database cannot bring a founding key of his own: each user keeps the true one in his slot.
      if (founding && !founding.equals(row.signKey)) throw damaged();
    } else {
      const issuer = after.get(row.certifiedBy);
      if (body.previous !== last || !issuer || users.get(issuer.rid)?.latest !== row.certifiedBy) throw damaged();
      if (!mayIssue(row.kind, issuer, before)) throw damaged();
    }
    const issuerKey = rows.get(row.certifiedBy)?.signKey ?? row.signKey;
    if (!verify(null, Buffer.from(row.certificate), publicKeyOf(issuerKey), row.signature)) throw damaged();
    const state = nextState(row, body, before);
    rows.set(row.rid, row);
    users.set(row.user, state);
    after.set(row.rid, state);
    last = hash('sha256', row.certificate);
  }
  if (rows.size === 0) throw damaged();
  return { rows, users, after, last };
}

const caches = new WeakMap<Db, { rows: number; last: number; value: Certificates }>();

/** The certificates of a vault, checked once for each state of the table on this connection. */
export function certificatesOf(db: Db, founding: Buffer | null): Certificates {
  const now = prepared(db, 'SELECT count(*) AS rows, coalesce(max(rid), 0) AS last FROM user_certificate').get() as {
    rows: number;
    last: number;
  };
  const known = caches.get(db);
  if (known && known.rows === now.rows && known.last === now.last) return known.value;
  const stored = prepared(
    db,
    `SELECT rid, user, kind, recipient, sign_key AS signKey, roles, certificate, signature, certified_by AS certifiedBy, seq
     FROM user_certificate ORDER BY rid`,
  ).all() as StoredCertificate[];
  const value = replayCertificates(stored, founding);
  caches.set(db, { ...now, value });
  return value;
}

/** Every signing key a user ever had, latest first, by the user's row. */
export function signKeysOf(db: Db, userRid: number): Buffer[] {
  const keys = prepared(db, 'SELECT sign_key FROM user_certificate WHERE user = ? ORDER BY rid DESC')
    .pluck()
    .all(userRid) as Buffer[];
  return keys.filter((key, index) => keys.findIndex((other) => other.equals(key)) === index);
}

/** The certificate that brought a key and those above it, up to the founding one: what a stranger needs to check a signature. */
export function chainOf(certificates: Certificates, rid: number): StoredCertificate[] {
  const chain: StoredCertificate[] = [];
  let at = certificates.after.get(rid)?.introducedBy;
  while (at !== undefined) {
    const row = certificates.rows.get(at) as StoredCertificate;
    chain.push(row);
    at = row.certifiedBy === row.rid ? undefined : certificates.after.get(row.certifiedBy)?.introducedBy;
  }
  return chain;
}

export interface NewCertificate {
  user: { rid: number; id: string; login: string };
  kind: CertificateKind;
  recipient: string;
  signKey: Buffer;
  roles: readonly Role[];
  atMs: number;
  /** The issuer's last certificate and the key it is about. */
  issuer: { certificate: number; userRid: number; signKey: KeyObject };
}

/** Signs the next certificate; nothing is written. */
export function signCertificate(
  certificates: Certificates,
  given: NewCertificate,
): { text: string; signature: Buffer } {
  const text = certificateText({
    user: given.user.id,
    login: given.user.login,
    recipient: given.recipient,
    signKey: given.signKey.toString('base64'),
    roles: given.roles,
    atMs: given.atMs,
    kind: given.kind,
    previous: certificates.last,
  });
  return { text, signature: sign(null, Buffer.from(text), given.issuer.signKey) };
}

/** Writes a signed certificate under the event that names its digest, and the user's present state. */
export function insertCertificate(
  db: Db,
  given: NewCertificate,
  signed: { text: string; signature: Buffer },
  seq: number,
): number {
  const roles = JSON.stringify(given.roles);
  const { lastInsertRowid } = prepared(
    db,
    `INSERT INTO user_certificate (user, kind, recipient, sign_key, roles, certificate, signature, certified_by, seq, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    given.user.rid,
    given.kind,
    given.recipient,
    given.signKey,
    roles,
    signed.text,
    signed.signature,
    given.issuer.certificate,
    seq,
    given.atMs,
  );
  prepared(
    db,
    'UPDATE user SET recipient = ?, sign_key = ?, roles = ?, certificate = ?, certificate_signature = ?, certified_by = ? WHERE rid = ?',
  ).run(given.recipient, given.signKey, roles, signed.text, signed.signature, given.issuer.userRid, given.user.rid);
  return Number(lastInsertRowid);
}
