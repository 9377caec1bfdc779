// Recovery shares: made with their sheets, rehearsed, used from a locked vault; wrong, mixed, repeated and too few are named.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { readHeader } from '../../../electron/core/vault/header.ts';
import { codeOf } from '../../../electron/core/vault/recovery-shares.ts';
import { hasPoppler } from '../support/pdf.ts';
import { password, quietJob } from '../support/vaults.ts';
import { contentOf, grant, makeOffice, type Office, ownPassword } from './people.ts';

let office: Office;
afterEach(() => office.close());

const holders = ['董事长', '总工程师', '法务部长'];
const sessionOf = () => {
  const { session } = office.core.state;
  if (!session) throw new Error('locked');
  return session;
};
const problems = async () => (await checkVault(sessionOf(), quietJob)).problems;

async function makeShares(options: { threshold?: number; language?: 'zh' | 'en'; target?: string } = {}) {
  const job = await office.run('recovery.make', {
    threshold: options.threshold ?? 2,
    holders,
    language: options.language ?? 'zh',
    target: options.target ?? null,
    password,
  });
  if (job.error) throw new Error(job.error.code);
  const { take } = job.result as { take: string };
  const taken = await office.ask('recovery.take', { token: take });
  return { take, words: taken.shares.map(({ words }) => words), set: taken.set };
}

async function secret(content: string): Promise<string> {
  const { id } = await office.ask('register.create', {
    register: 'secret',
    number: null,
    values: { name: '浸渍曲线', content, level: 'core' },
  });
  return id;
}

/** Recovers the locked vault; the code where it is refused. */
async function recover(shares: readonly string[], login = 'wu'): Promise<string> {
  await office.core.lock('user');
  const job = await office.run('recovery.recover', {
    path: office.vault.folder,
    shares: [...shares],
    login,
    name: '吴',
    password: ownPassword,
  });
  return job.error ? `${job.error.code} ${JSON.stringify(job.error.params)}` : job.state;
}

const swapped = (words: readonly string[]) => [words[1], words[0], ...words.slice(2)].join('');

describe('recovery shares', () => {
  test('are shown once, open the vault in any sufficient number, make a new officer, and are void afterwards', async () => {
    office = await makeOffice();
    const id = await secret('三段升温');
    const { take, words } = await makeShares();
    expect(await office.code('recovery.take', { token: take })).toBe('recovery_none');
    expect(JSON.stringify(office.core.state.jobs.list())).not.toContain(words[0]?.join('').slice(0, 6));
    const texts = words.map((each) => each.join(''));
    expect(await recover([texts[2] as string, texts[0] as string])).toBe('done');
    await office.as('wu');
    expect(sessionOf().user).toMatchObject({ roles: ['system', 'officer', 'approver'], waivers: ['clearedSystem'] });
    expect(await contentOf(office, id)).toBe('三段升温');
    expect(sessionOf().compartments.map(({ generation }) => generation)).toEqual([2, 2, 2]);
    expect(await problems()).toEqual([]);
    expect((await office.ask('recovery.list', {})).sets).toMatchObject([{ total: 3, voidAtMs: expect.any(Number) }]);
    expect(await recover(texts)).toContain('recovery_none');
    // Who was there before is there still.
    await office.as('officer');
    expect(await contentOf(office, id)).toBe('三段升温');
    // The new officer makes the next set.
    await office.as('wu');
    const job = await office.run('recovery.make', { threshold: 2, holders, password: ownPassword });
    expect(job.state).toBe('done');
    expect(await problems()).toEqual([]);
  });

  test('that are wrong, mixed, repeated or too few are named by their place before anything is tried', async () => {
    office = await makeOffice();
    const first = await makeShares();
    const { words, set } = await makeShares({ language: 'en' });
    const [a = [], b = []] = words;
    const [old = []] = first.words;
    expect((await office.ask('recovery.list', {})).sets.map(({ voidAtMs }) => voidAtMs === null)).toEqual([
      true,
      false,
    ]);
    await office.core.lock('user');
    const judge = async (...shares: string[]) => {
      const envelope = await office.core.call('recovery.judge', { path: office.vault.folder, shares });
      return envelope.ok
        ? (envelope.data as { numbers: number[] }).numbers
        : [envelope.error.code, envelope.error.params.position];
    };
    expect(await judge(a.join(' '), b.join('  \n'))).toEqual([1, 2]);
    expect(await judge(a.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n'))).toEqual([1]);
    expect(await judge(a.join(' '), swapped(b))).toEqual(['recovery_share_invalid', 2]);
    expect(await judge([b[1], b[0], ...b.slice(2)].join(' '))).toEqual(['recovery_share_invalid', 1]);
    expect(await judge(a.slice(0, 20).join(' '))).toEqual(['recovery_share_invalid', 1]);
    expect(await judge('随便写的')).toEqual(['recovery_share_invalid', 1]);
    expect(await judge(old.join(''), a.join(' '))).toEqual(['recovery_share_other_set', 1]);
    expect(await judge(a.join(' '), a.join(' '))).toEqual(['recovery_share_repeated', 2]);
    const share = readHeader(office.vault.folder);
    expect(share.slots.filter(({ kind }) => kind === 'recovery')).toHaveLength(1);
    expect(await judge(codeOf(set, 1, Buffer.alloc(28)))).toEqual(['recovery_share_other_set', 1]);
    const before = readFileSync(join(office.vault.folder, 'vault.json'), 'utf8');
    expect(await recover([a.join(' ')])).toContain('recovery_too_few {"given":1,"threshold":2}');
    expect(await recover(first.words.map((each) => each.join('')))).toContain('recovery_share_other_set');
    expect(await recover([a.join(' '), b.join(' ')], 'officer')).toContain('login_taken');
    expect(readFileSync(join(office.vault.folder, 'vault.json'), 'utf8')).toBe(before);
    expect(existsSync(join(office.vault.folder, 'lock'))).toBe(false);
    expect(await recover([a.join(' '), b.join(' ')])).toBe('done');
  });

  test('rehearsed once let sealed content in where no second officer and no waiver is', async () => {
    office = await makeOffice({ singleOfficerReason: null });
    const create = () =>
      office.code('register.create', { register: 'secret', number: null, values: { name: '甲', content: '乙' } });
    const { words } = await makeShares();
    expect(await create()).toBe('sealed_needs_second_officer');
    expect(await office.code('recovery.rehearse', { shares: [words[0]?.join('') ?? ''] })).toBe('recovery_too_few');
    expect(await create()).toBe('sealed_needs_second_officer');
    await office.ask('recovery.rehearse', { shares: words.slice(1).map((each) => each.join('')) });
    expect(await create()).toBe('ok');
    expect((await office.ask('recovery.list', {})).sets).toMatchObject([{ rehearsedBy: 'officer' }]);
    // A new set has not been rehearsed yet.
    await makeShares();
    expect(await create()).toBe('sealed_needs_second_officer');
  });

  test('cover compartments made later, and stay through rotation', async () => {
    office = await makeOffice();
    const { words } = await makeShares();
    const id = await secret('专项内容');
    const free = await office.ask('compartment.create', { label: '甲项目' });
    await office.ask('compartment.assign', { register: 'secret', id, compartment: free.id });
    expect((await office.run('compartment.rotate', { id: free.id })).state).toBe('done');
    const { compartments } = await office.ask('compartment.list', {});
    expect(compartments.every(({ holders: each }) => each.some(({ kind }) => kind === 'recovery'))).toBe(true);
    expect(await recover(words.map((each) => each.join('')))).toBe('done');
    await office.as('wu');
    expect(await contentOf(office, id)).toBe('专项内容');
  });

  test('are made by an officer who holds every compartment, after his password; nobody else', async () => {
    office = await makeOffice();
    await office.add('wang', ['officer']);
    await grant(office, 'wang', ['核心商密']);
    await office.as('wang');
    const input = { threshold: 2, holders, password: ownPassword };
    expect(await office.code('recovery.make', input)).toBe('sealed_no_clearance');
    await office.as('officer');
    expect(await office.code('recovery.make', { ...input, threshold: 4 })).toBe('value_invalid');
    const job = await office.run('recovery.make', { ...input, password: 'wrong' });
    expect(job.error?.code).toBe('password_wrong');
    expect((await office.ask('recovery.list', {})).sets).toEqual([]);
    expect(readHeader(office.vault.folder).slots).toHaveLength(2);
  });

  test.runIf(hasPoppler)('stand on one A5 sheet each, with nothing of the others on it', async () => {
    office = await makeOffice();
    const path = join(office.vault.base, '恢复份额.pdf');
    office.core.grant('sheets', path);
    const { words } = await makeShares({ target: 'sheets' });
    const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
    expect(info).toMatch(/Pages:\s+3/);
    expect(info).toMatch(/Page size:\s+419\.\d+ x 595\.\d+/);
    for (const [index, own] of words.entries()) {
      const page = String(index + 1);
      const text = execFileSync('pdftotext', ['-layout', '-f', page, '-l', page, path, '-'], { encoding: 'utf8' });
      const flat = text.replace(/[\s\d]/g, '');
      expect(flat).toContain(own.join(''));
      expect(flat).toContain(holders[index] as string);
      for (const [other, foreign] of words.entries())
        if (other !== index) expect(flat).not.toContain(foreign.slice(0, 6).join(''));
    }
    expect(await office.code('recovery.make', { threshold: 2, holders, password, target: 'sheets' })).toBe('ok');
    const again = office.core.state.jobs.list().at(-1);
    expect((await office.core.state.jobs.finished(again?.id ?? '')).error?.code).toBe('path_exists');
    expect((await office.ask('recovery.list', {})).sets).toHaveLength(1);
  });
});
