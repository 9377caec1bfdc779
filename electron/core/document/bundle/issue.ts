// The issue record of a bundle: everything besides the vault's records that decides its bytes. Writes nothing.
import type { Filter } from '../../../../shared/contract/routes/common.ts';
import type { DisclosureLevel } from '../../../../shared/disclosure.ts';
import { prepared } from '../../db/prepared.ts';
import type { Canonical } from '../../format/canonical-json.ts';
import type { VaultSession } from '../../vault/session.ts';

export const bundleFormat = 'midian-bundle/1';

/** A register and which of its records go in. */
export interface BundleRegister {
  register: string;
  filters: readonly Filter[];
}

export interface BundleIssue {
  /** UUIDv7. */
  id: string;
  issuedAtMs: number;
  /** Minutes the office's clock was ahead of UTC; times in the bundle are shown by it. */
  offsetMinutes: number;
  level: DisclosureLevel;
  recipient: string;
  purpose: string;
  registers: readonly BundleRegister[];
  attachments: boolean;
  /** Name of the folder in the ZIP. */
  folder: string;
  /** Who issues and signs. */
  login: string;
  checkpointSize: number;
  /** The signed note of that size. */
  checkpointNote: string;
}

/** What came out, for the journal and the user. */
export interface IssuedFile {
  records: readonly { register: string; records: number }[];
  attachments: number;
  files: number;
  sizeBytes: number;
  sha256: string;
}

const issuedAction = 'bundle.issued';

/** The event an issue leaves, from which the same bundle can be built again. */
export function issuedEvent(issue: BundleIssue, file: IssuedFile) {
  const { checkpointNote: _note, login: _login, registers, ...rest } = issue;
  const counts = new Map(file.records.map(({ register, records }) => [register, records]));
  return {
    action: issuedAction,
    detail: {
      ...rest,
      registers: registers.map(({ register, filters }) => ({
        register,
        filters: filters as unknown as Canonical,
        records: counts.get(register) ?? 0,
      })),
      attachmentFiles: file.attachments,
      files: file.files,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
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
  const { id, issuedAtMs, offsetMinutes, level, recipient, purpose, registers, attachments, folder, checkpointSize } =
    event.detail;
  const note = prepared(
    session.db,
    'SELECT c.note FROM checkpoint c JOIN user u ON u.rid = c.user WHERE c.size = ? AND u.login = ?',
  )
    .pluck()
    .get(checkpointSize, event.actor) as string | undefined;
  if (note === undefined) return null;
  const chosen = registers.map(({ register, filters }) => ({ register, filters }));
  return {
    id,
    issuedAtMs,
    offsetMinutes,
    level,
    recipient,
    purpose,
    registers: chosen,
    attachments,
    folder,
    login: event.actor,
    checkpointSize,
    checkpointNote: note,
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
