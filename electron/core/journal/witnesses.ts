// Where a head of the journal is kept besides the vault: what an earlier state can be held against. Reads only.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { prepared } from '../db/prepared.ts';
import { sessionCertificates } from '../vault/certify.ts';
import type { VaultSession } from '../vault/session.ts';
import { headOf } from './append.ts';

type Witnesses = RouteOutput<'journal.witnesses'>;
type Witness = Witnesses['witnesses'][number];

/** More than anybody reads; the latest count. */
const maximumPerKind = 100;

/** Heads handed out with bundles. Within the firm a bundle is kept by the same people: no outside witness. */
function bundleWitnesses(session: VaultSession): Witness[] {
  const rows = prepared(
    session.db,
    // '0' follows '/': the range is every key of the prefix.
    `SELECT j.event FROM meta m JOIN journal j ON j.seq = CAST(substr(m.key, 8) AS INTEGER)
     WHERE m.key > 'bundle/' AND m.key < 'bundle0' ORDER BY m.key DESC LIMIT ?`,
  )
    .pluck()
    .all(maximumPerKind) as string[];
  return rows.map((text) => {
    const { at, actor, detail } = JSON.parse(text) as {
      at: number;
      actor: string;
      detail: { checkpointSize: number; level: string; recipient: string; number?: string };
    };
    return {
      kind: 'bundle',
      size: detail.checkpointSize,
      atMs: at,
      name: [detail.number, detail.recipient].filter(Boolean).join(' '),
      by: actor,
      isOutside: detail.level !== 'internal',
    };
  });
}

/** Heads a time-stamping authority has put its time to. Without a chosen certificate nobody is known to have signed. */
function tokenWitnesses(session: VaultSession): Witness[] {
  const rows = prepared(
    session.db,
    `SELECT CAST(r.subject AS INTEGER) AS size, t.gen_time AS atMs, t.authority, t.trusted, u.login
     FROM stamp_token t JOIN stamp_request r ON r.rid = t.request JOIN user u ON u.rid = t.imported_by
     WHERE r.kind = 'checkpoint' ORDER BY t.rid DESC LIMIT ?`,
  ).all(maximumPerKind) as { size: number; atMs: number; authority: string; trusted: number; login: string }[];
  return rows.map(({ size, atMs, authority, trusted, login }) => ({
    kind: 'token',
    size,
    atMs,
    name: authority,
    by: login,
    isOutside: trusted === 1,
  }));
}

/** Heads inside backups: they help against loss, but the office keeps them itself. */
function backupWitnesses(session: VaultSession): Witness[] {
  const rows = prepared(
    session.db,
    `SELECT b.journal_size AS size, b.made_at AS atMs, b.file, u.login FROM backup b JOIN user u ON u.rid = b.made_by
     ORDER BY b.rid DESC LIMIT ?`,
  ).all(maximumPerKind) as { size: number; atMs: number; file: string; login: string }[];
  return rows.map(({ size, atMs, file, login }) => ({
    kind: 'backup',
    size,
    atMs,
    name: file,
    by: login,
    isOutside: false,
  }));
}

/** Signed heads in the vault itself. */
function checkpoints(session: VaultSession): Witness[] {
  const rows = prepared(
    session.db,
    'SELECT c.size, c.at AS atMs, u.login FROM checkpoint c JOIN user u ON u.rid = c.user ORDER BY c.size DESC LIMIT ?',
  ).all(maximumPerKind) as { size: number; atMs: number; login: string }[];
  return rows.map(({ size, atMs, login }) => ({
    kind: 'checkpoint',
    size,
    atMs,
    name: '',
    by: login,
    isOutside: false,
  }));
}

/** The last head that somebody signed who was an auditor then: he writes no records and vouches for what he found. */
function coSignature(session: VaultSession): Witness | null {
  const { users } = sessionCertificates(session);
  const auditors = [...users.values()].filter(({ roles }) => roles.includes('auditor')).map(({ login }) => login);
  return checkpoints(session).find(({ by }) => auditors.includes(by)) ?? null;
}

/** All of them, latest head first, and the one that vouches for most of the journal outside the office. */
export function journalWitnesses(session: VaultSession): Witnesses {
  const { size } = headOf(session.db);
  const witnesses = [
    ...tokenWitnesses(session),
    ...bundleWitnesses(session),
    ...backupWitnesses(session),
    ...checkpoints(session),
  ].sort((left, right) => right.size - left.size || left.atMs - right.atMs);
  return {
    size,
    witnesses,
    coSigned: coSignature(session),
    outside: witnesses.find(({ isOutside }) => isOutside) ?? null,
  };
}
