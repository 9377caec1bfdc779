// What belongs to one user alone: drafts of forms, sealed to that user, and saved views; and the counts of reviews.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Core, createCore } from '../../electron/core/core.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { newUserKeys } from '../../electron/core/vault/slot.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/contract.ts';
import type { DraftContent } from '../../shared/contract/routes/drafts.ts';
import type { ViewContent } from '../../shared/contract/routes/views.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { earlierVault, makeVault, password, type TestVault } from './support/vaults.ts';

let vault: TestVault;
let core: Core;

async function ask<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>> {
  const envelope = await core.call(route, input);
  if (!envelope.ok) throw new Error(`${envelope.error.code} ${JSON.stringify(envelope.error.params)}`);
  return envelope.data as RouteOutput<Name>;
}

async function unlock(readOnly = false): Promise<void> {
  await ask('vault.unlock', { path: vault.folder, login: null, password, readOnly });
}

function open(): NonNullable<Core['state']['session']> {
  if (!core.state.session) throw new Error('the vault is locked');
  return core.state.session;
}

const events = () =>
  open()
    .db.prepare('SELECT event FROM journal ORDER BY seq')
    .pluck()
    .all()
    .map((text) => JSON.parse(String(text)) as { action: string; detail?: Record<string, unknown> });
const countOf = (action: string) => events().filter((event) => event.action === action).length;

beforeAll(async () => {
  // Noon of 2026-11-20 in the clock of the vault: the counts of reviews are told from it.
  vault = await makeVault({ startMs: new Date(2026, 10, 20, 12).getTime() });
  core = createCore({
    registers: allRegisters,
    migrations,
    profileFolder: vault.profileFolder,
    now: () => Date.now() + vault.clock.offsetMs,
    emit: () => undefined,
    defaultFolder: vault.base,
    version: '0',
    onLocked: () => undefined,
    logError: (_id, cause) => {
      throw cause;
    },
  });
  await unlock();
});
afterAll(async () => {
  await core.lock('quit');
  vault.remove();
});

const sealedText = '第三段升温 712 ℃ 保持 40 分钟';
const content: DraftContent = {
  section: null,
  form: { name: '双面梯度升温曲线', content: sealedText, marked: null },
  base: {},
  names: { department: '研发部' },
  reason: '补录',
};
const newForm = { register: 'secret', recordId: null, version: null, content };

describe('a draft', () => {
  test('comes back as it was typed after the vault was locked', async () => {
    const { id } = await ask('draft.save', { id: null, ...newForm });
    await core.lock('user');
    await unlock();
    const { drafts } = await ask('draft.list', {});
    expect(drafts).toMatchObject([{ id, register: 'secret', recordId: null, number: null, title: null }]);
    expect((await ask('draft.open', { id })).content).toEqual(content);
    await ask('draft.discard', { id });
    expect((await ask('draft.list', {})).drafts).toEqual([]);
  });

  test('stands nowhere in clear: not in its row, not in the journal', async () => {
    const { id } = await ask('draft.save', { id: null, ...newForm });
    const { db } = open();
    const row = db.prepare('SELECT * FROM draft WHERE id = ?').get(id) as Record<string, unknown>;
    const clear = [
      ...Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
      ...(db.prepare('SELECT event FROM journal').pluck().all() as string[]),
    ].join('\n');
    for (const word of ['升温', '712', '研发部', '补录', Buffer.from('升温').toString('latin1')])
      expect(clear).not.toContain(word);
    await ask('draft.discard', { id });
  });

  test('opens for nobody else: not with another user’s keys, not moved to another row, not changed by a bit', async () => {
    const { id } = await ask('draft.save', { id: null, ...newForm });
    const session = open();
    const own = session.keys;
    (session as { keys: typeof own }).keys = await newUserKeys();
    await expect(ask('draft.open', { id })).rejects.toThrow('vault_database_damaged');
    (session as { keys: typeof own }).keys = own;

    const { rid } = session.user;
    session.user.rid = rid + 1;
    await expect(ask('draft.open', { id })).rejects.toThrow('record_missing');
    expect((await ask('draft.list', {})).drafts).toEqual([]);
    session.user.rid = rid;

    const other = await ask('draft.save', { id: null, ...newForm });
    const box = session.db.prepare('SELECT box FROM draft WHERE id = ?').pluck().get(id) as Buffer;
    const put = session.db.prepare('UPDATE draft SET box = ? WHERE id = ?');
    const otherBox = session.db.prepare('SELECT box FROM draft WHERE id = ?').pluck().get(other.id) as Buffer;
    put.run(box, other.id);
    await expect(ask('draft.open', { id: other.id })).rejects.toThrow('vault_database_damaged');
    put.run(otherBox, other.id);
    const bent = Buffer.from(box);
    bent[20] = (bent[20] ?? 0) ^ 1;
    put.run(bent, id);
    await expect(ask('draft.open', { id })).rejects.toThrow('vault_database_damaged');
    await ask('draft.discard', { id });
    await ask('draft.discard', { id: other.id });
  });

  test('is an event when it is made, opened and given up, and none each time it is replaced', async () => {
    const before = { saved: countOf('draft.saved'), opened: countOf('draft.opened') };
    const { id } = await ask('draft.save', { id: null, ...newForm });
    for (let index = 0; index < 5; index += 1)
      await ask('draft.save', { id, ...newForm, content: { ...content, reason: `第 ${index} 次` } });
    expect((await ask('draft.open', { id })).content.reason).toBe('第 4 次');
    expect(countOf('draft.saved')).toBe(before.saved + 1);
    expect(countOf('draft.opened')).toBe(before.opened + 1);
    await ask('draft.discard', { id });
    expect(events().at(-1)).toMatchObject({ action: 'draft.discarded', register: 'secret', detail: { draft: id } });
  });

  test('goes with the record its form becomes, or stays with it when saving is refused', async () => {
    const { id } = await ask('draft.save', { id: null, ...newForm });
    const record = { register: 'secret', number: '草-1', values: { name: '双面梯度升温曲线' }, draft: id };
    await expect(ask('register.create', { ...record, values: { name: null } })).rejects.toThrow('value_required');
    expect((await ask('draft.list', {})).drafts).toHaveLength(1);
    const { id: recordId, version } = await ask('register.create', record);
    expect((await ask('draft.list', {})).drafts).toEqual([]);

    const edit = { register: 'secret', recordId, version, content: { ...content, base: { note: null } } };
    const second = await ask('draft.save', { id: null, ...edit });
    expect((await ask('draft.list', {})).drafts).toMatchObject([
      { recordId, version, number: '草-1', title: '双面梯度升温曲线' },
    ]);
    await ask('register.update', {
      register: 'secret',
      id: recordId,
      version,
      values: { note: '改' },
      draft: second.id,
    });
    expect((await ask('draft.list', {})).drafts).toEqual([]);
    expect(events().filter(({ action }) => action === 'draft.used')).toHaveLength(2);
  });

  test('is refused for a record that is not there, for a link, and in a vault opened for reading', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    await expect(ask('draft.save', { id: null, ...newForm, recordId: missing })).rejects.toThrow('record_missing');
    await expect(ask('draft.save', { ...newForm, id: missing })).rejects.toThrow('record_missing');
    await expect(ask('draft.save', { id: null, ...newForm, register: 'secretPerson' })).rejects.toThrow(
      'register_unknown',
    );
    const { id } = await ask('draft.save', { id: null, ...newForm });
    await core.lock('user');
    await unlock(true);
    await expect(ask('draft.save', { ...newForm, id })).rejects.toThrow('read_only');
    await expect(ask('draft.open', { id })).rejects.toThrow('read_only');
    expect((await ask('draft.list', {})).drafts).toHaveLength(1);
    await core.lock('user');
    await unlock();
    await ask('draft.discard', { id });
  });

  test('keeps no sealed text before a second officer, a rehearsed recovery or a waiver', async () => {
    const session = open();
    const { settings } = session;
    session.settings = { ...settings, singleOfficerReason: null };
    await expect(ask('draft.save', { id: null, ...newForm })).rejects.toThrow('sealed_needs_second_officer');
    const { id } = await ask('draft.save', { id: null, ...newForm, content: { ...content, form: { name: '甲' } } });
    session.settings = settings;
    await ask('draft.discard', { id });
  });
});

describe('a saved view', () => {
  const view: ViewContent = {
    base: 'all',
    search: '云母',
    filters: [{ field: 'responsible', operator: 'is', values: ['沈若溪'] }],
    includeVoid: true,
    sort: { field: 'name', direction: 'desc' },
    order: ['name', 'level'],
    shown: { note: true },
  };
  const save = (name: string, more: Partial<RouteInput<'view.save'>> = {}) =>
    ask('view.save', { id: null, register: 'secret', name, content: view, ...more });

  test('comes back with its conditions, order and columns, is renamed and removed; the journal hears nothing of them', async () => {
    const { id } = await save('沈若溪名下');
    expect((await ask('view.list', { register: 'secret' })).views).toEqual([{ id, name: '沈若溪名下', content: view }]);
    expect((await ask('view.list', { register: 'person' })).views).toEqual([]);
    await save('本人名下', { id, content: { ...view, base: 'due' } });
    expect((await ask('view.list', { register: 'secret' })).views).toMatchObject([
      { id, name: '本人名下', content: { base: 'due' } },
    ]);
    await ask('view.remove', { id });
    expect((await ask('view.list', { register: 'secret' })).views).toEqual([]);
    expect(JSON.stringify(events())).not.toContain('沈若溪');
    expect(countOf('view.saved')).toBe(2);
    expect(countOf('view.removed')).toBe(1);
  });

  test('needs a name of its own and conditions the register can answer', async () => {
    const { id } = await save('甲');
    await expect(save(' 甲 ')).rejects.toThrow('value_invalid');
    const unknown = { ...view, filters: [{ field: 'none', operator: 'is' as const, values: [1] }] };
    await expect(save('乙', { content: unknown })).rejects.toThrow('value_invalid');
    const sealed = { ...view, filters: [{ field: 'content', operator: 'contains' as const, values: ['℃'] }] };
    await expect(save('乙', { content: sealed })).rejects.toThrow('value_invalid');
    await ask('view.remove', { id });
  });

  test('is its user’s own', async () => {
    const { id } = await save('甲');
    const { user } = open();
    const { rid } = user;
    user.rid = rid + 1;
    expect((await ask('view.list', { register: 'secret' })).views).toEqual([]);
    await expect(ask('view.remove', { id })).rejects.toThrow('record_missing');
    user.rid = rid;
    await ask('view.remove', { id });
  });
});

describe('a vault of an earlier version', () => {
  test('opened for reading, where nothing may be added to it, has no drafts and no saved views', async () => {
    const earlier = earlierVault(2);
    try {
      await core.lock('user');
      await ask('vault.unlock', { path: earlier.folder, login: null, password, readOnly: true });
      expect((await ask('draft.list', {})).drafts).toEqual([]);
      expect((await ask('view.list', { register: 'secret' })).views).toEqual([]);
      await core.lock('user');
      await ask('vault.unlock', { path: earlier.folder, login: null, password, readOnly: false });
      await ask('draft.save', { id: null, ...newForm });
      expect((await ask('draft.list', {})).drafts).toHaveLength(1);
    } finally {
      await core.lock('user');
      earlier.remove();
      await unlock();
    }
  });
});

describe('the counts of a register', () => {
  test('say which reviews are due within 60 days and which are past, a month counting until it ends', async () => {
    const at = (nextReviewOn: string | null) =>
      ask('register.create', {
        register: 'secret',
        number: null,
        // What is only proposed has no review to come.
        status: 'in_force',
        values: { name: '复核', nextReviewOn },
      });
    const before = await ask('register.counts', { register: 'secret' });
    for (const day of ['2026-11-19', '2026-10', '2026-11', '2026-11-20', '2027-01-19', '2027-01-20', '2028-01-01'])
      await at(day);
    await at(null);
    const { id } = await at('2026-01-01');
    await ask('register.void', { register: 'secret', ids: [id], reason: '误建' });
    const after = await ask('register.counts', { register: 'secret' });
    expect(after.overdue - before.overdue).toBe(2);
    expect(after.due - before.due).toBe(5);
    expect(await ask('register.counts', { register: 'person' })).toMatchObject({ due: 0, overdue: 0 });
  });
});

describe('the history of a record', () => {
  test('speaks the language it is asked in, Chinese where none is named', async () => {
    const { id } = await ask('register.create', {
      register: 'carrier',
      number: 'H-1',
      values: { name: '甲', marked: true },
    });
    const changeOf = async (language?: 'en') => {
      const { revisions } = await ask('register.history', {
        register: 'carrier',
        id,
        ...(language ? { language } : {}),
      });
      return revisions[0]?.changes.find(({ field }) => field === 'marked')?.after;
    };
    expect(await changeOf()).toBe('是');
    expect(await changeOf('en')).toBe('Yes');
  });
});

describe('a text with half a character in it', () => {
  test('is mended before it is kept, so that the journal still vouches for the record', async () => {
    const { id } = await ask('register.create', {
      register: 'person',
      number: 'P\ud83d',
      values: { name: '甲\ud83d乙' },
    });
    const { record } = await ask('register.get', { register: 'person', id });
    expect(record).toMatchObject({ number: 'P\ufffd', values: { name: '甲\ufffd乙' } });
    const { jobId } = await ask('vault.check', {});
    expect(await core.state.jobs.finished(jobId)).toMatchObject({ state: 'done', result: { ok: true, problems: [] } });
  });
});
