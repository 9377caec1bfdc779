// What a vault does when the world under it fails: a damaged log, a full disk, files that vanish.
import { execFileSync, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { createVault } from '../../electron/core/vault/create.ts';
import { closeVault, openVault, sweepOrphanFiles } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { create, makeVault, password, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

const code = (expected: string) => expect.objectContaining({ code: expected });

const writer = `
  import { openVault } from '${new URL('../../electron/core/vault/open.ts', import.meta.url)}';
  import { openProfile } from '${new URL('../../electron/core/vault/profile.ts', import.meta.url)}';
  import { allRegisters } from '${new URL('../../shared/registers/all.ts', import.meta.url)}';
  import { migrations } from '${new URL('../../electron/core/db/migrations/all.ts', import.meta.url)}';
  import { create } from '${new URL('./support/vaults.ts', import.meta.url)}';
  const [folder, profile] = process.argv.slice(1);
  const session = await openVault({ folder, login: null, password: process.env.PASSWORD, readOnly: false, registers: allRegisters, migrations, profile: openProfile(profile), now: Date.now });
  for (let index = 0; index < 30; index += 1) await create(session, 'department', { name: '部门' + index });
  process.stdout.write('written');
  setInterval(() => {}, 1000);
`;

/** A vault whose last thirty records lie in the write-ahead log of a killed process. */
async function leftWithLog(): Promise<string> {
  vault = await makeVault();
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, vault.folder, vault.profileFolder], {
    env: { ...process.env, PASSWORD: password },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const log = join(vault.folder, 'vault.db-wal');
  expect(statSync(log).size).toBeGreaterThan(50_000);
  return log;
}

function snapshot(): Map<string, string> {
  return new Map(
    readdirSync(vault.folder)
      .filter((name) => /^vault\.(db|json)/.test(name) && !name.endsWith('-shm'))
      .map((name) => [name, hash('sha256', readFileSync(join(vault.folder, name)))]),
  );
}

describe('the write-ahead log of a killed process', () => {
  test('is taken over whole', async () => {
    await leftWithLog();
    await withSession(vault, async (session) => {
      expect(session.db.prepare('SELECT count(*) FROM department').pluck().get()).toBe(30);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });

  test('with a flipped bit is refused instead of silently cut, and stays on disk as it was', async () => {
    const log = await leftWithLog();
    const bytes = readFileSync(log);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] as number) ^ 4;
    writeFileSync(log, bytes);
    const before = snapshot();
    await expect(vault.open()).rejects.toEqual(code('vault_rolled_back'));
    expect(snapshot()).toEqual(before);
    bytes[at] = (bytes[at] as number) ^ 4;
    writeFileSync(log, bytes);
    await withSession(vault, (session) =>
      expect(session.db.prepare('SELECT count(*) FROM department').pluck().get()).toBe(30),
    );
  });

  test('that is gone is noticed', async () => {
    const log = await leftWithLog();
    rmSync(log);
    await expect(vault.open()).rejects.toEqual(
      expect.objectContaining({ code: expect.stringMatching(/vault_rolled_back|vault_database_damaged/) }),
    );
  });
});

describe('attachments', () => {
  test('are sealed on disk, come back byte for byte, and a changed or missing file is named', async () => {
    vault = await makeVault();
    const path = join(vault.base, '扫描件 商密1.bin');
    writeFileSync(path, Buffer.from('三段升温曲线'.repeat(50_000)));
    await withSession(vault, async (session) => {
      const owner = await create(session, 'secret', { name: '甲', level: 'core' });
      const files = [{ path, register: 'secret', ownerId: owner.id }];
      await addAttachments(session, { files, mode: 'sealed', documentDate: '2024-05', note: null }, quietJob);
      await addAttachments(session, { files, mode: 'fingerprint', documentDate: null, note: null }, quietJob);
      const [sealed] = readdirSync(join(vault.folder, 'files')) as [string];
      const stored = join(vault.folder, 'files', sealed);
      expect(readFileSync(stored).includes(Buffer.from('三段升温'))).toBe(false);
      expect(execFileSync('head', ['-c', '21', stored]).toString()).toBe('age-encryption.org/v1');
      const rows = session.db.prepare('SELECT status, sha256, sm3, size_bytes FROM attachment ORDER BY rid').all() as {
        status: string;
        sha256: string;
        sm3: string;
      }[];
      expect(rows.map(({ status }) => status)).toEqual(['sealed', 'fingerprint']);
      expect(rows[0]?.sha256).toBe(rows[1]?.sha256);
      expect(rows[0]?.sm3).toMatch(/^[0-9a-f]{64}$/);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
      copyFileSync(stored, `${stored}.keep`);
      const bytes = readFileSync(stored);
      bytes[bytes.length - 100] = (bytes[bytes.length - 100] as number) ^ 1;
      writeFileSync(stored, bytes);
      rmSync(`${stored}.keep`);
      expect((await checkVault(session, quietJob)).problems).toEqual([
        expect.objectContaining({ code: 'attachment_changed' }),
      ]);
      rmSync(stored);
      expect((await checkVault(session, quietJob)).problems).toEqual([
        expect.objectContaining({ code: 'attachment_missing' }),
      ]);
    });
  });

  test('without a record are swept at the next unlock, those with one stay', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const owner = await create(session, 'carrier', { name: '图纸' });
      const path = join(vault.base, 'a.txt');
      writeFileSync(path, 'x');
      await addAttachments(
        session,
        { files: [{ path, register: 'carrier', ownerId: owner.id }], mode: 'sealed', documentDate: null, note: null },
        quietJob,
      );
    });
    const folder = join(vault.folder, 'files');
    writeFileSync(join(folder, '01a1f8ab-0000-7000-8000-000000000000.age'), 'orphan');
    writeFileSync(join(folder, '01a1f8ab-0000-7000-8000-000000000001.age.part'), 'orphan');
    await withSession(vault, (session) => {
      expect(readdirSync(folder)).toHaveLength(1);
      expect(sweepOrphanFiles(session)).toBe(0);
    });
  });
});

/** A small file system of its own, or null where the machine does not allow mounting one. */
function smallDisk(folder: string, bytes: number): (() => void) | null {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
    return () => execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
}

test('a full disk refuses the write with a clear code and loses nothing written before', async ({ skip }) => {
  vault = await makeVault();
  const disk = join(vault.base, 'disk');
  const unmount = smallDisk(disk, 6_000_000);
  if (!unmount) return skip('this machine allows no small file system');
  try {
    const input = {
      path: join(disk, 'v'),
      organisation: '单位',
      officerLogin: 'b',
      officerName: '乙',
      password,
      scheme: 'three' as const,
      numberPatterns: {},
      stateSecretDeclared: true,
      singleOfficerReason: 'x',
      demo: false,
    };
    const folder = await createVault(input, vault.migrations, Date.now());
    const open = () =>
      openVault({
        folder,
        login: null,
        password,
        readOnly: false,
        registers: allRegisters,
        migrations: vault.migrations,
        profile: openProfile(join(vault.base, 'profile')),
        now: Date.now,
      });
    const session = await open();
    let kept = 0;
    let failure: unknown = null;
    while (failure === null && kept < 10_000) {
      try {
        await create(session, 'department', { name: `部门${kept}`, note: '说明'.repeat(2000) });
        kept += 1;
      } catch (cause) {
        failure = cause;
      }
    }
    expect(failure).toEqual(code('disk_full'));
    expect(kept).toBeGreaterThan(10);
    try {
      closeVault(session);
    } catch {
      // Without room not even the locking event can be written; the vault is closed all the same.
    }
    unmount();
    expect(existsSync(folder)).toBe(false);
  } finally {
    try {
      unmount();
    } catch {
      // Unmounted already.
    }
  }
});

test('a vault filled to the last byte opens again with everything that was acknowledged once there is room', async ({
  skip,
}) => {
  vault = await makeVault();
  const disk = join(vault.base, 'disk');
  const unmount = smallDisk(disk, 6_000_000);
  if (!unmount) return skip('this machine allows no small file system');
  try {
    const input = {
      path: join(disk, 'v'),
      organisation: '单位',
      officerLogin: 'b',
      officerName: '乙',
      password,
      scheme: 'three' as const,
      numberPatterns: {},
      stateSecretDeclared: true,
      singleOfficerReason: 'x',
      demo: false,
    };
    const ballast = join(disk, 'ballast');
    const folder = await createVault(input, vault.migrations, Date.now());
    writeFileSync(ballast, Buffer.alloc(1_500_000));
    const open = () =>
      openVault({
        folder,
        login: null,
        password,
        readOnly: false,
        registers: allRegisters,
        migrations: vault.migrations,
        profile: openProfile(join(vault.base, 'profile')),
        now: Date.now,
      });
    const session = await open();
    let kept = 0;
    await expect(
      (async () => {
        for (;;) {
          await create(session, 'department', { name: `部门${kept}`, note: '说明'.repeat(2000) });
          kept += 1;
        }
      })(),
    ).rejects.toEqual(code('disk_full'));
    rmSync(ballast);
    await write(session, (context) => context.journal.append({ action: 'test' }));
    closeVault(session);
    const again = await open();
    expect(again.db.prepare('SELECT count(*) FROM department').pluck().get()).toBe(kept);
    expect((await checkVault(again, quietJob)).problems).toEqual([]);
    closeVault(again);
  } finally {
    unmount();
  }
});
