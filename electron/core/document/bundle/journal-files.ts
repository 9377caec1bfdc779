// The journal files of a bundle: events byte for byte, inclusion proofs, what each digest is made of, and the keys.

import { formats } from '../../../../shared/evidence/bag-paths.ts';
import { leafHash } from '../../format/merkle.ts';
import { keyFingerprint, openCheckpoint } from '../../format/signed-note.ts';
import { prover } from '../../journal/tree.ts';
import type { VaultSession } from '../../vault/session.ts';
import { certificateChain, disclosableValues, revisionOfEvent, type StoredRevision } from './chosen-records.ts';
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

/** A signer's certificate first, then whoever certified it, up to the founding key. */
export function certificateKeys(session: VaultSession, login: string) {
  const chain = certificateChain(session, login);
  const ids = new Map(chain.map(({ rid, id }) => [rid, id]));
  return chain.map((row) => ({
    user: row.id,
    login: row.login,
    publicKey: row.sign_key.toString('base64'),
    fingerprint: keyFingerprint(row.sign_key),
    certificate: row.certificate,
    signature: row.certificate_signature.toString('base64'),
    certifiedBy: ids.get(row.certified_by) ?? '',
  }));
}

/** `journal/keys.json`. */
export function keysJson(session: VaultSession, issue: BundleIssue): string {
  const keys = certificateKeys(session, issue.login);
  return `${JSON.stringify({ format: formats.keys, keys }, null, 1)}\n`;
}

/** The checkpoint of an issue, its signature checked. Throws AppError `journal_broken`. */
export function checkpointOf(session: VaultSession, issue: Pick<BundleIssue, 'login' | 'checkpointNote'>) {
  const own = certificateChain(session, issue.login)[0];
  return openCheckpoint(issue.checkpointNote, issue.login, own?.sign_key ?? Buffer.alloc(32));
}
