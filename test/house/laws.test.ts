// The laws of the house that can be checked by reading: layers, SQL, texts, audit, migrations.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../electron/core/db/handle.ts';
import { migrate } from '../../electron/core/db/migrate.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { headColumns, sortColumns, valueColumns } from '../../electron/core/register/statements.ts';
import { contract } from '../../shared/contract/contract.ts';
import { errorCodes } from '../../shared/contract/envelope.ts';
import type { Route } from '../../shared/contract/route.ts';
import { errorText } from '../../shared/messages/error-texts.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { version } from '../../shared/version.ts';
import { scratchFolder } from '../integration/support/vaults.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function sources(folder: string, pattern = /\.(ts|tsx)$/): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const text = (path: string) => readFileSync(join(root, path), 'utf8');

function database() {
  const db = openDatabase(join(scratchFolder(), 'x.db'), Buffer.alloc(32, 1), { readOnly: false, mustExist: false });
  migrate(db, migrations);
  return db;
}

test('every register table has exactly the columns its definition asks for', () => {
  const db = database();
  for (const definition of allRegisters) {
    const actual = (db.pragma(`table_info(${definition.table})`) as { name: string; type: string }[]).map(
      ({ name }) => name,
    );
    const expected = [
      ...headColumns,
      ...valueColumns(definition).map(({ column }) => column),
      ...sortColumns(definition).map(({ column }) => column),
    ];
    expect(actual.toSorted(), definition.key).toEqual([...expected].toSorted());
  }
  db.close();
});

test('every table is STRICT, and a register’s column types fit its field kinds', () => {
  const db = database();
  const loose = db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'",
    )
    .pluck()
    .all();
  expect(loose).toEqual([]);
  for (const definition of allRegisters)
    for (const { column, field } of valueColumns(definition)) {
      const { type } = (db.pragma(`table_info(${definition.table})`) as { name: string; type: string }[]).find(
        ({ name }) => name === column,
      ) as { type: string };
      expect(type, `${definition.key}.${column}`).toBe(
        ['integer', 'money', 'yesNo', 'sealedText'].includes(field.kind) ? 'INTEGER' : 'TEXT',
      );
    }
  db.close();
});

test('released migrations are never edited', () => {
  const released = JSON.parse(text('test/house/migrations.json')) as string[];
  expect(migrations.map((sql) => hash('sha256', sql)).slice(0, released.length)).toEqual(released);
  expect(migrations.length, 'a new migration is added to test/house/migrations.json').toBe(released.length);
});

test('SQL stands only in the folders it may stand in, and nothing a user gave is put into its text', () => {
  const allowed = /^electron\/core\/(db|register|procedure|rules|journal|vault|document|stamp|backup|demo)\//;
  const sqlText = /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+[a-z$*]/;
  const offenders = [...sources('shared'), ...sources('electron'), ...sources('renderer')].filter(
    (path) => sqlText.test(text(path)) && !allowed.test(path),
  );
  expect(offenders).toEqual([]);
  // What may be put into SQL text: names from definitions, question marks, and parts built of those.
  const names =
    /^(from|notFrozen|activePeople|refusals\(table\)|view\.table\(.+|\(known\.shift\(\) as Snapshot\)\.table|counts|plan\.definition\.table|definition\.table|definition\.title|table|columns|key|target\.(table|title)|link\.table|other\.table|field\.target|expression|direction|changing|values|conditions|sql\.(lead|where|order)|name|identity|keys|revision|condition|which|columnOf\(.+|from \+ index \+ 1|busyTimeoutMs|pageCacheKiB|hasAliases.+|.*\.map\(.+|.*\.join\(.+)/;
  const inSql = /`[^`]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP TABLE)\s[^`]*`/g;
  const bad: string[] = [];
  for (const path of sources('electron/core').filter((file) => allowed.test(file) && !file.includes('migrations/')))
    for (const [statement] of text(path).matchAll(inSql))
      for (const [, inside] of statement.matchAll(/\$\{([^}]*)\}/g))
        if (!names.test(inside as string)) bad.push(`${path}: ${inside}`);
  expect(bad).toEqual([]);
});

test('shared code knows neither Node nor the page, the core knows no Electron, the page knows only shared code', () => {
  const imports = (path: string) =>
    [...text(path).matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, target]) => target as string);
  // The ZIP reader of Node and page alike; it touches neither.
  for (const path of sources('shared'))
    for (const target of imports(path))
      expect(
        (path.startsWith('shared/evidence/') && /^(pkijs|asn1js)$/.test(target)) ||
          /^(\.|zod(\/mini)?$|date-fns|@zip\.js\/zip\.js\/lib\/zip-core-reader\.js$)/.test(target),
        `${path} imports ${target}`,
      ).toBe(true);
  for (const path of sources('electron/core'))
    for (const target of imports(path))
      expect(/electron$|\/(main|preload|chromium|cli|host|renderer)\//.test(target), `${path} imports ${target}`).toBe(
        false,
      );
  for (const path of sources('renderer'))
    for (const target of imports(path)) expect(/^node:|electron/.test(target), `${path} imports ${target}`).toBe(false);
});

test('every route that writes or shows what is sealed leaves an event', () => {
  for (const [name, route] of Object.entries(contract) as [string, Route][]) {
    if (route.kind === 'command') expect(route.audit, name).not.toBeNull();
    if (route.access.state === 'unlocked' && route.access.writes && route.kind === 'command')
      expect(route.access.roles, name).not.toBe('any');
  }
});

test('every error has a text in both languages, with no placeholder left when its parameters are given', () => {
  for (const code of errorCodes) {
    const params = {
      path: 'x',
      job: 'x',
      seconds: 1,
      login: 'x',
      compartment: 'x',
      pair: 'clearedSystem',
      folder: 'x',
      host: 'x',
      processId: 1,
      sinceMs: 1,
      detail: 'x',
      seen: 1,
      present: 1,
      name: 'x',
      detected: 'x',
      sheet: 'x',
      headers: 'x',
      register: 'x',
      number: 'x',
      field: 'x',
      rows: 1,
      records: 1,
      reason: 'x',
      tokenProblem: 'signature_wrong',
      entry: 'x',
      procedure: 'x',
      from: 1,
      to: 1,
      now: 'x',
    };
    for (const language of ['zh', 'en'] as const) {
      const sentence = errorText(code, params, language, 'id');
      expect(sentence.length, code).toBeGreaterThan(5);
      expect(sentence, code).not.toMatch(/[{}]|“”|！|请稍候/);
    }
    expect(errorText(code, params, 'zh', 'id'), code).not.toBe(
      code === 'internal' ? '' : errorText('internal', params, 'zh', 'id'),
    );
  }
});

test('Chinese texts of the definitions use no state-secret words as our own', () => {
  const words = /绝密|机密|定密责任人|脱密期|核心涉密人员|保密要害部位/;
  for (const definition of allRegisters) {
    const labels = [
      definition.label.zh,
      ...definition.fields.flatMap((field) => [field.label.zh, field.help?.zh ?? '']),
      ...definition.statuses.map(({ label }) => label.zh),
    ];
    for (const label of labels) expect(label, definition.key).not.toMatch(words);
  }
});

test('no source file is longer than 400 lines, and each says first what it owns', () => {
  for (const path of [...sources('shared'), ...sources('electron'), ...sources('renderer')]) {
    const lines = text(path).split('\n');
    expect(lines.length - 1, path).toBeLessThanOrEqual(400);
    expect(/^(\/\/|#!|\/\*)/.test(lines[0] ?? ''), `${path} begins with what it owns`).toBe(true);
  }
});

test('the version is the one of package.json', () => {
  expect((JSON.parse(text('package.json')) as { version: string }).version).toBe(version);
});
