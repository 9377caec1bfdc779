// Builds the bytes of a bundle from its issue record and the vault, streamed. The same record and data give the same bytes.
import {
  bagItDeclaration,
  documentsPrefix,
  isPayload,
  paths,
  registersPrefix,
  reportPath,
  sealOrigin,
  verifierPath,
} from '../../../../shared/evidence/bag-paths.ts';
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { version } from '../../../../shared/version.ts';
import { keyFingerprint, signCheckpoint } from '../../format/signed-note.ts';
import { createOpeningThread } from '../../register/attachments/opening-thread.ts';
import type { TaskContext } from '../../tasks.ts';
import { requirePrintable } from '../print/register-document.ts';
import { attachmentBytes, type ChosenAttachment, chooseAttachments, recordedDigests } from './attachment-files.ts';
import { bagInfo, manifestText, sealedDigest } from './bag-files.ts';
import { chosenRows, registerInBundle, revisionEvents } from './chosen-records.ts';
import { issueJson } from './described-issue.ts';
import { indexPage } from './index-page.ts';
import type { BundleIssue } from './issue.ts';
import { checkpointOf, commitmentsJson, eventLines, keysJson, proofsJson } from './journal-files.ts';
import type { OpenedContent } from './opened-content.ts';
import { type Entry, packEntries } from './pack-entries.ts';
import { bundledPublicList, bundledReport } from './paper-files.ts';
import { disclosureCounts, givesFiles } from './preview.ts';
import { registerJson, registerSheet } from './register-files.ts';
import { createNamer } from './safe-names.ts';
import { createOutwardTitles } from './titles.ts';
import { chooseTokens, tokenEntries } from './token-files.ts';
import { readVerifierPage } from './verifier-page.ts';
import type { BundleView } from './view.ts';

export interface BundleSummary {
  records: { register: string; records: number }[];
  attachments: ChosenAttachment[];
  files: number;
  /** SHA-256 of the page verify.html. */
  verifierSha256: string;
  /** Digests of every file of the bag as it was written, by path; SM3 of an attachment is that taken when it was attached. */
  digests: ReadonlyMap<string, Digests>;
  /** Ids of the time-stamp tokens in it. */
  tokens: string[];
}

async function* closing<T>(items: AsyncIterable<T>, close: () => void): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    close();
  }
}

/**
 * The ZIP of an issue as a stream; a chunk may be gone when the next is asked for. The session must hold still while it is read: the caller has a read transaction open.
 * Errors, and what `job.checkCancelled` throws, end the stream. `summary` is whole once the stream has ended.
 */
export function streamBundle(
  view: BundleView,
  issue: BundleIssue,
  opened: OpenedContent,
  job: TaskContext,
): { bytes: AsyncGenerator<Uint8Array>; summary: BundleSummary } {
  const { session } = view;
  const { settings } = session;
  const counts = disclosureCounts(view, issue);
  const titles = createOutwardTitles(view, issue.level);
  const chosen = issue.registers.map((item) => {
    const definition = registerInBundle(session, item.register);
    return { item, definition, rids: chosenRows(view, definition, item.filters) };
  });
  const folders = createNamer();
  const attachments = chosen.flatMap(({ item, definition, rids }) =>
    chooseAttachments(view, definition, rids, givesFiles(issue, item), folders),
  );
  const closed = new Set(attachments.filter(({ given }) => !given).map(({ rid }) => rid));
  const isClosed = (rid: number) => closed.has(rid);
  const rids = [...chosen.flatMap((item) => item.rids), ...attachments.map(({ rid }) => rid)];
  const seqs = revisionEvents(session, rids, issue.checkpointSize);
  const digests = new Map<string, Digests>();
  // Each record is read three times, for json, sheet and paper; so is each revision.
  const total = 3 * rids.length + 3 * seqs.length + attachments.length;
  let done = 0;
  const step = () => {
    done += 1;
    if (done % 50 !== 0) return;
    job.checkCancelled();
    job.progress(done, total, 'write');
  };
  let eventsWithheld = 0;
  const journal = { view, issue, titles, opened, isClosed, seqs, onEvent: step };
  const source = (definition: RegisterDefinition, rows: readonly number[]) => ({
    view,
    issue,
    titles,
    opened,
    isClosed,
    plan: titles.plan(definition.key),
    rids: rows,
    onRecord: step,
  });
  const secretsSource = () => {
    const secrets = chosen.find(({ definition }) => definition.key === 'secret');
    if (secrets) requirePrintable(secrets.rids.length);
    return source(session.registry.byKey('secret'), secrets?.rids ?? []);
  };
  const byRid = new Map(attachments.map((attachment) => [attachment.rid, attachment]));
  const attachmentDefinition = session.registry.byKey('attachment');
  const checkpoint = checkpointOf(session, issue);
  const fingerprint = keyFingerprint(session.keys.signPublicKey);
  const verifier = readVerifierPage();
  const tokens = chooseTokens(session, issue, attachments);
  const eventCounts = () => ({ events: seqs.length - eventsWithheld, eventsWithheld });
  const payload = () => [...digests.entries()].filter(([path]) => isPayload(path));
  const sealedLines = () =>
    manifestText(digests, 'sha256', (path) => !isPayload(path) && path !== paths.tags && path !== paths.seal);

  const thread = createOpeningThread();
  let unread = attachments.filter(({ path }) => path !== null).length;
  async function* bytesOf(attachment: ChosenAttachment) {
    for await (const chunk of attachmentBytes(view, attachment, thread)) {
      job.checkCancelled();
      yield chunk;
    }
    step();
    unread -= 1;
    // What comes after them, the report above all, needs the memory.
    if (unread === 0) thread.close();
  }
  const attachmentEntry = (attachment: ChosenAttachment, path: string): Entry => {
    const digests = recordedDigests(view, attachment);
    const bytes = () => bytesOf(attachment);
    return digests ? { path, checked: bytes, sizeBytes: attachment.sizeBytes, digests } : { path, source: bytes };
  };

  const entries: Entry[] = [
    { path: paths.declaration, source: () => bagItDeclaration },
    { path: verifierPath, source: () => [verifier.bytes].values() },
    ...chosen.flatMap(({ definition, rids: rows }): Entry[] => [
      { path: `${registersPrefix}${definition.key}.json`, source: () => registerJson(source(definition, rows)) },
      { path: `${registersPrefix}${definition.key}.xlsx`, source: () => registerSheet(source(definition, rows)) },
    ]),
    ...issue.documents.map(
      (code): Entry => ({
        path: `${documentsPrefix}${code}.pdf`,
        source: () => bundledPublicList(secretsSource(), issue, job),
      }),
    ),
    ...(attachments.length > 0
      ? [
          {
            path: `${registersPrefix}${attachmentDefinition.key}.json`,
            source: () =>
              registerJson(
                source(
                  attachmentDefinition,
                  attachments.map(({ rid }) => rid),
                ),
                (rid) => ({ file: byRid.get(rid)?.path ?? null }),
              ),
          },
        ]
      : []),
    ...attachments.flatMap((attachment): Entry[] =>
      attachment.path === null ? [] : [attachmentEntry(attachment, attachment.path)],
    ),
    { path: paths.events, source: () => eventLines(journal) },
    {
      path: paths.proofs,
      source: () =>
        proofsJson(journal, () => {
          eventsWithheld += 1;
        }),
    },
    { path: paths.commitments, source: () => commitmentsJson(journal) },
    { path: paths.checkpoint, source: () => issue.checkpointNote },
    { path: paths.keys, source: () => keysJson(session, issue) },
    ...tokenEntries(session, issue, tokens),
    { path: paths.issue, source: () => issueJson(session, issue, counts, checkpoint, eventCounts()) },
    {
      path: reportPath,
      source: () =>
        bundledReport(
          {
            view,
            issue,
            opened,
            titles,
            counts,
            registers: chosen.map(({ definition, rids: rows }) => source(definition, rows)),
            attachments,
            keyFingerprint: fingerprint,
            verifierSha256: verifier.sha256,
            journal: { ...checkpoint, ...eventCounts() },
          },
          job,
        ),
    },
    {
      path: paths.index,
      source: () =>
        indexPage({
          issue,
          organisation: settings.organisation,
          demo: settings.demo,
          version,
          counts,
          definitions: new Map(session.registry.all.map((definition) => [definition.key, definition])),
          attachmentFiles: attachments.filter(({ path }) => path !== null).length,
          ...eventCounts(),
          journalRoot: checkpoint.root.toString('base64'),
          keyFingerprint: fingerprint,
          verifierSha256: verifier.sha256,
        }),
    },
    {
      path: paths.info,
      source: () => {
        const files = payload();
        const payloadBytes = files.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
        const { organisation, demo } = settings;
        return bagInfo({
          issue,
          organisation,
          demo,
          vaultId: session.header.vaultId,
          version,
          payloadBytes,
          payloadFiles: files.length,
        });
      },
    },
    { path: paths.sha256, source: () => manifestText(digests, 'sha256', isPayload) },
    { path: paths.sm3, source: () => manifestText(digests, 'sm3', isPayload) },
    {
      path: paths.seal,
      source: () =>
        signCheckpoint(
          { origin: sealOrigin(session.header.vaultId, issue.id), ...sealedDigest(sealedLines()) },
          issue.login,
          session.keys.signKey,
        ),
    },
    {
      path: paths.tags,
      source: () => manifestText(digests, 'sha256', (path) => !isPayload(path) && path !== paths.tags),
    },
  ];
  return {
    bytes: closing(packEntries(issue, entries, digests), thread.close),
    summary: {
      records: chosen.map((item) => ({ register: item.definition.key, records: item.rids.length })),
      attachments,
      files: entries.length,
      verifierSha256: verifier.sha256,
      digests,
      tokens: tokens.map(({ id }) => id),
    },
  };
}
