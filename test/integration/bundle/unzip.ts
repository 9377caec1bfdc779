// Unpacks bundles with the system's unzip, as a recipient would.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPoppler, joined } from '../support/pdf.ts';

/** Unpacks into a new folder and returns the bag's root. */
export function unzip(zip: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('unzip', ['-q', zip, '-d', folder]);
  const [name] = readdirSync(folder);
  return join(folder, name as string);
}

/** All text of a bundle, sheets and documents on paper read too. */
export function zipText(zip: string, folder: string): string {
  const root = unzip(zip, folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => {
      if (path.endsWith('.xlsx')) return execFileSync('unzip', ['-p', path], { encoding: 'utf8', maxBuffer: 1 << 28 });
      if (path.endsWith('.pdf') && hasPoppler && !path.includes('/attachments/')) return joined(readFileSync(path));
      return readFileSync(path, 'utf8');
    })
    .join('\n');
}
