// The pass by chunks reads everything once; whatever it does not find sound, the passes one after another must name alike.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointTruncate, openDatabase } from '../../electron/core/db/handle.ts';
import { verifyWhole } from '../../electron/core/journal/journal-task.ts';
import { type Chunk, verifyChunk } from '../../electron/core/journal/verify-chunk.ts';
import { fixView, verifyByChunks } from '../../electron/core/journal/verify-in-parts.ts';
import { createRecord, rowById, setVoid, updateRecord } from '../../electron/core/register/store.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { create, makeVault, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

let vault: TestVault;
let session: VaultSession;

/** A journal of several chunks of 256 events with signed heads between them; records of one revision and of several. */
beforeAll(async () => {
  vault = await makeVault();
  for (let part = 0; part < 3; part += 1)
    await withSession(vault, async (open) => {
      const definition = open.registry.byKey('department');
      const rows = await write(open, (context) =>
        Array.from({ length: 200 }, (_, index) =>
          createRecord(context, definition, { number: null, values: { name: `部门${part}-${index}` } }),
        ),
      );
      await write(open, (context) => {
        for (const row of rows.slice(0, 90))
          updateRecord(context, definition, row, { version: null, values: { note: '改' } });
        for (const row of rows.slice(0, 5))
          setVoid(context, definition, rowById(context, definition, row.id), true, '撤');
      });
      await create(open, 'secret', { name: `配方${part}`, level: 'core', content: '一区 60℃' }, `密${part}`);
    });
  session = await vault.open();
  checkpointTruncate(session.db);
});
afterAll(() => {
  closeVault(session);
  vault.remove();
});

/** What the pass by chunks finds in a copy of the vault, and what one pass after another does. */
async function findings(sql: string) {
  const path = join(vault.base, 'copy.db');
  copyFileSync(join(vault.folder, 'vault.db'), path);
  const db = openDatabase(path, session.databaseKey, { readOnly: false, mustExist: true });
  try {
    const copy: VaultSession = { ...session, db };
    for (const trigger of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
      db.exec(`DROP TRIGGER "${trigger}"`);
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
    const reader = { look: () => fixView(copy), chunk: (chunk: Chunk) => verifyChunk(copy, chunk) };
    const byChunks = await verifyByChunks(copy, [reader, reader], 8, quietJob);
    return [byChunks, verifyWhole(copy, true, quietJob)].map(({ ok, events, head, problems }) => ({
      ok,
      events,
      head,
      problems: problems.map((problem) => JSON.stringify(problem)).toSorted(),
    }));
  } finally {
    db.close();
  }
}

test('the pass by chunks finds a sound journal sound, with the same size and root', async () => {
  const [byChunks, whole] = await findings('');
  expect(byChunks).toEqual(whole);
  expect(byChunks).toMatchObject({ ok: true, problems: [] });
  expect(byChunks?.events).toBeGreaterThan(768);
});

test.each([
  ['an edited event', "UPDATE journal SET event = replace(event, 'officer', 'somebody') WHERE seq = 300"],
  ['a leaf', 'UPDATE journal SET leaf = zeroblob(32) WHERE seq = 256'],
  ['an event taken out', 'DELETE FROM journal WHERE seq = 257'],
  ['the first event taken out', 'DELETE FROM journal WHERE seq = 1'],
  ['an event before the first', "INSERT INTO journal VALUES (0, 1, '{}', x'00', NULL)"],
  ['an event far behind the last', "INSERT INTO journal VALUES (500000, 1, '{}', x'00', NULL)"],
  ['the last events cut off', 'DELETE FROM journal WHERE seq > 700'],
  ['everything cut off', 'DELETE FROM journal'],
  ['an earlier time where a chunk begins', 'UPDATE journal SET at = 1 WHERE seq = 513'],
  ['a later time where a chunk ends', 'UPDATE journal SET at = at + 100000000 WHERE seq = 512'],
  ['an opened record that the event does not name', "UPDATE journal SET opened = 'x' WHERE seq = 600"],
  ['a node within a chunk', 'UPDATE journal_node SET hash = zeroblob(32) WHERE level = 8 AND position = 1'],
  ['a node above the chunks', 'UPDATE journal_node SET hash = zeroblob(32) WHERE level = 9 AND position = 0'],
  ['a node taken out', 'DELETE FROM journal_node WHERE level = 8 AND position = 2'],
  ['a replaced head', 'UPDATE journal_head SET subtrees = zeroblob(length(subtrees))'],
  ['a changed checkpoint', "UPDATE checkpoint SET note = replace(note, 'midian', 'madian') WHERE size > 300"],
  ['a checkpoint of another size', 'UPDATE checkpoint SET size = size + 1 WHERE size > 300 AND size < 600'],
  [
    'a checkpoint behind the last event',
    `UPDATE checkpoint SET size = 100000 WHERE size = (SELECT max(size) FROM checkpoint)`,
  ],
  ['a live row edited', "UPDATE department SET name = '改' WHERE name = '部门1-3'"],
  ['the status of a row', "UPDATE department SET void = 1 WHERE name = '部门1-150'"],
  ['an older state of a row put back', "UPDATE department SET version = 1, note = NULL WHERE name = '部门2-30'"],
  ['a version no revision has', "UPDATE department SET version = 7 WHERE name = '部门2-30'"],
  [
    'a row without a revision',
    "INSERT INTO department (rid, id, status, void, version, late, recorded_at, updated_at, created_by, updated_by, name) SELECT max(rid) + 1, 'x', status, 0, 1, 0, 1, 1, created_by, updated_by, 'y' FROM department",
  ],
  ['a row taken out', "DELETE FROM department WHERE name = '部门0-7'"],
  [
    'a row in the place of another',
    "DELETE FROM department WHERE name = '部门0-150'; UPDATE department SET rid = rid - 1 WHERE name = '部门0-151'",
  ],
  ['a late-entry mark', "UPDATE department SET late = 1 - late WHERE name IN ('部门1-2', '部门1-160')"],
  ['a revision edited', "UPDATE revision SET open_values = replace(open_values, '部门1-199', '改')"],
  [
    'an early revision edited',
    "UPDATE revision SET open_values = replace(open_values, '部门1-20', '改') WHERE version = 1",
  ],
  ['a revision removed', `DELETE FROM revision WHERE seq = (SELECT max(seq) FROM revision)`],
  ['a revision without an event', `UPDATE revision SET seq = 900000 WHERE seq = (SELECT max(seq) FROM revision)`],
  [
    'two revisions changed about',
    'UPDATE revision SET version = -1 WHERE seq = 30; UPDATE revision SET version = 3 WHERE version = 2 AND record = (SELECT record FROM revision WHERE seq = 30)',
  ],
  ['a count', 'UPDATE register_count SET records = records + 1'],
  ['a count taken out', 'DELETE FROM register_count'],
  ['the box of a sealed value', 'DELETE FROM sealed_value'],
  ['the version of a sealed value', 'UPDATE secret SET content = content + 1'],
])('the pass by chunks names what one pass after another names: %s', async (_what, sql) => {
  const [byChunks, whole] = await findings(sql);
  expect(byChunks).toEqual(whole);
  expect(byChunks?.ok).toBe(false);
  expect(byChunks?.problems).not.toEqual([]);
});
