// A bundle's files, wherever they lie. Finds the bag's root among names; reads nothing itself.
import { paths } from './bag-paths.ts';
import type { ProblemList } from './report.ts';

export interface BundleFile {
  /** NFC, forward slashes, from the bag's root. */
  path: string;
  sizeBytes: number;
  /** Throws, or the stream errors, where the bytes cannot be read. An error whose message is a code is named by it. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

export interface BundleSource {
  files: Map<string, BundleFile>;
  /** The whole ZIP as one file, for a token over it; null for a folder. */
  whole: BundleFile | null;
  close(): void | Promise<void>;
}

/** Why a source cannot be read at all; its message is the reason. */
export class UnreadableBundle extends Error {}

const rootFiles: readonly string[] = [paths.declaration, paths.sha256, paths.tags];

/**
 * Where the bag begins among these paths: at the top, or in the one folder that holds everything. Null where there is no bag.
 */
export function rootOf(names: Iterable<string>): string | null {
  const all = [...names];
  if (all.some((name) => rootFiles.includes(name))) return '';
  const folders = new Set(
    all
      .filter((name) => rootFiles.includes(name.slice(name.indexOf('/') + 1)))
      .map((name) => name.slice(0, name.indexOf('/') + 1)),
  );
  return folders.size === 1 ? ([...folders][0] as string) : null;
}

/** The bag in what was listed; names what lies beside it. Throws UnreadableBundle where there is none. */
export function bagIn(listed: BundleSource, problems: ProblemList): BundleSource {
  const root = rootOf(listed.files.keys());
  if (root === null) throw new UnreadableBundle('no_bag');
  const files = new Map<string, BundleFile>();
  for (const [full, file] of listed.files) {
    // What lies beside the bag's folder is not part of it, and says so.
    if (full.startsWith(root)) files.set(full.slice(root.length), { ...file, path: full.slice(root.length) });
    else problems.add('extra', `../${full}`, 'outside_folder');
  }
  return { ...listed, files };
}
