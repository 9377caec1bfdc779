// The job behind `midian check`: header, every database page, journal, revisions, sealed values, and every sealed file.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError, type ErrorParams } from '../../../shared/contract/envelope.ts';
import { databaseError } from '../db/handle.ts';
import { verifyWhole } from '../journal/journal-task.ts';
import { createDigestSink } from '../register/attachments/file-digests.ts';
import { identityOf } from '../register/attachments/open-attachments.ts';
import { openSealedFile, sealedPath } from '../register/attachments/sealed-files.ts';
import type { TableRow } from '../register/statements.ts';
import { verifyStamps } from '../stamp/verify-stamps.ts';
import type { TaskContext } from '../tasks.ts';
import { checkPeople } from './check-people.ts';
import { checkSealedValues, isAttachmentKeySound } from './check-sealed.ts';
import { isHeaderAuthentic, readHeader } from './header.ts';
import type { VaultSession } from './session.ts';

export interface CheckProblem {
  code: string;
  params: ErrorParams;
}

export interface CheckReport {
  ok: boolean;
  problems: CheckProblem[];
}

/** Operations: `run`. */
export function checkTask(session: VaultSession) {
  return { run: (_input: unknown, job: TaskContext): Promise<CheckReport> => checkVault(session, job) };
}

/** Checks everything that can be checked with this user's keys. Never writes. */
export async function checkVault(session: VaultSession, job: TaskContext): Promise<CheckReport> {
  const problems: CheckProblem[] = [];
  try {
    if (!isHeaderAuthentic(readHeader(session.folder), session.databaseKey))
      problems.push({ code: 'vault_header_changed', params: {} });
    // Reads every page in use; each carries an HMAC that SQLCipher checks.
    for (const row of session.db.pragma('integrity_check') as { integrity_check: string }[])
      if (row.integrity_check !== 'ok')
        problems.push({ code: 'vault_database_damaged', params: { detail: row.integrity_check } });
    if (problems.length === 0) problems.push(...verifyWhole(session, true, job).problems);
    if (problems.length === 0)
      for (const detail of checkPeople(session.db, (record) => recordId(session, record)))
        problems.push({ code: 'vault_database_damaged', params: { detail } });
    if (problems.length === 0)
      problems.push(...(await checkSealedValues(session, job)), ...(await checkFiles(session, job)));
    if (problems.length === 0) problems.push(...(await checkStamps(session)));
  } catch (thrown) {
    const cause = databaseError(thrown);
    if (!(cause instanceof AppError) || cause.code === 'cancelled') throw cause;
    problems.push({ code: cause.code, params: cause.params });
  }
  return { ok: problems.length === 0, problems };
}

/** The id of a record by its row; null where it is gone. */
function recordId(session: VaultSession, record: number): string | null {
  const { table } = session.registry.ofRow(record);
  return (
    (session.db.prepare(`SELECT id FROM ${table} WHERE rid = ?`).pluck().get(record) as string | undefined) ?? null
  );
}

/** Tokens that are not as they came in, or whose subject is no longer what was stamped; whom they trust is not asked here. */
async function checkStamps(session: VaultSession): Promise<CheckProblem[]> {
  const verdicts = await verifyStamps(session, []);
  return verdicts
    .filter(({ problem }) => problem === 'token_changed' || problem === 'subject_differs')
    .map(({ name, subject }) => ({ code: 'stamp_changed', params: { name: name ?? subject } }));
}

async function checkFiles(session: VaultSession, job: TaskContext): Promise<CheckProblem[]> {
  const problems: CheckProblem[] = [];
  const rows = session.db.prepare('SELECT * FROM attachment WHERE file_id IS NOT NULL').all() as TableRow[];
  const known = new Set(rows.map((row) => `${String(row.file_id)}.age`));
  for (const [index, row] of rows.entries()) {
    job.checkCancelled();
    job.progress(index, rows.length, 'files');
    const name = String(row.name);
    if (!existsSync(sealedPath(session.folder, String(row.file_id))))
      problems.push({ code: 'attachment_missing', params: { name } });
    else if (!(await isAttachmentKeySound(session, row)))
      problems.push({ code: 'attachment_key_damaged', params: { name } });
    else if (!(await isIntact(session, row))) problems.push({ code: 'attachment_changed', params: { name } });
  }
  const folder = join(session.folder, 'files');
  for (const file of existsSync(folder) ? readdirSync(folder) : [])
    if (!known.has(file) && !file.endsWith('.part'))
      problems.push({ code: 'file_unknown', params: { name: basename(file) } });
  return problems;
}

/** Decrypts and digests a file the user is cleared for; one that is not counts as intact when it is there. */
async function isIntact(session: VaultSession, row: TableRow): Promise<boolean> {
  try {
    const { fileId, identity } = await identityOf(session, row);
    const sink = await createDigestSink();
    const stream = await openSealedFile(session.folder, fileId, identity);
    for await (const chunk of Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]))
      sink.update(chunk as Uint8Array);
    const { sha256, sm3 } = sink.finish();
    return sha256 === row.sha256 && (row.sm3 === null || sm3 === row.sm3);
  } catch (cause) {
    return cause instanceof AppError && cause.code === 'sealed_no_clearance';
  }
}
