// Handlers of the attachment routes.
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { type Handlers, requireSession } from '../../router.ts';
import type { CoreState } from '../../state.ts';
import { resolveToken, workerBasics } from '../../vault/handlers.ts';
import { isSealedContentAllowed } from '../../vault/session.ts';
import { transferOf } from '../../worker-messages.ts';
import { getRow } from '../read.ts';
import { matchFolder } from './match-folder.ts';
import { fileError } from './sealed-files.ts';

function attachJob(state: CoreState, subject: string, operation: 'add' | 'save', input: unknown) {
  const session = requireSession(state);
  return {
    kind: 'attach' as const,
    subject,
    // Each file is a short transaction of its own; other commands go on between them.
    writes: false,
    worker: { task: 'attach', session: transferOf(session), ...workerBasics(state) },
    operation,
    input,
    onDone: (result: unknown) => {
      state.dependencies.emit({ type: 'changed', registers: ['attachment'], headSize: 0 });
      return result;
    },
  };
}

function requireSealing(state: CoreState, mode: 'sealed' | 'fingerprint'): void {
  if (mode === 'sealed' && !isSealedContentAllowed(requireSession(state)))
    throw new AppError('sealed_needs_second_officer');
}

type AttachmentRoute = Extract<keyof Handlers, `attachment.${string}`>;

export const attachmentHandlers: Pick<Handlers, AttachmentRoute> = {
  'attachment.add': (state, input) => {
    const session = requireSession(state);
    requireSealing(state, input.mode);
    const row = getRow(session, session.registry.byKey(input.register), input.ownerId);
    if (row.void === 1) throw new AppError('record_void', { number: row.number });
    const files = input.files.map((token) => ({
      path: resolveToken(state, token),
      register: input.register,
      ownerId: input.ownerId,
    }));
    return attachJob(state, basename(files[0]?.path ?? ''), 'add', {
      files,
      mode: input.mode,
      documentDate: input.documentDate,
      note: input.note,
    });
  },
  'attachment.addMany': (state, input) => {
    requireSealing(state, input.mode);
    const files = input.files.map(({ file, ownerId }) => ({
      path: resolveToken(state, file),
      register: input.register,
      ownerId,
    }));
    return attachJob(state, basename(files[0]?.path ?? ''), 'add', {
      files,
      mode: input.mode,
      documentDate: null,
      note: null,
    });
  },
  'attachment.matchFolder': async (state, input) => {
    const session = requireSession(state);
    const folder = resolveToken(state, input.folder);
    try {
      if (!statSync(folder).isDirectory()) throw new AppError('file_unreadable', { name: basename(folder) });
      return {
        files: matchFolder(session, session.registry.byKey(input.register), folder).map(({ path, ...file }) => {
          const token = randomUUID();
          state.paths.set(token, path);
          return { file: token, ...file };
        }),
      };
    } catch (cause) {
      throw fileError(cause, basename(folder));
    }
  },
  'attachment.open': async (state, { id }) => state.attachments.open(requireSession(state), id),
  'attachment.read': async (state, { handle, offset }) => state.attachments.read(handle, offset),
  'attachment.save': (state, { id, target }) => {
    const path = resolveToken(state, target);
    return attachJob(state, basename(path), 'save', { id, target: path });
  },
};
