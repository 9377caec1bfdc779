// On the raw files: what an administrator and an auditor hold opens no sealed byte of the demo enterprise, nor does an officer's first
// password, which the administrator set. Everything is tried with every identity they have, without the program's own checks.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/core/db/handle.ts';
import { createDemo } from '../../../electron/core/demo/demo-task.ts';
import { ageOpen } from '../../../electron/core/format/age-file.ts';
import { passwordSlots, type VaultHeader } from '../../../electron/core/vault/header.ts';
import { openSlot } from '../../../electron/core/vault/slot.ts';
import { password, quietJob, vaultAt } from '../support/vaults.ts';
import { contentOf, firstPassword, grant, type Office, officeOf, ownPassword } from './people.ts';

let office: Office;
/** The header as it was while the officer's first password still held. */
let before: VaultHeader;
let secretId: string;
const drawing = '蒸馏塔内件图纸正文';

const headerNow = () => JSON.parse(readFileSync(join(office.vault.folder, 'vault.json'), 'utf8')) as VaultHeader;

beforeAll(async () => {
  const vault = vaultAt((base) => join(base, '演示'));
  const { path } = await createDemo(
    { session: null, registers: vault.registers, migrations: vault.migrations, profileFolder: vault.profileFolder },
    { path: vault.folder, password, secrets: 40 },
    quietJob,
  );
  vault.folder = path;
  office = officeOf(vault);
  await office.as('demo', { password });
  // The administrator adds the officer and knows his first password.
  await office.ask('user.add', { login: 'li', name: '李', roles: ['system'], password: firstPassword });
  await office.ask('user.add', { login: 'zhao', name: '赵', roles: ['auditor'], password: firstPassword });
  for (const login of ['li', 'zhao']) await office.as(login, { password: firstPassword, nextPassword: ownPassword });
  await office.as('li');
  await office.ask('user.add', { login: 'wang', name: '王', roles: ['officer'], password: firstPassword });
  before = headerNow();
  await office.as('wang', { password: firstPassword, nextPassword: 'Eigenes-Schloss-2027!王' });
  await office.as('demo', { password });
  await grant(office, 'wang');
  const { records } = await office.ask('register.list', {
    register: 'secret',
    filters: [{ field: 'level', operator: 'is', values: ['core'] }],
    limit: 50,
  });
  secretId = records.find(({ sealed }) => sealed.includes('content'))?.id ?? '';
  const file = join(office.vault.base, '图纸.txt');
  writeFileSync(file, drawing);
  office.core.grant('drawing', file);
  await office.run('attachment.add', {
    register: 'secret',
    ownerId: secretId,
    files: ['drawing'],
    mode: 'sealed',
    documentDate: null,
    note: null,
  });
  await office.core.lock('user');
});
afterAll(() => office.close());

interface Loot {
  /** Things tried: grants, data keys, files. */
  tried: number;
  opened: string[];
}

/** Everything in the vault that a key could open, tried with these identities and whatever they open. */
async function plunder(databaseKey: Buffer, identities: readonly string[]): Promise<Loot> {
  const { folder } = office.vault;
  const db = openDatabase(join(folder, 'vault.db'), databaseKey, { readOnly: true, mustExist: true });
  const all = (table: string) => db.prepare(`SELECT wrapped FROM ${table}`).pluck().all() as Buffer[];
  const [grants, keys] = [all('compartment_grant'), all('data_key')];
  const boxes = db.prepare('SELECT count(*) FROM sealed_value').pluck().get() as number;
  db.close();
  const files = readdirSync(join(folder, 'files')).map((name) => readFileSync(join(folder, 'files', name)));
  const known = [...identities];
  const opened: string[] = [];
  let tried = boxes;
  for (const [kind, things] of Object.entries({ grants, keys, files }))
    for (const thing of things) {
      tried += 1;
      const plain = await ageOpen(thing, known);
      if (!plain) continue;
      opened.push(kind);
      const text = plain.toString('utf8');
      if (text.startsWith('AGE-SECRET-KEY-1')) known.push(text);
    }
  return { tried, opened };
}

/** What a password opens in a header. */
async function opened(header: VaultHeader, login: string, given: string) {
  const slot = passwordSlots(header).find((candidate) => candidate.login === login);
  if (!slot) throw new Error(login);
  return openSlot(header.vaultId, slot, [], given);
}

describe('the raw files of the demo enterprise', () => {
  test('give everything to the officer, so that what follows could fail', async () => {
    const { keys, databaseKey } = await opened(headerNow(), 'wang', 'Eigenes-Schloss-2027!王');
    const loot = await plunder(databaseKey, [keys.identity]);
    expect(new Set(loot.opened)).toEqual(new Set(['grants', 'keys', 'files']));
    await office.as('wang', { password: 'Eigenes-Schloss-2027!王' });
    expect((await contentOf(office, secretId)).length).toBeGreaterThan(4);
    await office.core.lock('user');
  });

  test.each(['li', 'zhao'])('give %s, who holds no clearance, the database and not one sealed byte', async (login) => {
    const { keys, databaseKey } = await opened(headerNow(), login, ownPassword);
    const temporary = await opened(before, login, ownPassword);
    const loot = await plunder(databaseKey, [keys.identity, temporary.keys.identity]);
    expect(loot.tried).toBeGreaterThan(40);
    expect(loot.opened).toEqual([]);
  });

  test('give nothing more to the administrator who set the officer’s first password, with the old header or the new', async () => {
    const own = await opened(headerNow(), 'li', ownPassword);
    await expect(opened(headerNow(), 'wang', firstPassword)).rejects.toMatchObject({ code: 'password_wrong' });
    // The header of before still opens with it, to keys that nothing was ever granted to.
    const first = await opened(before, 'wang', firstPassword);
    expect(first.databaseKey.equals(own.databaseKey)).toBe(true);
    const loot = await plunder(own.databaseKey, [own.keys.identity, first.keys.identity]);
    expect(loot.opened).toEqual([]);
    // Nor does the old header put back let him in as the officer.
    const path = join(office.vault.folder, 'vault.json');
    const now = readFileSync(path, 'utf8');
    writeFileSync(path, JSON.stringify(before));
    await expect(office.as('wang', { password: firstPassword })).rejects.toThrow('vault_header_changed');
    writeFileSync(path, now);
  });

  test('hold no content in clear, not even for who has the database key', async () => {
    await office.as('wang', { password: 'Eigenes-Schloss-2027!王' });
    const content = await contentOf(office, secretId);
    const { databaseKey } = await opened(headerNow(), 'li', ownPassword);
    await office.core.lock('user');
    const db = openDatabase(join(office.vault.folder, 'vault.db'), databaseKey, { readOnly: true, mustExist: true });
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'")
      .pluck()
      .all() as string[];
    const found = tables.filter((table) =>
      (db.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][])
        .flat()
        .some((cell) => (Buffer.isBuffer(cell) ? cell.includes(Buffer.from(content)) : String(cell).includes(content))),
    );
    db.close();
    expect(found).toEqual([]);
  });
});
