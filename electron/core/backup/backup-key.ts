// The backup recipient: made once, kept in the vault's database, and boxed under the database key into every backup.
import { hkdfSync } from 'node:crypto';
import type { Db } from '../db/handle.ts';
import { newIdentity } from '../format/age-file.ts';
import { openBox, sealBox } from '../format/sealed-box.ts';
import { writeTransaction } from '../register/write-context.ts';
import type { VaultSession } from '../vault/session.ts';
import { readMeta, writeMeta } from '../vault/settings.ts';

export interface BackupKey {
  identity: string;
  recipient: string;
}

const metaKey = 'backupKey';

function storedKey(db: Db): BackupKey | null {
  const text = readMeta(db, metaKey);
  return text === undefined ? null : (JSON.parse(text) as BackupKey);
}

/** The vault's backup recipient; the first call makes it, by an event. */
export async function backupKeyOf(session: VaultSession): Promise<BackupKey> {
  const known = storedKey(session.db);
  if (known) return known;
  const made = await newIdentity();
  return writeTransaction(session, ({ journal }) => {
    const meanwhile = storedKey(session.db);
    writeMeta(session.db, metaKey, JSON.stringify(meanwhile ?? made));
    journal.append({ action: 'backup.keyMade', detail: { recipient: (meanwhile ?? made).recipient } });
    return meanwhile ?? made;
  });
}

/** What a backup's box is bound to. */
export interface BoxPlace {
  format: string;
  id: string;
  vault: string;
  madeAtMs: number;
  manifest: string;
}

const boxKey = (databaseKey: Buffer) =>
  Buffer.from(hkdfSync('sha256', databaseKey, Buffer.alloc(0), 'midian/backup-key/1', 32));

/** The identity boxed for one backup, base64. */
export function boxIdentity(databaseKey: Buffer, identity: string, place: BoxPlace): string {
  return sealBox(boxKey(databaseKey), Buffer.from(identity), { ...place }).toString('base64');
}

/** The identity of a backup; null where the box is not one of this vault's for this list. */
export function unboxIdentity(databaseKey: Buffer, box: string, place: BoxPlace): string | null {
  return openBox(boxKey(databaseKey), Buffer.from(box, 'base64'), { ...place })?.toString('utf8') ?? null;
}
