// An open vault: its database, keys and settings, for as long as it is unlocked. Passed to whatever needs it; no global.
import type { Role } from '../../../shared/contract/route.ts';
import type { SeparationPair } from '../../../shared/separation.ts';
import type { Db } from '../db/handle.ts';
import type { Collation } from '../register/collation.ts';
import type { Registry } from '../register/registry.ts';
import { type Compartment, compartmentFor, type DataKey, newDataKey, unwrapDataKey } from './compartments.ts';
import type { VaultHeader } from './header.ts';
import type { VaultLock } from './lock-file.ts';
import type { Profile } from './profile.ts';
import type { VaultSettings } from './settings.ts';
import type { UserKeys } from './slot.ts';

export interface SessionUser {
  rid: number;
  id: string;
  login: string;
  name: string;
  /** The roles that count: without those the separation of duties takes away. */
  roles: readonly Role[];
  /** Id of the department's record; a liaison has one. */
  department: string | null;
  /** Pairs of duties he may hold by a recorded waiver. */
  waivers: readonly SeparationPair[];
}

export interface VaultSession {
  readonly folder: string;
  readonly db: Db;
  readonly registry: Registry;
  readonly collation: Collation;
  user: SessionUser;
  /** Before the first log-in is done: temporary keys, which somebody else knows. */
  isInvited: boolean;
  /** Pairs for which roles were left out when the vault was opened. */
  readonly withheldPairs: readonly SeparationPair[];
  keys: UserKeys;
  readonly databaseKey: Buffer;
  compartments: readonly Compartment[];
  readonly readOnly: boolean;
  readonly profile: Profile;
  readonly now: () => number;
  /** `midian/<vault id>`: the origin of checkpoints. */
  readonly origin: string;
  /** Under which name the profile remembers this user's last seen head: one for each line a restore began. */
  witness: string;
  /** Digest of the user's slot, remembered with the head last seen. */
  slotDigest: string;
  header: VaultHeader;
  settings: VaultSettings;
  lock: VaultLock | null;
  /** Data keys unwrapped so far, by row. */
  readonly openedDataKeys: Map<number, Buffer>;
  /** One fresh data key per compartment, made ahead because wrapping is asynchronous and commands are not. */
  readonly spareDataKeys: Map<number, DataKey>;
}

/** Makes sure a fresh data key is at hand for every compartment. Cheap when none was used since the last call. */
export async function ensureSpareDataKeys(session: VaultSession): Promise<void> {
  for (const compartment of session.compartments) {
    if (!session.spareDataKeys.has(compartment.rid))
      session.spareDataKeys.set(compartment.rid, await newDataKey(compartment, session.now()));
  }
}

/** The compartment for a grade code, or for content not yet graded. */
export function compartmentOfLevel(session: VaultSession, level: string | null): Compartment {
  const rank = session.settings.scheme.grades.find((grade) => grade.code === level)?.rank ?? null;
  return compartmentFor(session.compartments, rank);
}

/** Unwraps the data keys a record's sealed fields lie under, so that a synchronous command can open them. */
export async function openDataKeysOf(session: VaultSession, rids: readonly number[]): Promise<void> {
  for (const rid of new Set(rids)) {
    if (session.openedDataKeys.has(rid)) continue;
    const { key } = await unwrapDataKey(session.db, session.compartments, rid);
    session.openedDataKeys.set(rid, key);
  }
}

/** Whether sealed content may go in: a waiver is recorded, or another cleared officer exists. */
export function isSealedContentAllowed(session: VaultSession): boolean {
  if (session.settings.singleOfficerReason !== null) return true;
  const cleared = session.db
    .prepare(
      "SELECT count(DISTINCT g.user) FROM compartment_grant g JOIN user u ON u.rid = g.user WHERE u.status = 'active'",
    )
    .pluck()
    .get() as number;
  return cleared >= 2;
}
