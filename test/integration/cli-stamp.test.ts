// Time stamps on the command line: request, import, choose-ca, verify, with their exit codes.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { coreV8Flags } from '../../electron/host/core-flags.ts';
import { createTsa, purposes } from './support/tsa.ts';
import { password, scratchFolder } from './support/vaults.ts';

const program = fileURLToPath(new URL('../../electron/cli/midian.ts', import.meta.url));
const base = scratchFolder();
const vault = join(base, 'v.midian');
afterAll(() => rmSync(base, { recursive: true, force: true }));

function midian(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [...coreV8Flags(), program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, MIDIAN_PASSWORD: password, MIDIAN_PROFILE: join(base, 'profile'), MIDIAN_LANG: 'zh' },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

test('a checkpoint and a bundle are stamped from the shell, and every exit code says what it must', () => {
  const tsa = createTsa();
  const root = tsa.issue({ name: '根', extensions: purposes.authority, issuer: null });
  const other = tsa.issue({ name: '另一根', extensions: purposes.authority, issuer: null });
  const signer = tsa.issue({ name: '服务', extensions: purposes.stamping, issuer: root });
  expect(midian('create', vault, '--org', '单位', '--user', 'o', '--single-officer').code).toBe(0);
  const [query, answer] = [join(base, 'a.tsq'), join(base, 'a.tsr')];
  expect(midian('stamp', vault, 'request', 'checkpoint', query).code).toBe(0);
  expect(midian('stamp', vault, 'request', 'checkpoint', query)).toMatchObject({ code: 1, out: '' });
  writeFileSync(answer, tsa.reply(new Uint8Array(readFileSync(query)), signer));
  expect(midian('stamp', vault, 'import', query)).toMatchObject({
    code: 1,
    err: expect.stringContaining('不是完整的时间戳文件'),
  });
  const imported = midian('stamp', vault, 'import', answer, '--json');
  expect(imported.code).toBe(0);
  expect(JSON.parse(imported.out)).toMatchObject({
    imported: [{ kind: 'checkpoint', authority: '服务', trusted: false }],
    refused: [],
  });
  expect(midian('stamp', vault, 'import', answer)).toMatchObject({
    code: 1,
    err: expect.stringContaining('已经导入过'),
  });
  // No certificate chosen is no finding; a wrong one is.
  expect(JSON.parse(midian('stamp', vault, 'verify', '--json').out)).toMatchObject({
    ok: true,
    tokens: [{ ok: true, trusted: false, problem: 'authority_not_chosen' }],
  });
  expect(midian('stamp', vault, 'verify', '--ca', tsa.path(other.certificate)).code).toBe(1);
  expect(midian('stamp', vault, 'verify', '--ca', tsa.path(root.certificate))).toMatchObject({
    code: 0,
    out: expect.stringContaining('已核对'),
  });
  expect(midian('stamp', vault, 'choose-ca', answer).code).toBe(1);
  expect(midian('stamp', vault, 'choose-ca', tsa.path(root.certificate))).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^[0-9a-f]{64}\t根\n$/),
  });
  expect(JSON.parse(midian('stamp', vault, 'verify', '--json').out)).toMatchObject({
    ok: true,
    tokens: [{ trusted: true, problem: null }],
  });
  const zip = join(base, '包.zip');
  expect(midian('bundle', vault, zip).code).toBe(0);
  expect(midian('verify', zip).code).toBe(0);
  expect(midian('check', vault).code).toBe(0);
  for (const wrong of [
    [],
    ['request'],
    ['request', 'attachment', 'x', query],
    ['request', 'checkpoint'],
    ['import'],
    ['verify', 'x'],
    ['nope'],
  ])
    expect(midian('stamp', vault, ...wrong).code, wrong.join(' ')).toBe(2);
  expect(existsSync(join(base, 'x'))).toBe(false);
});
