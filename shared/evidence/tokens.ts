// Time-stamp tokens of a bundle (docs/formats/bundle.md): what each is over, and that this belongs to the bundle. Whether a
// token's own signature holds is asked of the platform.
import * as z from 'zod/mini';
import { formats, tokenFilesPrefix, tokensPath } from './bag-paths.ts';
import type { BundleFile, BundleSource } from './bundle-source.ts';
import { equalBytes, hexOf, utf8 } from './hashing.ts';
import { hashFromBase64, nodeShape, positiveShape } from './journal-proofs.ts';
import { type NodeHash, nodeHashOf, rootsOfConsistency } from './merkle.ts';
import type { VerifierPlatform, VerifyJob } from './platform.ts';
import { FormatProblem, readBytes, readJson } from './read-file.ts';
import type { ProblemList, TokenFinding } from './report.ts';
import { type Checkpoint, parseNote } from './signed-note.ts';

const digestShape = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const entryShape = z.strictObject({
  file: z.string().check(z.startsWith(tokenFilesPrefix)),
  imprint: digestShape,
  requestedAtMs: z.int(),
  subject: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('checkpoint'),
      size: positiveShape,
      note: z.string().check(z.maxLength(20_000)),
      consistency: z.array(nodeShape).check(z.maxLength(130)),
    }),
    z.strictObject({ kind: z.literal('file'), attachment: z.string(), name: z.string() }),
  ]),
});
const tokensShape = z.strictObject({
  format: z.literal(formats.tokens),
  tokens: z.array(entryShape).check(z.maxLength(100_000)),
});
type TokenEntry = z.infer<typeof entryShape>;

/** A token that lies beside the bundle, over the whole ZIP. */
export interface TokenBeside {
  name: string;
  bytes: Uint8Array;
}

const tokenBytes = 1 << 20;

/** The entries of `journal/tokens.json`, read before the registers; none where there is no such file. */
export async function readTokens(source: BundleSource, problems: ProblemList): Promise<TokenEntry[]> {
  const file = source.files.get(tokensPath);
  if (!file) return [];
  try {
    const parsed = tokensShape.safeParse(await readJson(file));
    if (!parsed.success) throw new FormatProblem('layout');
    return parsed.data.tokens;
  } catch (cause) {
    problems.add('format', tokensPath, cause instanceof FormatProblem ? cause.message : 'unreadable');
    return [];
  }
}

/** Ids of the attachments whose digests the tokens speak of. */
export function stampedAttachments(entries: readonly TokenEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ subject }) => (subject.kind === 'file' ? [subject.attachment] : [])));
}

/** Why an entry is not about this bundle, as a code; null where it is. */
function faultOf(
  platform: VerifierPlatform,
  { subject, imprint }: TokenEntry,
  checkpoint: Checkpoint | null,
  attachmentDigests: ReadonlyMap<string, string>,
): string | null {
  if (subject.kind === 'file') {
    const known = attachmentDigests.get(subject.attachment);
    if (known === undefined) return 'token_subject_unknown';
    return known === imprint ? null : 'token_imprint_differs';
  }
  if (hexOf(platform.sha256(utf8(subject.note))) !== imprint) return 'token_imprint_differs';
  const noted = parseNote(subject.note)?.checkpoint;
  // Who signed the earlier note does not matter: the consistency proof binds it to the signed checkpoint of this bundle.
  if (!noted || noted.size !== subject.size) return 'token_note_wrong';
  if (!checkpoint) return 'token_checkpoint_missing';
  if (noted.origin !== checkpoint.origin) return 'token_note_wrong';
  const nodeHash: NodeHash = (left, right) => nodeHashOf(platform.sha256, left, right);
  const path = subject.consistency.map(hashFromBase64);
  const roots = rootsOfConsistency(nodeHash, noted.size, checkpoint.size, noted.root, path);
  const isConsistent =
    roots !== null && equalBytes(roots.root, noted.root) && equalBytes(roots.wholeRoot, checkpoint.root);
  return isConsistent ? null : 'token_inconsistent';
}

interface Asked {
  platform: VerifierPlatform;
  authorities: readonly Uint8Array[];
  problems: ProblemList;
}

const nothingSaid = { genTimeMs: null, authority: null, serial: null, policy: null, trusted: false } as const;

/** What the token itself says. */
async function judge(
  { platform, authorities, problems }: Asked,
  file: string,
  subject: TokenFinding['subject'],
  bytes: Uint8Array,
  imprint: Uint8Array,
): Promise<TokenFinding> {
  if (!platform.verifyToken) return { file, subject, state: 'unchecked', ...nothingSaid };
  const { ok, problem, ...said } = await platform.verifyToken(bytes, imprint, authorities);
  if (!ok) problems.add('proof', file, `token_wrong${problem === null ? '' : ` ${problem}`}`);
  return { file, subject, state: ok ? 'holds' : 'broken', ...said };
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Checks the tokens in the bundle. `attachmentDigests`: SHA-256 by attachment id, of those the bundle gives. */
export async function verifyTokens(
  asked: Asked,
  source: BundleSource,
  entries: readonly TokenEntry[],
  checkpoint: Checkpoint | null,
  attachmentDigests: ReadonlyMap<string, string>,
  job: VerifyJob,
): Promise<TokenFinding[]> {
  const { platform, problems } = asked;
  const findings: TokenFinding[] = [];
  for (const entry of entries) {
    job.checkCancelled();
    const { subject } = entry;
    const told: TokenFinding['subject'] =
      subject.kind === 'checkpoint' ? { kind: 'checkpoint', size: subject.size } : subject;
    const fault = faultOf(platform, entry, checkpoint, attachmentDigests);
    if (fault !== null) problems.add('proof', tokensPath, `${fault} ${entry.file}`);
    const file = source.files.get(entry.file);
    if (!file) problems.add('missing', entry.file);
    const bytes = file ? await bytesOf(file, problems) : null;
    const found = bytes && (await judge(asked, entry.file, told, bytes, bytesOfHex(entry.imprint)));
    findings.push(
      found
        ? { ...found, state: fault === null ? found.state : 'broken' }
        : { file: entry.file, subject: told, state: 'broken', ...nothingSaid },
    );
  }
  return findings;
}

async function bytesOf(file: BundleFile, problems: ProblemList): Promise<Uint8Array | null> {
  try {
    return await readBytes(file, tokenBytes);
  } catch (cause) {
    problems.add('format', file.path, cause instanceof FormatProblem ? cause.message : 'unreadable');
    return null;
  }
}

/** Checks tokens that lie beside the bundle against the SHA-256 of the whole ZIP. */
export async function verifyTokensBeside(
  asked: Asked,
  source: BundleSource,
  tokens: readonly TokenBeside[],
  job: VerifyJob,
): Promise<TokenFinding[]> {
  if (tokens.length === 0) return [];
  const { platform, problems } = asked;
  if (!source.whole) {
    for (const { name } of tokens) problems.add('format', name, 'token_needs_zip');
    return [];
  }
  const sink = await platform.createDigestSink({ sm3: false, sizeBytes: source.whole.sizeBytes });
  try {
    for await (const chunk of await source.whole.open()) {
      await sink.update(chunk);
      job.checkCancelled();
    }
  } catch (cause) {
    sink.abandon();
    throw cause;
  }
  const { sha256 } = await sink.finish();
  const findings: TokenFinding[] = [];
  for (const { name, bytes } of tokens)
    findings.push(await judge(asked, name, { kind: 'bundle' }, bytes, bytesOfHex(sha256)));
  return findings;
}
