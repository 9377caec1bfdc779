// The keys of a bundle: the chain of certificates, and the two signed notes. Says whose key signed, never "genuine".
import { hash, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../format/canonical-json.ts';
import { type Checkpoint, keyFingerprint, openCheckpoint, publicKeyOf } from '../../format/signed-note.ts';
import { sealedDigest, unsealedLines } from '../bundle/bag-files.ts';
import { formats, paths, sealOrigin } from '../bundle/bag-paths.ts';
import type { BundleSource } from './bundle-source.ts';
import { FormatProblem, parseJson, readJson, readText } from './read-file.ts';
import type { ProblemList } from './report.ts';

const keyShape = z.strictObject({
  user: z.string(),
  login: z.string().min(1).max(60),
  publicKey: z.base64(),
  fingerprint: z.string(),
  certificate: z.string().max(10_000),
  signature: z.base64(),
  certifiedBy: z.string(),
});
const keysShape = z.strictObject({ format: z.literal(formats.keys), keys: z.array(keyShape).min(1).max(100) });

const certificateTag = 'midian/user-certificate/1\n';

export interface SigningKey {
  login: string;
  raw: Buffer;
  fingerprint: string;
  /** Fingerprints from the signing key to the founding key. */
  chain: string[];
}

type StoredKey = z.infer<typeof keyShape>;

/** Whether a certificate says what its entry says and is signed by `by`. */
function isCertified(key: StoredKey, by: StoredKey): boolean {
  if (!key.certificate.startsWith(certificateTag)) return false;
  const body = key.certificate.slice(certificateTag.length);
  const said = z.object({ user: z.string(), login: z.string(), signKey: z.string() }).safeParse(parseJson(body));
  if (!said.success || canonicalJson(parseJson(body) as never) !== body) return false;
  if (said.data.user !== key.user || said.data.login !== key.login || said.data.signKey !== key.publicKey) return false;
  return verify(
    null,
    Buffer.from(key.certificate),
    publicKeyOf(Buffer.from(by.publicKey, 'base64')),
    Buffer.from(key.signature, 'base64'),
  );
}

/** The signing key with its chain checked; null, with problems named, where it does not hold. */
export async function readKeys(source: BundleSource, problems: ProblemList): Promise<SigningKey | null> {
  const file = source.files.get(paths.keys);
  if (!file) return null;
  const wrong = (detail: string) => {
    problems.add('proof', paths.keys, detail);
    return null;
  };
  let keys: StoredKey[];
  try {
    const parsed = keysShape.safeParse(await readJson(file));
    if (!parsed.success) throw new FormatProblem('layout');
    keys = parsed.data.keys;
  } catch (cause) {
    problems.add('format', paths.keys, cause instanceof FormatProblem ? cause.message : 'unreadable');
    return null;
  }
  for (const [index, key] of keys.entries()) {
    const raw = Buffer.from(key.publicKey, 'base64');
    const by = keys[index + 1] ?? key;
    if (raw.length !== 32 || key.fingerprint !== keyFingerprint(raw)) return wrong(`key_malformed ${key.login}`);
    if (key.certifiedBy !== by.user || (by === key) !== (index === keys.length - 1))
      return wrong(`chain_broken ${key.login}`);
    try {
      if (!isCertified(key, by)) return wrong(`certificate_wrong ${key.login}`);
    } catch {
      return wrong(`certificate_wrong ${key.login}`);
    }
  }
  const own = keys[0] as StoredKey;
  return {
    login: own.login,
    raw: Buffer.from(own.publicKey, 'base64'),
    fingerprint: own.fingerprint,
    chain: keys.map(({ fingerprint }) => fingerprint),
  };
}

/** Fingerprints compare without spaces and case. */
export function isSameFingerprint(left: string, right: string): boolean {
  const bare = (text: string) => text.replace(/[\s:-]/g, '').toUpperCase();
  return bare(left) !== '' && bare(left) === bare(right);
}

async function openNote(
  source: BundleSource,
  path: string,
  key: SigningKey,
  problems: ProblemList,
): Promise<Checkpoint | null> {
  const file = source.files.get(path);
  if (!file) return null;
  try {
    return openCheckpoint(await readText(file), key.login, key.raw);
  } catch (cause) {
    if (cause instanceof FormatProblem) problems.add('format', path, cause.message);
    else problems.add('proof', path, 'signature_wrong');
    return null;
  }
}

/** The checkpoint, its signature checked. */
export async function readCheckpoint(
  source: BundleSource,
  key: SigningKey,
  problems: ProblemList,
): Promise<Checkpoint | null> {
  const checkpoint = await openNote(source, paths.checkpoint, key, problems);
  if (checkpoint && !/^midian\/[0-9a-f-]{36}$/.test(checkpoint.origin)) {
    problems.add('proof', paths.checkpoint, 'origin_wrong');
    return null;
  }
  return checkpoint;
}

/** Whether the seal covers this very bundle. */
export async function checkSeal(
  source: BundleSource,
  key: SigningKey,
  ids: { vault: string; bundle: string },
  problems: ProblemList,
): Promise<boolean> {
  const seal = await openNote(source, paths.seal, key, problems);
  const tags = source.files.get(paths.tags);
  if (!seal || !tags) return false;
  const lines = unsealedLines(await readText(tags).catch(() => ''));
  const { size, root } = sealedDigest(lines);
  if (seal.origin !== sealOrigin(ids.vault, ids.bundle)) problems.add('proof', paths.seal, 'origin_wrong');
  else if (seal.size !== size || !seal.root.equals(root)) problems.add('proof', paths.seal, 'sealed_other');
  else return true;
  return false;
}

/** A short digest of anything canonical, for comparing without keeping. */
export function canonicalDigest(value: Parameters<typeof canonicalJson>[0]): string {
  return hash('sha256', canonicalJson(value), 'base64');
}
