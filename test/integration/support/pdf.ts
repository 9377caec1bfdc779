// What strangers' tools (poppler) read out of a PDF: text, words with their places, fonts.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The set-up of the tests installs poppler where it can; without it there is nothing to read with. */
export const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;

function withFile<T>(bytes: Uint8Array, read: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'midian-pdf-'));
  try {
    const path = join(folder, 'x.pdf');
    writeFileSync(path, bytes);
    return read(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tool(name: string, ...parameters: string[]): string {
  return execFileSync(name, parameters, { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** Text in the order it was written, page by page. */
export function pagesOf(bytes: Uint8Array): string[] {
  const text = withFile(bytes, (path) => tool('pdftotext', '-raw', '-enc', 'UTF-8', path, '-'));
  return text.split('\f').slice(0, -1);
}

/** All text without white space: what was wrapped over lines reads as one. */
export function joined(bytes: Uint8Array): string {
  return pagesOf(bytes).join('').replace(/\s/g, '');
}

export interface Word {
  page: number;
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
  text: string;
}

export interface Page {
  width: number;
  height: number;
  words: Word[];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Every word with its box, in points from the upper left. */
export function layoutOf(bytes: Uint8Array): Page[] {
  const xml = withFile(bytes, (path) => tool('pdftotext', '-bbox', path, '-'));
  return [...xml.matchAll(/<page width="([\d.]+)" height="([\d.]+)">(.*?)<\/page>/gs)].map(
    ([, width, height, inside = ''], page): Page => ({
      width: Number(width),
      height: Number(height),
      words: [
        ...inside.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/gs),
      ].map(([, xMin, yMin, xMax, yMax, text = '']) => ({
        page,
        xMin: Number(xMin),
        yMin: Number(yMin),
        xMax: Number(xMax),
        yMax: Number(yMax),
        text: text.replace(/&(\w+);/g, (_whole, name: string) => entities[name] ?? ''),
      })),
    }),
  );
}

/** Fonts of the file as `pdffonts` lists them: name, and whether embedded, as a subset, with a map to Unicode. */
export function fontsOf(bytes: Uint8Array): { name: string; embedded: boolean; subset: boolean; unicode: boolean }[] {
  const lines = withFile(bytes, (path) => tool('pdffonts', path))
    .trimEnd()
    .split('\n')
    .slice(2);
  return lines.map((line) => {
    const [embedded, subset, unicode] = (/(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/.exec(line) ?? []).slice(1);
    return {
      name: line.split(/\s+/)[0] ?? '',
      embedded: embedded === 'yes',
      subset: subset === 'yes',
      unicode: unicode === 'yes',
    };
  });
}
