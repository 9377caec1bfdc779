// People on the command line: adding them, their first log-in, lists; refusals leave with exit code 1 and their words.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { coreV8Flags } from '../../../electron/host/core-flags.ts';
import { password, scratchFolder } from '../support/vaults.ts';
import { firstPassword, ownPassword } from './people.ts';

const program = fileURLToPath(new URL('../../../electron/cli/midian.ts', import.meta.url));
const base = scratchFolder();
const vault = join(base, 'v.midian');
afterAll(() => rmSync(base, { recursive: true, force: true }));

function midian(args: string[], environment: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [...coreV8Flags(), program, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      MIDIAN_PASSWORD: password,
      MIDIAN_NEW_PASSWORD: '',
      MIDIAN_USER: 'officer',
      MIDIAN_PROFILE: join(base, 'profile'),
      MIDIAN_LANG: 'zh',
      ...environment,
    },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

test('a user is added, sets his password at the first log-in, and is listed with roles, clearances and status', () => {
  expect(midian(['create', vault, '--org', '验收单位', '--user', 'officer', '--single-officer']).code).toBe(0);
  const first = { MIDIAN_NEW_PASSWORD: firstPassword };
  const added = midian(['add-user', vault, 'zhao', '--role', 'auditor', '--name', '赵清', '--json'], first);
  expect([added.code, JSON.parse(added.out)]).toEqual([
    0,
    expect.objectContaining({ login: 'zhao', roles: ['auditor'] }),
  ]);
  const repeated = midian(['add-user', vault, 'zhao', '--role', 'reader'], first);
  expect([repeated.code, repeated.out]).toEqual([1, '']);
  expect(repeated.err).toContain('“zhao”已有人使用');
  expect(midian(['add-user', vault, 'qian', '--role', 'auditor', '--role', 'system'], first)).toMatchObject({
    code: 1,
    err: expect.stringContaining('系统管理员与审计员'),
  });
  expect(midian(['add-user', vault, 'qian', '--role', 'liaison', '--department', '无此部'], first)).toMatchObject({
    code: 1,
    err: expect.stringContaining('“无此部”'),
  });
  expect(midian(['add-user', vault, 'qian', '--role', 'boss'], first).code).toBe(2);
  expect(midian(['add-user', vault, 'qian', '--role', 'reader']).code).toBe(2);
  const nobody = midian(['users', vault], { MIDIAN_USER: '' });
  expect([nobody.code, nobody.out]).toEqual([1, '']);
  expect(nobody.err).toContain('库中有多个账号');
  const zhao = { MIDIAN_USER: 'zhao', MIDIAN_PASSWORD: firstPassword };
  expect(midian(['users', vault], zhao)).toMatchObject({ code: 1, err: expect.stringContaining('首次登录') });
  const listed = midian(['users', vault, '--json'], { ...zhao, MIDIAN_NEW_PASSWORD: ownPassword });
  expect([listed.code, JSON.parse(listed.out)]).toEqual([
    0,
    [
      expect.objectContaining({
        login: 'officer',
        roles: ['system', 'officer', 'approver'],
        clearances: ['核心商密', '重要商密', '一般商密'],
        status: 'active',
      }),
      expect.objectContaining({ login: 'zhao', name: '赵清', roles: ['auditor'], clearances: [], status: 'active' }),
    ],
  ]);
  const zones = midian(['compartments', vault, '--json'], { MIDIAN_USER: 'zhao', MIDIAN_PASSWORD: ownPassword });
  expect([zones.code, JSON.parse(zones.out)]).toEqual([
    0,
    ['核心商密', '重要商密', '一般商密'].map((label) =>
      expect.objectContaining({ label, generation: 1, holders: ['officer'], own: false }),
    ),
  ]);
  expect(midian(['check', vault], { MIDIAN_USER: 'zhao', MIDIAN_PASSWORD: ownPassword }).code).toBe(0);
});
