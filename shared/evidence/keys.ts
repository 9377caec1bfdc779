// The keys of a bundle: the chain of certificates, and the two signed notes. Says whose key signed, never "genuine".
import * as z from 'zod/mini';
import { formats, journalOrigin, paths, sealOrigin } from './bag-paths.ts';
import type { BundleSource } from './bundle-source.ts';
import { type Canonical, canonicalJson } from './canonical-json.ts';
import { base64Of, bytesOfBase64, equalBytes, utf8 } from './hashing.ts';
import type { VerifierPlatform } from './platform.ts';
import { FormatProblem, parseJson, readJson, readText } from './read-file.ts';
import type { ProblemList } from './report.ts';
import { sealedDigestOf, unsealedLines } from './seal.ts';
import { type Checkpoint, fingerprintOf, openNote } from './signed-note.ts';

const keyShape = z.strictObject({
  user: z.string(),
  login: z.string().check(z.minLength(1), z.maxLength(60)),
  publicKey: z.base64(),
  fingerprint: z.string(),
  certificate: z.string().check(z.maxLength(10_000)),
  signature: z.base64(),
  certifiedBy: z.string(),
});
/** The array of `keys.json` and of a disclosure: signing key first, founding key last. */
export const keyListShape = z.array(keyShape).check(z.minLength(1), z.maxLength(100));
const keysShape = z.strictObject({ format: z.literal(formats.keys), keys: keyListShape });
const saidShape = z.object({ user: z.string(), login: z.string(), signKey: z.string() });

const certificateTag = 'midian/user-certificate/1\n';

export interface SigningKey {
  login: string;
  raw: Uint8Array;
  fingerprint: string;
  /** Fingerprints from the signing key to the founding key. */
  chain: string[];
  /** Raw founding key: two keys can share no fingerprint by chance, but only the key itself is the key. */
  founding: Uint8Array;
}

export type StoredKey = z.infer<typeof keyShape>;

const emptyKey = new Uint8Array();

/** Whether a certificate says what its entry says and is signed by `by`. */
function isCertified(platform: VerifierPlatform, key: StoredKey, by: StoredKey): boolean {
  if (!key.certificate.startsWith(certificateTag)) return false;
  const body = key.certificate.slice(certificateTag.length);
  const parsed = parseJson(body);
  const said = saidShape.safeParse(parsed);
  if (!said.success || canonicalJson(parsed as Canonical) !== body) return false;
  if (said.data.user !== key.user || said.data.login !== key.login || said.data.signKey !== key.publicKey) return false;
  return platform.verifyEd25519(
    bytesOfBase64(by.publicKey) ?? emptyKey,
    utf8(key.certificate),
    bytesOfBase64(key.signature) ?? emptyKey,
  );
}

/** The signing key of a chain of certificates, each checked; a code and a login where it does not hold. */
export function openChain(platform: VerifierPlatform, keys: readonly StoredKey[]): SigningKey | string {
  const raws: Uint8Array[] = [];
  for (const [index, key] of keys.entries()) {
    const raw = bytesOfBase64(key.publicKey);
    const by = keys[index + 1] ?? key;
    if (raw?.length !== 32 || key.fingerprint !== fingerprintOf(platform.sha256, raw))
      return `key_malformed ${key.login}`;
    if (key.certifiedBy !== by.user || (by === key) !== (index === keys.length - 1)) return `chain_broken ${key.login}`;
    try {
      if (!isCertified(platform, key, by)) return `certificate_wrong ${key.login}`;
    } catch {
      return `certificate_wrong ${key.login}`;
    }
    raws.push(raw);
  }
  const own = keys[0] as StoredKey;
  return {
    login: own.login,
    raw: raws[0] as Uint8Array,
    fingerprint: own.fingerprint,
    chain: keys.map(({ fingerprint }) => fingerprint),
    founding: raws.at(-1) as Uint8Array,
  };
}

/** The signing key with its chain checked; null, with problems named, where it does not hold. */
export async function readKeys(
  platform: VerifierPlatform,
  source: BundleSource,
  problems: ProblemList,
): Promise<SigningKey | null> {
  const file = source.files.get(paths.keys);
  if (!file) return null;
  let keys: StoredKey[];
  try {
    const parsed = keysShape.safeParse(await readJson(file));
    if (!parsed.success) throw new FormatProblem('layout');
    keys = parsed.data.keys;
  } catch (cause) {
    problems.add('format', paths.keys, cause instanceof FormatProblem ? cause.message : 'unreadable');
    return null;
  }
  const opened = openChain(platform, keys);
  if (typeof opened !== 'string') return opened;
  problems.add('proof', paths.keys, opened);
  return null;
}

async function openFile(
  platform: VerifierPlatform,
  source: BundleSource,
  path: string,
  key: SigningKey,
  problems: ProblemList,
): Promise<Checkpoint | null> {
  const file = source.files.get(path);
  if (!file) return null;
  try {
    const opened = openNote(platform, await readText(file), key.login, key.raw);
    if (typeof opened !== 'string') return opened;
    problems.add('proof', path, 'signature_wrong');
  } catch (cause) {
    if (cause instanceof FormatProblem) problems.add('format', path, cause.message);
    else problems.add('proof', path, 'signature_wrong');
  }
  return null;
}

const journalOriginShape = new RegExp(`^${journalOrigin('[0-9a-f-]{36}')}$`);

/** The checkpoint, its signature checked. */
export async function readCheckpoint(
  platform: VerifierPlatform,
  source: BundleSource,
  key: SigningKey,
  problems: ProblemList,
): Promise<Checkpoint | null> {
  const checkpoint = await openFile(platform, source, paths.checkpoint, key, problems);
  if (checkpoint && !journalOriginShape.test(checkpoint.origin)) {
    problems.add('proof', paths.checkpoint, 'origin_wrong');
    return null;
  }
  return checkpoint;
}

/** Whether the seal covers this very bundle. */
export async function checkSeal(
  platform: VerifierPlatform,
  source: BundleSource,
  key: SigningKey,
  ids: { vault: string; bundle: string },
  problems: ProblemList,
): Promise<boolean> {
  const seal = await openFile(platform, source, paths.seal, key, problems);
  const tags = source.files.get(paths.tags);
  if (!seal || !tags) return false;
  const lines = unsealedLines(await readText(tags).catch(() => ''));
  const { size, root } = sealedDigestOf(platform.sha256OfParts, lines);
  if (seal.origin !== sealOrigin(ids.vault, ids.bundle)) problems.add('proof', paths.seal, 'origin_wrong');
  else if (seal.size !== size || !equalBytes(seal.root, root)) problems.add('proof', paths.seal, 'sealed_other');
  else return true;
  return false;
}

const nothing = new Uint8Array();

/** A short digest of anything canonical, for comparing without keeping. */
export function canonicalDigest(platform: VerifierPlatform, value: Canonical): string {
  return base64Of(platform.sha256OfParts(nothing, canonicalJson(value)));
}
