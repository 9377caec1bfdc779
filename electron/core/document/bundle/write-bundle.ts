// Builds the bytes of a bundle from its issue record and the vault, streamed. The same record and data give the same bytes.
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { masked, nameMask } from '../../../../shared/disclosure.ts';
import {
  bagItDeclaration,
  bundleFormat,
  documentsPrefix,
  isPayload,
  paths,
  registersPrefix,
  reportPath,
  sealOrigin,
  verifierPath,
} from '../../../../shared/evidence/bag-paths.ts';
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import { honestSentence } from '../../../../shared/evidence/words.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { version } from '../../../../shared/version.ts';
import { keyFingerprint, signCheckpoint } from '../../format/signed-note.ts';
import { createDigestSink } from '../../register/attachments/file-digests.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { requirePrintable } from '../print/register-document.ts';
import { attachmentBytes, type ChosenAttachment, chooseAttachments } from './attachment-files.ts';
import { bagInfo, manifestText, sealedDigest } from './bag-files.ts';
import { chosenRows, registerInBundle, revisionEvents } from './chosen-records.ts';
import { planRegister } from './disclosure-plan.ts';
import { indexPage } from './index-page.ts';
import { type BundleIssue, issueTime } from './issue.ts';
import { checkpointOf, commitmentsJson, eventLines, keysJson, proofsJson } from './journal-files.ts';
import type { OpenedContent } from './opened-content.ts';
import { bundledPublicList, bundledReport } from './paper-files.ts';
import { disclosureCounts, givesFiles } from './preview.ts';
import { registerJson, registerSheet } from './register-files.ts';
import { createNamer } from './safe-names.ts';
import { createOutwardTitles } from './titles.ts';
import { chooseTokens, tokenEntries } from './token-files.ts';
import { readVerifierPage } from './verifier-page.ts';
import type { BundleView } from './view.ts';

type Source = () => Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array> | string;

interface Entry {
  path: string;
  /** Known beforehand of attachments only: files over 4 GiB need it. */
  sizeBytes?: number;
  source: Source;
}

export interface BundleSummary {
  records: { register: string; records: number }[];
  attachments: ChosenAttachment[];
  files: number;
  /** SHA-256 of the page verify.html. */
  verifierSha256: string;
  /** Ids of the time-stamp tokens in it. */
  tokens: string[];
}

const chunkCharacters = 1 << 16;

async function* inChunks(source: ReturnType<Source>): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') {
    yield Buffer.from(source);
    return;
  }
  let pending = '';
  for await (const piece of source) {
    if (typeof piece !== 'string') {
      yield piece;
      continue;
    }
    pending += piece;
    if (pending.length < chunkCharacters) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  if (pending !== '') yield Buffer.from(pending);
}

/** Passes bytes on and notes their digests under the path. */
async function* digested(entry: Entry, digests: Map<string, Digests>): AsyncGenerator<Uint8Array> {
  const sink = await createDigestSink();
  for await (const chunk of inChunks(entry.source())) {
    sink.update(chunk);
    yield chunk;
  }
  digests.set(entry.path, sink.finish());
}

/** ZIP keeps local time of day, so the parts of the issue's own clock are set as local parts. */
function zipTime(issue: BundleIssue): Date {
  const at = new Date(issue.issuedAtMs + issue.offsetMinutes * 60_000);
  return new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  );
}

/** Packs entries in order, stored; each is opened when it is its turn, so that later ones may tell of earlier ones. */
function packEntries(issue: BundleIssue, entries: readonly Entry[], digests: Map<string, Digests>): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (cause) => output.destroy(cause instanceof Error ? cause : new Error(String(cause))));
  const mtime = zipTime(issue);
  let current: Readable | null = null;
  output.once('close', () => current?.destroy());
  for (const entry of entries) {
    const options = {
      mtime,
      mode: 0o100644,
      compress: false,
      forceDosTimestamp: true,
      ...(entry.sizeBytes === undefined ? {} : { size: entry.sizeBytes }),
    };
    zip.addReadStreamLazy(`${issue.folder}/${entry.path}`, options, (take) => {
      const stream = Readable.from(digested(entry, digests), { objectMode: false });
      stream.on('error', (cause) => output.destroy(cause));
      current = stream;
      take(null, stream);
    });
  }
  zip.end();
  return output;
}

/**
 * The ZIP of an issue as a stream. The session must hold still while it is read: the caller has a read transaction open.
 * Errors, and what `job.checkCancelled` throws, end the stream. `summary` is whole once the stream has ended.
 */
export function streamBundle(
  view: BundleView,
  issue: BundleIssue,
  opened: OpenedContent,
  job: TaskContext,
): { bytes: Readable; summary: BundleSummary } {
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
  const payload = () => [...digests.entries()].filter(([path]) => isPayload(path));
  const sealedLines = () =>
    manifestText(digests, 'sha256', (path) => !isPayload(path) && path !== paths.tags && path !== paths.seal);

  async function* bytesOf(attachment: ChosenAttachment) {
    for await (const chunk of attachmentBytes(view, attachment)) {
      job.checkCancelled();
      yield chunk;
    }
    step();
  }

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
      attachment.path === null
        ? []
        : [{ path: attachment.path, sizeBytes: attachment.sizeBytes, source: () => bytesOf(attachment) }],
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
    {
      path: paths.issue,
      source: () => {
        const time = issueTime(issue, issue.issuedAtMs);
        const described = {
          format: bundleFormat,
          id: issue.id,
          number: issue.number,
          vault: session.header.vaultId,
          organisation: settings.organisation,
          demo: settings.demo,
          level: issue.level,
          recipient: issue.recipient,
          purpose: issue.purpose,
          issuedAtMs: issue.issuedAtMs,
          issuedAt: `${time.text} ${time.offset}`,
          issuedBy: issue.login,
          keyFingerprint: fingerprint,
          asOf: issue.asOf,
          approval: describedApproval(issue),
          registers: issue.registers.map(({ register, filters, opened: records, files }) => ({
            register,
            filters: filters.map((filter) => describedFilter(session, issue, register, filter)),
            opened: records,
            files,
          })),
          attachments: issue.attachments,
          documents: issue.documents,
          ...counts,
          journal: {
            origin: checkpoint.origin,
            size: checkpoint.size,
            root: checkpoint.root.toString('base64'),
            events: seqs.length - eventsWithheld,
            eventsWithheld,
          },
          statement: honestSentence,
        };
        return `${JSON.stringify(described, null, 1)}\n`;
      },
    },
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
            journal: { ...checkpoint, events: seqs.length - eventsWithheld, eventsWithheld },
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
          events: seqs.length - eventsWithheld,
          eventsWithheld,
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
    bytes: packEntries(issue, entries, digests),
    summary: {
      records: chosen.map((item) => ({ register: item.definition.key, records: item.rids.length })),
      attachments,
      files: entries.length,
      verifierSha256: verifier.sha256,
      tokens: tokens.map(({ id }) => id),
    },
  };
}

/** The approval as the recipient may read it: the approver's name is personal data. */
function describedApproval({ approval, level }: BundleIssue) {
  if (!approval) return null;
  const { approver, approvedOn, form } = approval;
  return { approver: masked(approver, nameMask(level)), approvedOn, form };
}

/** A filter as the recipient may read it: what was asked of a withheld field is not told. */
function describedFilter(
  session: VaultSession,
  issue: BundleIssue,
  register: string,
  filter: BundleIssue['registers'][number]['filters'][number],
) {
  const plan = planRegister(session.registry.byKey(register), issue.level);
  const isTold =
    plan.given.has(filter.field) ||
    !plan.definition.fields.some(({ key }) => filter.field === key || filter.field === `${key}Id`);
  return { field: filter.field, operator: filter.operator, values: isTold ? filter.values : null };
}
