// Adds attachments: seals or fingerprints each file, then records it. One transaction a file: what is recorded is whole.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { databaseError } from '../../db/handle.ts';
import type { TaskContext } from '../../tasks.ts';
import { insertDataKey } from '../../vault/data-keys.ts';
import { compartmentOfRecord, isSealedContentAllowed, type VaultSession } from '../../vault/session.ts';
import { requireNotFrozen } from '../marks.ts';
import { requireOwnDepartment } from '../own-department.ts';
import { getRow } from '../read.ts';
import { createRecord } from '../store.ts';
import { writeTransaction } from '../write-context.ts';
import { digestFile } from './file-digests.ts';
import { mediaTypeOf } from './media-type.ts';
import { fileError, sealFile } from './sealed-files.ts';

export interface NewAttachments {
  files: { path: string; register: string; ownerId: string }[];
  mode: 'sealed' | 'fingerprint';
  documentDate: string | null;
  note: string | null;
}

/** Adds the files in order. Stops at the first that fails; those before it stay, each whole and recorded. */
export async function addAttachments(
  session: VaultSession,
  input: NewAttachments,
  job: TaskContext,
): Promise<{ added: number; sizeBytes: number }> {
  if (input.mode === 'sealed' && !isSealedContentAllowed(session)) throw new AppError('sealed_needs_second_officer');
  const sizes = input.files.map(({ path }) => {
    try {
      return statSync(path).size;
    } catch (cause) {
      throw fileError(cause, basename(path));
    }
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let finished = 0;
  let added = 0;
  for (const [index, file] of input.files.entries()) {
    job.checkCancelled();
    const onBytes = (done: number) => {
      job.checkCancelled();
      job.progress(finished + done, total, 'attach');
    };
    try {
      await addOne(session, input, file, onBytes);
    } catch (cause) {
      throw fileError(databaseError(cause), basename(file.path));
    }
    finished += sizes[index] as number;
    added += 1;
  }
  return { added, sizeBytes: finished };
}

async function addOne(
  session: VaultSession,
  input: NewAttachments,
  file: NewAttachments['files'][number],
  onBytes: (done: number) => void,
): Promise<void> {
  const owner = session.registry.byKey(file.register);
  const row = getRow(session, owner, file.ownerId);
  requireOwnDepartment(session, owner, row.department ?? null);
  requireNotFrozen(session, row);
  const name = basename(file.path).normalize('NFC');
  const sealed =
    input.mode === 'sealed'
      ? await sealFile(
          session,
          compartmentOfRecord(session, row.rid, typeof row.level === 'string' ? row.level : null),
          file.path,
          onBytes,
        )
      : null;
  const digests = sealed?.digests ?? (await digestFile(file.path, onBytes));
  const definition = session.registry.byKey('attachment');
  writeTransaction(session, (context) => {
    if (sealed) insertDataKey(session.db, sealed.dataKey);
    createRecord(context, definition, {
      number: null,
      status: input.mode,
      values: {
        ownerRegister: owner.key,
        ownerId: file.ownerId,
        name,
        documentDate: input.documentDate,
        mediaType: mediaTypeOf(name),
        sizeBytes: digests.sizeBytes,
        sha256: digests.sha256,
        sm3: digests.sm3,
        fileId: sealed?.fileId ?? null,
        dataKeyId: sealed?.dataKey.id ?? null,
        note: input.note,
      },
    });
  });
}
