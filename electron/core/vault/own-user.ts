// The user behind a slot: certified, with the roles that count after the separation of duties.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import { effectiveRoles, type SeparationPair } from '../../../shared/separation.ts';
import type { Db } from '../db/handle.ts';
import { type Certificates, certificatesOf } from './certificates.ts';
import { holdsClearance, waiversOf } from './separation.ts';
import type { SessionUser } from './session.ts';
import type { UserKeys } from './slot.ts';

interface UserRow {
  rid: number;
  id: string;
  login: string;
  name: string;
  roles: string;
  status: string;
  recipient: string;
  sign_key: Buffer;
  department: string | null;
}

/** What of a user depends on grants and waivers: the roles that count, the pairs that took some away, his waivers. */
export function standingOf(
  db: Db,
  user: { rid: number; roles: readonly Role[] },
): { roles: Role[]; pairs: SeparationPair[]; waivers: SeparationPair[] } {
  const waivers = waiversOf(db, user.rid);
  return { ...effectiveRoles(user.roles, holdsClearance(db, user.rid), waivers), waivers };
}

/**
 * The user of a slot with every certificate of the vault checked. His row must say what was signed of him. Throws AppError
 * `vault_database_damaged`.
 */
export function certifiedUser(
  db: Db,
  userId: string,
  keys: UserKeys,
): { user: SessionUser; isInvited: boolean; pairs: SeparationPair[]; certificates: Certificates } {
  const damaged = () => new AppError('vault_database_damaged', { detail: 'user_certificate' });
  const certificates = certificatesOf(db, keys.founding);
  const row = db.prepare('SELECT * FROM user WHERE id = ?').get(userId) as UserRow | undefined;
  const state = row && certificates.users.get(row.rid);
  if (!row || !state || state.status === 'removed') throw damaged();
  const isSame =
    state.id === row.id &&
    state.login === row.login &&
    state.status === row.status &&
    state.recipient === row.recipient &&
    state.signKey.equals(row.sign_key) &&
    JSON.stringify(state.roles) === row.roles;
  if (!isSame || !state.signKey.equals(keys.signPublicKey) || state.recipient !== keys.recipient) throw damaged();
  const { roles, pairs, waivers } = standingOf(db, state);
  return {
    user: { rid: row.rid, id: row.id, login: row.login, name: row.name, roles, department: row.department, waivers },
    isInvited: state.status === 'invited',
    pairs,
    certificates,
  };
}
