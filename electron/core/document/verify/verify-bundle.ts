// Verifies a bundle on disk, a ZIP or a folder, and reads what lies beside it. What is checked stands in shared/evidence.
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { type BundleSource, bagIn, UnreadableBundle } from '../../../../shared/evidence/bundle-source.ts';
import { createProblemList, type ProblemList, type VerifyReport } from '../../../../shared/evidence/report.ts';
import { verifySource } from '../../../../shared/evidence/verify-source.ts';
import { listZip, type RandomAccess } from '../../../../shared/evidence/zip-file.ts';
import type { TaskContext } from '../../tasks.ts';
import { openOnDisk } from './disk-file.ts';
import { listFolder } from './folder-source.ts';
import { createNodePlatform } from './node-platform.ts';

export type { VerifyReport } from '../../../../shared/evidence/report.ts';

/** What is given besides the bundle; files by path. */
export interface VerifyOptions {
  /** The fingerprint the recipient was told: the signing or the founding key must have it. */
  key?: string;
  disclosures?: readonly string[];
  /** Time-stamp tokens over the whole ZIP. */
  tokens?: readonly string[];
  /** Certificates to trust in time stamps. */
  authorities?: readonly string[];
  /** SM3 by SHA-256, from whoever has just written the bundle: see createNodePlatform. */
  knownSm3?: ReadonlyMap<string, string>;
}

function onDisk(path: string): Promise<RandomAccess> {
  return openOnDisk(path).catch((cause) => {
    throw new AppError('file_unreadable', { name: basename(path) }, { cause });
  });
}

/** Opens a bundle. Throws AppError `file_missing`, `file_unreadable`, `bundle_unreadable`. */
async function openSource(path: string, problems: ProblemList): Promise<BundleSource> {
  const name = basename(path);
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw new AppError('file_missing', { name }, { cause });
  }
  try {
    const listed = isFolder ? await listFolder(path, problems) : await listZip(await onDisk(path), problems);
    try {
      return bagIn(listed, problems);
    } catch (cause) {
      await listed.close();
      throw cause;
    }
  } catch (cause) {
    if (cause instanceof UnreadableBundle)
      throw new AppError('bundle_unreadable', { name, reason: cause.message }, { cause });
    throw cause;
  }
}

/** No file handed over beside a bundle is larger: a disclosure of everything is smaller. */
const largestBesideBytes = 64 << 20;

/** A file beside the bundle. Throws AppError `file_missing`, `file_unreadable`, `file_too_large`. */
async function besides(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  const name = basename(path);
  let sizeBytes: number;
  try {
    sizeBytes = (await stat(path)).size;
  } catch (cause) {
    throw new AppError('file_missing', { name }, { cause });
  }
  if (sizeBytes > largestBesideBytes) throw new AppError('file_too_large', { name });
  try {
    return { name, bytes: readFileSync(path) };
  } catch (cause) {
    throw new AppError('file_unreadable', { name }, { cause });
  }
}

/**
 * Checks a ZIP or an unpacked folder whole. Throws AppError `file_missing`, `file_unreadable`, `file_too_large`,
 * `bundle_unreadable`, and what `job` throws; whatever else is wrong is a problem in the report.
 */
export async function verifyBundle(path: string, options: VerifyOptions, job: TaskContext): Promise<VerifyReport> {
  const problems = createProblemList();
  const [disclosures, tokens, authorities] = await Promise.all(
    [options.disclosures, options.tokens, options.authorities].map((paths) => Promise.all((paths ?? []).map(besides))),
  );
  const source = await openSource(path, problems);
  const platform = createNodePlatform(options.knownSm3);
  try {
    return await verifySource(
      platform,
      source,
      {
        key: options.key,
        disclosures,
        tokens,
        authorities: authorities?.map(({ bytes }) => bytes),
      },
      problems,
      job,
    );
  } finally {
    platform.close();
    await source.close();
  }
}
