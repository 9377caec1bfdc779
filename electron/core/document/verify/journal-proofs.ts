// Follows every event to the checkpoint and every digest to its commitments. Three files are read side by side, a line each.
import { z } from 'zod';
import { commitment, revisionDigest } from '../../format/commitment.ts';
import { leafHash, rootOfProof } from '../../format/merkle.ts';
import type { Checkpoint } from '../../format/signed-note.ts';
import type { TaskContext } from '../../tasks.ts';
import { formats, paths } from '../bundle/bag-paths.ts';
import type { BundleSource } from './bundle-source.ts';
import { canonicalDigest } from './keys.ts';
import { asObject, FormatProblem, parseJson, readLineJson, readLines } from './read-file.ts';
import type { ProblemList } from './report.ts';

/** A hash of a proof. Only its one spelling counts: base64 has bits to spare before its padding that say nothing. */
function hashFromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text ? bytes : Buffer.alloc(0);
}

const nodeShape = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const proofShape = z.strictObject({
  seq: z.number().int().min(1),
  leaf: nodeShape.optional(),
  path: z.array(nodeShape).max(64),
});
const valueShape = z.union([z.string(), z.number().int(), z.boolean()]);
const revisionShape = z.strictObject({
  seq: z.number().int().min(1),
  head: z.strictObject({
    factDate: z.string().nullable(),
    number: z.string().nullable(),
    record: z.string(),
    register: z.string(),
    status: z.string(),
    version: z.number().int(),
    void: z.boolean(),
  }),
  commitments: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  disclosed: z.record(z.string(), z.strictObject({ salt: z.base64(), value: valueShape })).optional(),
});
type Revision = z.infer<typeof revisionShape>;

/** What the registers must agree with, by record id: kept as a digest, so that memory stays small. */
export type ShownRecords = Map<string, { digest: string; number: string }>;

/** The parts of a record that the journal vouches for, as one digest. */
export function shownDigest(shown: {
  head: Omit<Revision['head'], 'factDate'>;
  seq: number;
  values: Record<string, unknown>;
  withheld: Record<string, string>;
}): string {
  return canonicalDigest(shown as Parameters<typeof canonicalDigest>[0]);
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

async function* shaped<T>(entries: AsyncGenerator<unknown>, shape: z.ZodType<T>): AsyncGenerator<T> {
  for await (const entry of entries) {
    const parsed = shape.safeParse(entry);
    if (!parsed.success) throw new FormatProblem('layout');
    yield parsed.data;
  }
}

/** Checks events, proofs and commitments against the checkpoint. */
export async function verifyJournalFiles(
  source: BundleSource,
  checkpoint: Checkpoint | null,
  problems: ProblemList,
  job: TaskContext,
): Promise<JournalVerdict> {
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
      (head.origin === checkpoint.origin &&
        head.size === checkpoint.size &&
        head.root === checkpoint.root.toString('base64'));
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
    const leaf = text === null ? hashFromBase64(proof.leaf ?? '') : leafHash(text);
    if (checkpoint) {
      const root = rootOfProof(leaf, proof.seq - 1, checkpoint.size, proof.path.map(hashFromBase64));
      if (!root?.equals(checkpoint.root))
        problems.add('proof', text === null ? paths.proofs : paths.events, `inclusion_wrong ${proof.seq}`);
    }
    if (text === null) continue;
    const revision = await revisions.next();
    if (revision) checkRevision(proof.seq, text, revision, verdict.shown, problems);
    else if (!revisions.failed()) problems.add('proof', paths.commitments, `revision_lacking ${proof.seq}`);
  }
  if (!proofs.failed() && ((await events.next()) !== null || (await revisions.next()) !== null))
    problems.add('proof', paths.proofs, 'proof_lacking');
  return verdict;
}

/** Event = head and commitments; disclosed values = their commitments. */
function checkRevision(
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
  if (revision.seq !== seq || event.digest !== revisionDigest(head, commitments)) wrong('digest_differs');
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
    if (commitment(field, Buffer.from(salt, 'base64'), value) !== commitments[field])
      wrong(`commitment_differs ${field}`);
    values[field] = value;
  }
  const withheld = Object.fromEntries(
    Object.entries(commitments).filter(([field]) => !Object.hasOwn(disclosed, field)),
  );
  const { factDate: _factDate, ...rest } = head;
  if (shown.has(head.record)) wrong('record_repeats');
  shown.set(head.record, { digest: shownDigest({ head: rest, seq, values, withheld }), number: name });
}
