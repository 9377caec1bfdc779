// Serves the built page from a list made at build time: a request names an entry of the list or gets nothing, so no
// path can lead out of the folder. Must not look at the disk to decide what exists.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createNonce, nonceMark, responseHeaders } from './content-security-policy.ts';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

/** Request path → file on disk. */
export type PageFiles = ReadonlyMap<string, string>;

export interface PageAnswer {
  status: 200 | 404 | 405;
  headers: Record<string, string>;
  body: Buffer;
}

/** The map of what may be served, from the list the page build wrote. */
export function createPageFiles(folder: string, names: readonly string[]): PageFiles {
  const files = new Map<string, string>();
  for (const name of names) {
    if (name.startsWith('/') || name.includes('\\') || name.split('/').some((part) => part === '..' || part === '.')) {
      throw new Error(`the page list names a path outside the page: ${name}`);
    }
    files.set(`/${name}`, join(folder, ...name.split('/')));
  }
  return files;
}

/** Reads the list beside the build. */
export function readPageFiles(folder: string, listFile: string): PageFiles {
  return createPageFiles(folder, JSON.parse(readFileSync(listFile, 'utf8')) as string[]);
}

/** The file a request address asks for, or null. `/` is the page itself; the query counts for nothing. */
export function findPageFile(files: PageFiles, address: string, base: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const expected = new URL(base);
  if (url.protocol !== expected.protocol || url.host !== expected.host) return null;
  if (url.username !== '' || url.password !== '') return null;
  return files.get(url.pathname === '/' || url.pathname === '' ? '/index.html' : url.pathname) ?? null;
}

/** The whole answer to one request, headers included; HTML gets the nonce of this load. */
export async function answerPageRequest(
  files: PageFiles,
  request: { method: string; url: string },
  base: string,
): Promise<PageAnswer> {
  const nonce = createNonce();
  const plain = responseHeaders('text/plain; charset=utf-8', nonce);
  if (request.method !== 'GET') return { status: 405, headers: plain, body: Buffer.alloc(0) };
  const file = findPageFile(files, request.url, base);
  const contentType = file === null ? undefined : contentTypes[extname(file)];
  if (file === null || contentType === undefined) return { status: 404, headers: plain, body: Buffer.alloc(0) };
  const content = await readFile(file);
  const isPage = contentType.startsWith('text/html');
  const body = isPage ? Buffer.from(content.toString('utf8').replaceAll(nonceMark, nonce)) : content;
  return { status: 200, headers: responseHeaders(contentType, nonce), body };
}
