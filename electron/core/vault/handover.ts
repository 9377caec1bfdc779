// What an office hand-over (F13, section 6) lists about people, keys and recovery shares. Reads only.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { prepared } from '../db/prepared.ts';
import { listRecoverySets } from './recovery.ts';
import { shortSet } from './recovery-shares.ts';
import { listWaivers } from './separation.ts';
import type { VaultSession } from './session.ts';
import { listUsers } from './users.ts';

/** Users, who holds which compartment, the present set of shares, the waivers that stand. */
export function handover(session: VaultSession): RouteOutput<'office.handover'> {
  const { db } = session;
  const ownKeyAt = prepared(
    db,
    "SELECT max(c.at) FROM user_certificate c JOIN user u ON u.rid = c.user WHERE u.id = ? AND c.kind = 'ownKey'",
  ).pluck();
  const holders = prepared(
    db,
    `SELECT u.login FROM compartment_grant g JOIN user u ON u.rid = g.user WHERE g.compartment = ? AND g.generation = ?
     AND u.kind IS NULL ORDER BY u.rid`,
  ).pluck();
  const [set] = listRecoverySets(db);
  return {
    users: listUsers(session).map(({ id, login, name, roles, status, department, clearances, fingerprint }) => ({
      login,
      name,
      roles,
      status,
      department: department?.name ?? null,
      clearances,
      fingerprint,
      firstLoginAtMs: ownKeyAt.get(id) as number | null,
    })),
    compartments: session.compartments.map(({ rid, label, generation }) => ({
      label,
      generation,
      holders: holders.all(rid, generation) as string[],
    })),
    recovery:
      set && set.voidAtMs === null
        ? {
            set: shortSet(set.id),
            threshold: set.threshold,
            holders: set.holders,
            madeAtMs: set.madeAtMs,
            rehearsedAtMs: set.rehearsedAtMs,
          }
        : null,
    waivers: listWaivers(db)
      .filter(({ withdrawnAtMs }) => withdrawnAtMs === null)
      .map(({ login, pair, reason, waivedAtMs }) => ({ login, pair, reason, waivedAtMs })),
  };
}
