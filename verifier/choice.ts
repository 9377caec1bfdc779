// What the person has chosen: a bundle, and what lies beside it. Sorts dropped and picked files by what they are.
import { filesOfEntry, type PlacedFile } from './folder-files.ts';

export type Bundle = { kind: 'zip'; file: File } | { kind: 'folder'; name: string; files: PlacedFile[] };

export interface Choice {
  bundle: Bundle | null;
  disclosures: File[];
  tokens: File[];
  authorities: File[];
}

export const emptyChoice = (): Choice => ({ bundle: null, disclosures: [], tokens: [], authorities: [] });

/** What a file beside the bundle is, by its name. */
function sortOf(name: string): 'disclosures' | 'tokens' | 'authorities' | null {
  if (/\.json$/i.test(name)) return 'disclosures';
  if (/\.tsr$/i.test(name)) return 'tokens';
  return /\.(pem|crt|cer|der)$/i.test(name) ? 'authorities' : null;
}

/** Adds files that lie beside a bundle; resolves with the names of those that are nothing known. */
export function addBeside(choice: Choice, files: readonly File[]): string[] {
  const unknown: string[] = [];
  for (const file of files) {
    const sort = sortOf(file.name);
    if (sort) choice[sort] = [...choice[sort].filter(({ name }) => name !== file.name), file];
    else unknown.push(file.name);
  }
  return unknown;
}

/** Takes what was dropped: a ZIP or a folder, and what lies beside. Resolves with the names of what is neither. */
export async function addDropped(choice: Choice, transfer: DataTransfer): Promise<string[]> {
  // Both lists are emptied as soon as the event is over.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  const loose: File[] = [];
  for (const [index, entry] of entries.entries()) {
    const file = files[index];
    if (entry?.isDirectory) choice.bundle = { kind: 'folder', name: entry.name, files: await filesOfEntry(entry) };
    else if (file && /\.zip$/i.test(file.name)) choice.bundle = { kind: 'zip', file };
    else if (file) loose.push(file);
  }
  return addBeside(choice, loose);
}

/** All files beside the bundle, for showing. */
export function besideNames(choice: Choice): string[] {
  return [...choice.disclosures, ...choice.tokens, ...choice.authorities].map(({ name }) => name);
}
