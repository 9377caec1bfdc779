// Compartments: which key seals content of a grade, who signed for it, and opening those the user has been granted.
import assert from 'node:assert';
import { hash, type KeyObject, sign, verify } from 'node:crypto';
import { AppError } from '../../../shared/contract/envelope.ts';
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import type { GradingScheme } from '../../../shared/levels.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { ageOpen, ageSeal, newIdentity, recipientOfIdentity } from '../format/age-file.ts';
import { publicKeyOf } from '../format/signed-note.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { Certificates, CertifiedState } from './certificates.ts';
import type { UserKeys } from './slot.ts';

export interface Compartment {
  rid: number;
  id: string;
  label: string;
  /** Grade rank it seals; null for one that belongs to no grade. */
  rank: number | null;
  generation: number;
  recipient: string;
  /** The identity, where the user is cleared; null otherwise. */
  identity: string | null;
}

/** Who signs: the key, and the row of the certificate that says what its owner may do. */
export interface CompartmentSigner {
  certificate: number;
  userRid: number;
  signKey: KeyObject;
}

interface Signed {
  text: string;
  signature: Buffer;
}

const damaged = (detail: string) => new AppError('vault_database_damaged', { detail });

/** The statement that a recipient is a compartment's: whoever seals checks it first. */
export function signCompartment(
  given: { id: string; generation: number; rank: number | null; recipient: string; atMs: number },
  signKey: KeyObject,
): Signed {
  const { id: compartment, ...rest } = given;
  const text = `midian/compartment/1\n${canonicalJson({ compartment, ...rest })}`;
  return { text, signature: sign(null, Buffer.from(text), signKey) };
}

/** The statement that a wrapped identity was given to a user, under the key he had then. */
export function signGrant(
  given: {
    compartment: string;
    generation: number;
    user: string;
    recipient: string;
    wrapped: Buffer;
    atMs: number;
  },
  signKey: KeyObject,
): Signed {
  const text = `midian/compartment-grant/2\n${canonicalJson({ ...given, wrapped: hash('sha256', given.wrapped) })}`;
  return { text, signature: sign(null, Buffer.from(text), signKey) };
}

/** A compartment as it will be: nothing is written, nobody can open it but those it is granted to. */
export interface PreparedCompartment {
  id: string;
  label: string;
  rank: number | null;
  identity: string;
  recipient: string;
}

/** Keys for new compartments, made before a transaction. */
export function prepareCompartments(
  wanted: readonly { label: string; rank: number | null }[],
  nowMs: number,
): Promise<PreparedCompartment[]> {
  return Promise.all(
    wanted.map(async ({ label, rank }) => ({ id: uuidv7(nowMs), label, rank, ...(await newIdentity()) })),
  );
}

/** The compartments a scheme asks for: one a grade. */
export function compartmentsOfScheme(scheme: GradingScheme): { label: string; rank: number }[] {
  return scheme.grades.map(({ label, rank }) => ({ label: label.zh, rank }));
}

/** Writes a compartment with its signed statement; returns its row and the statement's digest for the event. */
export function insertCompartment(
  db: Db,
  given: PreparedCompartment,
  signer: CompartmentSigner,
  atMs: number,
): { rid: number; statement: string } {
  const { id, label, rank, recipient } = given;
  const { text, signature } = signCompartment({ id, generation: 1, rank, recipient, atMs }, signer.signKey);
  const { lastInsertRowid } = prepared(
    db,
    `INSERT INTO compartment (id, label, rank, generation, recipient, certificate, signature, certified_by)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?)`,
  ).run(id, label, rank, recipient, text, signature, signer.certificate);
  return { rid: Number(lastInsertRowid), statement: hash('sha256', text) };
}

/** What a grant is written from: the identity already encrypted to its user. */
export interface PreparedGrant {
  user: { rid: number; id: string; recipient: string };
  wrapped: Buffer;
}

/** Encrypts a compartment's identity to users. Slow: before a transaction. */
export function prepareGrants(
  identity: string,
  users: readonly { rid: number; id: string; recipient: string }[],
): Promise<PreparedGrant[]> {
  return Promise.all(
    users.map(async (user) => ({ user, wrapped: await ageSeal(Buffer.from(identity), [user.recipient]) })),
  );
}

/** Writes a grant; returns the digest of its statement. */
export function insertGrant(
  db: Db,
  compartment: { rid: number; id: string; generation: number },
  { user, wrapped }: PreparedGrant,
  signer: CompartmentSigner,
  atMs: number,
): string {
  const { text, signature } = signGrant(
    {
      compartment: compartment.id,
      generation: compartment.generation,
      user: user.id,
      recipient: user.recipient,
      wrapped,
      atMs,
    },
    signer.signKey,
  );
  prepared(
    db,
    `INSERT INTO compartment_grant (compartment, generation, user, wrapped, granted_by, signature, certificate, certified_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    compartment.rid,
    compartment.generation,
    user.rid,
    wrapped,
    signer.userRid,
    signature,
    text,
    signer.certificate,
  );
  return hash('sha256', text);
}

/** Whether somebody, as one of his certificates left him, may sign for compartments and grants. */
export function maySignFor(state: CertifiedState | undefined): boolean {
  if (!state) return false;
  return (
    state.status === 'recovery' || (state.status === 'active' && state.roles.includes('officer') && state.isConfirmed)
  );
}

function requireSigned(
  certificates: Certificates,
  row: { certificate: string | null; signature: Buffer | null; certifiedBy: number | null },
  format: string,
  said: Readonly<Record<string, unknown>>,
): void {
  const detail = format.split('/')[1] ?? '';
  const key = certificates.rows.get(row.certifiedBy ?? 0)?.signKey;
  if (!row.certificate || !row.signature || !key || !maySignFor(certificates.after.get(row.certifiedBy ?? 0)))
    throw damaged(detail);
  const [head, text = ''] = row.certificate.split('\n');
  if (head !== format || !verify(null, Buffer.from(row.certificate), publicKeyOf(key), row.signature))
    throw damaged(detail);
  const signed = JSON.parse(text) as Record<string, unknown>;
  if (Object.entries(said).some(([member, value]) => signed[member] !== value)) throw damaged(detail);
}

interface CompartmentRow extends Omit<Compartment, 'identity'> {
  certificate: string | null;
  signature: Buffer | null;
  certifiedBy: number | null;
}

interface GrantRow {
  wrapped: Buffer;
  certificate: string | null;
  signature: Buffer;
  certifiedBy: number | null;
}

/** While there is nobody but the founder, statements of an earlier version may be missing: his next unlock signs them. */
function isFoundersAlone(certificates: Certificates): boolean {
  return certificates.rows.size === 1;
}

/**
 * Compartments with the identities granted to the user. A recipient or grant that nobody signed who might, one for another
 * key than the user's, and an identity that is not the recipient's, are refused: AppError `vault_database_damaged`.
 */
export async function openCompartments(
  db: Db,
  user: { rid: number; id: string },
  keys: UserKeys | null,
  certificates: Certificates,
): Promise<Compartment[]> {
  const rows = prepared(
    db,
    `SELECT rid, id, label, rank, generation, recipient, certificate, signature, certified_by AS certifiedBy
     FROM compartment ORDER BY rank DESC, rid`,
  ).all() as CompartmentRow[];
  const grantOf = prepared(
    db,
    `SELECT wrapped, certificate, signature, certified_by AS certifiedBy FROM compartment_grant
     WHERE compartment = ? AND generation = ? AND user = ?`,
  );
  return Promise.all(
    rows.map(async ({ certificate, signature, certifiedBy, ...row }) => {
      if (certificate !== null || !isFoundersAlone(certificates))
        requireSigned(certificates, { certificate, signature, certifiedBy }, 'midian/compartment/1', {
          compartment: row.id,
          generation: row.generation,
          rank: row.rank,
          recipient: row.recipient,
        });
      const grant = grantOf.get(row.rid, row.generation, user.rid) as GrantRow | undefined;
      if (!grant || !keys) return { ...row, identity: null };
      if (grant.certificate !== null || !isFoundersAlone(certificates))
        requireSigned(certificates, grant, 'midian/compartment-grant/2', {
          compartment: row.id,
          generation: row.generation,
          user: user.id,
          recipient: keys.recipient,
          wrapped: hash('sha256', grant.wrapped),
        });
      const identity = (await ageOpen(grant.wrapped, [keys.identity]))?.toString('utf8');
      if (identity === undefined || (await recipientOfIdentity(identity)) !== row.recipient)
        throw damaged('compartment-grant');
      return { ...row, identity };
    }),
  );
}

/**
 * The compartment that seals content of a grade rank: its own, or for a record not yet graded the highest, so that
 * content is never readable to more people before grading than after.
 */
export function compartmentFor(compartments: readonly Compartment[], rank: number | null): Compartment {
  const ranked = compartments.filter((compartment) => compartment.rank !== null);
  const found = rank === null ? undefined : ranked.find((compartment) => compartment.rank === rank);
  const highest = ranked.toSorted((left, right) => (right.rank as number) - (left.rank as number))[0];
  assert(found ?? highest, 'a vault has at least one ranked compartment');
  return (found ?? highest) as Compartment;
}

/** A compartment by id. Throws AppError `compartment_unknown`. */
export function compartmentById(compartments: readonly Compartment[], id: string): Compartment {
  const found = compartments.find((compartment) => compartment.id === id);
  if (!found) throw new AppError('compartment_unknown');
  return found;
}

/** The identity of a compartment. Throws AppError `sealed_no_clearance`. */
export function requireIdentity(compartment: Compartment): string {
  if (compartment.identity === null) throw new AppError('sealed_no_clearance', { compartment: compartment.label });
  return compartment.identity;
}
