// Who reads a draft besides those who are cleared: the one who wrote it, until it is filed. The only reader and writer of the table.
import type { Db } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { ageOpen, ageSeal } from '../format/age-file.ts';
import type { Compartment } from './compartments.ts';
import type { VaultSession } from './session.ts';

/** Somebody who proposes without being cleared; administrators and auditors hold nothing, drafts neither. */
export function isDraftReader(session: VaultSession, compartment: Compartment): boolean {
  const { roles } = session.user;
  if (compartment.identity !== null || session.readOnly) return false;
  return roles.includes('liaison') && !roles.includes('system') && !roles.includes('auditor');
}

/** The key wrapped to the user himself. */
export function wrapToReader(session: VaultSession, key: Buffer): Promise<Buffer> {
  return ageSeal(key, [session.keys.recipient]);
}

/** Lets the user read what lies under a data key. */
export function addDraftReader(db: Db, dataKey: number, user: number, wrapped: Buffer): void {
  prepared(db, 'INSERT INTO data_key_reader (data_key, user, wrapped) VALUES (?, ?, ?)').run(dataKey, user, wrapped);
}

/** The data key of the user's own draft, or null where it is none of his or was filed. */
export async function openAsReader(session: VaultSession, dataKey: number): Promise<Buffer | null> {
  const row = prepared(session.db, 'SELECT wrapped FROM data_key_reader WHERE data_key = ? AND user = ?').get(
    dataKey,
    session.user.rid,
  ) as { wrapped: Buffer } | undefined;
  return row ? ageOpen(row.wrapped, [session.keys.identity]) : null;
}

/** Takes readers away from data keys under which no secret is a draft any more: those given, or those a record's content lies under. */
export function settleDraftReaders(db: Db, given: { dataKeys: readonly number[] } | { record: number }): void {
  const keys =
    'record' in given
      ? (prepared(db, 'SELECT DISTINCT data_key AS rid FROM sealed_value WHERE record = ?').all(given.record) as {
          rid: number;
        }[])
      : given.dataKeys.map((rid) => ({ rid }));
  const settle = prepared(
    db,
    `DELETE FROM data_key_reader WHERE data_key = ? AND NOT EXISTS (
       SELECT 1 FROM sealed_value v JOIN secret s ON s.rid = v.record
       WHERE v.data_key = data_key_reader.data_key AND s.status = 'proposed' AND s.void = 0)`,
  );
  for (const { rid } of keys) settle.run(rid);
}

/** Takes a user's drafts from him: he was removed, or has new keys. */
export function removeDraftReader(db: Db, user: number): void {
  prepared(db, 'DELETE FROM data_key_reader WHERE user = ?').run(user);
}
