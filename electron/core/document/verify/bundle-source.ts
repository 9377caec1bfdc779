// A bundle's files, wherever they lie: in a ZIP or in a folder. Finds the bag's root; reads nothing but names and sizes.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { paths } from '../bundle/bag-paths.ts';
import { listFolder } from './folder-source.ts';
import type { ProblemList } from './report.ts';
import { listZip } from './zip-source.ts';

export interface BundleFile {
  /** NFC, forward slashes, from the bag's root. */
  path: string;
  sizeBytes: number;
  /** Throws, or the stream errors, where the bytes cannot be read. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

export interface BundleSource {
  files: Map<string, BundleFile>;
  close(): void;
}

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

/** Opens a bundle. Throws AppError `file_missing`, `file_unreadable`, `bundle_unreadable`. */
export async function openSource(path: string, problems: ProblemList): Promise<BundleSource> {
  const name = basename(path);
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw new AppError('file_missing', { name }, { cause });
  }
  const { files: found, close } = isFolder ? await listFolder(path, problems) : await listZip(path, problems);
  const root = rootOf(found.keys());
  if (root === null) {
    close();
    throw new AppError('bundle_unreadable', { name, reason: 'no_bag' });
  }
  const files = new Map<string, BundleFile>();
  for (const [full, file] of found) {
    // What lies beside the bag's folder is not part of it, and says so.
    if (full.startsWith(root)) files.set(full.slice(root.length), { ...file, path: full.slice(root.length) });
    else problems.add('extra', `../${full}`, 'outside_folder');
  }
  return { files, close };
}
