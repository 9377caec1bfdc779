// The issue record of a bundle: everything besides the vault's records that decides its bytes. Writes nothing.

import { AppError } from '../../../../shared/contract/envelope.ts';
import type { AsOf, Filter } from '../../../../shared/contract/routes/common.ts';
import type { DisclosureLevel } from '../../../../shared/disclosure.ts';
import type { Canonical } from '../../../../shared/evidence/canonical-json.ts';
import { prepared } from '../../db/prepared.ts';
import type { VaultSession } from '../../vault/session.ts';

/** A register and which of its records go in. */
export interface BundleRegister {
  register: string;
  filters: readonly Filter[];
  /** Ids of the records whose sealed content is given. */
  opened: readonly string[];
  /** Ids of the records whose attached files are given; within the firm all may be (`attachments`). */
  files: readonly string[];
}

/** Who allowed the content to leave, as the paper or the officer says. */
export interface BundleApproval {
  approver: string;
  /** The person of the roster, where it is one. */
  approverId: string | null;
  /** `YYYY-MM-DD`. */
  approvedOn: string;
  /** Number of the approval form; empty where there is none. */
  form: string;
}

/** Further documents a bundle may hold, by form code. */
export const bundleDocuments = ['R02'] as const;
export type BundleDocument = (typeof bundleDocuments)[number];

export interface BundleIssue {
  /** UUIDv7; the id of its record too. */
  id: string;
  /** Number in the register of bundles. */
  number: string;
  issuedAtMs: number;
  /** Minutes the office's clock was ahead of UTC; times in the bundle are shown by it. */
  offsetMinutes: number;
  level: DisclosureLevel;
  recipient: string;
  purpose: string;
  registers: readonly BundleRegister[];
  /** Whether all attached files go in: within the firm only. */
  attachments: boolean;
  /** The past date it shows, and in which reading; null: as recorded at issue. */
  asOf: AsOf | null;
  approval: BundleApproval | null;
  documents: readonly BundleDocument[];
  /** Name of the folder in the ZIP. */
  folder: string;
  /** Who issues and signs. */
  login: string;
  checkpointSize: number;
  /** The signed note of that size. */
  checkpointNote: string;
  /** Ids of the time-stamp tokens that go in; null at the issue itself, where all that fit do. */
  tokens: readonly string[] | null;
}

/** What came out, for the journal and the user. */
export interface IssuedFile {
  records: readonly { register: string; records: number }[];
  attachments: number;
  files: number;
  sizeBytes: number;
  sha256: string;
  /** Both digests of the whole ZIP: the hand-over list is printed from the event alone. */
  sm3: string;
  tokens: readonly string[];
}

const issuedAction = 'bundle.issued';

/** The event an issue leaves, from which the same bundle can be built again. */
export function issuedEvent(issue: BundleIssue, file: IssuedFile) {
  const { checkpointNote: _note, login: _login, tokens: _tokens, registers, approval, asOf, ...rest } = issue;
  const counts = new Map(file.records.map(({ register, records }) => [register, records]));
  return {
    action: issuedAction,
    detail: {
      ...rest,
      asOf: asOf as unknown as Canonical,
      approval: approval as unknown as Canonical,
      registers: registers.map(({ register, filters, opened, files }) => ({
        register,
        filters: filters as unknown as Canonical,
        opened,
        files,
        records: counts.get(register) ?? 0,
      })),
      attachmentFiles: file.attachments,
      files: file.files,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      sm3: file.sm3,
      tokens: [...file.tokens],
    },
  };
}

/** The issue record kept in the event `seq`, or null where that event is none. */
export function issueOfEvent(session: VaultSession, seq: number): BundleIssue | null {
  const text = prepared(session.db, 'SELECT event FROM journal WHERE seq = ?').pluck().get(seq) as string | undefined;
  const event = JSON.parse(text ?? '{}') as {
    action?: string;
    actor: string;
    detail: Omit<BundleIssue, 'checkpointNote' | 'login'>;
  };
  if (event.action !== issuedAction) return null;
  const { registers, checkpointSize, ...rest } = event.detail as Omit<BundleIssue, 'checkpointNote' | 'login'>;
  const note = prepared(
    session.db,
    'SELECT c.note FROM checkpoint c JOIN user u ON u.rid = c.user WHERE c.size = ? AND u.login = ?',
  )
    .pluck()
    .get(checkpointSize, event.actor) as string | undefined;
  if (note === undefined) return null;
  // The event says more than the issue (what came out); only what decides the bytes is taken.
  const { id, number, issuedAtMs, offsetMinutes, level, recipient, purpose, attachments, asOf, approval, folder } =
    rest;
  const documents = rest.documents ?? [];
  return {
    id,
    number,
    issuedAtMs,
    offsetMinutes,
    level,
    recipient,
    purpose,
    registers: registers.map(({ register, filters, opened, files }) => ({ register, filters, opened, files })),
    attachments,
    asOf,
    approval,
    documents,
    folder,
    login: event.actor,
    checkpointSize,
    checkpointNote: note,
    // Bundles issued before there were time stamps hold none.
    tokens: event.detail.tokens ?? [],
  };
}

/** An instant by the issue's own clock: `2026-11-20 16:15`, its date, and its offset as `UTC+08:00`. */
export function issueTime(
  issue: Pick<BundleIssue, 'offsetMinutes'>,
  atMs: number,
): { date: string; text: string; offset: string } {
  const iso = new Date(atMs + issue.offsetMinutes * 60_000).toISOString();
  const ahead = Math.abs(issue.offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  const offset = `UTC${issue.offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
  return { date: iso.slice(0, 10), text: iso.slice(0, 16).replace('T', ' '), offset };
}

/** The event of the bundle with this id. Throws AppError `bundle_unknown`. */
export function issueById(
  session: VaultSession,
  id: string,
): { issue: BundleIssue; sha256: string; sizeBytes: number } {
  const seq = prepared(
    session.db,
    "SELECT CAST(substr(key, 8) AS INTEGER) FROM meta WHERE key > 'bundle/' AND key < 'bundle0' AND value = ?",
  )
    .pluck()
    .get(id) as number | undefined;
  const issue = seq === undefined ? null : issueOfEvent(session, seq);
  if (seq === undefined || !issue) throw new AppError('bundle_unknown', { id });
  const text = prepared(session.db, 'SELECT event FROM journal WHERE seq = ?').pluck().get(seq) as string;
  const { detail } = JSON.parse(text) as { detail: { sha256: string; sizeBytes: number } };
  return { issue, sha256: detail.sha256, sizeBytes: detail.sizeBytes };
}

/** The key in `meta` under which an issue is found without reading the whole journal; the event stays the truth. */
export function issueIndexKey(seq: number): string {
  return `bundle/${String(seq).padStart(12, '0')}`;
}

/** Events of all bundles issued, latest first. */
export function issuedEvents(session: VaultSession): { seq: number; event: string }[] {
  return prepared(
    session.db,
    // '0' follows '/': the range is every key of the prefix.
    `SELECT j.seq, j.event FROM meta m JOIN journal j ON j.seq = CAST(substr(m.key, 8) AS INTEGER)
     WHERE m.key > 'bundle/' AND m.key < 'bundle0' ORDER BY m.key DESC`,
  ).all() as { seq: number; event: string }[];
}
