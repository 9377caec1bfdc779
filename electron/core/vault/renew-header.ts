// Changes the key slots of an open vault together with rows and events: the database decides, the header file follows.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { rememberHead, type WriteContext, writeTransaction } from '../register/write-context.ts';
import { authenticateHeader, type KeySlot, parseHeader, type VaultHeader, writeHeader } from './header.ts';
import type { VaultSession } from './session.ts';
import { readMeta, writeMeta } from './settings.ts';
import { slotDigest } from './slot.ts';

/** Key in `meta` of a header that is decided and perhaps not in its file yet. */
const pendingKey = 'pendingHeader';

/**
 * Runs `work` in one transaction that also decides on a header with these slots, then writes the header. Killed before the
 * commit, all is as it was; killed after it, the next unlock writes the header the database holds.
 */
export async function renewHeader<T>(
  session: VaultSession,
  slots: readonly KeySlot[],
  work: (context: WriteContext) => T,
): Promise<T> {
  const { header, databaseKey } = session;
  const renewed = authenticateHeader(
    { format: header.format, vaultId: header.vaultId, generation: header.generation + 1, slots: [...slots] },
    databaseKey,
  );
  const own = slots.find(({ userId, kind }) => userId === session.user.id && kind === 'password');
  const result = writeTransaction(session, (context) => {
    // Another connection of this process renewed it meanwhile.
    if (Number(readMeta(session.db, 'generation')) !== header.generation) throw new AppError('busy', { job: '' });
    writeMeta(session.db, 'generation', String(renewed.generation));
    writeMeta(session.db, pendingKey, JSON.stringify(renewed));
    return work(context);
  });
  session.header = renewed;
  if (own) session.slotDigest = slotDigest(own);
  await writeHeader(session.folder, renewed);
  forgetPending(session.db);
  rememberHead(session);
  return result;
}

/** The header is in its file: what the database holds of it is no longer needed. */
export function forgetPending(db: Db): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(pendingKey);
}

/** The header the database decided on while its file was not written; null where there is none or it is not authentic. */
export function pendingHeader(db: Db, databaseKey: Buffer): VaultHeader | null {
  const text = readMeta(db, pendingKey);
  if (text === undefined) return null;
  return parseHeader(JSON.parse(text), databaseKey);
}
