// The header in its file against what the database knows of it: an older one put back is refused, an interrupted change ended.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { type VaultHeader, writeHeader } from './header.ts';
import { forgetPending, pendingHeader } from './renew-header.ts';
import { readMeta, writeMeta } from './settings.ts';

/**
 * The header that counts. Throws AppError `vault_header_changed` for an old header put back, `vault_rolled_back` for an old
 * database, `slot_renewed` where the keys given come from a slot that a change, now ended, has replaced.
 */
export async function settleHeader(
  db: Db,
  given: { folder: string; header: VaultHeader; userId: string; databaseKey: Buffer; readOnly: boolean },
): Promise<VaultHeader> {
  const { folder, header, userId, databaseKey, readOnly } = given;
  const known = Number(readMeta(db, 'generation'));
  const pending = pendingHeader(db, databaseKey);
  if (header.generation > known + 1)
    throw new AppError('vault_rolled_back', { generation: known, expected: header.generation });
  if (header.generation >= known) {
    // One ahead: a change of password of an earlier version that was killed between header and database.
    if (header.generation === known + 1 && !readOnly) writeMeta(db, 'generation', String(header.generation));
    if (pending && !readOnly) forgetPending(db);
    return header;
  }
  if (pending?.generation !== known || pending.vaultId !== header.vaultId)
    throw new AppError('vault_header_changed', { generation: header.generation, expected: known });
  if (!readOnly) {
    await writeHeader(folder, pending);
    forgetPending(db);
  }
  const slotOf = (of: VaultHeader) => JSON.stringify(of.slots.find((slot) => slot.userId === userId));
  if (slotOf(pending) !== slotOf(header)) throw new AppError('slot_renewed');
  return pending;
}
