// What `midian check` finds in sealed content: boxes, keys and commitments damaged one at a time in the database itself.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealBox } from '../../electron/core/format/sealed-box.ts';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { rowById, updateRecord } from '../../electron/core/register/store.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import { openDataKeysOf, type VaultSession } from '../../electron/core/vault/session.ts';
import { canonicalJson } from '../../shared/evidence/canonical-json.ts';
import { create, makeVault, quietJob, type TestVault, write } from './support/vaults.ts';

let vault: TestVault;
let session: VaultSession;

beforeEach(async () => {
  vault = await makeVault();
  session = await vault.open();
  for (const [index, level] of ['core', 'general', 'core'].entries())
    await create(
      session,
      'secret',
      { name: `秘点${index + 1}`, level, content: `三段升温 ${index + 1}` },
      `商密〔2026〕00${index + 1}号`,
    );
});

afterEach(() => {
  closeVault(session);
  vault.remove();
});

const boxOf = (number: string) =>
  session.db
    .prepare(
      `SELECT s.record, s.field, s.version, s.data_key AS dataKey, s.box, t.id, c.id AS compartment FROM sealed_value s
       JOIN secret t ON t.rid = s.record JOIN data_key d ON d.rid = s.data_key JOIN compartment c ON c.rid = d.compartment
       WHERE t.number = ?`,
    )
    .get(number) as {
    record: number;
    field: string;
    version: number;
    dataKey: number;
    box: Buffer;
    id: string;
    compartment: string;
  };

const putBox = (record: number, box: Buffer) =>
  session.db.prepare('UPDATE sealed_value SET box = ? WHERE record = ?').run(box, record);

const found = async () => (await checkVault(session, quietJob)).problems;

const damaged = (number: string) => ({
  code: 'sealed_damaged',
  params: { register: 'secret', number, version: 1, field: 'content' },
});

test('a box with one other byte is named, and the others are not', async () => {
  expect(await found()).toEqual([]);
  const { record, box } = boxOf('商密〔2026〕002号');
  const other = Buffer.from(box);
  other[other.length - 1] = (other[other.length - 1] as number) ^ 1;
  putBox(record, other);
  const opened = new Map(session.openedDataKeys);
  expect(await found()).toEqual([damaged('商密〔2026〕002号')]);
  expect(session.openedDataKeys).toEqual(opened);
  putBox(record, box);
  expect(await found()).toEqual([]);
});

test('a box of another record under its own key does not pass for this one', async () => {
  const [first, third] = [boxOf('商密〔2026〕001号'), boxOf('商密〔2026〕003号')];
  putBox(first.record, third.box);
  expect(await found()).toEqual([damaged('商密〔2026〕001号')]);
});

test('a box that opens but holds what was never committed to is named', async () => {
  const { record, box, field, version, dataKey, id, compartment } = boxOf('商密〔2026〕001号');
  await openDataKeysOf(session, [dataKey]);
  const plain = Buffer.from(canonicalJson({ salt: Buffer.alloc(32, 7).toString('base64'), value: '两段升温' }));
  const place = {
    format: session.header.format,
    vault: session.header.vaultId,
    register: 'secret',
    record: id,
    field,
    version,
    compartment,
  };
  const key = session.openedDataKeys.get(dataKey) as Buffer;
  putBox(record, sealBox(key, plain, place));
  expect(await found()).toEqual([damaged('商密〔2026〕001号')]);
  putBox(record, box);
  expect(await found()).toEqual([]);
});

test('a wrapped key that does not open takes with it what lies under it, and nothing else', async () => {
  const { dataKey } = boxOf('商密〔2026〕003号');
  const { wrapped } = session.db.prepare('SELECT wrapped FROM data_key WHERE rid = ?').get(dataKey) as {
    wrapped: Buffer;
  };
  const other = Buffer.from(wrapped);
  other[other.length - 1] = (other[other.length - 1] as number) ^ 1;
  session.db.prepare('UPDATE data_key SET wrapped = ? WHERE rid = ?').run(other, dataKey);
  expect(await found()).toEqual([damaged('商密〔2026〕003号')]);
});

test('the damaged key of an attachment is told from a damaged file', async () => {
  const path = join(vault.base, '图纸.bin');
  writeFileSync(path, Buffer.alloc(5_000, 3));
  const owner = boxOf('商密〔2026〕001号');
  const files = [{ path, register: 'secret', ownerId: owner.id }];
  await addAttachments(session, { files, mode: 'sealed', documentDate: null, note: null }, quietJob);
  expect(await found()).toEqual([]);
  session.db
    .prepare('UPDATE data_key SET wrapped = zeroblob(200) WHERE id = (SELECT data_key_id FROM attachment)')
    .run();
  expect(await found()).toEqual([{ code: 'attachment_key_damaged', params: { name: '图纸.bin' } }]);
});

test('a recorded SM3 that is not that of the file is named, although the SHA-256 is', async () => {
  const path = join(vault.base, '图纸.bin');
  writeFileSync(path, Buffer.alloc(5_000, 3));
  const files = [{ path, register: 'secret', ownerId: boxOf('商密〔2026〕001号').id }];
  await addAttachments(session, { files, mode: 'sealed', documentDate: null, note: null }, quietJob);
  const definition = session.registry.byKey('attachment');
  const { id } = session.db.prepare('SELECT id FROM attachment').get() as { id: string };
  await write(session, (context) =>
    updateRecord(context, definition, rowById(context, definition, id), {
      version: null,
      values: { sm3: '0'.repeat(64) },
    }),
  );
  expect(await found()).toEqual([{ code: 'attachment_changed', params: { name: '图纸.bin' } }]);
});

test('what the user is not cleared for is not counted as damage', async () => {
  const { record, box } = boxOf('商密〔2026〕001号');
  putBox(record, Buffer.alloc(box.length));
  const uncleared = {
    ...session,
    compartments: session.compartments.map((compartment) => ({ ...compartment, identity: null })),
  };
  expect((await checkVault(uncleared, quietJob)).problems).toEqual([]);
});
