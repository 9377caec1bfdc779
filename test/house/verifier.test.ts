// verify.html: the same bytes wherever it is built, told in both READMEs, shipped, small, and closed to every network.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { tokenProblems } from '../../shared/evidence/token-problems.ts';
import { detailCodes } from '../../shared/evidence/words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// The build's own code stands outside the compiled projects, as vite.config.ts does.
const { verifierPage } = (await import(pathToFileURL(join(root, 'verifier/verifier.config.ts')).href)) as {
  verifierPage(folder: string): InlineConfig;
};
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** The page built from the project in a folder, without writing anything. */
async function pageFrom(folder: string): Promise<string> {
  const config = verifierPage(folder);
  const built = await build({ ...config, build: { ...config.build, write: false } });
  const [result] = (Array.isArray(built) ? built : [built]) as { output: { fileName: string; source?: unknown }[] }[];
  return String(result?.output.find(({ fileName }) => fileName === 'verify.html')?.source);
}

let page: string;
beforeAll(async () => {
  page = await pageFrom(root);
});

describe('verify.html', () => {
  test('is the same byte for byte from another folder', async () => {
    const base = mkdtempSync(join(tmpdir(), 'midian-page-'));
    const copy = join(base, '另一个 folder', 'deeper');
    mkdirSync(copy, { recursive: true });
    for (const part of ['verifier', 'shared', 'package.json', 'tsconfig.base.json'])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    try {
      expect(digest(await pageFrom(copy))).toBe(digest(page));
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });

  test('is told by its digest in both READMEs; after a change of the page write the new one there', () => {
    for (const readme of ['README.md', 'README.zh-CN.md'])
      expect(
        readFileSync(join(root, readme), 'utf8').includes(digest(page)),
        `${readme}: npm run build, then sha256sum build/verify.html, which is ${digest(page)}`,
      ).toBe(true);
    const built = join(root, 'build', 'verify.html');
    expect(existsSync(built), 'npm run build').toBe(true);
    expect(digest(readFileSync(built, 'utf8')), 'the built page is the one of these sources: npm run build').toBe(
      digest(page),
    );
  });

  test('holds all it needs: no address, no file beside it, and is less than 1 MB', () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed)[^>]*(?:src|href)=/i);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(page).not.toContain(root);
  });

  test('allows its one script and one style by their digests, and no connection', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const inside = (name: string) => new RegExp(`<${name}>([\\s\\S]*)</${name}>`).exec(page)?.[1] ?? '';
    const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const rules = new Map(
      policy.split('; ').map((rule) => [rule.split(' ')[0] as string, rule.split(' ').slice(1).join(' ')] as const),
    );
    expect(Object.fromEntries(rules)).toEqual({
      'default-src': "'none'",
      'script-src': `${hashOf(inside('script'))} 'wasm-unsafe-eval'`,
      'style-src': hashOf(inside('style')),
      'worker-src': 'blob:',
      'connect-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });
});

test('every way a bundle can be wrong has words', () => {
  const codes = new Set<string>();
  const places = ['shared/evidence', 'electron/core/document/verify', 'verifier'];
  for (const folder of places)
    for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts'))) {
      const text = readFileSync(join(root, folder, name), 'utf8');
      const said = [
        /\.add\(\s*'\w+',\s*[^,]+,\s*[`']([a-z0-9_]+)/g,
        /new FormatProblem\('([a-z0-9_]+)'/g,
        /\bwrong\([`']([a-z0-9_]+)/g,
        /\breturn [`']([a-z0-9]+_[a-z0-9_]+)/g,
        /(?:\?|:) [`']([a-z0-9]+_[a-z0-9_]+)[`' ]/g,
        /new Error\('([a-z]+_[a-z_]+)'\)/g,
      ];
      for (const pattern of said) for (const [, code] of text.matchAll(pattern)) codes.add(code as string);
    }
  // What an opened note is refused for is one word to the reader: signature_wrong.
  // What is wrong with a token has words of its own, typed by its list.
  for (const inner of ['note_malformed', 'signature_missing', ...tokenProblems]) codes.delete(inner);
  expect([...codes].filter((code) => !detailCodes.includes(code)).sort()).toEqual([]);
  expect(codes.size).toBeGreaterThan(40);
});
