// Clearance: granting after comparing fingerprints, withdrawing by rotation, content that follows its grade, free compartments;
// and what somebody with the database key cannot substitute.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/core/db/handle.ts';
import { ageOpen, ageSeal, newIdentity } from '../../../electron/core/format/age-file.ts';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { rotateCompartments } from '../../../electron/core/vault/rotate.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { quietJob } from '../support/vaults.ts';
import { contentOf, firstPassword, grant, makeOffice, type Office } from './people.ts';

let office: Office;
afterEach(() => office.close());

const sessionOf = () => {
  const { session } = office.core.state;
  if (!session) throw new Error('locked');
  return session;
};
const compartment = (label: string) => {
  const found = sessionOf().compartments.find((candidate) => candidate.label === label);
  if (!found) throw new Error(label);
  return found;
};
const problems = async () => (await checkVault(sessionOf(), quietJob)).problems;

async function secret(level: string | null, content: string): Promise<string> {
  const made = await office.ask('register.create', {
    register: 'secret',
    number: null,
    values: { name: '浸渍曲线', content, ...(level === null ? {} : { level }) },
  });
  return made.id;
}

async function attach(ownerId: string): Promise<void> {
  const path = join(office.vault.base, '图纸.txt');
  writeFileSync(path, '图纸正文');
  office.core.grant('drawing', path);
  await office.run('attachment.add', {
    register: 'secret',
    ownerId,
    files: ['drawing'],
    mode: 'sealed',
    documentDate: null,
    note: null,
  });
}

async function tamper(work: (db: ReturnType<typeof openDatabase>) => void): Promise<void> {
  const key = Buffer.from(sessionOf().databaseKey);
  await office.core.lock('user');
  const db = openDatabase(join(office.vault.folder, 'vault.db'), key, { readOnly: false, mustExist: true });
  work(db);
  db.close();
}

describe('granting clearance', () => {
  test('needs a first log-in, the fingerprint of the user’s own key, and no contradicting role', async () => {
    office = await makeOffice();
    const id = await secret('core', '三段升温');
    const ids = sessionOf().compartments.map((each) => each.id);
    const { id: invited } = await office.ask('user.add', {
      login: 'sun',
      name: '孙',
      roles: ['officer'],
      password: firstPassword,
    });
    const ask = (userId: string, fingerprint: string) =>
      office.code('clearance.grant', { userId, compartments: ids, fingerprint });
    expect(await ask(invited, 'x')).toBe('user_not_active');
    const wang = await office.add('wang', ['officer']);
    const li = await office.add('li', ['system']);
    const zhao = await office.add('zhao', ['auditor']);
    const { users } = await office.ask('user.list', {});
    const fingerprint = (login: string) => users.find((user) => user.login === login)?.fingerprint ?? '';
    expect(await ask(wang, fingerprint('li'))).toBe('fingerprint_differs');
    expect(await ask(li, fingerprint('li'))).toBe('clearance_separation');
    expect(await ask(zhao, fingerprint('zhao'))).toBe('clearance_separation');
    expect(await ask(await office.userId('officer'), fingerprint('officer'))).toBe('user_own');
    await office.as('wang');
    expect(await contentOf(office, id)).toBe('sealed_no_clearance');
    expect(await ask(li, fingerprint('li'))).toBe('officer_unconfirmed');
    await office.as('officer');
    // As a person types it: capitals, other spacing.
    expect(await ask(wang, fingerprint('wang').toUpperCase().replaceAll(' ', '-'))).toBe('ok');
    expect(await ask(wang, fingerprint('wang'))).toBe('clearance_held');
    await office.as('wang');
    expect(await contentOf(office, id)).toBe('三段升温');
    expect((await office.ask('user.list', {})).users.find(({ login }) => login === 'wang')).toMatchObject({
      confirmed: true,
      clearances: ['核心商密', '重要商密', '一般商密'],
    });
    expect(await problems()).toEqual([]);
  });

  test('makes sealed content possible in a vault without a waiver once a second officer holds it', async () => {
    office = await makeOffice({ singleOfficerReason: null });
    const create = () =>
      office.code('register.create', { register: 'secret', number: null, values: { name: '甲', content: '乙' } });
    expect(await create()).toBe('sealed_needs_second_officer');
    await office.add('wang', ['officer']);
    expect(await create()).toBe('sealed_needs_second_officer');
    await grant(office, 'wang');
    expect(await create()).toBe('ok');
  });

  test('an officer made one by an administrator grants nothing before somebody cleared confirmed him', async () => {
    office = await makeOffice();
    await office.add('wang', ['officer']);
    await office.as('wang');
    const made = await office.code('compartment.create', { label: '专项' });
    expect(made).toBe('officer_unconfirmed');
  });
});

describe('withdrawing clearance', () => {
  test('gives the compartment a new key: the old one opens nothing any more, those who stay notice nothing', async () => {
    office = await makeOffice();
    const id = await secret('core', '三段升温');
    await attach(id);
    const wang = await office.add('wang', ['officer']);
    await office.add('qian', ['officer']);
    await grant(office, 'wang');
    await grant(office, 'qian');
    const before = compartment('核心商密');
    const { state, error } = await office.run('clearance.revoke', { userId: wang, compartments: [before.id] });
    expect([state, error]).toEqual(['done', null]);
    const after = compartment('核心商密');
    expect(after.generation).toBe(2);
    expect(after.recipient).not.toBe(before.recipient);
    const wrapped = sessionOf().db.prepare('SELECT wrapped FROM data_key WHERE compartment = ?').pluck().all(after.rid);
    expect(wrapped).toHaveLength(2);
    for (const key of wrapped as Buffer[]) {
      expect(await ageOpen(key, [before.identity as string])).toBeNull();
      expect(await ageOpen(key, [after.identity as string])).not.toBeNull();
    }
    expect(await contentOf(office, id)).toBe('三段升温');
    const later = await secret('core', '其后');
    expect(await problems()).toEqual([]);
    await office.as('qian');
    expect([await contentOf(office, id), await contentOf(office, later)]).toEqual(['三段升温', '其后']);
    await office.as('wang');
    expect([await contentOf(office, id), await contentOf(office, later)]).toEqual([
      'sealed_no_clearance',
      'sealed_no_clearance',
    ]);
    expect(sessionOf().compartments.map(({ identity }) => identity !== null)).toEqual([false, true, true]);
  });

  test('cancelled leaves everything as it was, and nobody takes his own away', async () => {
    office = await makeOffice();
    const id = await secret('core', '三段升温');
    const own = await office.userId('officer');
    expect(await office.code('clearance.revoke', { userId: own, compartments: [compartment('核心商密').id] })).toBe(
      'user_own',
    );
    const job = {
      progress: () => undefined,
      checkCancelled: () => {
        throw new AppError('cancelled');
      },
    };
    await expect(
      rotateCompartments(sessionOf(), { compartments: [compartment('核心商密').id], without: null }, job),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(compartment('核心商密').generation).toBe(1);
    expect(await contentOf(office, id)).toBe('三段升温');
    expect((await office.run('compartment.rotate', { id: compartment('核心商密').id })).state).toBe('done');
    expect(await contentOf(office, id)).toBe('三段升温');
  });
});

describe('content', () => {
  const placesOf = (id: string) =>
    sessionOf()
      .db.prepare(
        `SELECT c.label FROM sealed_value s JOIN data_key d ON d.rid = s.data_key JOIN compartment c ON c.rid = d.compartment
         JOIN secret t ON t.rid = s.record WHERE t.id = ?
         UNION ALL SELECT c.label FROM attachment a JOIN data_key d ON d.id = a.data_key_id JOIN compartment c ON c.rid = d.compartment
         WHERE a.owner_id = ?`,
      )
      .pluck()
      .all(id, id);

  test('of every version, and the files, follow a change of grade into its compartment and stay readable', async () => {
    office = await makeOffice();
    const id = await secret('general', '第一稿');
    await office.ask('register.update', { register: 'secret', id, version: 1, values: { content: '第二稿' } });
    await attach(id);
    expect(placesOf(id)).toEqual(['一般商密', '一般商密', '一般商密']);
    await office.ask('register.update', { register: 'secret', id, version: 2, values: { level: 'core' } });
    expect(placesOf(id)).toEqual(['核心商密', '核心商密', '核心商密']);
    expect(await contentOf(office, id)).toBe('第二稿');
    expect(await problems()).toEqual([]);
    expect((await office.ask('compartment.misplaced', {})).misplaced).toEqual([]);
  });

  test('whoever is not cleared changes the grade and leaves it where it is; it is listed until somebody cleared moves it', async () => {
    office = await makeOffice();
    const id = await secret('general', '第一稿');
    await attach(id);
    await office.add('chen', ['officer']);
    await office.as('chen');
    await office.ask('register.update', { register: 'secret', id, version: 1, values: { level: 'core' } });
    expect(placesOf(id)).toEqual(['一般商密', '一般商密']);
    const row = { from: '一般商密', to: '核心商密', values: 1, files: 1 };
    expect((await office.ask('compartment.misplaced', {})).misplaced).toEqual([{ ...row, isOwn: false }]);
    await office.as('officer');
    expect((await office.ask('compartment.misplaced', {})).misplaced).toEqual([{ ...row, isOwn: true }]);
    const done = await office.run('compartment.reseal', {});
    expect(done.result).toEqual({ values: 1, files: 1, left: 0 });
    expect(placesOf(id)).toEqual(['核心商密', '核心商密']);
    expect(await contentOf(office, id)).toBe('第一稿');
    expect(await problems()).toEqual([]);
  });

  test('of a project lies in a compartment of its own, whoever holds the grade’s cannot open it', async () => {
    office = await makeOffice();
    const id = await secret('core', '专项内容');
    await office.add('wang', ['officer']);
    await grant(office, 'wang');
    const free = await office.ask('compartment.create', { label: '甲项目' });
    expect(await office.code('compartment.create', { label: '甲项目' })).toBe('value_invalid');
    await office.ask('compartment.assign', { register: 'secret', id, compartment: free.id });
    await attach(id);
    expect(placesOf(id)).toEqual(['甲项目', '甲项目']);
    await office.ask('compartment.rename', { id: free.id, label: '乙项目' });
    expect((await office.ask('register.get', { register: 'secret', id, asOf: null })).compartment).toBe('乙项目');
    await office.as('wang');
    expect(await contentOf(office, id)).toBe('sealed_no_clearance');
    await office.as('officer');
    await office.ask('register.update', { register: 'secret', id, version: 1, values: { level: 'general' } });
    expect(placesOf(id)).toEqual(['乙项目', '乙项目']);
    await office.ask('compartment.assign', { register: 'secret', id, compartment: null });
    expect(placesOf(id)).toEqual(['一般商密', '一般商密']);
    expect(await problems()).toEqual([]);
  });

  test('of a scheme with more grades gets the compartments it lacked', async () => {
    office = await makeOffice();
    await office.ask('vault.settings', { scheme: 'four' });
    expect(
      (await office.ask('compartment.list', {})).compartments.map(({ rank, isOwn }) => [rank, isOwn]),
    ).toHaveLength(4);
    await office.as('officer');
    expect((await office.ask('compartment.list', {})).compartments.every(({ isOwn }) => isOwn)).toBe(true);
  });
});

describe('raw SQL by somebody with the database key', () => {
  test('puts back the compartment as it was before a rotation: the check names it', async () => {
    office = await makeOffice();
    const before = sessionOf().db.prepare('SELECT * FROM compartment WHERE rank = 3').get() as Record<string, unknown>;
    const wrapped = sessionOf()
      .db.prepare('SELECT * FROM compartment_grant WHERE compartment = ?')
      .get(before.rid) as Record<string, unknown>;
    await office.run('compartment.rotate', { id: before.id });
    expect(await problems()).toEqual([]);
    await tamper((db) => {
      db.prepare(
        'UPDATE compartment SET generation = 1, recipient = ?, certificate = ?, signature = ? WHERE rid = ?',
      ).run(before.recipient, before.certificate, before.signature, before.rid);
      db.prepare(
        'UPDATE compartment_grant SET generation = 1, wrapped = ?, certificate = ?, signature = ? WHERE compartment = ?',
      ).run(wrapped.wrapped, wrapped.certificate, wrapped.signature, before.rid);
    });
    await office.as('officer');
    expect(await problems()).toContainEqual({ code: 'vault_database_damaged', params: { detail: 'compartment' } });
  });

  test('makes up a waiver, or moves a record to another compartment: the check names it', async () => {
    office = await makeOffice();
    const id = await secret('core', '三段升温');
    const free = await office.ask('compartment.create', { label: '甲项目' });
    await office.ask('compartment.assign', { register: 'secret', id, compartment: free.id });
    await office.add('li', ['system']);
    expect(await problems()).toEqual([]);
    await tamper((db) => {
      db.exec('DELETE FROM record_compartment');
      db.exec(
        `INSERT INTO separation_waiver (id, user, pair, reason, waived_at, waived_by) VALUES ('x', 2, 'systemAuditor', '假', 1, 1)`,
      );
    });
    await office.as('officer');
    const details = ['record_compartment', 'separation_waiver'];
    expect(await problems()).toEqual(details.map((detail) => ({ code: 'vault_database_damaged', params: { detail } })));
  });

  test('puts a recipient of his own into a compartment: refused at unlocking, before anything is sealed to it', async () => {
    office = await makeOffice();
    await office.add('li', ['system']);
    const mine = await newIdentity();
    await tamper((db) => db.prepare('UPDATE compartment SET recipient = ? WHERE rank = 3').run(mine.recipient));
    for (const login of ['officer', 'li']) await expect(office.as(login)).rejects.toThrow('vault_database_damaged');
  });

  test('signs a compartment himself: refused, because no officer did', async () => {
    office = await makeOffice();
    await office.add('li', ['system']);
    await office.as('li');
    const { signCompartment } = await import('../../../electron/core/vault/compartments.ts');
    const { keys } = sessionOf();
    const { id, rank } = compartment('核心商密');
    const mine = await newIdentity();
    const { text, signature } = signCompartment(
      { id, rank, generation: 1, recipient: mine.recipient, atMs: Date.now() },
      keys.signKey,
    );
    await tamper((db) =>
      db
        .prepare('UPDATE compartment SET recipient = ?, certificate = ?, signature = ?, certified_by = 3 WHERE id = ?')
        .run(mine.recipient, text, signature, id),
    );
    await expect(office.as('officer')).rejects.toThrow('vault_database_damaged');
  });

  test('takes the statements away, or gives himself another’s grant: refused', async () => {
    office = await makeOffice();
    await office.add('li', ['system']);
    await tamper((db) => db.exec('UPDATE compartment SET certificate = NULL'));
    await expect(office.as('officer')).rejects.toThrow('vault_database_damaged');
    await office.close();
    office = await makeOffice();
    await office.add('li', ['system']);
    await tamper((db) =>
      db.exec(
        `INSERT INTO compartment_grant (compartment, generation, user, wrapped, granted_by, signature, certificate, certified_by)
         SELECT compartment, generation, 2, wrapped, granted_by, signature, certificate, certified_by FROM compartment_grant`,
      ),
    );
    await expect(office.as('li')).rejects.toThrow('vault_database_damaged');
    await office.close();
    office = await makeOffice();
    const forged = await ageSeal(Buffer.from('AGE-SECRET-KEY-1'), [sessionOf().keys.recipient]);
    await office.add('li', ['system']);
    await tamper((db) => db.prepare('UPDATE compartment_grant SET wrapped = ?').run(forged));
    await expect(office.as('officer')).rejects.toThrow('vault_database_damaged');
  });
});
