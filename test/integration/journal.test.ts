import { afterEach, expect, test } from 'vitest';
import { leafHash, nodeHash } from '../../electron/core/format/merkle.ts';
import { beginAppending, headOf } from '../../electron/core/journal/append.ts';
import { journalTask } from '../../electron/core/journal/journal-task.ts';
import { prover, rootAt } from '../../electron/core/journal/tree.ts';
import { verifyJournal } from '../../electron/core/journal/verify.ts';
import { verifyRevisions } from '../../electron/core/journal/verify-revisions.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { rootOfProof } from '../../shared/evidence/merkle.ts';
import { create, makeVault, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

const verdict = (session: VaultSession) => verifyJournal(session.db, session.origin).problems.map(({ code }) => code);
const differences = (session: VaultSession) => verifyRevisions(session, () => undefined).map(({ code }) => code);

/** What somebody with the database key and a SQLite shell can do. */
function tamper(session: VaultSession, sql: string): void {
  for (const trigger of [
    'journal_append',
    'journal_no_update',
    'journal_no_delete',
    'revision_no_delete',
    'revision_fixed',
  ])
    session.db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  session.db.exec(sql);
}

async function filled(): Promise<void> {
  vault = await makeVault();
  await withSession(vault, async (session) => {
    for (let index = 0; index < 20; index += 1) await create(session, 'department', { name: `部门${index}` });
  });
}

test('events can be neither changed nor removed nor put in between', async () => {
  await filled();
  await withSession(vault, (session) => {
    for (const sql of [
      "UPDATE journal SET event = '{}' WHERE seq = 3",
      'DELETE FROM journal WHERE seq = 3',
      "INSERT INTO journal VALUES (5000, 1, '{}', x'00', NULL)",
      "INSERT OR REPLACE INTO journal VALUES (3, 1, '{}', x'00', NULL)",
      'DELETE FROM revision WHERE version = 1',
      'UPDATE revision SET version = 9',
    ])
      expect(() => session.db.exec(sql), sql).toThrow(/append-only|kept/);
  });
});

test('every stored event proves its place in the tree, at any size the journal had', async () => {
  await filled();
  await withSession(vault, async (session) => {
    await write(session, (context) => {
      for (let index = 0; index < 700; index += 1) context.journal.append({ action: 'test', detail: { index } });
    });
    const { size, root } = headOf(session.db);
    expect(rootAt(session.db, size)).toEqual(root);
    const events = session.db.prepare('SELECT event FROM journal ORDER BY seq').pluck().all() as string[];
    for (const treeSize of [1, 2, 255, 256, 257, 512, 600, size]) {
      const prove = prover(session.db, treeSize);
      const expected = rootAt(session.db, treeSize);
      for (const seq of new Set([1, Math.min(2, treeSize), Math.ceil(treeSize / 2), treeSize])) {
        const proof = prove(seq);
        expect(rootOfProof(nodeHash, leafHash(events[seq - 1] as string), seq - 1, treeSize, proof)).toEqual(expected);
        expect(rootOfProof(nodeHash, leafHash('other'), seq - 1, treeSize, proof)).not.toEqual(expected);
      }
    }
    expect(verdict(session)).toEqual([]);
  });
});

test.each([
  [
    'an edited event',
    "UPDATE journal SET event = replace(event, 'officer', 'somebody') WHERE seq = 12",
    'event_changed',
  ],
  ['an event taken out', 'PRAGMA foreign_keys = OFF; DELETE FROM journal WHERE seq = 12', 'event_missing'],
  ['the last events cut off', 'PRAGMA foreign_keys = OFF; DELETE FROM journal WHERE seq > 15', 'head_differs'],
  ['an earlier time', 'UPDATE journal SET at = 1 WHERE seq = 14', 'time_decreases'],
  ['a replaced head', 'UPDATE journal_head SET subtrees = zeroblob(length(subtrees))', 'head_differs'],
  ['a changed checkpoint', "UPDATE checkpoint SET note = replace(note, 'midian', 'madian')", 'checkpoint_wrong'],
])('verification names %s', async (_what, sql, expected) => {
  await filled();
  let found: string[] = [];
  await withSession(vault, (session) => {
    tamper(session, sql);
    found = verdict(session);
    // The session closes with a head that no longer fits.
  }).catch(() => undefined);
  expect(found).toContain(expected);
});

test.each([
  ['a live row edited behind the journal', "UPDATE department SET name = '改' WHERE name = '部门3'", 'record_differs'],
  ['a revision edited', "UPDATE revision SET open_values = replace(open_values, '部门3', '改')", 'revision_changed'],
  [
    'row and revision edited alike',
    "UPDATE department SET name = '改' WHERE name = '部门3'; UPDATE revision SET open_values = replace(open_values, '\"部门3\"', '\"改\"')",
    'revision_changed',
  ],
  ['a revision removed', 'DELETE FROM revision WHERE seq = (SELECT max(seq) FROM revision)', 'revision_missing'],
  ['a late-entry mark taken away', 'UPDATE department SET late = 1 - late', 'record_differs'],
  ['a count changed', 'UPDATE register_count SET records = records + 1', 'count_differs'],
])('comparison of rows, revisions and events names %s', async (_what, sql, expected) => {
  await filled();
  await withSession(vault, (session) => {
    expect(differences(session)).toEqual([]);
    tamper(session, sql);
    expect(differences(session)).toContain(expected);
  });
});

test('an event of another journal put in the place of one of ours is named even with its own leaf', async () => {
  await filled();
  let found: string[] = [];
  await withSession(vault, (session) => {
    const event = '{"action":"record.created","actor":"officer","at":1}';
    tamper(
      session,
      `UPDATE journal SET event = '${event}', leaf = x'${leafHash(event).toString('hex')}' WHERE seq = 9`,
    );
    found = verdict(session);
  }).catch(() => undefined);
  expect(found).toEqual(expect.arrayContaining(['checkpoint_wrong', 'head_differs']));
});

test('appending twice in one transaction of a batch keeps sequence and tree in step', async () => {
  await filled();
  await withSession(vault, (session) => {
    session.db.transaction(() => {
      const journal = beginAppending(session.db, 'officer', Date.now());
      expect(journal.append({ action: 'one' }) + 1).toBe(journal.append({ action: 'two' }));
      expect(journal.appended()).toBe(2);
      journal.finish();
    })();
    expect(verdict(session)).toEqual([]);
  });
});

test('a long journal is verified in several threads with the same findings', async () => {
  vault = await makeVault();
  await withSession(vault, async (session) => {
    await create(session, 'department', { name: '部门3' });
    await write(session, (context) => {
      for (let index = 0; index < 50_000; index += 1) context.journal.append({ action: 'test', detail: { index } });
    });
    const start = {
      session,
      registers: vault.registers,
      migrations: vault.migrations,
      profileFolder: vault.profileFolder,
    };
    const verify = () => journalTask(start).verify({ full: true }, quietJob);
    expect(await verify()).toMatchObject({ ok: true, problems: [] });
    tamper(session, "UPDATE revision SET open_values = replace(open_values, '部门3', '改')");
    expect((await verify()).problems.map(({ code }) => code).toSorted()).toEqual(differences(session).toSorted());
    expect(differences(session)).toContain('revision_changed');
  });
});
