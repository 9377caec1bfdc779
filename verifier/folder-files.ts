// An unpacked bundle as a browser gives it: from the folder chooser, or dropped.
import type { BundleFile, BundleSource } from '../shared/evidence/bundle-source.ts';
import type { ProblemList } from '../shared/evidence/report.ts';
import { readBlob } from './read-blob.ts';

/** A file and its path inside what was chosen, with forward slashes. */
export interface PlacedFile {
  path: string;
  file: File;
}

/** Files of `<input webkitdirectory>`. */
export function filesOfInput(list: FileList): PlacedFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // The reader gives a hundred at a time, and none at the end.
    const next = () =>
      reader.readEntries((entries) => {
        if (entries.length === 0) resolve(all);
        else {
          all.push(...entries);
          next();
        }
      }, reject);
    next();
  });
}

/** Every file below what was dropped. */
export async function filesOfEntry(entry: FileSystemEntry, before = ''): Promise<PlacedFile[]> {
  const path = `${before}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const all: PlacedFile[] = [];
  for (const child of await entriesOf(entry as FileSystemDirectoryEntry))
    all.push(...(await filesOfEntry(child, `${path}/`)));
  return all;
}

/** The files of a folder as a bundle's source. */
export function listFiles(placed: readonly PlacedFile[], problems: ProblemList): BundleSource {
  const files = new Map<string, BundleFile>();
  // Every path begins with the folder that was chosen; findings are named from inside it.
  const folder = placed[0]?.path.split('/')[0] ?? '';
  const isFolder = placed.every(({ path }) => path.startsWith(`${folder}/`));
  for (const { path: full, file } of placed) {
    const path = (isFolder ? full.slice(folder.length + 1) : full).normalize('NFC');
    if (files.has(path)) problems.add('format', path, 'duplicate_name');
    else files.set(path, { path, sizeBytes: file.size, open: async () => readBlob(file) });
  }
  return { files, whole: null, close: () => undefined };
}
