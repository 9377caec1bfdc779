// Issues a bundle: checkpoint, snapshot, temporary file, read-back, name and journal event. Failure or cancel leaves nothing.
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { databaseError, withDatabaseErrors } from '../../db/handle.ts';
import { keyFingerprint } from '../../format/signed-note.ts';
import { uuidv7 } from '../../format/uuid.ts';
import { headOf } from '../../journal/append.ts';
import { signHead } from '../../journal/checkpoint.ts';
import { fileError } from '../../register/attachments/sealed-files.ts';
import { peekNumber } from '../../register/numbers.ts';
import { createRecord } from '../../register/store.ts';
import { type WriteContext, writeTransaction } from '../../register/write-context.ts';
import type { TaskContext } from '../../tasks.ts';
import { syncFolder } from '../../vault/header.ts';
import type { VaultSession } from '../../vault/session.ts';
import { writeMeta } from '../../vault/settings.ts';
import { readBack, type WrittenFile, writeFile } from './bundle-file.ts';
import { confirmPassword } from './confirm-password.ts';
import { type BundleApproval, type BundleIssue, issuedEvent, issueIndexKey, issueTime } from './issue.ts';
import { type OpenedContent, openChosen } from './opened-content.ts';
import { type BundleChoice, requireChoice } from './preview.ts';
import { safeName } from './safe-names.ts';
import { pastView } from './view.ts';

export interface BundleRequest extends BundleChoice {
  /** Full path of the ZIP; nothing may be there yet. */
  target: string;
  recipient: string;
  purpose: string;
  /** Needed outside level internal. */
  approval: BundleApproval | null;
  password: string;
}

export interface BundleResult {
  /** Id of the bundle and of its record. */
  bundle: string;
  number: string;
  name: string;
  files: number;
  records: number;
  attachments: number;
  sizeBytes: number;
  sha256: string;
  sm3: string;
  keyFingerprint: string;
  /** SHA-256 of the page verify.html in it. */
  verifierSha256: string;
}

const maximumAttempts = 10;

/**
 * Signs the head and opens a read transaction that sees the journal at exactly that size: what the bundle shows is what
 * the checkpoint vouches for, whatever others write meanwhile.
 */
function beginSnapshot(session: VaultSession): { size: number; note: string } {
  const { db } = session;
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const signed = db
      .transaction(() => {
        const note = signHead(db, {
          origin: session.origin,
          userRid: session.user.rid,
          login: session.user.login,
          signKey: session.keys.signKey,
          atMs: session.now(),
        });
        return { size: headOf(db).size, note };
      })
      .immediate();
    db.exec('BEGIN');
    if (headOf(db).size === signed.size) return signed;
    db.exec('ROLLBACK');
  }
  throw new AppError('busy', { job: '' });
}

/** The issue record of a request at the present moment. */
function newIssue(
  session: VaultSession,
  request: BundleRequest,
  checkpoint: { size: number; note: string },
): BundleIssue {
  const issuedAtMs = session.now();
  const { approval } = request;
  return {
    id: uuidv7(issuedAtMs),
    number: peekNumber(session, session.registry.byKey('bundle')) ?? '',
    issuedAtMs,
    offsetMinutes: -new Date(issuedAtMs).getTimezoneOffset(),
    level: request.level,
    recipient: request.recipient.normalize('NFC').trim(),
    purpose: request.purpose.normalize('NFC').trim(),
    registers: request.registers,
    attachments: request.attachments,
    asOf: request.asOf,
    approval: approval && {
      ...approval,
      approver: approval.approver.normalize('NFC').trim(),
      form: approval.form.normalize('NFC').trim(),
    },
    documents: request.documents ?? [],
    folder: safeName(basename(request.target).replace(/\.zip$/i, ''), 'bundle'),
    login: session.user.login,
    checkpointSize: checkpoint.size,
    checkpointNote: checkpoint.note,
    tokens: null,
  };
}

/** The issue as a record of the register of bundles. Throws AppError `number_taken` where the number went elsewhere meanwhile. */
function recordIssue(
  context: WriteContext,
  issue: BundleIssue,
  fileName: string,
  file: WrittenFile,
  openedRecords: number,
): void {
  const { session } = context;
  const { approval, asOf } = issue;
  const names = new Map(session.registry.all.map(({ key, noun }) => [key, noun.zh]));
  createRecord(context, session.registry.byKey('bundle'), {
    id: issue.id,
    number: issue.number,
    factDate: issueTime(issue, issue.issuedAtMs).date,
    values: {
      recipient: issue.recipient === '' ? null : issue.recipient,
      disclosure: issue.level,
      purpose: issue.purpose === '' ? null : issue.purpose,
      issuedOn: issueTime(issue, issue.issuedAtMs).date,
      asOfDate: asOf?.date ?? null,
      reading: asOf?.reading ?? null,
      scope: file.summary.records.map(({ register, records }) => `${names.get(register)} ${records}`).join('；'),
      records: file.summary.records.reduce((sum, { records }) => sum + records, 0),
      sealedRecords: openedRecords,
      approver: approval?.approver ?? null,
      approverId: approval?.approverId ?? null,
      approvedOn: approval?.approvedOn ?? null,
      approvalForm: approval === null || approval.form === '' ? null : approval.form,
      fileName,
      files: file.summary.files,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      keyFingerprint: keyFingerprint(session.keys.signPublicKey),
    },
  });
}

/** Gives the file its name and appends the events in one transaction: neither is there without the other. */
function issueFile(
  session: VaultSession,
  issue: BundleIssue,
  opened: OpenedContent,
  partial: string,
  target: string,
  file: WrittenFile,
): void {
  const { summary, ...bytes } = file;
  const given = summary.attachments.filter(({ path }) => path !== null);
  let isNamed = false;
  try {
    writeTransaction(session, (context) => {
      const { journal } = context;
      recordIssue(context, issue, basename(target), file, opened.size);
      for (const { definition, row, values } of opened.values())
        journal.append(
          {
            action: 'sealed.opened',
            register: definition.key,
            record: row.id,
            version: row.version,
            ...(row.number === null ? {} : { number: row.number }),
            detail: { fields: Object.keys(values), bundle: issue.id },
          },
          row.id,
        );
      for (const { ownerRegister, ownerId, id, name } of given)
        journal.append(
          {
            action: 'attachment.exported',
            register: ownerRegister,
            record: ownerId,
            detail: { attachment: id, name, bundle: issue.id },
          },
          ownerId,
        );
      const seq = journal.append(
        issuedEvent(issue, {
          records: summary.records,
          attachments: given.length,
          files: summary.files,
          tokens: summary.tokens,
          ...bytes,
        }),
      );
      writeMeta(session.db, issueIndexKey(seq), issue.id);
      if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
      renameSync(partial, target);
      isNamed = true;
    });
  } catch (cause) {
    if (isNamed) rmSync(target, { force: true });
    throw cause;
  }
  syncFolder(dirname(target));
}

/** What must be decided before something leaves. Throws AppError `bundle_approval_missing`. */
function requireApproval({ level, approval }: BundleRequest): void {
  if (level !== 'internal' && (approval === null || approval.approver.trim() === ''))
    throw new AppError('bundle_approval_missing', { level });
}

/**
 * Issues a bundle. Throws AppError `password_wrong`, `password_delay`, `path_exists`, `value_invalid`,
 * `bundle_unmasked_level`, `bundle_approval_missing`, `record_missing`, `record_frozen`, `sealed_no_clearance`, `disk_full`,
 * `bundle_read_back_failed`, `journal_broken`, `cancelled`.
 */
export async function issueBundle(
  session: VaultSession,
  request: BundleRequest,
  job: TaskContext,
): Promise<BundleResult> {
  const { target } = request;
  if (session.readOnly) throw new AppError('read_only');
  if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
  if (!existsSync(dirname(target))) throw new AppError('file_missing', { name: basename(dirname(target)) });
  requireChoice(session, request);
  requireApproval(request);
  await confirmPassword(session, request.password);
  job.checkCancelled();
  const partial = `${target}.${randomUUID().slice(0, 8)}.part`;
  const fingerprint = keyFingerprint(session.keys.signPublicKey);
  try {
    const checkpoint = withDatabaseErrors(() => beginSnapshot(session));
    let issue: BundleIssue;
    let opened: OpenedContent;
    let written: WrittenFile;
    try {
      issue = newIssue(session, request, checkpoint);
      const view = pastView(session, issue.asOf, issue.checkpointSize);
      opened = await openChosen(view, issue.registers);
      written = await writeFile(view, issue, opened, partial, job);
    } finally {
      session.db.exec('ROLLBACK');
    }
    await readBack(partial, written, fingerprint, job);
    job.checkCancelled();
    issueFile(session, issue, opened, partial, target, written);
    const { summary, ...bytes } = written;
    return {
      bundle: issue.id,
      number: issue.number,
      name: basename(target),
      files: summary.files,
      records: summary.records.reduce((sum, { records }) => sum + records, 0),
      attachments: summary.attachments.filter(({ path }) => path !== null).length,
      ...bytes,
      keyFingerprint: fingerprint,
      verifierSha256: summary.verifierSha256,
    };
  } catch (cause) {
    rmSync(partial, { force: true });
    throw fileError(databaseError(cause), basename(target));
  }
}
