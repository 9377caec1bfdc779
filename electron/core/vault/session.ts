// An open vault: its database, keys and settings, for as long as it is unlocked. Passed to whatever needs it; no global.
import type { Role } from '../../../shared/contract/route.ts';
import type { SeparationPair } from '../../../shared/separation.ts';
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import type { Collation } from '../register/collation.ts';
import type { Registry } from '../register/registry.ts';
import { certificatesOf } from './certificates.ts';
import { type Compartment, compartmentFor, openCompartments } from './compartments.ts';
import { type DataKey, newDataKey, unwrapDataKey } from './data-keys.ts';
import { isDraftReader, openAsReader, wrapToReader } from './draft-readers.ts';
import type { VaultHeader } from './header.ts';
import type { VaultLock } from './lock-file.ts';
import type { Profile } from './profile.ts';
import { activePeople, holdsClearance } from './separation.ts';
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
  /** When the user set his password; null where the slot does not say. */
  passwordChangedAtMs: number | null;
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
  /** Records whose content and files a change left in a compartment that is no longer theirs; moved right after it. */
  readonly moving: Set<number>;
}

/** Makes sure a fresh data key is at hand for every compartment. Cheap when none was used since the last call. */
export async function ensureSpareDataKeys(session: VaultSession): Promise<void> {
  for (const compartment of session.compartments) {
    if (session.spareDataKeys.has(compartment.rid)) continue;
    const dataKey = await newDataKey(compartment, session.now());
    if (isDraftReader(session, compartment)) dataKey.readerWrapped = await wrapToReader(session, dataKey.key);
    session.spareDataKeys.set(compartment.rid, dataKey);
  }
}

/** The compartment for a grade code, or for content not yet graded. */
export function compartmentOfLevel(session: VaultSession, level: string | null): Compartment {
  const rank = session.settings.scheme.grades.find((grade) => grade.code === level)?.rank ?? null;
  return compartmentFor(session.compartments, rank);
}

/** The compartment a record's content belongs into: the free one it was assigned to, else that of its grade. */
export function compartmentOfRecord(session: VaultSession, rid: number, level: string | null): Compartment {
  const assigned = prepared(session.db, 'SELECT compartment FROM record_compartment WHERE record = ?')
    .pluck()
    .get(rid) as number | undefined;
  const found = session.compartments.find((compartment) => compartment.rid === assigned);
  return found ?? compartmentOfLevel(session, level);
}

/** Reads compartments and grants anew, after they were changed on another connection or by this one. */
export async function reopenCompartments(session: VaultSession): Promise<void> {
  const { db, user, keys, readOnly } = session;
  session.compartments = await openCompartments(db, user, readOnly ? null : keys, certificatesOf(db, keys.founding));
  session.spareDataKeys.clear();
}

/** Unwraps the data keys a record's sealed fields lie under, so that a synchronous command can open them. */
export async function openDataKeysOf(session: VaultSession, rids: readonly number[]): Promise<void> {
  for (const rid of new Set(rids)) {
    if (session.openedDataKeys.has(rid)) continue;
    const own = await openAsReader(session, rid);
    session.openedDataKeys.set(rid, own ?? (await unwrapDataKey(session.db, session.compartments, rid)).key);
  }
}

/** Whether sealed content may go in: another cleared officer, a rehearsed recovery, or a recorded waiver of both. */
export function isSealedContentAllowed(session: VaultSession): boolean {
  const { db, settings } = session;
  if (settings.singleOfficerReason !== null) return true;
  const rehearsed = prepared(
    db,
    'SELECT 1 FROM recovery_set WHERE rehearsed_at IS NOT NULL AND void_at IS NULL LIMIT 1',
  ).get();
  if (rehearsed) return true;
  return activePeople(db).filter(({ rid, roles }) => roles.includes('officer') && holdsClearance(db, rid)).length >= 2;
}
