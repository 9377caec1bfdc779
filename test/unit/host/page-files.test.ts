import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerPageRequest, createPageFiles, findPageFile, type PageFiles } from '../../../electron/host/page-files.ts';

const base = 'app://midian';
let folder = '';
let files: PageFiles = new Map();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'midian-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(
    join(folder, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__">',
  );
  writeFileSync(join(folder, 'assets', 'page.js'), 'const mark = "__CSP_NONCE__";');
  writeFileSync(join(folder, 'secret.txt'), 'not listed');
  files = createPageFiles(folder, ['index.html', 'assets/page.js']);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['app://midian/', 'app://midian', 'app://midian/index.html', 'app://midian/?a=1#/secrets'])(
  'the page itself is found at %s',
  (address) => {
    expect(findPageFile(files, address, base)).toBe(join(folder, 'index.html'));
  },
);

test.each([
  'app://midian/secret.txt',
  'app://midian/assets/../secret.txt',
  'app://midian/assets/%2e%2e/secret.txt',
  'app://midian/..%2fsecret.txt',
  'app://midian/assets\\page.js',
  'app://midian//etc/passwd',
  'app://midian/assets',
  'app://midian/__proto__',
  'app://other/index.html',
  'app://midian.example/index.html',
  'app://user@midian/index.html',
  'https://midian/index.html',
  'file:///etc/passwd',
  'no address',
])('nothing is found at %s', (address) => {
  expect(findPageFile(files, address, base)).toBeNull();
});

test('whatever path is asked, only listed files come out', () => {
  const listed = new Set(files.values());
  const parts = fc.array(
    fc.constantFrom('..', '.', '%2e', '/', '\\', 'assets', 'page.js', 'index.html', 'secret.txt', '%00'),
  );
  fc.assert(
    fc.property(parts, fc.string(), (path, tail) => {
      const found = findPageFile(files, `${base}/${path.join('/')}${tail}`, base);
      return found === null || listed.has(found);
    }),
  );
});

test.each(['../outside.js', '/etc/passwd', 'a/../../b', './x', 'a\\b'])(
  'a list that names a path outside the page is refused: %s',
  (name) => {
    expect(() => createPageFiles(folder, [name])).toThrow('outside the page');
  },
);

test('every load of the page has its own nonce, in the header and in the page alike', async () => {
  const seen = new Set<string>();
  for (let load = 0; load < 3; load += 1) {
    const { status, headers, body } = await answerPageRequest(files, { method: 'GET', url: `${base}/` }, base);
    const nonce = /'nonce-([\w-]+)'/.exec(headers['Content-Security-Policy'] ?? '')?.[1];
    expect(status).toBe(200);
    expect(body.toString()).toBe(`<meta property="csp-nonce" nonce="${nonce}"><style nonce="${nonce}">`);
    seen.add(String(nonce));
  }
  expect(seen.size).toBe(3);
});

test('only pages get a nonce: a script that mentions the mark is left as it is', async () => {
  const answer = await answerPageRequest(files, { method: 'GET', url: `${base}/assets/page.js` }, base);
  expect(answer.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
  expect(answer.body.toString()).toContain('__CSP_NONCE__');
});

test('other methods than GET and unlisted files get an empty answer', async () => {
  const posted = await answerPageRequest(files, { method: 'POST', url: `${base}/` }, base);
  const missing = await answerPageRequest(files, { method: 'GET', url: `${base}/secret.txt` }, base);
  expect([posted.status, posted.body.length]).toEqual([405, 0]);
  expect([missing.status, missing.body.length]).toEqual([404, 0]);
  expect(missing.headers['Content-Security-Policy']).toContain("default-src 'none'");
});
