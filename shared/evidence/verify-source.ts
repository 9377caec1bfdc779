// Verifies a bundle without any vault: bag, keys, seal, checkpoint, proofs, registers, tokens, disclosures. Reads only. The
// same for the command line, the window and the page verify.html; what differs between them is the platform.
import * as z from 'zod/mini';
import { disclosureLevels } from '../disclosure.ts';
import { verifyBag } from './bag.ts';
import { bundleFormat, journalOrigin, paths } from './bag-paths.ts';
import type { BundleSource } from './bundle-source.ts';
import { createRevealCheck, type GivenDisclosure, isOfBundle, readDisclosure } from './disclosure-file.ts';
import { verifyJournalFiles } from './journal-proofs.ts';
import { checkSeal, readCheckpoint, readKeys } from './keys.ts';
import type { VerifierPlatform, VerifyJob } from './platform.ts';
import { FormatProblem, readJson } from './read-file.ts';
import { verifyRegisterFiles } from './register-files.ts';
import type { ProblemList, VerifyReport } from './report.ts';
import { isSameFingerprint } from './signed-note.ts';
import { readTokens, stampedAttachments, type TokenBeside, verifyTokens, verifyTokensBeside } from './tokens.ts';

const issueShape = z.object({
  format: z.literal(bundleFormat),
  id: z.uuid(),
  vault: z.uuid(),
  organisation: z.string(),
  level: z.enum(disclosureLevels),
  recipient: z.string(),
  purpose: z.string(),
  issuedAtMs: z.int(),
  demo: z.boolean(),
  registers: z.array(z.object({ register: z.string() })),
  asOf: z.optional(z.nullable(z.object({ date: z.iso.date(), reading: z.enum(['fact', 'recorded']) }))),
});
type Issue = z.infer<typeof issueShape>;

/** What the person gives besides the bundle. */
export interface VerifyRequest {
  /** The fingerprint the recipient was told: the signing or the founding key must have it. */
  key?: string;
  disclosures?: readonly GivenDisclosure[];
  /** Tokens over the whole ZIP. */
  tokens?: readonly TokenBeside[];
  /** Certificates to trust in time stamps, DER or PEM. */
  authorities?: readonly Uint8Array[];
}

async function readIssue(source: BundleSource, problems: ProblemList): Promise<Issue | null> {
  const file = source.files.get(paths.issue);
  if (!file) return null;
  try {
    const read = await readJson(file);
    const parsed = issueShape.safeParse(read);
    if (parsed.success) return parsed.data;
    const format = (read as { format?: unknown } | null)?.format;
    const isNewer = typeof format === 'string' && /^midian-bundle\/\d+$/.test(format) && format !== bundleFormat;
    problems.add('format', paths.issue, isNewer ? `format_unknown ${format}` : 'layout');
  } catch (cause) {
    problems.add('format', paths.issue, cause instanceof FormatProblem ? cause.message : 'unreadable');
  }
  return null;
}

/**
 * Checks a bundle whole. Problems go into `problems`, where listing the source may have put some. Throws only what `job`
 * throws and what reading the whole ZIP throws.
 */
export async function verifySource(
  platform: VerifierPlatform,
  source: BundleSource,
  request: VerifyRequest,
  problems: ProblemList,
  job: VerifyJob,
): Promise<VerifyReport> {
  const bag = await verifyBag(platform, source, problems, job);
  const issue = await readIssue(source, problems);
  const key = await readKeys(platform, source, problems);
  const checkpoint = key && (await readCheckpoint(platform, source, key, problems));
  const isSealed =
    key && issue ? await checkSeal(platform, source, key, { vault: issue.vault, bundle: issue.id }, problems) : false;
  if (issue && checkpoint && checkpoint.origin !== journalOrigin(issue.vault))
    problems.add('proof', paths.checkpoint, 'origin_wrong');
  const told = request.key;
  if (told !== undefined && !(key?.chain ?? []).some((fingerprint) => isSameFingerprint(fingerprint, told)))
    problems.add('proof', paths.keys, 'key_other');
  const journal = await verifyJournalFiles(platform, source, checkpoint, problems, job);

  const disclosures = (request.disclosures ?? []).flatMap((given) => readDisclosure(given, problems) ?? []);
  const reveals = createRevealCheck(disclosures);
  const tokens = await readTokens(source, problems);
  const stamped = stampedAttachments(tokens);
  const attachmentDigests = new Map<string, string>();
  const registers = issue?.registers.map(({ register }) => register) ?? [];
  const withheldValues = await verifyRegisterFiles(
    platform,
    source,
    registers,
    journal,
    bag,
    problems,
    job,
    (register, record) => {
      reveals.onRecord(register, record);
      const { sha256 } = record.values;
      if (stamped.has(record.record) && register === 'attachment' && typeof sha256 === 'string')
        attachmentDigests.set(record.record, sha256);
    },
  );
  // What the bundle cannot vouch for itself, it cannot vouch for in a disclosure.
  const isShaken = problems.problems.some(({ kind }) => kind === 'changed' || kind === 'proof' || kind === 'format');
  const vouches = { journal: checkpoint !== null && !isShaken, seal: isSealed && !isShaken };
  const ids = issue && { id: issue.id, vault: issue.vault, key };
  const revealFindings = reveals.findings(
    platform,
    (disclosure) => isOfBundle(platform, disclosure, ids, problems),
    vouches,
    problems,
  );
  const asked = { platform, authorities: request.authorities ?? [], problems };
  const tokenFindings = [
    ...(await verifyTokens(asked, source, tokens, checkpoint, attachmentDigests, job)),
    ...(await verifyTokensBeside(asked, source, request.tokens ?? [], job)),
  ];
  const isSigned = key !== null && checkpoint !== null && isSealed;
  return {
    ok: problems.count() === 0,
    files: source.files.size,
    events: journal.events,
    problems: problems.problems,
    signedBy: isSigned ? key.login : null,
    fingerprint: isSigned ? key.fingerprint : null,
    about: issue && {
      id: issue.id,
      organisation: issue.organisation,
      level: issue.level,
      recipient: issue.recipient,
      purpose: issue.purpose,
      issuedAtMs: issue.issuedAtMs,
      demo: issue.demo,
      asOf: issue.asOf ?? null,
    },
    withheld: { values: withheldValues, events: journal.withheld.size },
    tokens: tokenFindings,
    reveals: revealFindings,
  };
}
