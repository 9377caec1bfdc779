// Vaults of a wanted size and plain SQLite twins of them, for the bench.
import Database from 'better-sqlite3-multiple-ciphers';
import type { Db } from '../../electron/core/db/handle.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { bodyTokens, initialTokens } from '../../electron/core/register/search-text.ts';
import { statementsFor, type TableRow } from '../../electron/core/register/statements.ts';
import { createRecord, rowById, updateRecord } from '../../electron/core/register/store.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { create, makeVault, type TestVault, write } from '../integration/support/vaults.ts';

const subjects = [
  '浸渍温度曲线',
  '胶黏剂固化促进体系',
  '打浆度与定量对照表',
  '年度报价底线',
  '烘道参数组合',
  '浸漆节拍与排气参数',
  '填料表面处理剂筛选记录',
  '分级筛网图纸',
  '标定数据',
  '成本测算模型',
];
const levels = ['core', 'important', 'general', 'general', 'general', 'general'];
const rowsPerTransaction = 20_000;

/** Every twentieth name holds 云母, the two characters searched for. */
export function nameOf(index: number): string {
  return `${index % 20 === 0 ? '云母' : '胶带'}${subjects[index % subjects.length]}${index}`;
}

/** A vault with `secrets` secret points and one department. */
export async function vaultOf(secrets: number): Promise<TestVault> {
  const vault = await makeVault();
  const session = await vault.open();
  const department = await create(session, 'department', { name: '研发部' });
  const definition = session.registry.byKey('secret');
  for (let from = 0; from < secrets; from += rowsPerTransaction)
    await write(session, (context) => {
      for (let index = from; index < Math.min(secrets, from + rowsPerTransaction); index += 1)
        createRecord(context, definition, {
          number: `商密〔2026〕${String(index + 1).padStart(7, '0')}号`,
          status: 'in_force',
          values: {
            name: nameOf(index),
            category: index % 3 === 0 ? 'business' : 'technical',
            level: levels[index % levels.length] as string,
            gradedOn: `20${10 + (index % 15)}-0${1 + (index % 9)}-15`,
            term: 'long_term',
            department: department.id,
            responsible: '顾言之',
            place: '档案室3号柜',
          },
        });
    });
  closeVault(session);
  return vault;
}

/** Changes every secret once more, so that each has one revision more. */
export async function reviseAll(session: VaultSession, note: string): Promise<void> {
  const definition = session.registry.byKey('secret');
  const ids = session.db.prepare('SELECT id FROM secret').pluck().all() as string[];
  for (let from = 0; from < ids.length; from += rowsPerTransaction)
    await write(session, (context) => {
      for (const id of ids.slice(from, from + rowsPerTransaction))
        updateRecord(context, definition, rowById(context, definition, id), { version: null, values: { note } });
    });
}

/** Plain, unencrypted SQLite with the same schema and rows: secrets, their search entries and the journal. */
export function plainTwin(session: VaultSession, path: string, parts: { secrets: boolean; journal: boolean }): Db {
  const plain = new Database(path);
  plain.pragma('journal_mode = WAL');
  plain.pragma('cache_size = -65536');
  plain.pragma('temp_store = MEMORY');
  for (const sql of migrations) plain.exec(sql);
  plain.pragma('foreign_keys = OFF');
  const definition = session.registry.byKey('secret');
  const { columns } = statementsFor(session.db, definition);
  const insert = plain.prepare(
    `INSERT INTO secret (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const index = plain.prepare('INSERT INTO search (rowid, body, initials) VALUES (?, ?, ?)');
  const event = plain.prepare('INSERT INTO journal (seq, at, event, leaf) VALUES (?, ?, ?, ?)');
  plain.transaction(() => {
    if (parts.secrets) {
      const rows = session.db
        .prepare(`SELECT ${columns.join(', ')} FROM secret`)
        .iterate() as IterableIterator<TableRow>;
      for (const row of rows) insert.run(columns.map((column) => row[column] ?? null));
      for (const row of session.db
        .prepare('SELECT rid, number, name, place FROM secret')
        .iterate() as IterableIterator<{ rid: number; number: string; name: string; place: string }>)
        index.run(
          row.rid,
          bodyTokens(`${row.number}\n${row.name}\n研发部\n顾言之\n${row.place}`).join(' '),
          initialTokens(row.name).join(' '),
        );
    }
    if (parts.journal) {
      plain.exec('DROP TRIGGER journal_append');
      for (const row of session.db
        .prepare('SELECT seq, at, event, leaf FROM journal')
        .raw()
        .iterate() as IterableIterator<unknown[]>)
        event.run(...row);
    }
  })();
  return plain;
}
