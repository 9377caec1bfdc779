// Disclosure files `midian-disclosure/1` (docs/formats/disclosure.md): values revealed later, held against the commitments of
// the bundle they speak of. Reads no bundle file itself.
import * as z from 'zod/mini';
import { disclosureOrigin, formats } from './bag-paths.ts';
import { type Canonical, canonicalJson } from './canonical-json.ts';
import { commitmentOf } from './commitment.ts';
import { bytesOfBase64, equalBytes } from './hashing.ts';
import { positiveShape, valueShape } from './journal-proofs.ts';
import { keyListShape, openChain, type SigningKey } from './keys.ts';
import type { VerifierPlatform } from './platform.ts';
import { decode, FormatProblem, parseJson } from './read-file.ts';
import type { ShownRecord } from './register-files.ts';
import type { ProblemList, RevealFinding } from './report.ts';
import { openNote } from './signed-note.ts';

const revealShape = z.strictObject({
  register: z.string(),
  record: z.string(),
  number: z.nullable(z.string()),
  event: positiveShape,
  field: z.string(),
  label: z.strictObject({ zh: z.string(), en: z.string() }),
  salt: z.base64(),
  value: valueShape,
});
export type Reveal = z.infer<typeof revealShape>;

const fileShape = z.strictObject({
  format: z.literal(formats.disclosure),
  id: z.uuid(),
  vault: z.uuid(),
  bundle: z.uuid(),
  organisation: z.string(),
  recipient: z.string(),
  purpose: z.string(),
  issuedAtMs: z.int(),
  reveals: z.array(revealShape).check(z.minLength(1), z.maxLength(100_000)),
  seal: z.string().check(z.maxLength(20_000)),
  keys: keyListShape,
});
export type DisclosureFile = z.infer<typeof fileShape>;

const largestBytes = 64 << 20;

/** A disclosure as handed to the verifier. */
export interface GivenDisclosure {
  /** Its file name: problems are named by it. */
  name: string;
  bytes: Uint8Array;
}

/** A disclosure that could be read. */
export interface ReadDisclosure {
  name: string;
  file: DisclosureFile;
}

/** What the seal of a disclosure signs: SHA-256 of this text. */
export function sealedText({
  bundle,
  id,
  issuedAtMs,
  organisation,
  purpose,
  recipient,
  reveals,
  vault,
}: DisclosureFile) {
  return canonicalJson({ bundle, id, issuedAtMs, organisation, purpose, recipient, reveals, vault } as Canonical);
}

/** Reads a disclosure's layout; null, with the problem named, where it is none. */
export function readDisclosure({ name, bytes }: GivenDisclosure, problems: ProblemList): ReadDisclosure | null {
  try {
    if (bytes.length > largestBytes) throw new FormatProblem('too_large');
    const parsed = fileShape.safeParse(parseJson(decode(bytes)));
    if (!parsed.success) throw new FormatProblem('layout');
    return { name, file: parsed.data };
  } catch (cause) {
    problems.add('format', name, cause instanceof FormatProblem ? cause.message : 'unreadable');
    return null;
  }
}

/** Whether a disclosure is sealed by a key of the vault that founded the bundle, and speaks of this bundle. */
export function isOfBundle(
  platform: VerifierPlatform,
  { name, file }: ReadDisclosure,
  bundle: { id: string; vault: string; key: SigningKey | null } | null,
  problems: ProblemList,
): boolean {
  const wrong = (detail: string) => {
    problems.add('proof', name, detail);
    return false;
  };
  if (!bundle || file.bundle !== bundle.id || file.vault !== bundle.vault) return wrong('disclosure_other_bundle');
  const key = openChain(platform, file.keys);
  if (typeof key === 'string' || !bundle.key || !equalBytes(key.founding, bundle.key.founding))
    return wrong('disclosure_key_other');
  const seal = openNote(platform, file.seal, key.login, key.raw);
  if (typeof seal === 'string') return wrong('disclosure_seal_broken');
  const root = platform.sha256OfParts(new Uint8Array(), sealedText(file));
  const isSealed =
    seal.origin === disclosureOrigin(file.vault, file.bundle, file.id) &&
    seal.size === file.reveals.length &&
    equalBytes(seal.root, root);
  return isSealed || wrong('disclosure_seal_broken');
}

const recordKey = (register: string, record: string) => `${register}\n${record}`;

/** Collects the commitments of the records that disclosures speak of, while the registers are read. */
export function createRevealCheck(disclosures: readonly ReadDisclosure[]): {
  onRecord(register: string, record: ShownRecord): void;
  findings(
    platform: VerifierPlatform,
    isHeld: (disclosure: ReadDisclosure) => boolean,
    vouches: { journal: boolean; seal: boolean },
    problems: ProblemList,
  ): RevealFinding[];
} {
  type Known = Pick<ShownRecord, 'event' | 'withheld' | 'number'> & { isWithheld: boolean };
  const wanted = new Map<string, Known | null>();
  for (const { file } of disclosures)
    for (const { register, record } of file.reveals) wanted.set(recordKey(register, record), null);
  const judge = (
    platform: VerifierPlatform,
    reveal: Reveal,
  ): 'journal' | 'seal' | 'reveal_unknown' | 'reveal_differs' => {
    const known = wanted.get(recordKey(reveal.register, reveal.record));
    const expected = known && Object.hasOwn(known.withheld, reveal.field) ? known.withheld[reveal.field] : undefined;
    if (!known || expected === undefined) return 'reveal_unknown';
    const salt = bytesOfBase64(reveal.salt);
    const found = salt && commitmentOf(platform.sha256HexOfParts, reveal.field, salt, reveal.value);
    if (found !== expected || known.event !== reveal.event || known.number !== reveal.number) return 'reveal_differs';
    return known.isWithheld ? 'seal' : 'journal';
  };
  return {
    onRecord: (register, { record, event, withheld, number, eventWithheld }) => {
      const key = recordKey(register, record);
      if (wanted.has(key)) wanted.set(key, { event, withheld, number, isWithheld: eventWithheld === true });
    },
    findings: (platform, isHeld, vouches, problems) =>
      disclosures.flatMap((disclosure) => {
        const isTrue = isHeld(disclosure);
        return disclosure.file.reveals.map((reveal): RevealFinding => {
          const { register, record, number, field, label, value } = reveal;
          const verdict = isTrue ? judge(platform, reveal) : null;
          const isBroken = verdict === 'reveal_unknown' || verdict === 'reveal_differs';
          if (isBroken) problems.add('proof', disclosure.name, `${verdict} ${number ?? record} ${field}`);
          const vouchedBy = verdict === null || isBroken || !vouches[verdict] ? null : verdict;
          return { file: disclosure.name, register, record, number, field, label, value, vouchedBy };
        });
      }),
  };
}
