// Sealed files opened for reading in pieces, for previews. Plain bytes stay in memory and go nowhere else.
import { randomUUID } from 'node:crypto';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { prepared } from '../../db/prepared.ts';
import { openDataKeysOf, type VaultSession } from '../../vault/session.ts';
import { requireNotFrozen } from '../marks.ts';
import { getRow } from '../read.ts';
import type { TableRow } from '../statements.ts';
import { writeTransaction } from '../write-context.ts';
import { openSealedFile } from './sealed-files.ts';

const pieceBytes = 1 << 20;
/** More than a page previews at once; the oldest is closed. */
const maximumOpen = 8;

interface Opened {
  session: VaultSession;
  fileId: string;
  identity: Buffer;
  reader: ReadableStreamDefaultReader<Uint8Array>;
  position: number;
  rest: Uint8Array;
}

export interface OpenedAttachments {
  open(
    session: VaultSession,
    id: string,
  ): Promise<{ handle: string; name: string; mediaType: string; sizeBytes: number }>;
  read(handle: string, offset: number): Promise<{ base64: string; end: boolean }>;
  closeAll(): void;
}

/** The identity of a sealed attachment. Throws AppError `attachment_fingerprint_only`, `sealed_no_clearance`. */
export async function identityOf(session: VaultSession, row: TableRow): Promise<{ fileId: string; identity: Buffer }> {
  if (typeof row.file_id !== 'string' || typeof row.data_key_id !== 'string')
    throw new AppError('attachment_fingerprint_only', { name: String(row.name) });
  const key = prepared(session.db, 'SELECT rid FROM data_key WHERE id = ?').get(row.data_key_id) as
    | { rid: number }
    | undefined;
  if (!key) throw new AppError('vault_database_damaged', { detail: 'data_key' });
  await openDataKeysOf(session, [key.rid]);
  return { fileId: row.file_id, identity: session.openedDataKeys.get(key.rid) as Buffer };
}

/** The row of an attachment whose record may be worked with. Throws AppError `record_missing`, `record_frozen`. */
export function usableAttachment(session: VaultSession, id: string): TableRow {
  const row = getRow(session, session.registry.byKey('attachment'), id);
  const owner = session.registry.byKey(String(row.owner_register));
  requireNotFrozen(session, getRow(session, owner, String(row.owner_id)));
  return row;
}

/** Appends the event of opening a sealed attachment; it counts for the record it belongs to. */
export function recordOpening(
  session: VaultSession,
  row: TableRow,
  action: 'sealed.opened' | 'attachment.exported',
): void {
  writeTransaction(session, (context) =>
    context.journal.append(
      {
        action,
        register: String(row.owner_register),
        record: String(row.owner_id),
        detail: { attachment: row.id, name: String(row.name) },
      },
      String(row.owner_id),
    ),
  );
}

/** Keeps the files a page has open. */
export function createOpenedAttachments(): OpenedAttachments {
  const opened = new Map<string, Opened>();
  const drop = (handle: string) => {
    opened
      .get(handle)
      ?.reader.cancel()
      .catch(() => undefined);
    opened.delete(handle);
  };
  return {
    open: async (session, id) => {
      const row = usableAttachment(session, id);
      const { fileId, identity } = await identityOf(session, row);
      recordOpening(session, row, 'sealed.opened');
      const handle = randomUUID();
      const reader = (await openSealedFile(session.folder, fileId, identity)).getReader();
      opened.set(handle, { session, fileId, identity, reader, position: 0, rest: new Uint8Array() });
      if (opened.size > maximumOpen) drop(opened.keys().next().value as string);
      return {
        handle,
        name: String(row.name),
        mediaType: String(row.media_type ?? ''),
        sizeBytes: Number(row.size_bytes ?? 0),
      };
    },
    read: async (handle, offset) => {
      const file = opened.get(handle);
      if (!file || offset !== file.position) throw new AppError('attachment_missing', { handle });
      const parts: Uint8Array[] = [file.rest];
      let length = file.rest.length;
      let end = false;
      try {
        while (length < pieceBytes && !end) {
          const next = await file.reader.read();
          if (next.done) end = true;
          else {
            parts.push(next.value);
            length += next.value.length;
          }
        }
      } catch (cause) {
        drop(handle);
        throw new AppError('vault_database_damaged', { detail: 'attachment' }, { cause });
      }
      const all = Buffer.concat(parts);
      const piece = all.subarray(0, pieceBytes);
      file.rest = all.subarray(piece.length);
      file.position += piece.length;
      const isEnd = end && file.rest.length === 0;
      if (isEnd) drop(handle);
      return { base64: piece.toString('base64'), end: isEnd };
    },
    closeAll: () => {
      for (const handle of opened.keys()) drop(handle);
    },
  };
}
