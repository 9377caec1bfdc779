// The attached files of a bundle: which there are, what they are called in the bag, and their plain bytes, checked.
import { createHash } from 'node:crypto';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { attachmentsPrefix } from '../../../../shared/evidence/bag-paths.ts';
import type { FieldValues, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import { identityOf } from '../../register/attachments/open-attachments.ts';
import type { OpeningThread } from '../../register/attachments/opening-thread.ts';
import { fileError, openSealedFile, sealedPath } from '../../register/attachments/sealed-files.ts';
import { createNamer, safeName } from './safe-names.ts';
import type { BundleView } from './view.ts';

export interface ChosenAttachment {
  rid: number;
  ownerRegister: string;
  ownerId: string;
  id: string;
  name: string;
  sizeBytes: number;
  /** Whether the entry's values go in; else only commitments to them. */
  given: boolean;
  /** Path in the bag; null where only a fingerprint is kept or the file is not given. */
  path: string | null;
}

/**
 * The attachments of the chosen records, each with a place of its own where it is given. Of those that are not, the entry
 * goes in with nothing but commitments, so that a file handed over later can be compared.
 */
export function chooseAttachments(
  view: BundleView,
  definition: RegisterDefinition,
  rids: readonly number[],
  isGiven: (ownerId: string) => boolean,
  folders: (name: string) => string,
): ChosenAttachment[] {
  const chosen: ChosenAttachment[] = [];
  for (const rid of rids) {
    const owner = view.row(definition, rid);
    const rows = view.attachments(owner.id);
    if (rows.length === 0) continue;
    const given = isGiven(owner.id);
    const folder =
      given && rows.some((row) => row.file_id !== null) ? folders(safeName(owner.number ?? owner.id, owner.id)) : '';
    const names = createNamer();
    for (const row of rows)
      chosen.push({
        rid: row.rid,
        ownerRegister: definition.key,
        ownerId: owner.id,
        id: row.id,
        name: String(row.name),
        sizeBytes: Number(row.size_bytes ?? 0),
        given,
        path:
          row.file_id === null || !given
            ? null
            : `${attachmentsPrefix}${folder}/${names(safeName(String(row.name), row.id))}`,
      });
  }
  return chosen;
}

/** From here handing over to a thread costs less than decrypting. */
const largeBytes = 1 << 20;

/**
 * SHA-256 and SM3 taken in one pass over the bytes when the file was attached, as its first revision has them, which an event
 * vouches for: where the bytes have that SHA-256 today they have that SM3, without it being taken again. Null where there are
 * none to rely on. Throws AppError `vault_database_damaged` where something else is recorded today.
 */
export function recordedDigests(
  view: BundleView,
  attachment: ChosenAttachment,
): { sha256: string; sm3: string } | null {
  const { registry, db } = view.session;
  const text = prepared(db, 'SELECT open_values FROM revision WHERE record = ? AND version = 1')
    .pluck()
    .get(attachment.rid) as string | undefined;
  const first = JSON.parse(text ?? '{}') as FieldValues;
  const isDigest = (digest: unknown): digest is string => typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest);
  if (!isDigest(first.sha256) || !isDigest(first.sm3)) return null;
  const { sha256, sm3 } = view.row(registry.byKey('attachment'), attachment.rid);
  if (sha256 !== first.sha256 || sm3 !== first.sm3)
    throw new AppError('vault_database_damaged', { detail: 'attachment' });
  return { sha256, sm3 };
}

/**
 * The plain bytes of an attachment, each chunk gone when the next is asked for. Ends in AppError `vault_database_damaged`
 * where they are not those recorded (by SHA-256), `sealed_no_clearance` where the user may not open them,
 * `attachment_missing` where the file is gone.
 */
export async function* attachmentBytes(
  view: BundleView,
  attachment: ChosenAttachment,
  thread: OpeningThread,
): AsyncGenerator<Uint8Array> {
  const { session } = view;
  const row = view.row(session.registry.byKey('attachment'), attachment.rid);
  const { fileId, identity } = await identityOf(session, row);
  const digest = createHash('sha256');
  try {
    const plain: AsyncIterable<Uint8Array> =
      attachment.sizeBytes < largeBytes
        ? await openSealedFile(session.folder, fileId, identity)
        : thread.open(sealedPath(session.folder, fileId), identity.toString('utf8'));
    for await (const chunk of plain) {
      digest.update(chunk);
      yield chunk;
    }
  } catch (cause) {
    const known = fileError(cause, attachment.name);
    if (known instanceof AppError && known.code === 'file_missing')
      throw new AppError('attachment_missing', { name: attachment.name }, { cause });
    throw known instanceof AppError
      ? known
      : new AppError('vault_database_damaged', { detail: 'attachment' }, { cause });
  }
  if (digest.digest('hex') !== row.sha256) throw new AppError('vault_database_damaged', { detail: 'attachment' });
}
