// The journal files of a bundle: events byte for byte, inclusion proofs, what each digest is made of, and the keys.

import { formats } from '../../../../shared/evidence/bag-paths.ts';
import { leafHash } from '../../format/merkle.ts';
import { keyFingerprint, openByAny } from '../../format/signed-note.ts';
import { prover } from '../../journal/tree.ts';
import { type CertifiedState, chainOf } from '../../vault/certificates.ts';
import { sessionCertificates } from '../../vault/certify.ts';
import type { VaultSession } from '../../vault/session.ts';
import { disclosableValues, revisionOfEvent, type StoredRevision } from './chosen-records.ts';
import { type RegisterPlan, withheldPlan } from './disclosure-plan.ts';
import type { BundleIssue } from './issue.ts';
import { lineJson } from './line-json.ts';
import { type OpenedContent, openedOf } from './opened-content.ts';
import { givenValues } from './register-files.ts';
import { isEventGiven, revisionEvidence } from './revision-evidence.ts';
import type { OutwardTitles } from './titles.ts';
import type { BundleView } from './view.ts';

export interface JournalSource {
  view: BundleView;
  issue: BundleIssue;
  titles: OutwardTitles;
  /** Sealed values that go in. */
  opened: OpenedContent;
  /** Whether of a record nothing but commitments goes in. */
  isClosed: (rid: number) => boolean;
  /** Journal numbers of the revisions, ascending. */
  seqs: Float64Array;
  /** Hears of every event; may throw to cancel. */
  onEvent: () => void;
}

interface Read {
  revision: StoredRevision;
  plan: RegisterPlan;
  isGiven: boolean;
}

function* read({ view, titles, seqs, onEvent, isClosed }: JournalSource): IterableIterator<Read> {
  for (const seq of seqs) {
    onEvent();
    const revision = revisionOfEvent(view.session, seq);
    const open = titles.plan(view.session.registry.ofRow(revision.record).key);
    const plan = isClosed(revision.record) ? withheldPlan(open) : open;
    yield { revision, plan, isGiven: isEventGiven(plan, revision) };
  }
}

/** `journal/events.jsonl`. */
export function* eventLines(source: JournalSource): IterableIterator<string> {
  for (const { revision, isGiven } of read(source)) if (isGiven) yield `${revision.event}\n`;
}

/** `journal/proofs.json`; `onWithheld` hears of each event that is not given. */
export function proofsJson(source: JournalSource, onWithheld: () => void): AsyncGenerator<string> {
  const { issue } = source;
  const { session } = source.view;
  const prove = prover(session.db, issue.checkpointSize);
  function* proofs() {
    for (const { revision, isGiven } of read(source)) {
      const path = prove(revision.seq).map((node) => node.toString('base64'));
      if (!isGiven) onWithheld();
      yield { seq: revision.seq, ...(isGiven ? {} : { leaf: leafHash(revision.event).toString('base64') }), path };
    }
  }
  const { root } = checkpointOf(session, issue);
  return lineJson(
    { format: formats.proofs, origin: session.origin, size: issue.checkpointSize, root: root.toString('base64') },
    'proofs',
    proofs(),
  );
}

/** `journal/commitments.json`. Salts are given one by one, of disclosed values only. */
export function commitmentsJson(source: JournalSource): AsyncGenerator<string> {
  function* revisions() {
    for (const { revision, plan, isGiven } of read(source)) {
      if (!isGiven) continue;
      const row = source.view.row(plan.definition, revision.record);
      const { head, commitments, salts } = revisionEvidence(plan, row.id, revision);
      // Earlier revisions prove that they were; their values are not shown.
      const isShown = row.version === revision.version;
      const given = isShown ? givenValues(plan, disclosableValues(revision)) : {};
      const disclosed = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, { salt: (salts[key] as Buffer).toString('base64'), value }]),
      );
      if (isShown)
        for (const [key, { salt, value }] of Object.entries(openedOf(source.opened, row.rid)))
          disclosed[key] = { salt: salt.toString('base64'), value };
      yield { seq: revision.seq, head, commitments, ...(isShown ? { disclosed } : {}) };
    }
  }
  return lineJson({ format: formats.commitments }, 'revisions', revisions());
}

/**
 * The certificate that brought a key and those above it, up to the founding one: of the key that signed a note, else of the
 * signer's present key. A user with keys of an earlier time has a chain for each.
 */
export function certificateKeys(session: VaultSession, login: string, note: string | null) {
  const certificates = sessionCertificates(session);
  const own = [...certificates.after]
    .filter(([, state]) => state.login === login)
    .filter(([rid]) => note === null || isSignedBy(note, login, certificates.rows.get(rid)?.signKey))
    .at(-1);
  return chainOf(certificates, own?.[0] ?? 0).map((row) => {
    const { id, login: name } = certificates.after.get(row.rid) as CertifiedState;
    return {
      user: id,
      login: name,
      publicKey: row.signKey.toString('base64'),
      fingerprint: keyFingerprint(row.signKey),
      certificate: row.certificate,
      signature: row.signature.toString('base64'),
      certifiedBy: certificates.after.get(row.certifiedBy)?.id ?? '',
    };
  });
}

function isSignedBy(note: string, login: string, key: Buffer | undefined): boolean {
  try {
    return key !== undefined && openByAny(note, login, [key]).size >= 0;
  } catch {
    return false;
  }
}

/** `journal/keys.json`. */
export function keysJson(session: VaultSession, issue: BundleIssue): string {
  const keys = certificateKeys(session, issue.login, issue.checkpointNote);
  return `${JSON.stringify({ format: formats.keys, keys }, null, 1)}\n`;
}

/** The checkpoint of an issue, its signature checked. Throws AppError `journal_broken`. */
export function checkpointOf(session: VaultSession, issue: Pick<BundleIssue, 'login' | 'checkpointNote'>) {
  const keys = certificateKeys(session, issue.login, issue.checkpointNote);
  return openByAny(
    issue.checkpointNote,
    issue.login,
    keys.slice(0, 1).map(({ publicKey }) => Buffer.from(publicKey, 'base64')),
  );
}
