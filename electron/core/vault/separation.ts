// Waivers of the separation of duties, kept with their reason; and who holds clearance or a role now. What contradicts what
// is in shared/separation.ts.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import {
  effectiveRoles,
  isWaivable,
  type SeparationPair,
  separationConflicts,
  separationPairs,
} from '../../../shared/separation.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { WriteContext } from '../register/write-context.ts';

/** Pairs waived for a user and not withdrawn. */
export function waiversOf(db: Db, userRid: number): SeparationPair[] {
  const pairs = prepared(db, 'SELECT pair FROM separation_waiver WHERE user = ? AND withdrawn_at IS NULL')
    .pluck()
    .all(userRid) as string[];
  return separationPairs.filter((pair) => pairs.includes(pair));
}

/** Whether a user holds any compartment in its present generation. */
export function holdsClearance(db: Db, userRid: number): boolean {
  const found = prepared(
    db,
    `SELECT 1 FROM compartment_grant g JOIN compartment c ON c.rid = g.compartment AND c.generation = g.generation
     WHERE g.user = ? LIMIT 1`,
  ).get(userRid);
  return found !== undefined;
}

interface Standing {
  rid: number;
  roles: Role[];
}

/** Active people with the roles that count. */
export function activePeople(db: Db): Standing[] {
  const rows = prepared(db, "SELECT rid, roles FROM user WHERE status = 'active' AND kind IS NULL").all() as {
    rid: number;
    roles: string;
  }[];
  return rows.map(({ rid, roles }) => ({
    rid,
    roles: effectiveRoles(JSON.parse(roles) as Role[], holdsClearance(db, rid), waiversOf(db, rid)).roles,
  }));
}

/** Somebody must go on being able to admit people and to grant clearance. Throws AppError `user_last`. */
export function requireSomebodyLeft(db: Db): void {
  const people = activePeople(db);
  for (const role of ['system', 'officer'] as const)
    if (!people.some(({ roles }) => roles.includes(role))) throw new AppError('user_last', { role });
}

/** Throws AppError `separation_conflict` where roles contradict each other, or a clearance held, without a waiver. */
export function requireSeparation(db: Db, userRid: number | null, roles: readonly Role[]): void {
  const isCleared = userRid !== null && holdsClearance(db, userRid);
  const waived = userRid === null ? [] : waiversOf(db, userRid);
  const pair = separationConflicts(roles, isCleared).find(
    (candidate) => !waived.includes(candidate) || !isWaivable(candidate, isCleared),
  );
  if (pair) throw new AppError('separation_conflict', { pair });
}

/**
 * Records a waiver. Throws AppError `separation_not_waivable`, `value_invalid` where it stands already, `user_own` where somebody else
 * could record it: who is to be kept apart from himself does not decide on it alone.
 */
export function waive(
  context: WriteContext,
  given: { user: { rid: number; id: string; login: string }; pair: SeparationPair; reason: string },
): string {
  const { session, journal } = context;
  const { user, pair, reason } = given;
  const isWarden = ({ rid, roles }: Standing) =>
    rid !== session.user.rid && roles.some((role) => role === 'system' || role === 'officer');
  if (user.rid === session.user.rid && activePeople(session.db).some(isWarden)) throw new AppError('user_own');
  if (!isWaivable(pair, holdsClearance(session.db, user.rid))) throw new AppError('separation_not_waivable', { pair });
  if (waiversOf(session.db, user.rid).includes(pair)) throw new AppError('value_invalid', { field: 'pair' });
  const id = uuidv7(journal.atMs);
  insertWaiver(session.db, { id, user: user.rid, pair, reason, atMs: journal.atMs, by: session.user.rid });
  journal.append({
    action: 'separation.waived',
    detail: { waiver: id, user: user.id, login: user.login, pair, reason },
  });
  return id;
}

/** Writes the row of a waiver. */
export function insertWaiver(
  db: Db,
  given: { id: string; user: number; pair: SeparationPair; reason: string; atMs: number; by: number },
): void {
  prepared(
    db,
    'INSERT INTO separation_waiver (id, user, pair, reason, waived_at, waived_by) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(given.id, given.user, given.pair, given.reason, given.atMs, given.by);
}

/** Withdraws a waiver. Throws AppError `record_missing`, `user_last`. */
export function withdrawWaiver(context: WriteContext, id: string): void {
  const { session, journal } = context;
  const row = prepared(
    session.db,
    `SELECT w.rid, w.pair, u.id AS user, u.login FROM separation_waiver w JOIN user u ON u.rid = w.user
     WHERE w.id = ? AND w.withdrawn_at IS NULL`,
  ).get(id) as { rid: number; pair: string; user: string; login: string } | undefined;
  if (!row) throw new AppError('record_missing', { register: 'separation', id });
  prepared(session.db, 'UPDATE separation_waiver SET withdrawn_at = ?, withdrawn_by = ? WHERE rid = ?').run(
    journal.atMs,
    session.user.rid,
    row.rid,
  );
  requireSomebodyLeft(session.db);
  journal.append({
    action: 'separation.withdrawn',
    detail: { waiver: id, user: row.user, login: row.login, pair: row.pair },
  });
}

export interface WaiverRow {
  id: string;
  userId: string;
  login: string;
  name: string;
  pair: SeparationPair;
  reason: string;
  waivedAtMs: number;
  waivedBy: string;
  withdrawnAtMs: number | null;
}

/** All waivers, those that stand first. */
export function listWaivers(db: Db): WaiverRow[] {
  return prepared(
    db,
    `SELECT w.id, u.id AS userId, u.login, u.name, w.pair, w.reason, w.waived_at AS waivedAtMs, b.login AS waivedBy, w.withdrawn_at AS withdrawnAtMs
     FROM separation_waiver w JOIN user u ON u.rid = w.user JOIN user b ON b.rid = w.waived_by
     ORDER BY w.withdrawn_at IS NOT NULL, w.rid DESC`,
  ).all() as WaiverRow[];
}
