// The BagIt layer: every file against the manifests. Names what changed, is missing, is extra, or was renamed.

import { bagItDeclaration, byPath, isPayload, paths } from './bag-paths.ts';
import type { BundleFile, BundleSource } from './bundle-source.ts';
import type { Digests } from './hashing.ts';
import type { VerifierPlatform, VerifyJob } from './platform.ts';
import { FormatProblem, readLines, readText } from './read-file.ts';
import type { ProblemList } from './report.ts';

type Manifest = Map<string, string>;

/** Files without which a bundle is none, whatever its manifests say. */
const required: readonly string[] = Object.values(paths);

/** RFC 8493 §2.1.3: only line ends and the percent sign are escaped. */
function unescaped(path: string): string {
  return path.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%25/g, '%').normalize('NFC');
}

function isSafe(path: string): boolean {
  return (
    !path.startsWith('/') &&
    !/^[A-Za-z]:|[\\\n\r\0]/.test(path) &&
    !path.split('/').some((part) => part === '' || part === '.' || part === '..')
  );
}

async function readManifest(file: BundleFile | undefined, problems: ProblemList): Promise<Manifest> {
  const manifest: Manifest = new Map();
  if (!file) return manifest;
  try {
    for await (const line of readLines(file)) {
      const parts = /^([0-9a-fA-F]{64})\s+\*?(.+)$/.exec(line);
      const path = parts ? unescaped(parts[2] as string) : '';
      if (!parts || !isSafe(path)) problems.add('format', file.path, 'manifest_line');
      else if (manifest.has(path)) problems.add('format', file.path, `manifest_repeats ${path}`);
      else manifest.set(path, (parts[1] as string).toLowerCase());
    }
  } catch (cause) {
    problems.add('format', file.path, cause instanceof FormatProblem ? cause.message : 'unreadable');
  }
  return manifest;
}

/** Digests of every file that can be read, in the order of the files; the others are named. SM3 only where a manifest has it. */
async function digestAll(
  platform: VerifierPlatform,
  source: BundleSource,
  problems: ProblemList,
  job: VerifyJob,
): Promise<Map<string, Digests>> {
  const files = [...source.files.values()];
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const outcomes: (Digests | string)[] = new Array(files.length);
  let done = 0;
  let next = 0;
  let failure: { cause: unknown } | null = null;
  const digest = async (file: BundleFile): Promise<Digests | string> => {
    const sink = await platform.createDigestSink({ sm3: isPayload(file.path), sizeBytes: file.sizeBytes });
    try {
      for await (const chunk of await file.open()) {
        done += chunk.byteLength;
        await sink.update(chunk);
        job.checkCancelled();
        if (failure) break;
        job.progress(done, total, 'verify');
      }
      return await sink.finish();
    } catch (cause) {
      sink.abandon();
      job.checkCancelled();
      return cause instanceof Error && /^[a-z_]+$/.test(cause.message) ? cause.message : 'unreadable';
    }
  };
  const lane = async () => {
    for (let index = next; index < files.length && !failure; index = next) {
      next += 1;
      try {
        job.checkCancelled();
        outcomes[index] = await digest(files[index] as BundleFile);
      } catch (cause) {
        failure = { cause };
      }
    }
  };
  await Promise.all(Array.from({ length: platform.lanes }, lane));
  if (failure) throw (failure as { cause: unknown }).cause;
  const digests = new Map<string, Digests>();
  for (const [index, file] of files.entries()) {
    const outcome = outcomes[index] as Digests | string;
    if (typeof outcome === 'string') problems.add('format', file.path, outcome);
    else digests.set(file.path, outcome);
  }
  return digests;
}

/** Pairs each missing file with an extra one of the same bytes: such a pair is a rename. */
function matchRenames(
  missing: Set<string>,
  extra: Set<string>,
  expected: Manifest,
  digests: ReadonlyMap<string, Digests>,
  problems: ProblemList,
): Set<string> {
  const renamed = new Set<string>();
  const byDigest = new Map<string, string[]>();
  for (const path of [...extra].sort(byPath)) {
    const digest = digests.get(path)?.sha256;
    if (digest) byDigest.set(digest, [...(byDigest.get(digest) ?? []), path]);
  }
  for (const path of [...missing].sort(byPath)) {
    const now = byDigest.get(expected.get(path) ?? '')?.shift();
    if (now === undefined) continue;
    missing.delete(path);
    extra.delete(now);
    problems.add('renamed', path, now);
    renamed.add(path);
  }
  return renamed;
}

export interface BagVerdict {
  digests: ReadonlyMap<string, Digests>;
  /** Files no manifest knows, under whatever name they came. */
  unexpected: ReadonlySet<string>;
  /** Files that are there under another name: named already. */
  renamed: ReadonlySet<string>;
}

/** Checks declaration, manifests, every file and Payload-Oxum. */
export async function verifyBag(
  platform: VerifierPlatform,
  source: BundleSource,
  problems: ProblemList,
  job: VerifyJob,
): Promise<BagVerdict> {
  const { files } = source;
  const digests = await digestAll(platform, source, problems, job);
  const [sha256, sm3, tags] = [
    await readManifest(files.get(paths.sha256), problems),
    await readManifest(files.get(paths.sm3), problems),
    await readManifest(files.get(paths.tags), problems),
  ];
  for (const path of [...sha256.keys(), ...sm3.keys()])
    if (!isPayload(path)) problems.add('format', paths.sha256, `manifest_line ${path}`);
  for (const path of tags.keys())
    if (isPayload(path) || path === paths.tags) problems.add('format', paths.tags, `manifest_line ${path}`);
  const expected: Manifest = new Map([...sha256, ...tags]);
  const known = new Set([...expected.keys(), ...sm3.keys(), ...required]);
  const missing = new Set([...known].filter((path) => !files.has(path)));
  const extra = new Set([...files.keys()].filter((path) => !known.has(path)));
  // A required file that no manifest vouches for could be anything.
  for (const path of required)
    if (path !== paths.tags && files.has(path) && !expected.has(path)) problems.add('format', path, 'unlisted');
  const unexpected = new Set(extra);
  const renamed = matchRenames(missing, extra, expected, digests, problems);
  for (const path of missing) problems.add('missing', path);
  for (const path of extra) problems.add('extra', path);
  for (const [path, found] of digests) {
    const isOther = expected.has(path) && expected.get(path) !== found.sha256;
    const isOtherSm3 = sm3.has(path) && sm3.get(path) !== found.sm3;
    if (isOther) problems.add('changed', path);
    else if (isOtherSm3) problems.add('changed', path, 'sm3_only');
  }
  for (const path of sha256.keys()) if (!sm3.has(path)) problems.add('format', paths.sm3, `manifest_lacks ${path}`);
  for (const path of sm3.keys()) if (!sha256.has(path)) problems.add('format', paths.sha256, `manifest_lacks ${path}`);
  await checkDeclaration(files.get(paths.declaration), problems);
  await checkInfo(source, sha256, problems);
  return { digests, unexpected, renamed };
}

async function checkDeclaration(file: BundleFile | undefined, problems: ProblemList): Promise<void> {
  if (!file) return;
  const text = await readText(file).catch(() => null);
  if (text !== bagItDeclaration) problems.add('format', file.path, 'declaration');
}

async function checkInfo(source: BundleSource, sha256: Manifest, problems: ProblemList): Promise<void> {
  const file = source.files.get(paths.info);
  if (!file) return;
  const text = await readText(file).catch(() => '');
  const oxum = /^Payload-Oxum: (\d+)\.(\d+)$/m.exec(text);
  const present = [...sha256.keys()].flatMap((path) => source.files.get(path) ?? []);
  const bytes = present.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  // Where files are missing or changed they are named; the count only adds where all of them are there.
  if (!oxum || (present.length === sha256.size && Number(oxum[2]) !== sha256.size))
    problems.add('format', paths.info, 'payload_oxum');
  else if (problems.count() === 0 && Number(oxum[1]) !== bytes) problems.add('format', paths.info, 'payload_oxum');
}
