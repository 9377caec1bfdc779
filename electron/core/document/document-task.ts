// The job that writes a document: prepares it in one reading of the vault, writes a temporary file, then gives it its name and
// appends its event together. A failure or a cancel leaves neither.
import { hash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { PrintedDocument } from '../../../shared/contract/routes/documents.ts';
import type { Canonical } from '../../../shared/evidence/canonical-json.ts';
import { databaseError } from '../db/handle.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import { writeTransaction } from '../register/write-context.ts';
import type { TaskContext } from '../tasks.ts';
import { syncFolder } from '../vault/header.ts';
import type { VaultSession } from '../vault/session.ts';
import { writePaper } from './paper/write-paper.ts';
import { handoverDocument } from './print/handover-list.ts';
import { inForceDocument } from './print/in-force-report.ts';
import { journalDocument } from './print/journal-document.ts';
import { blankKnowers, knowerDocument } from './print/knower-lists.ts';
import { labelDocument } from './print/labels.ts';
import { blankForm, procedureDocument } from './print/procedure/procedure-document.ts';
import { publicListDocument } from './print/public-list.ts';
import { blankRegister, type PreparedDocument, registerDocument } from './print/register-document.ts';

export interface DocumentRequest {
  /** Full path of the PDF; nothing may be there yet. */
  target: string;
  document: PrintedDocument;
}

export interface DocumentResult {
  rows: number;
  pages: number;
  sizeBytes: number;
}

function prepare(session: VaultSession, document: PrintedDocument, job: TaskContext): PreparedDocument {
  switch (document.kind) {
    case 'register':
      return registerDocument(session, document.register, document, job);
    case 'R02':
      return publicListDocument(session, document.asOf, job);
    case 'F16':
      return handoverDocument(session, document.bundle);
    case 'journal':
      return journalDocument(session, document);
    case 'inForce':
      return inForceDocument(session, document, job);
    case 'procedure':
      return procedureDocument(session, document.run, document.blank);
    case 'knowers':
      return knowerDocument(session, document.by, document.ids, job);
    case 'labels':
      return labelDocument(session, document, job);
    case 'blankForm':
      return blankForm(session, document.template, document.list);
    case 'blankRegister':
      return blankRegister(session, document.register);
    case 'blankKnowers':
      return blankKnowers(session, document.by);
  }
}

/** What the event says was printed. */
function described(document: PrintedDocument): Record<string, Canonical> {
  switch (document.kind) {
    case 'register':
      return {
        kind: 'register',
        register: document.register,
        filters: JSON.stringify(document.filters),
        search: document.search,
        asOf: document.asOf,
      };
    case 'R02':
      return { kind: 'R02', asOf: document.asOf };
    case 'F16':
      return { kind: 'F16', bundle: document.bundle };
    case 'journal': {
      const { kind, recordId, actor, day, action } = document;
      return { kind, recordId, actor, day, action };
    }
    case 'inForce':
      return {
        kind: 'inForce',
        asOf: document.asOf,
        ...(document.ids === null ? {} : { records: document.ids }),
        filters: JSON.stringify(document.filters),
        search: document.search,
      };
    case 'procedure':
      return { kind: 'procedure', run: document.run, blank: document.blank };
    case 'knowers':
      return { kind: 'knowers', by: document.by, records: document.ids };
    case 'labels': {
      const { kind, register, ids, sheet, start } = document;
      return { kind, register, records: ids, sheet, start };
    }
    case 'blankForm':
      return { kind: 'blankForm', template: document.template, list: document.list };
    case 'blankRegister':
      return { kind: 'blankRegister', register: document.register };
    case 'blankKnowers':
      return { kind: 'blankKnowers', by: document.by };
  }
}

/**
 * Writes a document. Throws AppError `path_exists`, `document_too_long`, `bundle_unknown`, `record_missing`,
 * `record_void`, `record_frozen`, `label_ungraded`, `value_invalid`, `disk_full`,
 * `file_unreadable`, `cancelled`.
 */
export async function createDocument(
  session: VaultSession,
  { target, document }: DocumentRequest,
  job: TaskContext,
): Promise<DocumentResult> {
  const name = basename(target);
  if (session.readOnly) throw new AppError('read_only');
  if (existsSync(target)) throw new AppError('path_exists', { name });
  if (!existsSync(dirname(target))) throw new AppError('file_missing', { name: basename(dirname(target)) });
  // One reading: what others write meanwhile does not shift the rows from page to page.
  const prepared = session.db.transaction(() => prepare(session, document, job))();
  job.progress(0, null, 'write');
  const file = await writePaper(prepared.document, () => job.checkCancelled());
  const partial = `${target}.${randomUUID().slice(0, 8)}.part`;
  let isNamed = false;
  try {
    writeFileSync(partial, file.bytes, { flag: 'wx', mode: 0o600 });
    const handle = openSync(partial, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    job.checkCancelled();
    writeTransaction(session, ({ journal }) => {
      journal.append({
        action: 'document.created',
        detail: {
          ...described(document),
          file: name,
          rows: prepared.rows,
          pages: file.pages,
          // Its first digits stand at the foot of every page.
          content: prepared.digest,
          sha256: hash('sha256', file.bytes),
        },
      });
      if (existsSync(target)) throw new AppError('path_exists', { name });
      renameSync(partial, target);
      isNamed = true;
    });
  } catch (cause) {
    rmSync(partial, { force: true });
    if (isNamed) rmSync(target, { force: true });
    throw fileError(databaseError(cause), name);
  }
  syncFolder(dirname(target));
  return { rows: prepared.rows, pages: file.pages, sizeBytes: file.bytes.length };
}

/** Operations: `create`. */
export function documentTask(session: VaultSession) {
  return {
    create: (input: DocumentRequest, job: TaskContext): Promise<DocumentResult> => createDocument(session, input, job),
  };
}
