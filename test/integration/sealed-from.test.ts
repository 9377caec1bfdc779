// Fields sealed from a rank up, on a register of the test's own: they follow the grade of their record, in every version, in the raw
// files too, and what the journal vouches for stays.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { verifyWhole } from '../../electron/core/journal/journal-task.ts';
import type { KeptValues } from '../../electron/core/register/kept-values.ts';
import { openValue, prepareOpening } from '../../electron/core/register/sealed-values.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { grant, makeOffice, type Office } from './keys/people.ts';
import { plainBytes as bytesOf } from './support/plain-bytes.ts';
import { quietJob } from './support/vaults.ts';

const drawings: RegisterDefinition = {
  key: 'drawing',
  code: 99,
  table: 'drawing',
  label: { zh: '图纸台账', en: 'Drawings' },
  noun: { zh: '图纸', en: 'drawing' },
  kind: 'register',
  area: 'base',
  numberPattern: 'TZ{seq:4}',
  number: { label: { zh: '图号', en: 'Number' }, headers: [] },
  identity: [],
  matchFields: ['name'],
  title: 'name',
  factDate: [],
  lateFrom: [],
  statuses: [{ code: 'open', label: { zh: '在用', en: 'In use' }, synonyms: [] }],
  initialStatus: 'open',
  statusHeaders: [],
  sections: { basic: { zh: '基本', en: 'Basics' } },
  fields: [
    {
      key: 'name',
      kind: 'text',
      class: 'open',
      label: { zh: '名称', en: 'Name' },
      required: true,
      headers: [],
      search: 2,
      section: 'basic',
    },
    { key: 'level', kind: 'level', class: 'open', label: { zh: '密级', en: 'Grade' }, headers: [], section: 'basic' },
    {
      key: 'route',
      kind: 'longText',
      class: 'open',
      sealedFrom: 3,
      label: { zh: '工艺说明', en: 'Process' },
      headers: [],
      search: 1,
      sorted: true,
      section: 'basic',
    },
    {
      key: 'author',
      kind: 'text',
      class: 'personal',
      sealedFrom: 2,
      label: { zh: '设计人', en: 'Author' },
      headers: [],
      section: 'basic',
    },
  ],
};
const table = `CREATE TABLE drawing (
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, void INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL,
  number TEXT, number_sort TEXT, late INTEGER NOT NULL, fact_date TEXT, recorded_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  created_by INTEGER NOT NULL, updated_by INTEGER NOT NULL, void_reason TEXT,
  name TEXT, level TEXT, route TEXT, route_sealed INTEGER, route_sort TEXT, author TEXT, author_sealed INTEGER
) STRICT`;
const options = { registers: [...allRegisters, drawings], migrations: [...migrations, table] };

const route = '三段升温后保压四十分钟';
const author = '欧阳致远';
let office: Office;
beforeEach(async () => {
  office = await makeOffice(options);
});
afterEach(() => office.close());

const session = () => office.core.state.session as VaultSession;
const make = async (values: object) =>
  (await office.ask('register.create', { register: 'drawing', number: null, values: values as never })).id;
const get = async (id: string) => (await office.ask('register.get', { register: 'drawing', id, asOf: null })).record;
const change = async (id: string, values: object) => {
  const { version } = await get(id);
  return office.ask('register.update', { register: 'drawing', id, version, values: values as never });
};
const opened = async (id: string) => {
  const envelope = await office.core.call('register.openSealed', { register: 'drawing', id, purpose: null });
  return envelope.ok ? (envelope.data as { values: Record<string, string> }).values : envelope.error.code;
};
const found = async (text: string) => (await office.ask('search.global', { text, limit: 10 })).total;
const history = async (id: string) => {
  const { revisions } = await office.ask('register.history', { register: 'drawing', id, language: 'zh' });
  return revisions.map(({ version, changes }) => `${version}: ${changes.map(({ field }) => field).join()}`);
};

/** Nothing is amiss: journal, revisions, rows and boxes. */
async function expectSound(): Promise<void> {
  expect((await checkVault(session(), quietJob)).problems).toEqual([]);
  expect(verifyWhole(session(), true, quietJob).problems).toEqual([]);
}

const plainBytes = () => bytesOf(session());

const logBytes = () => readFileSync(join(session().folder, 'vault.db-wal')).length;

test('a text of many pages, on pages of its own, leaves none of them behind', async () => {
  const parts = Array.from({ length: 400 }, (_, index) => `第${index}段升温到${300 + index}度`);
  const id = await make({ name: '甲', level: 'general', route: parts.join('。') });
  const left = () => {
    const bytes = plainBytes();
    return parts.filter((part) => bytes.includes(part)).length;
  };
  expect(left()).toBe(400);
  await change(id, { level: 'core' });
  expect(left()).toBe(0);
  expect(await opened(id)).toEqual({ route: parts.join('。') });
});

test('a grade that reaches the rank seals the field in every version, in the search and in the raw files; the events stay', async () => {
  const id = await make({ name: '甲', level: 'general', route, author });
  await change(id, { name: '甲一' });
  await change(id, { route: `${route}，风冷` });
  expect((await get(id)).values).toMatchObject({ route: `${route}，风冷`, author });
  expect(await found('保压')).toBe(1);
  expect(plainBytes().includes(route)).toBe(true);
  expect(await history(id)).toEqual(['3: route', '2: name', '1: number,name,level,route,author']);
  const events = () => session().db.prepare('SELECT event FROM journal ORDER BY seq').pluck().all() as string[];
  const before = events();

  const graded = await change(id, { level: 'core' });
  expect(graded.sealed).toEqual(['route', 'author']);
  expect(graded.values).not.toHaveProperty('route');
  expect(JSON.stringify(graded)).not.toContain('保压');
  expect(events().slice(0, before.length)).toEqual(before);
  expect(await found('保压')).toBe(0);
  expect(plainBytes().includes(route)).toBe(false);
  expect(plainBytes().includes(author)).toBe(false);
  expect(logBytes()).toBe(0);
  expect(plainBytes().includes('甲一')).toBe(true);
  expect(await opened(id)).toEqual({ route: `${route}，风冷`, author });
  // Sealing is no change of what the field says.
  expect(await history(id)).toEqual(['4: level', '3: route', '2: name', '1: number,name,level,route,author']);
  await expectSound();
});

test('a lower rank seals only the fields that begin there, and filling a field of a sealed record seals it at once', async () => {
  const id = await make({ name: '甲', level: 'important', author });
  expect((await get(id)).sealed).toEqual(['author']);
  await change(id, { route });
  expect((await get(id)).values).toMatchObject({ route });
  await change(id, { level: 'core' });
  const renamed = await change(id, { author: '司马相' });
  expect(renamed.sealed).toEqual(['route', 'author']);
  expect(await opened(id)).toEqual({ route, author: '司马相' });
  expect((await change(id, { author: null })).sealed).toEqual(['route']);
  expect(plainBytes().includes(author)).toBe(false);
  const list = async (operator: 'empty' | 'filled') =>
    (
      await office.ask('register.list', {
        register: 'drawing',
        filters: [{ field: 'route', operator, values: [] }],
      } as never)
    ).total;
  expect([await list('filled'), await list('empty')]).toEqual([1, 0]);
  await expectSound();
});

test('what earlier versions said is still there for who is cleared', async () => {
  const id = await make({ name: '甲', level: 'general', route });
  await change(id, { route: '另一段' });
  await change(id, { level: 'core' });
  const rid = session().db.prepare('SELECT rid FROM drawing').pluck().get() as number;
  const versions = session().db.prepare('SELECT kept FROM revision WHERE record = ? ORDER BY version').pluck().all(rid);
  const texts: string[] = [];
  for (const text of versions as string[]) {
    const kept = JSON.parse(text) as KeptValues;
    await prepareOpening(session(), rid, kept);
    texts.push(openValue(session(), drawings, { rid, id }, 'route', kept.route as KeptValues[string]).value);
  }
  expect(texts).toEqual([route, '另一段', '另一段']);
  for (const reading of ['fact', 'recorded'] as const) {
    const past = await office.ask('register.get', {
      register: 'drawing',
      id,
      asOf: { date: '2099-01-01', reading },
    });
    expect(past.record.sealed).toEqual(['route']);
  }
});

test('a grade below the rank brings it back into the open, at once by who can open it, else once somebody who can re-seals', async () => {
  await office.add('second', ['officer']);
  const id = await make({ name: '甲', level: 'core', route });
  expect((await change(id, { level: 'general' })).values).toMatchObject({ route });
  expect(await found('保压')).toBe(1);
  await change(id, { level: 'core' });

  await office.as('second');
  expect(await opened(id)).toBe('sealed_no_clearance');
  const lowered = await change(id, { level: 'general' });
  expect(lowered.sealed).toEqual(['route']);
  expect((await get(id)).values).not.toHaveProperty('route');

  await office.as('officer');
  expect((await office.run('compartment.reseal', {})).state).toBe('done');
  const settled = await get(id);
  expect([settled.sealed, settled.values.route]).toEqual([[], route]);
  expect(await found('保压')).toBe(1);
  await expectSound();
});

test('an import seals what its grades seal, and a second import of the same file changes nothing', async () => {
  const file = join(office.vault.base, 'drawings.csv');
  writeFileSync(
    file,
    `图号,名称,密级,工艺说明,设计人\nTZ1,甲,核心商密,${route},${author}\nTZ2,乙,一般商密,敞开写的,司马相\n`,
  );
  const run = async (token: string) => {
    office.core.grant(token, file);
    const { importId } = await office.ask('import.open', { register: 'drawing', file: token } as never);
    const { counts } = await office.ask('import.configure', {
      importId,
      options: { grading: 'proposed' },
    } as never);
    const { jobId } = (await office.ask('import.commit', {
      importId,
      rememberMapping: false,
      stateSecretDeclared: true,
    } as never)) as {
      jobId: string;
    };
    await office.core.state.jobs.finished(jobId);
    return counts;
  };
  expect(await run('first')).toMatchObject({ new: 2, error: 0 });
  const { records } = await office.ask('register.list', { register: 'drawing' } as never);
  expect(records.map(({ sealed, values }) => [sealed, values.route ?? null])).toEqual([
    [['route', 'author'], null],
    [[], '敞开写的'],
  ]);
  expect(await opened(records[0]?.id ?? '')).toEqual({ route, author });
  expect(await run('again')).toMatchObject({ unchanged: 2, update: 0, error: 0 });
  expect(plainBytes().includes(route)).toBe(false);
  await expectSound();
});

test('a bundle counts it as sealed and gives its commitment only', async () => {
  await make({ name: '甲', level: 'core', route });
  await make({ name: '乙', level: 'general', route: '敞开写的' });
  const { withheld } = await office.ask('bundle.preview', {
    registers: [{ register: 'drawing', filters: [], opened: [], files: [] }],
    asOf: null,
    attachments: false,
    level: 'internal',
  } as never);
  expect(withheld).toEqual([{ register: 'drawing', field: 'route', values: 1, reason: 'sealed', shown: 'nothing' }]);
});

test('nothing is sealed by a grade before a second officer or a rehearsal, and the grade stays what it was', async () => {
  await office.close();
  office = await makeOffice({ ...options, singleOfficerReason: null });
  const id = await make({ name: '甲', level: 'general', route });
  const { version } = await get(id);
  const code = await office.code('register.update', { register: 'drawing', id, version, values: { level: 'core' } });
  expect(code).toBe('sealed_needs_second_officer');
  expect(await get(id)).toMatchObject({ version, values: { level: 'general', route } });
  await office.add('second', ['officer']);
  await grant(office, 'second');
  expect((await change(id, { level: 'core' })).sealed).toEqual(['route']);
});

test('erased, it is gone from its boxes too', async () => {
  const id = await make({ name: '甲', level: 'general', route });
  await change(id, { level: 'core' });
  const boxes = () => session().db.prepare("SELECT count(*) FROM sealed_value WHERE field = 'route'").pluck().get();
  expect(boxes()).toBe(2);
  const { id: erasure } = await office.ask('erasure.ask', {
    kind: 'personal',
    basis: '保存期满',
    items: [{ register: 'drawing', id, fields: ['route'] }],
    mentions: false,
  } as never);
  const job = await office.run('erasure.carryOut', { id: erasure, witness: '见证人', password: 'Check-2026!密码' });
  expect(job.error).toBe(null);
  expect(boxes()).toBe(0);
  expect((await get(id)).sealed).toEqual([]);
  await expectSound();
});
