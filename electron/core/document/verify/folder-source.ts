// Lists an unpacked bundle. Links and special files are named, never followed.
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { BundleFile, BundleSource } from '../../../../shared/evidence/bundle-source.ts';
import type { ProblemList } from '../../../../shared/evidence/report.ts';
import { readChunkBytes } from './disk-file.ts';

/** Every file below a folder. */
export async function listFolder(folder: string, problems: ProblemList): Promise<BundleSource> {
  const files = new Map<string, BundleFile>();
  const walk = async (relative: string): Promise<void> => {
    for (const entry of await readdir(join(folder, relative), { withFileTypes: true })) {
      const onDisk = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const path = onDisk.normalize('NFC');
      if (entry.isDirectory()) await walk(onDisk);
      else if (!entry.isFile()) problems.add('format', path, entry.isSymbolicLink() ? 'symbolic_link' : 'special_file');
      else if (files.has(path)) problems.add('format', path, 'duplicate_name');
      else {
        const full = join(folder, onDisk);
        const { size } = await stat(full);
        // Most files are small: their reader takes no more memory than they have.
        const highWaterMark = Math.max(1, Math.min(readChunkBytes, size));
        files.set(path, { path, sizeBytes: size, open: async () => createReadStream(full, { highWaterMark }) });
      }
    }
  };
  try {
    await walk('');
  } catch (cause) {
    throw new AppError('file_unreadable', { name: basename(folder) }, { cause });
  }
  return { files, whole: null, close: () => undefined };
}
