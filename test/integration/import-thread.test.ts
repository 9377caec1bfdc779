import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ComposingThread, startComposingThread } from '../../electron/core/register/import/compose-thread.ts';
import { importTask } from '../../electron/core/register/import/import-task.ts';
import { listRows } from '../../electron/core/register/read.ts';
import { writeComposed } from '../../electron/core/register/store.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import type { FieldValues } from '../../shared/registers/definition.ts';
import { makeVault, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

const vaults: TestVault[] = [];
afterEach(() => {
  for (const vault of vaults.splice(0)) vault.remove();
});

async function newVault(): Promise<TestVault> {
  const vault = await makeVault();
  vaults.push(vault);
  return vault;
}

const header = '编号,秘点名称,密级,保密期限,责任部门,责任人,产生日期,秘点内容';
const pick = (words: readonly string[], index: number) => words[index % words.length];
const rowOf = (index: number) =>
  [
    `商密〔2026〕${index + 1}号`,
    `云母带浸渍曲线${index}${index % 9 === 0 ? '𠮷' : ''}`,
    pick(['核心商密', '重要商密', '一般商密', ''], index),
    pick(['长期', '10年', '公布前'], index),
    pick(['研发部', '工艺技术部', '质量管理部'], Math.floor(index / 700)),
    '王若溪',
    pick(['2023-07-10', '2021-12', ''], index),
    index % 5 === 0 ? '' : `一区 ${60 + (index % 40)}±3℃；第${index}号`,
  ].join(',');

async function openedFile(session: VaultSession, vault: TestVault, from: number, upTo: number) {
  const path = join(vault.base, `${from}-${upTo}.csv`);
  const rows = Array.from({ length: upTo - from }, (_, index) => rowOf(from + index));
  writeFileSync(path, `\uFEFF${[header, ...rows].join('\r\n')}\r\n`);
  const task = importTask(session);
  await task.open({ importId: 'test', register: 'secret', path }, quietJob);
  const options = { grading: 'graded', gradedOn: '2024-01-01' } as const;
  return { task, summary: await task.configure({ options }, quietJob) };
}

/** All that was stored, without what is random or of the instant. */
function stored(session: VaultSession) {
  const all = (sql: string) =>
    JSON.stringify(session.db.prepare(sql).raw().all())
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
      .replace(/[0-9a-f]{64}/g, 'digest')
      .replace(/\b\d{13}\b/g, 'instant');
  return {
    rows: all(
      'SELECT rid, id, status, version, number, number_sort, name, name_sort, level, level_sort, term, term_sort, department, fact_date, late, content FROM secret ORDER BY rid',
    ),
    revisions: all(
      `SELECT record, version, action, status, number, fact_date, fact_day, late, reason, open_values, length(open_salt), personal_values, length(personal_salt), kept
       FROM revision WHERE record IN (SELECT rid FROM secret) ORDER BY record, version`,
    ),
    events: all(
      'SELECT event, length(leaf) FROM journal WHERE event LIKE \'%"register":"secret"%version%\' ORDER BY seq',
    ),
    boxes: all('SELECT record, field, version, length(box) FROM sealed_value ORDER BY record'),
    found: listRows(session, session.registry.byKey('secret'), {
      filters: [],
      search: '浸渍 质量管理部',
      sort: [],
      includeVoid: false,
      offset: 0,
      limit: 5000,
    }).rows.length,
  };
}

test('rows composed by a second thread are stored as those composed by the writing one', async () => {
  const rows = 2200;
  const [ahead, plain] = [await newVault(), await newVault()];
  const one = await withSession(ahead, async (session) => {
    const { task, summary } = await openedFile(session, ahead, 0, rows);
    expect(summary.counts.new).toBe(rows);
    const result = await task.commit({ stateSecretDeclared: true, rememberMapping: false }, quietJob);
    expect(result).toMatchObject({ created: rows, updated: 0, departmentsCreated: 3 });
    expect((await checkVault(session, quietJob)).problems).toEqual([]);
    // Planning the file again opens every box and compares it.
    expect((await openedFile(session, ahead, 0, rows)).summary.counts).toMatchObject({ unchanged: rows, error: 0 });
    return stored(session);
  });
  const other = await withSession(plain, async (session) => {
    for (const [from, upTo] of [
      [0, 1100],
      [1100, rows],
    ] as const)
      await (await openedFile(session, plain, from, upTo)).task.commit(
        { stateSecretDeclared: true, rememberMapping: false },
        quietJob,
      );
    return stored(session);
  });
  expect(one.found).toBeGreaterThan(0);
  expect(one).toEqual(other);
});

/** Composes departments of these names in a thread and writes them, in one transaction. */
async function writtenAhead(session: VaultSession, thread: ComposingThread, values: FieldValues[]) {
  const definition = session.registry.byKey('department');
  const records = values.map((given) => ({ number: null, values: given }));
  await write(session, (context) => {
    for (const { composed, given } of thread.compose(context, definition, records.values(), () => undefined))
      writeComposed(context, definition, composed, given.values);
  });
}

const departments = (session: VaultSession) =>
  session.db.prepare('SELECT name FROM department ORDER BY rid').pluck().all() as string[];

test('a record that cannot be composed is named, and nothing of its transaction stays', async () => {
  const vault = await newVault();
  await withSession(vault, async (session) => {
    const thread = await startComposingThread();
    const good = Array.from({ length: 900 }, (_, index) => ({ name: `部门${index}` }));
    await expect(writtenAhead(session, thread, [...good, { name: 0.5 }])).rejects.toMatchObject({
      code: 'value_invalid',
      params: { value: '0.5' },
    });
    thread.end();
    expect(departments(session)).toEqual([]);
    expect((await checkVault(session, quietJob)).problems).toEqual([]);
  });
});

test('long texts go in batches of their own, in order; broken characters are mended as elsewhere', async () => {
  const vault = await newVault();
  await withSession(vault, async (session) => {
    const thread = await startComposingThread();
    const values = Array.from({ length: 60 }, (_, index) => ({
      name: `部门${index}${'长'.repeat(index * 2000)}\ud800`,
    }));
    await writtenAhead(session, thread, values);
    thread.end();
    expect(departments(session)).toEqual(values.map(({ name }) => name.toWellFormed()));
    expect((await checkVault(session, quietJob)).problems).toEqual([]);
  });
});
