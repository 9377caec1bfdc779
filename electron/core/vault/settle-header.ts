// The header in its file against what the database knows of it: an older one put back is refused, an interrupted change ended.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Db } from '../db/handle.ts';
import { isHeaderAuthentic, readHeader, type VaultHeader, writeHeader } from './header.ts';
import { forgetPending, pendingHeader } from './renew-header.ts';
import { readMeta, writeMeta } from './settings.ts';

interface Given {
  folder: string;
  header: VaultHeader;
  userId: string;
  databaseKey: Buffer;
  readOnly: boolean;
  /** Null in a second connection of the process that has the vault open: it repairs nothing, and a header that was renewed since it
   * was handed over is no old one. */
  lock: unknown;
}

/** The header in its file now, where it is the database's own. */
function headerInFile({ folder, databaseKey }: Given, known: number): VaultHeader | null {
  try {
    const header = readHeader(folder);
    return header.generation === known && isHeaderAuthentic(header, databaseKey) ? header : null;
  } catch {
    return null;
  }
}

/**
 * The header that counts. Throws AppError `vault_header_changed` for an old header put back, `vault_rolled_back` for an old
 * database, `slot_renewed` where the keys given come from a slot that a change, now ended, has replaced.
 */
export async function settleHeader(db: Db, given: Given): Promise<VaultHeader> {
  const { folder, header, userId, databaseKey, readOnly, lock } = given;
  const known = Number(readMeta(db, 'generation'));
  const isFirst = lock !== null && !readOnly;
  if (header.generation > known + 1)
    throw new AppError('vault_rolled_back', { generation: known, expected: header.generation });
  const pending = pendingHeader(db, databaseKey);
  if (header.generation >= known) {
    // One ahead: a change of password of an earlier version that was killed between header and database.
    if (header.generation === known + 1 && !readOnly) writeMeta(db, 'generation', String(header.generation));
    if (pending && isFirst) forgetPending(db);
    return header;
  }
  const decided = pending?.generation === known && pending.vaultId === header.vaultId ? pending : null;
  if (lock === null && !readOnly) {
    const present = decided ?? headerInFile(given, known);
    if (present) return present;
  }
  if (!decided) throw new AppError('vault_header_changed', { generation: header.generation, expected: known });
  if (isFirst) {
    await writeHeader(folder, decided);
    forgetPending(db);
  }
  const slotOf = (of: VaultHeader) => JSON.stringify(of.slots.find((slot) => slot.userId === userId));
  if (slotOf(decided) !== slotOf(header)) throw new AppError('slot_renewed');
  return decided;
}
