// The attached files of a bundle: which there are, what they are called in the bag, and their plain bytes, checked.
import { Readable } from 'node:stream';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { createDigestSink } from '../../register/attachments/file-digests.ts';
import { identityOf } from '../../register/attachments/open-attachments.ts';
import { fileError, openSealedFile } from '../../register/attachments/sealed-files.ts';
import type { VaultSession } from '../../vault/session.ts';
import { attachmentsPrefix } from './bag-paths.ts';
import { attachmentRows, rowByRid } from './chosen-records.ts';
import { createNamer, safeName } from './safe-names.ts';

export interface ChosenAttachment {
  rid: number;
  ownerRegister: string;
  ownerId: string;
  id: string;
  name: string;
  sizeBytes: number;
  /** Path in the bag; null where only a fingerprint is kept. */
  path: string | null;
}

/** The attachments of the chosen records, each with a place of its own. */
export function chooseAttachments(
  session: VaultSession,
  definition: RegisterDefinition,
  rids: readonly number[],
  folders: (name: string) => string,
): ChosenAttachment[] {
  const chosen: ChosenAttachment[] = [];
  for (const rid of rids) {
    const owner = rowByRid(session, definition, rid);
    const rows = attachmentRows(session, owner.id);
    if (rows.length === 0) continue;
    const folder = rows.some((row) => row.file_id !== null)
      ? folders(safeName(owner.number ?? owner.id, owner.id))
      : '';
    const names = createNamer();
    for (const row of rows)
      chosen.push({
        rid: row.rid,
        ownerRegister: definition.key,
        ownerId: owner.id,
        id: row.id,
        name: String(row.name),
        sizeBytes: Number(row.size_bytes ?? 0),
        path:
          row.file_id === null ? null : `${attachmentsPrefix}${folder}/${names(safeName(String(row.name), row.id))}`,
      });
  }
  return chosen;
}

/**
 * The plain bytes of an attachment. Ends in AppError `vault_database_damaged` where they are not those recorded,
 * `sealed_no_clearance` where the user may not open them, `attachment_missing` where the file is gone.
 */
export async function* attachmentBytes(
  session: VaultSession,
  attachment: ChosenAttachment,
): AsyncGenerator<Uint8Array> {
  const row = rowByRid(session, session.registry.byKey('attachment'), attachment.rid);
  const { fileId, identity } = await identityOf(session, row);
  const sink = await createDigestSink();
  try {
    const stream = await openSealedFile(session.folder, fileId, identity);
    for await (const chunk of Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])) {
      sink.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  } catch (cause) {
    const known = fileError(cause, attachment.name);
    if (known instanceof AppError && known.code === 'file_missing')
      throw new AppError('attachment_missing', { name: attachment.name }, { cause });
    throw known instanceof AppError
      ? known
      : new AppError('vault_database_damaged', { detail: 'attachment' }, { cause });
  }
  if (sink.finish().sha256 !== row.sha256) throw new AppError('vault_database_damaged', { detail: 'attachment' });
}
