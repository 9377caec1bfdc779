// People of the vault: adding them with temporary keys, their roles, a reset after a forgotten password. Clearance is elsewhere.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import { effectiveRoles, separationConflicts } from '../../../shared/separation.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { WriteContext } from '../register/write-context.ts';
import { certify, sessionCertificates } from './certify.ts';
import { removeDraftReader } from './draft-readers.ts';
import { requireStrong } from './password-rules.ts';
import { renewHeader } from './renew-header.ts';
import { holdsClearance, requireSeparation, requireSomebodyLeft, waiversOf } from './separation.ts';
import type { VaultSession } from './session.ts';
import { makeSlot, newUserKeys } from './slot.ts';
import { heldBy, noteStale } from './stale-compartments.ts';

export type PersonStatus = 'active' | 'invited' | 'removed';

export interface StoredUser {
  rid: number;
  id: string;
  login: string;
  name: string;
  roles: string;
  status: PersonStatus;
  department: string | null;
}

const maximumSlots = 1000;
/** Names of signing keys stand in signed notes, which end them at a space. */
const loginShape = /^[^\s+\p{C}]{1,60}$/u;

/** A person by id. Throws AppError `user_unknown`. */
export function personById(db: Db, id: string): StoredUser {
  const row = prepared(
    db,
    'SELECT rid, id, login, name, roles, status, department FROM user WHERE id = ? AND kind IS NULL',
  ).get(id) as StoredUser | undefined;
  if (!row) throw new AppError('user_unknown', { login: '' });
  return row;
}

function requireDepartment(session: VaultSession, roles: readonly Role[], department: string | null): void {
  if (department === null) {
    if (roles.includes('liaison')) throw new AppError('department_needed');
    return;
  }
  if (!prepared(session.db, 'SELECT 1 FROM department WHERE id = ? AND void = 0').get(department))
    throw new AppError('reference_missing', { field: 'department', register: 'department' });
}

function requirePassword(session: VaultSession, login: string, password: string): void {
  requireStrong(password, { login, organisation: session.settings.organisation }, session.settings.policy);
}

/** Login and name of somebody new. Throws AppError `login_taken`, `login_invalid`. */
export function requireFreeLogin(db: Db, given: { login: string; name: string }): { login: string; name: string } {
  const login = given.login.normalize('NFC').trim();
  if (!loginShape.test(login)) throw new AppError('login_invalid', { login });
  if (prepared(db, 'SELECT 1 FROM user WHERE login = ?').get(login)) throw new AppError('login_taken', { login });
  return { login, name: given.name.normalize('NFC').trim() };
}

export interface NewUser {
  login: string;
  name: string;
  department: string | null;
  roles: readonly Role[];
  password: string;
}

/**
 * Adds a user with temporary keys, which end at his first log-in. Throws AppError `login_taken`, `login_invalid`,
 * `department_needed`, `separation_conflict`, `password_weak`.
 */
export async function addUser(session: VaultSession, input: NewUser): Promise<{ id: string }> {
  if (session.readOnly) throw new AppError('read_only');
  const { db, header } = session;
  const { login, name } = requireFreeLogin(db, input);
  if (header.slots.length >= maximumSlots) throw new AppError('value_invalid', { field: 'login' });
  requireDepartment(session, input.roles, input.department);
  requireSeparation(db, null, input.roles);
  requirePassword(session, login, input.password);
  const keys = await newUserKeys(session.keys.founding);
  const user = { id: uuidv7(session.now()), login };
  const slot = await makeSlot(header.vaultId, user, input.password, keys, session.databaseKey, {
    changedAtMs: session.now(),
    history: [],
  });
  await renewHeader(session, [...header.slots, slot], (context) => {
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO user (id, login, name, roles, status, recipient, sign_key, certificate, certificate_signature, certified_by, department)
         VALUES (?, ?, ?, '[]', 'invited', ?, ?, '', x'', ?, ?)`,
      )
      .run(user.id, login, name, keys.recipient, keys.signPublicKey, session.user.rid, input.department);
    certify(context, {
      user: { rid: Number(lastInsertRowid), ...user },
      kind: 'admitted',
      recipient: keys.recipient,
      signKey: keys.signPublicKey,
      roles: input.roles,
      action: 'user.added',
      detail: { roles: [...input.roles], ...(input.department === null ? {} : { department: input.department }) },
    });
  });
  return { id: user.id };
}

/**
 * Gives a user other roles, or another department. Throws AppError `user_own`, `user_last`, `user_unknown`,
 * `separation_conflict`, `department_needed`.
 */
export function setRoles(
  context: WriteContext,
  input: { id: string; roles: readonly Role[]; department: string | null },
): void {
  const { session } = context;
  const user = livingPerson(session, input.id);
  if (user.rid === session.user.rid) throw new AppError('user_own');
  requireDepartment(session, input.roles, input.department);
  requireSeparation(session.db, user.rid, input.roles);
  prepared(session.db, 'UPDATE user SET department = ? WHERE rid = ?').run(input.department, user.rid);
  certify(context, {
    user,
    kind: 'roles',
    roles: input.roles,
    action: 'user.rolesChanged',
    detail: {
      before: JSON.parse(user.roles) as string[],
      roles: [...input.roles],
      ...(input.department === null ? {} : { department: input.department }),
    },
  });
  requireSomebodyLeft(session.db);
}

function livingPerson(session: VaultSession, id: string): StoredUser {
  const user = personById(session.db, id);
  if (user.status === 'removed') throw new AppError('user_unknown', { login: user.login });
  return user;
}

/**
 * After a forgotten password: temporary keys again. Every grant of the user is void, because his own keys are gone with the
 * password. Throws AppError `user_own`, `user_unknown`, `user_last`, `password_weak`.
 */
export async function resetUser(session: VaultSession, input: { id: string; password: string }): Promise<void> {
  if (session.readOnly) throw new AppError('read_only');
  const { db, header } = session;
  const user = livingPerson(session, input.id);
  if (user.rid === session.user.rid) throw new AppError('user_own');
  requirePassword(session, user.login, input.password);
  requireHolderLeft(db, user.rid);
  const keys = await newUserKeys(session.keys.founding);
  const slot = await makeSlot(header.vaultId, user, input.password, keys, session.databaseKey, {
    changedAtMs: session.now(),
    history: [],
  });
  const slots = [...header.slots.filter(({ userId }) => userId !== user.id), slot];
  await renewHeader(session, slots, (context) => {
    noteStale(db, heldBy(db, user.rid), user.login);
    db.prepare('DELETE FROM compartment_grant WHERE user = ?').run(user.rid);
    removeDraftReader(db, user.rid);
    db.prepare("UPDATE user SET status = 'invited' WHERE rid = ?").run(user.rid);
    certify(context, {
      user,
      kind: 'admitted',
      recipient: keys.recipient,
      signKey: keys.signPublicKey,
      action: 'user.reset',
    });
  });
}

/** Content nobody else can open must not lose its last holder. Throws AppError `compartment_last_holder`. */
export function requireHolderLeft(db: Db, userRid: number): void {
  const alone = prepared(
    db,
    `SELECT c.label FROM compartment c JOIN compartment_grant g ON g.compartment = c.rid AND g.generation = c.generation
     JOIN user u ON u.rid = g.user AND u.status IN ('active', 'recovery') GROUP BY c.rid
     HAVING count(*) = 1 AND max(g.user) = ?`,
  ).get(userRid) as { label: string } | undefined;
  if (alone) throw new AppError('compartment_last_holder', { compartment: alone.label });
}

/** All users with what is certified of them, in the order they came. */
export function listUsers(session: VaultSession) {
  const { db } = session;
  const rows = prepared(
    db,
    `SELECT u.rid, u.id, u.login, u.name, u.roles, u.status, u.department, u.kind, d.name AS departmentName
     FROM user u LEFT JOIN department d ON d.id = u.department WHERE u.kind IS NULL ORDER BY u.rid`,
  ).all() as (StoredUser & { departmentName: string | null })[];
  const held = prepared(
    db,
    `SELECT c.label FROM compartment_grant g JOIN compartment c ON c.rid = g.compartment AND c.generation = g.generation
     WHERE g.user = ? ORDER BY c.rank DESC, c.rid`,
  ).pluck();
  const { users } = sessionCertificates(session);
  return rows.map((row) => {
    const state = users.get(row.rid);
    const certified = state?.roles ?? [];
    const isCleared = holdsClearance(db, row.rid);
    const waived = waiversOf(db, row.rid);
    return {
      id: row.id,
      login: row.login,
      name: row.name,
      roles: [...certified],
      effectiveRoles: effectiveRoles(certified, isCleared, waived).roles,
      status: row.status,
      department: row.department === null ? null : { id: row.department, name: row.departmentName ?? '' },
      clearances: held.all(row.rid) as string[],
      fingerprint: row.status === 'active' && state ? keyFingerprint(state.signKey) : null,
      confirmed: state?.isConfirmed ?? false,
      conflicts: separationConflicts(certified, isCleared),
      waivers: waived,
      isOwn: row.rid === session.user.rid,
    };
  });
}
