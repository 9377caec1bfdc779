// Asks for a time stamp: finds the imprint of what is to be stamped, keeps the request, writes the `.tsq`. Sends nothing.
import { hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { issuedEvents } from '../document/bundle/issue.ts';
import { uuidv7 } from '../format/uuid.ts';
import { headOf } from '../journal/append.ts';
import { signHead } from '../journal/checkpoint.ts';
import { usableAttachment } from '../register/attachments/open-attachments.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import { writeTransaction } from '../register/write-context.ts';
import { syncFolder } from '../vault/header.ts';
import type { VaultSession } from '../vault/session.ts';
import { buildRequest } from './request.ts';
import { responseOf } from './response.ts';
import { allTokens, insertRequest, requestById, type SubjectKind } from './store.ts';

export type StampSubject = { kind: 'checkpoint' } | { kind: 'attachment'; id: string } | { kind: 'bundle'; id: string };

interface Resolved {
  kind: SubjectKind;
  subject: string;
  note: string | null;
  name: string | null;
  imprint: Buffer;
  /** The record whose history tells of the stamp. */
  owner: { register: string; record: string } | null;
}

/** What a bundle was issued with: name of its folder and SHA-256 of the ZIP; undefined where there is none of that id. */
export function issuedBundle(session: VaultSession, id: string): { name: string; sha256: string } | undefined {
  for (const { event } of issuedEvents(session)) {
    const { detail } = JSON.parse(event) as { detail: { id: string; folder: string; sha256: string } };
    if (detail.id === id) return { name: `${detail.folder}.zip`, sha256: detail.sha256 };
  }
  return undefined;
}

/** The imprint of a subject. Inside a write transaction, because a checkpoint is signed anew. */
function resolveSubject(session: VaultSession, subject: StampSubject): Resolved {
  if (subject.kind === 'checkpoint') {
    const note = signHead(session.db, {
      origin: session.origin,
      userRid: session.user.rid,
      login: session.user.login,
      signKey: session.keys.signKey,
      atMs: session.now(),
    });
    const { size } = headOf(session.db);
    return {
      kind: 'checkpoint',
      subject: String(size),
      note,
      name: null,
      imprint: hash('sha256', note, 'buffer'),
      owner: null,
    };
  }
  if (subject.kind === 'attachment') {
    const row = usableAttachment(session, subject.id);
    if (row.void === 1) throw new AppError('record_void', { number: String(row.name) });
    // An erased attachment has no digest any more.
    if (typeof row.sha256 !== 'string') throw new AppError('attachment_missing', { name: String(row.name ?? '') });
    return {
      kind: 'attachment',
      subject: row.id,
      note: null,
      // Its name is read from its record: a copy here would outlive an erasure.
      name: null,
      imprint: Buffer.from(row.sha256, 'hex'),
      owner: { register: String(row.owner_register), record: String(row.owner_id) },
    };
  }
  const issued = issuedBundle(session, subject.id);
  if (!issued) throw new AppError('record_missing', { register: 'bundle', number: subject.id });
  return {
    kind: 'bundle',
    subject: subject.id,
    note: null,
    name: issued.name,
    imprint: Buffer.from(issued.sha256, 'hex'),
    owner: null,
  };
}

/** Writes a small file whole and durably under a name that must be free; removes it again when that fails. */
function writeNew(target: string, bytes: Uint8Array): void {
  let isOurs = false;
  try {
    const handle = openSync(target, 'wx', 0o600);
    isOurs = true;
    try {
      writeSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    syncFolder(dirname(target));
  } catch (cause) {
    if (isOurs) rmSync(target, { force: true });
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new AppError('path_exists', { name: basename(target) }, { cause });
    throw fileError(cause, basename(target));
  }
}

/** Refuses a target that is taken or whose folder is not there. */
function requireFreeTarget(target: string): void {
  if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
  if (!existsSync(dirname(target))) throw new AppError('file_missing', { name: basename(dirname(target)) });
}

/**
 * Makes a request and writes it to `target`: file, row and event, or none of them. Returns the request's id. Throws
 * AppError `path_exists`, `file_missing`, `file_unreadable`, `disk_full`, `record_missing`, `record_void`, `record_frozen`,
 * `attachment_missing`, `read_only`.
 */
export function requestStamp(session: VaultSession, subject: StampSubject, target: string): { id: string } {
  requireFreeTarget(target);
  const id = uuidv7(session.now());
  let isWritten = false;
  try {
    writeTransaction(session, ({ journal }) => {
      const { owner, ...resolved } = resolveSubject(session, subject);
      const { bytes, nonce } = buildRequest(resolved.imprint);
      insertRequest(session.db, {
        id,
        ...resolved,
        nonce: Buffer.from(nonce),
        request: Buffer.from(bytes),
        requestedAtMs: journal.atMs,
        requestedBy: session.user.rid,
      });
      journal.append({
        action: 'stamp.requested',
        ...owner,
        detail: {
          request: id,
          kind: resolved.kind,
          subject: resolved.subject,
          imprint: resolved.imprint.toString('hex'),
        },
      });
      writeNew(target, bytes);
      isWritten = true;
    });
  } catch (cause) {
    if (isWritten) rmSync(target, { force: true });
    throw cause;
  }
  return { id };
}

/** Writes the file of an earlier request once more: the same bytes. Throws as `requestStamp`. */
export function saveRequest(session: VaultSession, id: string, target: string): void {
  requireFreeTarget(target);
  const row = requestById(session.db, id);
  if (!row) throw new AppError('record_missing', { register: 'stamp', number: id });
  writeNew(target, row.request);
}

/** Writes a token as a TimeStampResp, for handing over. Throws as `requestStamp`. */
export function saveToken(session: VaultSession, id: string, target: string): void {
  requireFreeTarget(target);
  const row = allTokens(session.db).find((token) => token.id === id);
  if (!row) throw new AppError('record_missing', { register: 'stamp', number: id });
  writeNew(target, responseOf(row.token));
}
