import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { verifyWhole } from '../../electron/core/journal/journal-task.ts';
import { listDrafts } from '../../electron/core/register/drafts.ts';
import { listRows } from '../../electron/core/register/read.ts';
import { changePassword } from '../../electron/core/vault/change-password.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { createVault } from '../../electron/core/vault/create.ts';
import { closeVault, openVault } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import {
  create,
  earlierVault,
  makeVault,
  password,
  quietJob,
  type TestVault,
  withSession,
  write,
} from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

const code = (expected: string) => expect.objectContaining({ code: expected });

function header(): Record<string, unknown> & { slots: Record<string, unknown>[] } {
  return JSON.parse(readFileSync(join(vault.folder, 'vault.json'), 'utf8'));
}

function writeHeader(value: unknown): void {
  writeFileSync(join(vault.folder, 'vault.json'), JSON.stringify(value));
}

function contents(): Map<string, string> {
  return new Map(
    readdirSync(vault.folder)
      .filter((name) => existsSync(join(vault.folder, name)) && !['files', 'backups'].includes(name))
      .map((name) => [name, readFileSync(join(vault.folder, name)).toString('base64')]),
  );
}

describe('opening a vault', () => {
  test('what was written is there again after lock and unlock, and the check finds nothing', async () => {
    vault = await makeVault();
    await withSession(vault, (session) => create(session, 'department', { name: '研发部' }));
    await withSession(vault, async (session) => {
      expect(session.db.prepare('SELECT name FROM department').pluck().all()).toEqual(['研发部']);
      expect(await checkVault(session, quietJob)).toEqual({ ok: true, problems: [] });
    });
  });

  test('nothing of the vault can be read in its files, and the database does not look like SQLite', async () => {
    vault = await makeVault();
    await withSession(vault, (session) => create(session, 'secret', { name: '耐火云母带', content: '一区85度' }));
    const bytes = readFileSync(join(vault.folder, 'vault.db'));
    for (const word of ['耐火云母带', '一区85度', 'SQLite format', '测试单位'])
      expect(bytes.includes(Buffer.from(word))).toBe(false);
  });

  test('a wrong password is refused, writes nothing into the vault, and after three the wait grows', async () => {
    vault = await makeVault();
    const before = contents();
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(vault.open({ password: 'wrong' })).rejects.toEqual(code('password_wrong'));
    await expect(vault.open({ password: 'wrong' })).rejects.toEqual(code('password_delay'));
    await expect(vault.open()).rejects.toEqual(code('password_delay'));
    expect(contents()).toEqual(before);
    vault.clock.offsetMs += 3_000;
    await expect(vault.open({ password: 'wrong' })).rejects.toEqual(code('password_wrong'));
    vault.clock.offsetMs += 3_000;
    await expect(vault.open()).rejects.toEqual(
      expect.objectContaining({ code: 'password_delay', params: { seconds: expect.any(Number) } }),
    );
    vault.clock.offsetMs += 60_000;
    closeVault(await vault.open());
  });

  test('a format of a later version, a damaged header and lowered key derivation each get their own refusal', async () => {
    vault = await makeVault();
    const good = header();
    writeHeader({ ...good, format: 'midian-vault/2' });
    await expect(vault.open()).rejects.toEqual(code('vault_newer'));
    writeFileSync(join(vault.folder, 'vault.json'), '{"format":"midian-vault/1",');
    await expect(vault.open()).rejects.toEqual(code('vault_header_damaged'));
    const slot = good.slots[0] as { kdf: Record<string, unknown> };
    writeHeader({ ...good, slots: [{ ...slot, kdf: { ...slot.kdf, memoryKiB: 8 } }] });
    await expect(vault.open()).rejects.toEqual(code('vault_kdf_lowered'));
    writeHeader({ ...good, unknownKey: 1 });
    await expect(vault.open()).rejects.toEqual(code('vault_header_damaged'));
    rmSync(join(vault.folder, 'vault.json'));
    await expect(vault.open()).rejects.toEqual(code('vault_missing'));
  });

  test('a header whose signed parts were changed is refused though the password fits', async () => {
    vault = await makeVault();
    writeHeader({ ...header(), generation: 2 });
    await expect(vault.open()).rejects.toEqual(code('vault_header_changed'));
  });

  test('key material of two slots swapped is named', async () => {
    vault = await makeVault();
    const good = header();
    const slot = good.slots[0] as Record<string, unknown>;
    const second = {
      ...slot,
      id: '0b6e4f0a-0d0b-4d68-9d0e-111111111111',
      userId: '0b6e4f0a-0d0b-4d68-9d0e-222222222222',
      login: 'second',
    };
    const other = await makeVault({ officerLogin: 'other' });
    const foreign = (
      JSON.parse(readFileSync(join(other.folder, 'vault.json'), 'utf8')) as { slots: Record<string, unknown>[] }
    ).slots[0] as Record<string, unknown>;
    other.remove();
    writeHeader({
      ...good,
      slots: [
        { ...slot, keys: foreign.keys, kdf: foreign.kdf },
        { ...second, keys: slot.keys, kdf: slot.kdf },
      ],
    });
    await expect(vault.open({ login: 'officer' })).rejects.toEqual(code('vault_slot_swapped'));
  });

  test('a flipped bit in the database is noticed', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      for (let index = 0; index < 200; index += 1)
        await create(session, 'department', { name: `部门${index}`, note: '说明'.repeat(200) });
    });
    const path = join(vault.folder, 'vault.db');
    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] as number) ^ 1;
    writeFileSync(path, bytes);
    const outcome = await vault.open().then(
      async (session) => {
        const report = await checkVault(session, quietJob);
        session.db.close();
        session.lock?.release();
        return report.problems[0]?.code;
      },
      (cause: { code: string }) => cause.code,
    );
    expect(outcome).toBe('vault_database_damaged');
  });

  test('a vault put back to an earlier state is refused to whoever saw the later one', async () => {
    vault = await makeVault();
    await withSession(vault, (session) => create(session, 'department', { name: '甲部' }));
    copyFileSync(join(vault.folder, 'vault.db'), join(vault.base, 'old.db'));
    await withSession(vault, (session) => create(session, 'department', { name: '乙部' }));
    copyFileSync(join(vault.base, 'old.db'), join(vault.folder, 'vault.db'));
    await expect(vault.open()).rejects.toEqual(code('vault_rolled_back'));
  });

  test('changing the password lets only the new one in, and the old header put back is refused', async () => {
    vault = await makeVault();
    const old = header();
    await withSession(vault, (session) => changePassword(session, { current: password, next: 'Another-2027!口令' }));
    await expect(vault.open()).rejects.toEqual(code('password_wrong'));
    closeVault(await vault.open({ password: 'Another-2027!口令' }));
    writeHeader(old);
    await expect(vault.open()).rejects.toEqual(code('vault_header_changed'));
  });

  test('a weak or wrong password changes nothing', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await expect(changePassword(session, { current: 'no', next: 'Another-2027!口令' })).rejects.toEqual(
        code('password_wrong'),
      );
      await expect(changePassword(session, { current: password, next: 'short' })).rejects.toEqual(
        code('password_weak'),
      );
    });
    closeVault(await vault.open());
  });

  test('read-only opening shows records, opens nothing sealed, writes nothing', async () => {
    vault = await makeVault();
    await withSession(vault, (session) => create(session, 'secret', { name: '云母', content: '配方' }));
    const before = contents();
    const session = await vault.open({ readOnly: true });
    expect(session.db.prepare('SELECT name FROM secret').pluck().all()).toEqual(['云母']);
    expect(session.compartments.every(({ identity }) => identity === null)).toBe(true);
    await expect(write(session, () => undefined)).rejects.toEqual(code('read_only'));
    closeVault(session);
    expect(contents().get('vault.db')).toBe(before.get('vault.db'));
  });
});

describe('a vault of an earlier version', () => {
  test('opens read-only as it is: lists, records and the whole check work, and not a byte of it changes', async () => {
    vault = earlierVault(2);
    const before = contents();
    const session = await openVault({
      folder: vault.folder,
      login: null,
      password,
      readOnly: true,
      registers: allRegisters,
      migrations,
      profile: openProfile(vault.profileFolder),
      now: Date.now,
    });
    const page = { filters: [], search: '', sort: [], includeVoid: false, offset: 0, limit: 10 };
    for (const definition of session.registry.all.filter(({ kind }) => kind === 'register'))
      expect(listRows(session, definition, page).total).toBe(['secret', 'department'].includes(definition.key) ? 1 : 0);
    expect(listDrafts(session)).toEqual([]);
    expect(verifyWhole(session, true, quietJob)).toMatchObject({ ok: true, problems: [] });
    closeVault(session);
    expect(contents()).toEqual(before);
  });
});

describe('creating a vault', () => {
  test('without the state-secret declaration or with a weak password nothing is made', async () => {
    vault = await makeVault();
    const input = {
      path: join(vault.base, 'second'),
      organisation: '单位',
      officerLogin: 'b',
      officerName: '乙',
      password,
      scheme: 'three' as const,
      numberPatterns: {},
      stateSecretDeclared: false,
      singleOfficerReason: null,
      demo: false,
    };
    await expect(createVault(input, vault.migrations, Date.now())).rejects.toEqual(
      code('state_secret_declaration_needed'),
    );
    await expect(
      createVault({ ...input, stateSecretDeclared: true, password: 'aaaaaaaaaaaa' }, vault.migrations, Date.now()),
    ).rejects.toEqual(code('password_weak'));
    await expect(
      createVault(
        { ...input, stateSecretDeclared: true, path: join(vault.base, 'OneDrive', 'x') },
        vault.migrations,
        Date.now(),
      ),
    ).rejects.toEqual(code('vault_on_synced_folder'));
    await expect(
      createVault({ ...input, stateSecretDeclared: true, path: vault.folder }, vault.migrations, Date.now()),
    ).rejects.toEqual(code('vault_exists'));
    expect(existsSync(join(vault.base, 'second.midian'))).toBe(false);
  });

  test('what a killed creation left is cleared away by the next', async () => {
    vault = await makeVault();
    const half = join(vault.base, 'half.midian');
    mkdirSync(join(half, 'files'), { recursive: true });
    writeFileSync(join(half, 'vault.db'), 'half');
    const folder = await createVault(
      {
        path: half,
        organisation: '单位',
        officerLogin: 'b',
        officerName: '乙',
        password,
        scheme: 'two',
        numberPatterns: {},
        stateSecretDeclared: true,
        singleOfficerReason: null,
        demo: false,
      },
      vault.migrations,
      Date.now(),
    );
    expect(existsSync(join(folder, 'vault.json'))).toBe(true);
  });
});

describe('one writer at a time', () => {
  const holder = `
    import { openVault } from '${new URL('../../electron/core/vault/open.ts', import.meta.url)}';
    import { openProfile } from '${new URL('../../electron/core/vault/profile.ts', import.meta.url)}';
    import { allRegisters } from '${new URL('../../shared/registers/all.ts', import.meta.url)}';
    import { migrations } from '${new URL('../../electron/core/db/migrations/all.ts', import.meta.url)}';
    const [folder, profile] = process.argv.slice(1);
    await openVault({ folder, login: null, password: process.env.PASSWORD, readOnly: false, registers: allRegisters, migrations, profile: openProfile(profile), now: Date.now });
    process.stdout.write('open');
    setInterval(() => {}, 1000);
  `;

  test('a second process is told who has the vault, may read, and takes over after a crash by itself', async () => {
    vault = await makeVault();
    await withSession(vault, (session) => create(session, 'department', { name: '甲部' }));
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, vault.folder, vault.profileFolder], {
      env: { ...process.env, PASSWORD: password },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(vault.open()).rejects.toEqual(
      expect.objectContaining({
        code: 'vault_in_use',
        params: expect.objectContaining({ processId: child.pid, sameHost: true }),
      }),
    );
    const reading = await vault.open({ readOnly: true });
    expect(reading.db.prepare('SELECT count(*) FROM department').pluck().get()).toBe(1);
    closeVault(reading);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await withSession(vault, async (session) => expect((await checkVault(session, quietJob)).ok).toBe(true));
  });
});
