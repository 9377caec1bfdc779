// Which record each scan of a folder belongs to, by number or name in the file name. Looks, never writes.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { columnOf, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { VaultSession } from '../../vault/session.ts';

interface Candidate {
  id: string;
  number: string | null;
  name: string;
}

export interface FolderMatch {
  path: string;
  name: string;
  sizeBytes: number;
  matches: (Candidate & { by: 'number' | 'name' })[];
}

const longestText = 80;
const maximumMatches = 5;
/** Shorter names would be found inside unrelated words. */
const shortestName = 2;

/** Compares as people do: full-width and case folded, no spaces, brackets of one kind. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s/g, '')
    .replace(/[〔［【(（]/g, '[')
    .replace(/[〕］】)）]/g, ']');
}

function* parts(text: string): IterableIterator<{ part: string; before: string; after: string }> {
  for (let length = Math.min(text.length, longestText); length > 0; length -= 1)
    for (let start = 0; start + length <= text.length; start += 1)
      yield {
        part: text.slice(start, start + length),
        before: text[start - 1] ?? '',
        after: text[start + length] ?? '',
      };
}

/** The files of a folder (not of folders in it), longest match first. */
export function matchFolder(session: VaultSession, definition: RegisterDefinition, folder: string): FolderMatch[] {
  const byNumber = new Map<string, Candidate[]>();
  const byName = new Map<string, Candidate[]>();
  const put = (map: Map<string, Candidate[]>, key: string, candidate: Candidate) =>
    map.set(key, [...(map.get(key) ?? []), candidate]);
  const rows = session.db
    .prepare(`SELECT id, number, ${columnOf(definition.title)} AS name FROM ${definition.table} WHERE void = 0`)
    .iterate() as IterableIterator<Candidate>;
  for (const row of rows) {
    if (row.number !== null) put(byNumber, folded(row.number), row);
    if (row.name?.length >= shortestName) put(byName, folded(row.name), row);
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.startsWith('~$'))
    .map((entry) => {
      const path = join(folder, entry.name);
      const text = folded(entry.name.replace(/\.[^.]+$/, ''));
      const matches: FolderMatch['matches'] = [];
      const add = (candidates: Candidate[] | undefined, by: 'number' | 'name') => {
        for (const candidate of candidates ?? [])
          if (!matches.some(({ id }) => id === candidate.id)) matches.push({ ...candidate, by });
      };
      for (const { part, before, after } of parts(text)) {
        // 1 must not be found in 2021: a number that begins or ends with a digit stands free of other digits.
        const isFree = !(/^\d/.test(part) && /\d$/.test(before)) && !(/\d$/.test(part) && /^\d/.test(after));
        if (isFree) add(byNumber.get(part), 'number');
        add(byName.get(part), 'name');
        if (matches.length >= maximumMatches) break;
      }
      return { path, name: entry.name, sizeBytes: statSync(path).size, matches: matches.slice(0, maximumMatches) };
    });
}
