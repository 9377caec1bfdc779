// Removing a user, a new database key that survives being killed anywhere, the house rules for passwords, the auditor's signature,
// and what a hand-over of the office lists.
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/core/db/handle.ts';
import { headOf } from '../../../electron/core/journal/append.ts';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { passwordSlots, readHeader, writeHeader } from '../../../electron/core/vault/header.ts';
import { defaultPolicy } from '../../../electron/core/vault/password-rules.ts';
import { prepareRekey } from '../../../electron/core/vault/rekey.ts';
import { openSlot } from '../../../electron/core/vault/slot.ts';
import { password, quietJob } from '../support/vaults.ts';
import { contentOf, firstPassword, grant, makeOffice, type Office, ownPassword } from './people.ts';

let office: Office;
afterEach(() => office.close());

const sessionOf = () => {
  const { session } = office.core.state;
  if (!session) throw new Error('locked');
  return session;
};
const problems = async () => (await checkVault(sessionOf(), quietJob)).problems;
const secret = async (content: string) =>
  (
    await office.ask('register.create', {
      register: 'secret',
      number: null,
      values: { name: '甲', content, level: 'core' },
    })
  ).id;

describe('a user who is removed', () => {
  test('cannot get in, what he held gets new keys, and what he signed still verifies under his name', async () => {
    office = await makeOffice();
    const wang = await office.add('wang', ['officer']);
    await grant(office, 'wang');
    await office.as('wang');
    const id = await secret('三段升温');
    await office.as('officer');
    const job = await office.run('user.remove', { id: wang });
    expect([job.error, job.result]).toEqual([null, { rotated: 3, left: 0 }]);
    expect(sessionOf().compartments.map(({ generation }) => generation)).toEqual([2, 2, 2]);
    expect(await contentOf(office, id)).toBe('三段升温');
    expect(await problems()).toEqual([]);
    await expect(office.as('wang')).rejects.toThrow('user_unknown');
    await office.as('officer');
    const { users } = await office.ask('user.list', {});
    expect(users[1]).toMatchObject({ login: 'wang', status: 'removed', roles: [], clearances: [], fingerprint: null });
    const { revisions } = await office.ask('register.history', { register: 'secret', id, language: 'zh' });
    expect(revisions[0]?.actor).toBe('wang');
    expect(
      await office.code('user.add', { login: 'wang', name: '王', roles: ['reader'], password: firstPassword }),
    ).toBe('login_taken');
    expect(await office.code('user.setRoles', { id: wang, roles: ['reader'] })).toBe('user_unknown');
  });

  test('by an administrator without clearance leaves compartments to rotate, listed until an officer does', async () => {
    office = await makeOffice();
    await office.add('li', ['system']);
    const wang = await office.add('wang', ['officer']);
    await grant(office, 'wang', ['核心商密']);
    await office.as('li');
    expect((await office.run('user.remove', { id: wang })).result).toEqual({ rotated: 0, left: 1 });
    const staleOf = async () =>
      (await office.ask('compartment.list', {})).compartments.map(({ label, staleBy }) => [label, staleBy]);
    expect((await staleOf())[0]).toEqual(['核心商密', 'wang']);
    await office.as('officer');
    const { compartments } = await office.ask('compartment.list', {});
    expect((await office.run('compartment.rotate', { id: compartments[0]?.id })).state).toBe('done');
    expect((await staleOf())[0]).toEqual(['核心商密', null]);
    expect(await problems()).toEqual([]);
  });

  test('is not the last officer, not oneself, and not who alone can open something', async () => {
    office = await makeOffice();
    const officer = await office.userId('officer');
    const remove = async (id: string) => (await office.run('user.remove', { id })).error?.code;
    expect(await remove(officer)).toBe('user_own');
    await office.add('li', ['system']);
    await office.as('li');
    expect(await remove(officer)).toBe('compartment_last_holder');
    expect(await office.code('user.reset', { id: officer, password: firstPassword })).toBe('compartment_last_holder');
    await office.as('officer');
    expect(await contentOf(office, await secret('在'))).toBe('在');
  });
});

describe('a new database key', () => {
  test('opens nothing to whoever knew the old one; the vault goes on, and older backups are named', async () => {
    office = await makeOffice();
    const id = await secret('三段升温');
    const wang = await office.add('wang', ['reader']);
    const old = Buffer.from(sessionOf().databaseKey);
    const folder = join(office.vault.base, 'backups');
    cpSync(office.vault.folder, join(office.vault.base, 'copy'), { recursive: true });
    const { mkdirSync } = await import('node:fs');
    mkdirSync(folder);
    office.core.grant('folder', folder);
    const backup = await office.run('backup.make', { folder: 'folder' });
    await office.run('user.remove', { id: wang });
    const { result, error } = await office.run('vault.rekey', { password });
    expect(error).toBeNull();
    expect(result).toEqual({ backups: [{ name: (backup.result as { name: string }).name, atMs: expect.any(Number) }] });
    expect(sessionOf().databaseKey.equals(old)).toBe(false);
    expect(await contentOf(office, id)).toBe('三段升温');
    expect(await problems()).toEqual([]);
    expect(readdirSync(office.vault.folder).filter((name) => name.includes('next'))).toEqual([]);
    await office.as('officer');
    expect(await contentOf(office, id)).toBe('三段升温');
    await office.core.lock('user');
    const open = (key: Buffer) =>
      openDatabase(join(office.vault.folder, 'vault.db'), key, { readOnly: true, mustExist: true });
    expect(() => open(old)).toThrow('vault_database_damaged');
  });

  test('is refused with a wrong password, and a journal that grew meanwhile gives the copy up', async () => {
    office = await makeOffice();
    expect((await office.run('vault.rekey', { password: 'wrong' })).error?.code).toBe('password_wrong');
    const before = readFileSync(join(office.vault.folder, 'vault.json'), 'utf8');
    const { jobId } = await office.ask('vault.rekey', { password });
    // A refusal is an event too, and is written while the job runs.
    sessionOf().user = { ...sessionOf().user, roles: ['reader'] };
    await office.code('vault.settings', {});
    sessionOf().user = { ...sessionOf().user, roles: ['system', 'officer', 'approver'] };
    const job = await office.core.state.jobs.finished(jobId);
    // Written before the copy was taken it is in it; after, the copy is given up: either way nothing is lost.
    if (job.error) {
      expect(job.error.code).toBe('busy');
      expect(readFileSync(join(office.vault.folder, 'vault.json'), 'utf8')).toBe(before);
    }
    expect(existsSync(join(office.vault.folder, 'vault.next.db'))).toBe(false);
    expect(await problems()).toEqual([]);
  });

  test('opens at every point it can be killed at, read-only too', async () => {
    office = await makeOffice();
    const id = await secret('三段升温');
    await office.add('wang', ['reader']);
    const { folder, base } = office.vault;
    const path = (name: string) => join(folder, name);
    const prepared = await prepareRekey(sessionOf(), quietJob);
    await office.core.lock('user');
    // The event of locking is in the database and not in the copy: made anew on the closed vault below.
    rmSync(path('vault.next.db'));
    const restore = () => {
      rmSync(folder, { recursive: true });
      cpSync(join(base, 'state'), folder, { recursive: true });
    };
    await office.as('officer');
    const made = await prepareRekey(sessionOf(), quietJob);
    const events = headOf(sessionOf().db).size;
    sessionOf().db.pragma('wal_checkpoint(TRUNCATE)');
    cpSync(folder, join(base, 'state'), { recursive: true });
    rmSync(join(base, 'state', 'lock'));
    await office.core.lock('user');
    const points: [string, () => Promise<void> | void, boolean][] = [
      ['the copy is half written', () => copyFileSync(path('vault.json'), path('vault.next.db')), false],
      ['the copy is complete', () => undefined, false],
      ['the header is written', () => writeHeader(folder, made.header), true],
      [
        'the header is written and the old log is gone',
        async () => {
          await writeHeader(folder, made.header);
          for (const suffix of ['-wal', '-shm']) rmSync(path(`vault.db${suffix}`), { force: true });
        },
        true,
      ],
      [
        'the files are exchanged',
        async () => {
          await writeHeader(folder, made.header);
          for (const suffix of ['-wal', '-shm']) rmSync(path(`vault.db${suffix}`), { force: true });
          copyFileSync(path('vault.next.db'), path('vault.db'));
          rmSync(path('vault.next.db'));
        },
        true,
      ],
    ];
    for (const [name, kill, isNew] of points) {
      restore();
      rmSync(office.vault.profileFolder, { recursive: true, force: true });
      await kill();
      await office.as('wang', { readOnly: true });
      expect(headOf(sessionOf().db).size, `${name}, read-only`).toBe(events + (isNew ? 1 : 0));
      await office.as('officer');
      expect(await contentOf(office, id), name).toBe('三段升温');
      expect(sessionOf().databaseKey.equals(made.databaseKey), name).toBe(isNew);
      expect(existsSync(path('vault.next.db')), name).toBe(false);
      expect(await problems(), name).toEqual([]);
      await office.core.lock('user');
    }
    expect(prepared.events).toBeGreaterThan(0);
  });
});

describe('the house rules', () => {
  test('lock a login after so many wrong passwords, before the vault is open', async () => {
    office = await makeOffice();
    await office.ask('vault.settings', { policy: { ...defaultPolicy, lockAfter: 3, lockMinutes: 30 } });
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(office.as('officer', { password: 'wrong' })).rejects.toThrow('password_wrong');
    await expect(office.as('officer')).rejects.toThrow('password_locked {"minutes":30}');
    office.vault.clock.offsetMs += 29 * 60_000;
    await expect(office.as('officer')).rejects.toThrow('password_locked');
    office.vault.clock.offsetMs += 2 * 60_000;
    await office.as('officer');
  });

  test('ask for length and kinds, remember so many passwords in the user’s own box only, and remind by age', async () => {
    office = await makeOffice();
    const change = (current: string, next: string) => office.code('vault.changePassword', { current, next });
    await office.ask('vault.settings', { policy: { ...defaultPolicy, minimumLength: 16, kinds: 4, history: 2 } });
    expect(await change(password, 'Fuenfzehn-15-ab')).toBe('password_weak');
    expect(await change(password, password)).toBe('password_reused');
    const second = 'Zweites-Geheimnis-2!甲';
    expect(await change(password, second)).toBe('ok');
    expect(await change(second, second)).toBe('password_reused');
    const third = 'Drittes-Geheimnis-33!乙';
    expect(await change(second, third)).toBe('ok');
    expect(await change(third, second)).toBe('password_reused');
    const header = readHeader(office.vault.folder);
    expect(JSON.stringify(header)).not.toContain('$argon2id');
    const [slot] = passwordSlots(header);
    const { memory } = await openSlot(header.vaultId, slot as never, [], third);
    expect(memory.history).toHaveLength(2);
    const due = async () => (await office.ask('session.get', {})).user?.passwordDueSinceMs ?? null;
    expect(await due()).toBeNull();
    office.vault.clock.offsetMs += 91 * 86_400_000;
    expect(await due()).toBeGreaterThan(0);
    await office.ask('vault.settings', { policy: { ...defaultPolicy, changeAfterDays: 0, idleMinutes: 45 } });
    expect(await due()).toBeNull();
    expect((await office.ask('session.get', {})).idleMinutes).toBe(45);
    expect(await office.code('vault.settings', { policy: { ...defaultPolicy, idleMinutes: 61 } })).toBe(
      'input_invalid',
    );
  });
});

describe('an auditor', () => {
  test('signs the head he finds and the one he leaves, and the journal’s witnesses say so', async () => {
    office = await makeOffice();
    expect((await office.ask('journal.witnesses', {})).coSigned).toBeNull();
    await office.add('zhao', ['auditor']);
    await office.as('zhao');
    const { coSigned, size } = await office.ask('journal.witnesses', {});
    expect(coSigned).toMatchObject({ by: 'zhao', size });
    await office.as('officer');
    expect((await office.ask('journal.witnesses', {})).coSigned).toMatchObject({ by: 'zhao', size: size + 1 });
  });
});

describe('a hand-over of the office', () => {
  test('lists people, who holds what, the shares and their keepers, and the waivers', async () => {
    office = await makeOffice();
    await office.add('wang', ['officer']);
    await grant(office, 'wang', ['核心商密']);
    await office.run('recovery.make', { threshold: 2, holders: ['董事长', '总工'], password });
    const list = await office.ask('office.handover', {});
    expect(list).toMatchObject({
      users: [
        { login: 'officer', firstLoginAtMs: null },
        { login: 'wang', roles: ['officer'], clearances: ['核心商密'], firstLoginAtMs: expect.any(Number) },
      ],
      compartments: [
        { label: '核心商密', holders: ['officer', 'wang'] },
        { label: '重要商密', holders: ['officer'] },
        { label: '一般商密', holders: ['officer'] },
      ],
      recovery: { threshold: 2, holders: ['董事长', '总工'], rehearsedAtMs: null },
      waivers: [{ login: 'officer', pair: 'clearedSystem', reason: '测试' }],
    });
    expect(ownPassword.length).toBeGreaterThan(0);
  });
});
