// Follows every event to the checkpoint and every digest to its commitments. Three files are read side by side, a line each.
import * as z from 'zod/mini';
import { formats, paths } from './bag-paths.ts';
import type { BundleSource } from './bundle-source.ts';
import type { Canonical } from './canonical-json.ts';
import { commitmentOf, revisionDigestOf } from './commitment.ts';
import { base64Of, bytesOfBase64, equalBytes } from './hashing.ts';
import { canonicalDigest } from './keys.ts';
import { leafHashOf, type NodeHash, nodeHashOf, rootOfProof } from './merkle.ts';
import type { VerifierPlatform, VerifyJob } from './platform.ts';
import { asObject, FormatProblem, parseJson, readLineJson, readLines } from './read-file.ts';
import type { ProblemList } from './report.ts';
import type { Checkpoint } from './signed-note.ts';

const nothing = new Uint8Array();

/** A hash of a proof. Only its one spelling counts: base64 has bits to spare before its padding that say nothing. */
export function hashFromBase64(text: string): Uint8Array {
  const bytes = bytesOfBase64(text);
  return bytes?.length === 32 ? bytes : nothing;
}

export const nodeShape = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/));
export const positiveShape = z.int().check(z.minimum(1));
const proofShape = z.strictObject({
  seq: positiveShape,
  leaf: z.optional(nodeShape),
  path: z.array(nodeShape).check(z.maxLength(64)),
});
export const valueShape = z.union([z.string(), z.int(), z.boolean()]);
const revisionShape = z.strictObject({
  seq: positiveShape,
  head: z.strictObject({
    factDate: z.nullable(z.string()),
    number: z.nullable(z.string()),
    record: z.string(),
    register: z.string(),
    status: z.string(),
    version: z.int(),
    void: z.boolean(),
  }),
  commitments: z.record(z.string(), z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  disclosed: z.optional(z.record(z.string(), z.strictObject({ salt: z.base64(), value: valueShape }))),
});
type Revision = z.infer<typeof revisionShape>;

/** What the registers must agree with, by record id: kept as a digest, so that memory stays small. */
export type ShownRecords = Map<string, { digest: string; number: string }>;

/** The parts of a record that the journal vouches for, as one digest. */
export function shownDigest(
  platform: VerifierPlatform,
  shown: {
    head: Omit<Revision['head'], 'factDate'>;
    seq: number;
    values: Record<string, unknown>;
    withheld: Record<string, string>;
  },
): string {
  return canonicalDigest(platform, shown as Canonical);
}

export interface JournalVerdict {
  events: number;
  /** Journal numbers of events that are withheld: their records cannot be followed. */
  withheld: Set<number>;
  shown: ShownRecords;
}

/** The next entry of a reader, or null at its end; FormatProblem is named and ends it. */
function stepper<T>(
  entries: AsyncGenerator<T>,
  path: string,
  problems: ProblemList,
): { next(): Promise<T | null>; failed(): boolean } {
  let failed = false;
  return {
    next: async () => {
      if (failed) return null;
      try {
        const { done, value } = await entries.next();
        return done ? null : value;
      } catch (cause) {
        failed = true;
        problems.add('format', path, cause instanceof FormatProblem ? cause.message : 'unreadable');
        return null;
      }
    },
    failed: () => failed,
  };
}

async function* shaped<T>(entries: AsyncGenerator<unknown>, shape: z.ZodMiniType<T>): AsyncGenerator<T> {
  for await (const entry of entries) {
    const parsed = shape.safeParse(entry);
    if (!parsed.success) throw new FormatProblem('layout');
    yield parsed.data;
  }
}

/** Checks events, proofs and commitments against the checkpoint. */
export async function verifyJournalFiles(
  platform: VerifierPlatform,
  source: BundleSource,
  checkpoint: Checkpoint | null,
  problems: ProblemList,
  job: VerifyJob,
): Promise<JournalVerdict> {
  const nodeHash: NodeHash = (left, right) => nodeHashOf(platform.sha256, left, right);
  const verdict: JournalVerdict = { events: 0, withheld: new Set(), shown: new Map() };
  const [eventFile, proofFile, commitmentFile] = [paths.events, paths.proofs, paths.commitments].map((path) =>
    source.files.get(path),
  );
  if (!eventFile || !proofFile || !commitmentFile) return verdict;
  const requireFormat = (format: string) => (head: Record<string, unknown>) => {
    if (head.format !== format) throw new FormatProblem('layout');
  };
  const checkProofHead = (head: Record<string, unknown>) => {
    requireFormat(formats.proofs)(head);
    const isSame =
      !checkpoint ||
      (head.origin === checkpoint.origin && head.size === checkpoint.size && head.root === base64Of(checkpoint.root));
    if (!isSame) problems.add('proof', paths.proofs, 'checkpoint_differs');
  };
  const events = stepper(readLines(eventFile), paths.events, problems);
  const proofs = stepper(shaped(readLineJson(proofFile, 'proofs', checkProofHead), proofShape), paths.proofs, problems);
  const revisions = stepper(
    shaped(readLineJson(commitmentFile, 'revisions', requireFormat(formats.commitments)), revisionShape),
    paths.commitments,
    problems,
  );
  let last = 0;
  for (let proof = await proofs.next(); proof !== null; proof = await proofs.next()) {
    job.checkCancelled();
    verdict.events += 1;
    if (proof.seq <= last) problems.add('proof', paths.proofs, `order_wrong ${proof.seq}`);
    last = proof.seq;
    const text = proof.leaf === undefined ? await events.next() : null;
    if (proof.leaf !== undefined) verdict.withheld.add(proof.seq);
    else if (text === null) {
      if (!events.failed()) problems.add('proof', paths.events, `event_lacking ${proof.seq}`);
      continue;
    }
    const leaf = text === null ? hashFromBase64(proof.leaf ?? '') : leafHashOf(platform.sha256OfParts, text);
    if (checkpoint) {
      const root = rootOfProof(nodeHash, leaf, proof.seq - 1, checkpoint.size, proof.path.map(hashFromBase64));
      if (!root || !equalBytes(root, checkpoint.root))
        problems.add('proof', text === null ? paths.proofs : paths.events, `inclusion_wrong ${proof.seq}`);
    }
    if (text === null) continue;
    const revision = await revisions.next();
    if (revision) checkRevision(platform, proof.seq, text, revision, verdict.shown, problems);
    else if (!revisions.failed()) problems.add('proof', paths.commitments, `revision_lacking ${proof.seq}`);
  }
  if (!proofs.failed() && ((await events.next()) !== null || (await revisions.next()) !== null))
    problems.add('proof', paths.proofs, 'proof_lacking');
  return verdict;
}

/** Event = head and commitments; disclosed values = their commitments. */
function checkRevision(
  platform: VerifierPlatform,
  seq: number,
  text: string,
  revision: Revision,
  shown: ShownRecords,
  problems: ProblemList,
): void {
  const { head, commitments, disclosed } = revision;
  const name = head.number ?? head.record;
  const wrong = (detail: string) => problems.add('proof', paths.commitments, `${detail} ${name}`);
  let event: Record<string, unknown>;
  try {
    event = asObject(parseJson(text));
  } catch {
    problems.add('format', paths.events, `not_json ${seq}`);
    return;
  }
  if (revision.seq !== seq || event.digest !== revisionDigestOf(platform.sha256HexOfParts, head, commitments))
    wrong('digest_differs');
  if (
    event.record !== head.record ||
    event.register !== head.register ||
    event.version !== head.version ||
    (event.number ?? null) !== head.number
  )
    wrong('head_differs');
  if (!disclosed) return;
  const values: Record<string, unknown> = {};
  for (const [field, { salt, value }] of Object.entries(disclosed)) {
    const found = commitmentOf(platform.sha256HexOfParts, field, bytesOfBase64(salt) ?? nothing, value);
    if (found !== commitments[field]) wrong(`commitment_differs ${field}`);
    values[field] = value;
  }
  const withheld = Object.fromEntries(
    Object.entries(commitments).filter(([field]) => !Object.hasOwn(disclosed, field)),
  );
  const { factDate: _factDate, ...rest } = head;
  if (shown.has(head.record)) wrong('record_repeats');
  shown.set(head.record, { digest: shownDigest(platform, { head: rest, seq, values, withheld }), number: name });
}
