// People of a vault: admission, the first log-in, roles, separation of duties, reset; and what raw SQL cannot change about them.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/core/db/handle.ts';
import { ageOpen } from '../../../electron/core/format/age-file.ts';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { readHeader } from '../../../electron/core/vault/header.ts';
import { openSlot } from '../../../electron/core/vault/slot.ts';
import { effectiveRoles } from '../../../shared/separation.ts';
import { earlierVault, password, quietJob } from '../support/vaults.ts';
import { firstPassword, makeOffice, type Office, officeOf, ownPassword } from './people.ts';

let office: Office;
afterEach(() => office.close());

const sessionOf = () => {
  const { session } = office.core.state;
  if (!session) throw new Error('locked');
  return session;
};

async function checked(): Promise<unknown> {
  return (await checkVault(sessionOf(), quietJob)).problems;
}

/** Opens the database as somebody who has its key and no respect, while the vault is closed. */
async function tamper(work: (db: ReturnType<typeof openDatabase>) => void): Promise<void> {
  const key = Buffer.from(sessionOf().databaseKey);
  await office.core.lock('user');
  const db = openDatabase(join(office.vault.folder, 'vault.db'), key, { readOnly: false, mustExist: true });
  work(db);
  db.close();
}

describe('a user who was added', () => {
  test('cannot get in with the first password alone, sets his own, and from then on only that one opens', async () => {
    office = await makeOffice();
    await office.ask('user.add', { login: 'wang', name: '王', roles: ['reader'], password: firstPassword });
    await expect(office.as('wang', { password: firstPassword })).rejects.toThrow('first_login_needed');
    await expect(office.as('wang', { password: firstPassword, nextPassword: firstPassword })).rejects.toThrow(
      'password_reused',
    );
    await expect(office.as('wang', { password: firstPassword, nextPassword: 'kurz' })).rejects.toThrow('password_weak');
    await office.as('wang', { password: firstPassword, nextPassword: ownPassword });
    expect(sessionOf().user).toMatchObject({ login: 'wang', roles: ['reader'], department: null, waivers: [] });
    expect(await checked()).toEqual([]);
    await expect(office.as('wang', { password: firstPassword })).rejects.toThrow('password_wrong');
    await office.as('wang');
    await office.as('officer');
    const { users } = await office.ask('user.list', {});
    expect(users.map(({ login, status, confirmed }) => [login, status, confirmed])).toEqual([
      ['officer', 'active', true],
      ['wang', 'active', false],
    ]);
  });

  test('has keys which whoever set the first password cannot have, neither from the old header nor the new', async () => {
    office = await makeOffice();
    await office.ask('user.add', { login: 'wang', name: '王', roles: ['reader'], password: firstPassword });
    const headerPath = join(office.vault.folder, 'vault.json');
    const oldHeader = readHeader(office.vault.folder);
    await office.as('wang', { password: firstPassword, nextPassword: ownPassword });
    const { identity } = sessionOf().keys;
    const newHeader = readHeader(office.vault.folder);
    await office.core.lock('user');
    const slotIn = (header: typeof oldHeader) => header.slots.find(({ login }) => login === 'wang') as never;
    const temporary = await openSlot(oldHeader.vaultId, slotIn(oldHeader), [], firstPassword);
    expect(temporary.keys.identity).not.toBe(identity);
    await expect(openSlot(oldHeader.vaultId, slotIn(newHeader), [], firstPassword)).rejects.toMatchObject({
      code: 'password_wrong',
    });
    const slot = slotIn(newHeader) as { databaseKey: string };
    expect(await ageOpen(Buffer.from(slot.databaseKey, 'base64'), [temporary.keys.identity])).toBeNull();
    // The old header put back is refused even with the right first password.
    writeFileSync(headerPath, JSON.stringify(oldHeader));
    await expect(office.as('wang', { password: firstPassword })).rejects.toThrow('vault_header_changed');
  });

  test('finds his log-in completed when the program was killed after the database and before the header', async () => {
    office = await makeOffice();
    await office.ask('user.add', { login: 'wang', name: '王', roles: ['reader'], password: firstPassword });
    const path = join(office.vault.folder, 'vault.json');
    await office.core.lock('user');
    copyFileSync(path, join(office.vault.base, 'before.json'));
    await office.as('wang', { password: firstPassword, nextPassword: ownPassword });
    const pending = readFileSync(path, 'utf8');
    await tamper((db) =>
      db.prepare("INSERT INTO meta (key, value) VALUES ('pendingHeader', ?)").run(JSON.stringify(JSON.parse(pending))),
    );
    copyFileSync(join(office.vault.base, 'before.json'), path);
    await expect(office.as('wang', { password: firstPassword })).rejects.toThrow('slot_renewed');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(pending));
    await office.as('wang');
    expect(sessionOf().db.prepare("SELECT count(*) FROM meta WHERE key = 'pendingHeader'").pluck().get()).toBe(0);
    expect(await checked()).toEqual([]);
  });

  test('is refused with a login in use, a department that is not there, or a liaison without one, and nothing is left', async () => {
    office = await makeOffice();
    const add = (input: object) =>
      office.code('user.add', {
        login: 'x',
        name: '某',
        roles: ['reader'],
        password: firstPassword,
        ...input,
      } as never);
    expect(await add({ login: 'officer' })).toBe('login_taken');
    expect(await add({ login: 'a b' })).toBe('login_invalid');
    expect(await add({ login: 'a+b' })).toBe('login_invalid');
    expect(await add({ roles: ['liaison'] })).toBe('department_needed');
    expect(await add({ roles: ['liaison'], department: '00000000-0000-4000-8000-000000000000' })).toBe(
      'reference_missing',
    );
    expect(await add({ roles: ['system', 'auditor'] })).toBe('separation_conflict');
    expect(await add({ password: 'short' })).toBe('password_weak');
    expect((await office.ask('user.list', {})).users).toHaveLength(1);
    expect(readHeader(office.vault.folder).slots).toHaveLength(1);
    await office.as('officer');
  });

  test('who forgot his password is given a new start, his own keys are gone and the checkpoints he signed still verify', async () => {
    office = await makeOffice();
    const id = await office.add('wang', ['reader', 'auditor']);
    await office.as('wang');
    await office.as('officer');
    await office.ask('user.reset', { id, password: 'Reset-Again-2028!复' });
    await expect(office.as('wang')).rejects.toThrow('vault_header_changed');
    office.vault.clock.offsetMs += 10_000;
    await office.as('wang', { password: 'Reset-Again-2028!复', nextPassword: 'Third-Time-2029!三' });
    await office.as('wang', { password: 'Third-Time-2029!三' });
    expect(
      sessionOf().db.prepare('SELECT kind FROM user_certificate WHERE user = 2 ORDER BY rid').pluck().all(),
    ).toEqual(['admitted', 'ownKey', 'admitted', 'ownKey']);
    expect(sessionOf().db.prepare('SELECT count(*) FROM checkpoint WHERE user = 2').pluck().get()).toBeGreaterThan(1);
    expect(await checked()).toEqual([]);
  });
});

describe('roles', () => {
  test('nobody changes his own, the last administrator and officer stay, and contradictions need a waiver', async () => {
    office = await makeOffice();
    const own = await office.userId('officer');
    expect(await office.code('user.setRoles', { id: own, roles: ['reader'] })).toBe('user_own');
    expect(await office.code('user.reset', { id: own, password: firstPassword })).toBe('user_own');
    // Alone he may waive for himself, with others he may not: whoever is kept apart does not decide on it.
    const alone = await office.ask('separation.waive', { userId: own, pair: 'proposerApprover', reason: '仅一人' });
    await office.ask('separation.withdraw', { id: alone.id });
    const id = await office.add('li', ['system']);
    expect(await office.code('separation.waive', { userId: own, pair: 'proposerApprover', reason: '人手' })).toBe(
      'user_own',
    );
    await office.as('li');
    expect(await office.code('user.setRoles', { id: own, roles: ['system', 'approver'] })).toBe('user_last');
    expect(await office.code('user.setRoles', { id, roles: ['reader'] })).toBe('user_own');
    // Sealing with one officer alone is waived by an officer; the reason is there for the audit page.
    expect(await office.code('vault.settings', { singleOfficerReason: '管理员自行豁免' })).toBe('role_missing');
    expect((await office.ask('session.get', {})).vault?.singleOfficerReason).toBe('测试');
    await office.as('officer');
    expect(await office.code('user.setRoles', { id, roles: ['system', 'auditor'] })).toBe('separation_conflict');
    expect(await office.code('separation.waive', { userId: id, pair: 'clearedAuditor', reason: '人手' })).toBe(
      'separation_not_waivable',
    );
    const waiver = await office.ask('separation.waive', { userId: id, pair: 'systemAuditor', reason: '仅两人' });
    await office.ask('user.setRoles', { id, roles: ['system', 'auditor'] });
    await office.as('li');
    expect(sessionOf().user).toMatchObject({ roles: ['system', 'auditor'], waivers: ['systemAuditor'] });
    await office.as('officer');
    await office.ask('separation.withdraw', { id: waiver.id });
    expect((await office.ask('separation.list', {})).waivers.map(({ pair, reason }) => [pair, reason])).toEqual([
      ['clearedSystem', '测试'],
      ['systemAuditor', '仅两人'],
      ['proposerApprover', '仅一人'],
    ]);
    // Without the waiver the weaker role no longer counts, and the journal says so.
    await office.as('li');
    expect(sessionOf().user.roles).toEqual(['system']);
    const actions = sessionOf().db.prepare("SELECT json_extract(event, '$.action') FROM journal").pluck().all();
    expect(actions).toContain('separation.applied');
    expect(await office.code('erasure.list', {})).toBe('role_missing');
    expect(await checked()).toEqual([]);
  });

  test('the founder’s waiver cannot be withdrawn while nobody else administers; afterwards he only keeps the keys', async () => {
    office = await makeOffice();
    const [waiver] = (await office.ask('separation.list', {})).waivers;
    expect(waiver).toMatchObject({ login: 'officer', pair: 'clearedSystem', withdrawnAtMs: null });
    expect(await office.code('separation.withdraw', { id: waiver?.id ?? '' })).toBe('user_last');
    await office.add('li', ['system']);
    await office.ask('separation.withdraw', { id: waiver?.id ?? '' });
    expect(sessionOf().user.roles).toEqual(['officer', 'approver']);
    expect(await office.code('user.add', { login: 'x', name: 'x', roles: ['reader'], password: firstPassword })).toBe(
      'role_missing',
    );
  });

  test('of every pair held without a waiver the weaker one does not count', () => {
    expect(effectiveRoles(['system', 'auditor', 'reader'], false, [])).toEqual({
      roles: ['system', 'reader'],
      pairs: ['systemAuditor'],
    });
    expect(effectiveRoles(['system', 'officer'], true, []).roles).toEqual(['officer']);
    expect(effectiveRoles(['system', 'officer'], true, ['clearedSystem']).roles).toEqual(['system', 'officer']);
    // No waiver helps an auditor who holds clearance.
    expect(effectiveRoles(['officer', 'auditor'], true, ['officerAuditor', 'clearedAuditor']).roles).toEqual([
      'officer',
    ]);
  });
});

describe('raw SQL by somebody with the database key', () => {
  const cases: [string, (db: ReturnType<typeof openDatabase>) => void][] = [
    ['gives a role in the row', (db) => db.exec(`UPDATE user SET roles = '["system","officer"]' WHERE login = 'wang'`)],
    [
      'gives a role in the certificate',
      (db) =>
        db.exec(`DROP TRIGGER user_certificate_no_update;
          UPDATE user_certificate SET roles = '["system"]' WHERE user = 2 AND kind = 'ownKey'`),
    ],
    [
      'takes the last certificate away',
      (db) =>
        db.exec(
          `DROP TRIGGER user_certificate_no_delete; DELETE FROM user_certificate WHERE user = 2 AND kind = 'ownKey'`,
        ),
    ],
    [
      'repeats a certificate of earlier',
      (db) =>
        db.exec(`INSERT INTO user_certificate (user, kind, recipient, sign_key, roles, certificate, signature, certified_by, seq, at)
          SELECT user, kind, recipient, sign_key, roles, certificate, signature, certified_by, seq, at FROM user_certificate WHERE rid = 2`),
    ],
    [
      'lets a reader certify',
      (db) =>
        db.exec('DROP TRIGGER user_certificate_no_update; UPDATE user_certificate SET certified_by = 3 WHERE rid = 3'),
    ],
  ];

  test.each(cases)('%s: refused at unlocking', async (_name, work) => {
    office = await makeOffice();
    await office.add('wang', ['reader']);
    await tamper(work);
    await expect(office.as('wang')).rejects.toThrow('vault_database_damaged');
  });

  test('puts a founding key of its own: every other user knows the true one', async () => {
    office = await makeOffice();
    await office.add('wang', ['reader']);
    const other = await makeOffice();
    const foreign = other.core.state.session?.db
      .prepare('SELECT * FROM user_certificate WHERE rid = 1')
      .get() as Record<string, unknown>;
    await other.close();
    await tamper((db) => {
      db.exec('DROP TRIGGER user_certificate_no_update');
      db.prepare(
        'UPDATE user_certificate SET certificate = ?, signature = ?, sign_key = ?, recipient = ? WHERE rid = 1',
      ).run(foreign.certificate, foreign.signature, foreign.sign_key, foreign.recipient);
    });
    await expect(office.as('wang')).rejects.toThrow('vault_database_damaged');
  });
});

describe('a vault of one user made by an earlier version', () => {
  test('opens, gets its certificates and the founder’s waiver, lets people in, and everything still verifies', async () => {
    office = officeOf(earlierVault(6));
    await office.as('officer', { readOnly: true, password });
    expect((await office.ask('user.list', {})).users).toMatchObject([{ login: 'officer', confirmed: true }]);
    await office.as('officer');
    expect(sessionOf().user).toMatchObject({ roles: ['system', 'officer', 'approver'], waivers: ['clearedSystem'] });
    await office.add('wang', ['auditor']);
    const { records } = await office.ask('register.list', {
      register: 'secret',
      filters: [],
      search: '',
      sort: [],
      includeVoid: false,
      offset: 0,
      limit: 5,
      asOf: null,
    });
    const { values } = await office.ask('register.openSealed', {
      register: 'secret',
      id: records[0]?.id ?? '',
      purpose: null,
    });
    expect(values).toEqual({ content: '配方' });
    expect(await checked()).toEqual([]);
    await office.as('wang');
    expect(sessionOf().compartments.map(({ identity }) => identity)).toEqual([null, null, null]);
    expect(existsSync(join(office.vault.folder, 'lock'))).toBe(true);
  });
});
