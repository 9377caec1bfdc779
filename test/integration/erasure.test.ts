// Erasure: what is taken out is nowhere in the folder, every proof still holds, and nobody does it alone or against a hold.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { issueBundle } from '../../electron/core/document/bundle/issue-bundle.ts';
import { rebuildBundle } from '../../electron/core/document/bundle/rebuild-bundle.ts';
import { verifyBundle } from '../../electron/core/document/verify/verify-bundle.ts';
import { verifyWhole } from '../../electron/core/journal/journal-task.ts';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { carryOutErasure } from '../../electron/core/register/erasure/erasure-task.ts';
import { askErasure, listRequests } from '../../electron/core/register/erasure/requests.ts';
import { liftMark, setMark } from '../../electron/core/register/marks.ts';
import { createRecord, rowById, updateRecord } from '../../electron/core/register/store.ts';
import { writeTransaction } from '../../electron/core/register/write-context.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { ensureSpareDataKeys } from '../../electron/core/vault/session.ts';
import {
  type BundleVault,
  createBundleVault,
  discard,
  password,
  quiet,
  request,
  sealedText,
  secretName,
} from './bundle/bundle-vault.ts';
import { plainBytes as bytesOf } from './support/plain-bytes.ts';

const phone = '13812345678';
let vault: BundleVault;
const register = (key: string) => vault.session.registry.byKey(key);
const person = () => vault.session.db.prepare('SELECT id FROM person').pluck().get() as string;

beforeEach(async () => {
  vault = await createBundleVault();
});
afterEach(() => discard(vault));

const plainBytes = () => bytesOf(vault.session);

/** A person named in a carrier too, by identity. */
async function ensureLeaver(): Promise<string> {
  await ensureSpareDataKeys(vault.session);
  return writeTransaction(vault.session, (context) => {
    const row = createRecord(context, register('person'), { number: 'YG00099', values: { name: '欧阳致远' } });
    createRecord(context, register('carrier'), {
      number: 'ZT-2026-009',
      values: { name: '移动硬盘', keeper: '欧阳致远', keeperId: row.id },
    });
    return row.id;
  });
}

const ask = (
  items: { register: string; id: string; fields: string[] | null }[],
  more: { kind?: 'personal' | 'purge'; mentions?: boolean } = {},
) =>
  writeTransaction(vault.session, (context) =>
    askErasure(context, { kind: 'personal', mentions: false, basis: '离职满三年，保存目的已消失', items, ...more }),
  );

const carryOut = (id: string, witness: string | null = '傅明澈，签字单 2026-11-20') =>
  carryOutErasure(vault.session, { id, witness, password }, quiet);

describe('Erased values', () => {
  it('are nowhere in the folder when it is searched with the raw keys, and were there before', async () => {
    writeTransaction(vault.session, (context) => {
      const row = rowById(context, register('person'), person());
      updateRecord(context, register('person'), row, {
        version: null,
        values: { phone: '13900001111' },
        reason: '本人来电更正',
      });
    });
    const before = plainBytes();
    for (const text of [phone, '13900001111', '周明远']) expect(before.includes(text), text).toBe(true);
    const leaver = await ensureLeaver();
    expect(plainBytes().includes('欧阳致远')).toBe(true);
    const items = [
      { register: 'person', id: person(), fields: ['phone'] },
      { register: 'person', id: leaver, fields: ['name'] },
    ];
    const result = await carryOut(ask(items, { mentions: true }));
    expect(result).toMatchObject({ compacted: true, files: 0, namedWithoutIdentity: 2 });
    const after = plainBytes();
    for (const text of [phone, '13900001111', '欧阳致远']) expect(after.includes(text), text).toBe(false);
    // What was not asked for is still there: the search itself works on what was decrypted.
    for (const text of [secretName, 'YG00017', '2019-04-08']) expect(after.includes(text), text).toBe(true);
  });

  it('leave journal, revisions and rows in step, and bundles issued before verify', async () => {
    const { session, folder } = vault;
    const path = join(folder, 'before.zip');
    const issued = await issueBundle(session, request(vault, path), quiet);
    await carryOut(ask([{ register: 'person', id: person(), fields: ['phone'] }]));
    expect(verifyWhole(session, true, quiet)).toMatchObject({ ok: true, problems: [] });
    expect(await checkVault(session, quiet)).toMatchObject({ ok: true, problems: [] });
    expect(await verifyBundle(path, {}, quiet)).toMatchObject({ ok: true });
    const after = join(folder, 'after.zip');
    await issueBundle(session, request(vault, after), quiet);
    expect(await verifyBundle(after, {}, quiet)).toMatchObject({ ok: true, problems: [] });
    await expect(
      rebuildBundle(session, { bundle: issued.bundle, target: join(folder, 'again.zip'), password }, quiet),
    ).rejects.toMatchObject({ code: 'bundle_rebuild_differs' });
    expect(existsSync(join(folder, 'again.zip'))).toBe(false);
  });

  it('keep no salt by which they could be found again by trying', async () => {
    await carryOut(ask([{ register: 'person', id: person(), fields: ['phone'] }]));
    const rows = vault.session.db
      .prepare(
        'SELECT personal_values, personal_salt, personal_salts, kept FROM revision WHERE record = (SELECT rid FROM person)',
      )
      .all() as { personal_values: string; personal_salt: Buffer | null; personal_salts: string; kept: string }[];
    for (const row of rows) {
      expect(row.personal_salt).toBeNull();
      expect(Object.keys(JSON.parse(row.personal_salts))).toEqual(Object.keys(JSON.parse(row.personal_values)));
      expect(JSON.parse(row.kept).phone).toMatchObject({ erased: true });
    }
  });

  it('can be filled anew, and the record goes on', async () => {
    await carryOut(ask([{ register: 'person', id: person(), fields: ['phone'] }]));
    writeTransaction(vault.session, (context) =>
      updateRecord(context, register('person'), rowById(context, register('person'), person()), {
        version: null,
        values: { phone: '13700002222' },
      }),
    );
    expect(verifyWhole(vault.session, true, quiet)).toMatchObject({ ok: true, problems: [] });
  });
});

describe('A purge', () => {
  it('takes content, files and names, and leaves a void number that verifies', async () => {
    const { session, secretId, folder } = vault;
    const path = join(folder, '图纸.txt');
    writeFileSync(path, 'a drawing');
    await addAttachments(
      session,
      {
        files: [{ path, register: 'secret', ownerId: secretId }],
        mode: 'sealed',
        documentDate: null,
        note: '附图说明文字',
      },
      quiet,
    );
    rmSync(path);
    expect(() => ask([{ register: 'secret', id: secretId, fields: null }], { kind: 'purge' })).toThrow('value_invalid');
    writeTransaction(session, (context) =>
      setMark(
        context,
        register('secret'),
        rowById(context, register('secret'), secretId),
        'frozen',
        '疑似涉及国家秘密',
      ),
    );
    expect(() =>
      writeTransaction(session, (context) =>
        updateRecord(context, register('secret'), rowById(context, register('secret'), secretId), {
          version: null,
          values: { place: '另处' },
        }),
      ),
    ).toThrow('record_frozen');
    await ensureSpareDataKeys(session);
    const result = await carryOut(ask([{ register: 'secret', id: secretId, fields: null }], { kind: 'purge' }));
    expect(result.files).toBe(1);
    expect(readdirSync(join(session.folder, 'files'))).toEqual([]);
    const after = plainBytes();
    for (const text of [secretName, '保密柜 3 号', '与某公司纠纷后转移存放', '附图说明文字', '图纸.txt'])
      expect(after.includes(text), text).toBe(false);
    const left = session.db.prepare('SELECT number, void, name, content FROM secret WHERE id = ?').get(secretId);
    expect(left).toMatchObject({ void: 1, name: null, content: null });
    expect(session.db.prepare('SELECT count(*) FROM sealed_value').pluck().get()).toBe(0);
    expect(verifyWhole(session, true, quiet)).toMatchObject({ ok: true, problems: [] });
    expect(after.includes(sealedText)).toBe(false);
  });

  it('is not reached by bundles: a frozen record stays out and is counted', async () => {
    const { session, secretId, folder } = vault;
    writeTransaction(session, (context) =>
      setMark(context, register('secret'), rowById(context, register('secret'), secretId), 'frozen', '疑似'),
    );
    const path = join(folder, 'frozen.zip');
    const { records } = await issueBundle(
      session,
      request(vault, path, { registers: [{ register: 'secret', filters: [], opened: [], files: [] }] }),
      quiet,
    );
    expect(records).toBe(3);
    expect(await verifyBundle(path, {}, quiet)).toMatchObject({ ok: true });
  });
});

describe('An erasure', () => {
  it('needs a second person, or with a single officer a witness', async () => {
    const id = ask([{ register: 'person', id: person(), fields: ['phone'] }]);
    await expect(carryOut(id, null)).rejects.toMatchObject({ code: 'erasure_needs_other_person' });
    const { db } = vault.session;
    db.exec(
      `INSERT INTO user (rid, id, login, name, roles, status, recipient, sign_key, certificate, certificate_signature, certified_by)
       SELECT rid + 1, 'x', 'second', '第二人', roles, status, recipient, sign_key, certificate, certificate_signature, certified_by FROM user`,
    );
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'erasure_needs_other_person' });
    expect(listRequests(vault.session)).toMatchObject([{ id, state: 'asked', mayCarryOut: false }]);
    db.exec("UPDATE erasure SET asked_by = (SELECT rid FROM user WHERE login = 'second')");
    expect(listRequests(vault.session)).toMatchObject([{ id, mayCarryOut: true, needsWitness: false }]);
    await carryOut(id, null);
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'erasure_decided' });
  });

  it('stops at a legal hold, before and after it was asked for', async () => {
    const mark = (set: boolean) =>
      writeTransaction(vault.session, (context) => {
        const row = rowById(context, register('person'), person());
        if (set) setMark(context, register('person'), row, 'hold', '（2026）渝民初 12 号');
        else liftMark(context, register('person'), row, 'hold');
      });
    const items = [{ register: 'person', id: person(), fields: ['phone'] }];
    mark(true);
    expect(() => ask(items)).toThrow('record_held');
    mark(false);
    const id = ask(items);
    mark(true);
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'record_held' });
    expect(plainBytes().includes(phone)).toBe(true);
  });

  it('is refused with a wrong password, and nothing is erased', async () => {
    const id = ask([{ register: 'person', id: person(), fields: ['phone'] }]);
    await expect(
      carryOutErasure(vault.session, { id, witness: '见证人', password: 'Falsch-2026-xx' }, quiet),
    ).rejects.toMatchObject({ code: 'password_wrong' });
    expect(plainBytes().includes(phone)).toBe(true);
  });
});

describe('A name that stands without an identity', () => {
  it('is left where it is and counted, because it may be somebody else', async () => {
    const result = await carryOut(ask([{ register: 'person', id: person(), fields: ['name'] }], { mentions: true }));
    expect(result.namedWithoutIdentity).toBe(2);
    expect(vault.session.db.prepare("SELECT count(*) FROM carrier WHERE keeper = '周明远'").pluck().get()).toBe(2);
    expect(vault.session.db.prepare('SELECT count(*) FROM secret WHERE responsible IS NOT NULL').pluck().get()).toBe(0);
  });
});
