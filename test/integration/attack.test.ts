// Attacks on the raw files by somebody who has the database key and all the time in the world: each is found and named at
// unlocking, by the check, or by verifying the journal. What only a witness outside the vault can show is shown there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../electron/core/db/handle.ts';
import { appendLeaf, emptyRange, leafHash } from '../../electron/core/format/merkle.ts';
import { headOf, readHead } from '../../electron/core/journal/append.ts';
import { verifyWhole } from '../../electron/core/journal/journal-task.ts';
import { rowById, updateRecord } from '../../electron/core/register/store.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { create, makeVault, password, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

const databasePath = () => join(vault.folder, 'vault.db');
const pageBytes = 4096;

/** A closed vault with a history, and the key its attacker has. */
async function filled(): Promise<Buffer> {
  vault = await makeVault();
  const session = await vault.open();
  const key = Buffer.from(session.databaseKey);
  session.db.close();
  session.lock?.release();
  await withSession(vault, async (open) => {
    for (let index = 0; index < 40; index += 1)
      await create(open, 'department', { name: `部门${index}`, note: '原文' });
  });
  return key;
}

/** Works on the closed database as a SQLite shell with the key would, triggers out of the way. */
function asAttacker(key: Buffer, work: (db: VaultSession['db']) => void): void {
  const db = openDatabase(databasePath(), key, { readOnly: false, mustExist: true });
  try {
    const triggers = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[];
    for (const trigger of triggers) db.exec(`DROP TRIGGER ${trigger}`);
    db.pragma('foreign_keys = OFF');
    work(db);
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/** Makes tree, nodes and head fit the events again, as an attacker who knows the format does. */
function rebuildTree(db: VaultSession['db']): void {
  db.exec('DELETE FROM journal_node');
  const range = emptyRange();
  const insert = db.prepare('INSERT INTO journal_node (level, position, hash) VALUES (?, ?, ?)');
  const events = db.prepare('SELECT seq, event FROM journal ORDER BY seq').all() as { seq: number; event: string }[];
  for (const { seq, event } of events) {
    const leaf = leafHash(event);
    db.prepare('UPDATE journal SET leaf = ? WHERE seq = ?').run(leaf, seq);
    appendLeaf(range, leaf, (level, position, node) => {
      if (level >= 8) insert.run(level, position, node);
    });
  }
  db.prepare('UPDATE journal_head SET size = ?, subtrees = ?').run(range.size, Buffer.concat(range.hashes));
}

/** What unlocking says, or else what the check finds: the code of the first of either. */
async function finding(): Promise<string> {
  const session = await vault.open().catch((cause: { code: string }) => cause.code);
  if (typeof session === 'string') return session;
  try {
    const { problems } = await checkVault(session, quietJob);
    return problems[0]?.code ?? 'nothing';
  } finally {
    session.db.close();
    session.lock?.release();
  }
}

/** A machine that never saw the vault before. */
const forgetProfile = () => rmSync(vault.profileFolder, { recursive: true, force: true });

describe('a vault put back to an earlier state', () => {
  test('is refused at unlocking, as a whole and as its database alone', async () => {
    await filled();
    for (const what of ['folder', 'database'] as const) {
      const kept = join(vault.base, `old-${what}`);
      cpSync(vault.folder, kept, { recursive: true });
      await withSession(vault, (session) => create(session, 'department', { name: `其后 ${what}` }));
      if (what === 'folder') {
        rmSync(vault.folder, { recursive: true });
        cpSync(kept, vault.folder, { recursive: true });
      } else copyFileSync(join(kept, 'vault.db'), databasePath());
      expect(await finding()).toBe('vault_rolled_back');
      // As it was before the attack, for the next.
      forgetProfile();
      expect(await finding()).toBe('nothing');
    }
  });
});

describe('the end of the journal cut off, with records, revisions and tree made to fit', () => {
  const cut = (key: Buffer, alsoCheckpoints: boolean) =>
    asAttacker(key, (db) => {
      const { size } = readHead(db).range;
      const from = size - 6;
      db.exec(`DELETE FROM department WHERE rid IN (SELECT record FROM revision WHERE seq > ${from})`);
      db.exec(`DELETE FROM revision WHERE seq > ${from}; DELETE FROM journal WHERE seq > ${from}`);
      db.exec("UPDATE register_count SET records = (SELECT count(*) FROM department) WHERE register = 'department'");
      if (alsoCheckpoints) db.exec(`DELETE FROM checkpoint WHERE size > ${from}`);
      rebuildTree(db);
    });

  test('is refused at unlocking to whoever saw the later state', async () => {
    cut(await filled(), true);
    expect(await finding()).toBe('vault_rolled_back');
  });

  test('is named on a machine that never saw it by the checkpoints that are left', async () => {
    cut(await filled(), false);
    forgetProfile();
    expect(await finding()).toBe('checkpoint_wrong');
  });

  test('is shown to nobody else without a witness: a checkpoint kept outside is one', async () => {
    const key = await filled();
    const witness = await withSession(vault, (session) => headOf(session.db));
    cut(key, true);
    forgetProfile();
    expect(await finding()).toBe('nothing');
    await withSession(vault, (session) => expect(headOf(session.db).size).toBeLessThan(witness.size));
  });
});

describe('old pages of the database put back one by one', () => {
  test('are each named, or held nothing in use', async () => {
    const key = await filled();
    const old = join(vault.base, 'old.db');
    copyFileSync(databasePath(), old);
    await withSession(vault, (session) =>
      write(session, (context) => {
        const definition = session.registry.byKey('department');
        const ids = session.db.prepare('SELECT id FROM department ORDER BY rid').pluck().all() as string[];
        for (const id of ids)
          updateRecord(context, definition, rowById(context, definition, id), {
            version: null,
            values: { note: '改后' },
          });
      }),
    );
    const [before, after] = [readFileSync(old), readFileSync(databasePath())];
    const profile = join(vault.base, 'profile-before');
    cpSync(vault.profileFolder, profile, { recursive: true });
    const found = new Map<string, number>();
    const unnoticed: number[] = [];
    for (let page = 0; page < before.length / pageBytes; page += 1) {
      const at = page * pageBytes;
      const earlier = before.subarray(at, at + pageBytes);
      if (earlier.equals(after.subarray(at, at + pageBytes))) continue;
      const mixed = Buffer.from(after);
      earlier.copy(mixed, at);
      writeFileSync(databasePath(), mixed);
      const code = await finding();
      found.set(code, (found.get(code) ?? 0) + 1);
      if (code === 'nothing') unnoticed.push(page + 1);
      writeFileSync(databasePath(), after);
      rmSync(`${databasePath()}-wal`, { force: true });
      forgetProfile();
      cpSync(profile, vault.profileFolder, { recursive: true });
    }
    // Live rows, revisions and journal each lie on pages of their own: all three were put back.
    expect([...found.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5);
    expect([...found.keys()].filter((code) => code !== 'nothing').length).toBeGreaterThan(1);
    // Derived pages only: the search index and sort keys say nothing the check relies on (docs/formats/journal.md).
    expect(ownersOf(unnoticed, key).filter((name) => !isDerived(name))).toEqual([]);
  }, 180_000);

  /** Tables and indexes whose pages these are. */
  function ownersOf(pages: readonly number[], key: Buffer): string[] {
    const db = openDatabase(databasePath(), key, { readOnly: true, mustExist: true });
    try {
      const owner = db.prepare('SELECT name FROM dbstat WHERE pageno = ?').pluck();
      return pages.flatMap((page) => owner.all(page) as string[]);
    } finally {
      db.close();
    }
  }

  /**
   * Search index and list indexes are kept for speed; indexes are compared with their tables, so one that passes has the same
   * content in other bytes; `meta` is written anew by what opens the vault; an older list of checkpoints is a signature less.
   */
  const isDerived = (name: string) => name.startsWith('search') || /_(list|number)$|^(meta|checkpoint)$/.test(name);
});

describe('an edited row', () => {
  test.each([
    [
      'a live row',
      "UPDATE department SET note = '篡改' WHERE rid = (SELECT min(rid) FROM department)",
      'record_differs',
    ],
    [
      'a live row and its revision',
      "UPDATE department SET note = '篡改'; UPDATE revision SET open_values = replace(open_values, '原文', '篡改')",
      'revision_changed',
    ],
    [
      'salts',
      'UPDATE revision SET open_salt = zeroblob(16) WHERE seq = (SELECT max(seq) FROM revision)',
      'revision_changed',
    ],
    [
      'a revision passed to another record',
      'UPDATE revision SET record = record + 1000 WHERE seq = (SELECT max(seq) FROM revision)',
      'revision_missing',
    ],
    ['a revision that no event vouches for', straySql(), 'revision_without_event'],
    [
      'a void record restored behind the journal',
      'UPDATE department SET void = 1 WHERE rid = (SELECT max(rid) FROM department)',
      'record_differs',
    ],
    [
      'a record of ours taken out',
      'DELETE FROM department WHERE rid = (SELECT max(rid) FROM department)',
      'revision_missing',
    ],
  ])('%s is named by the check', async (_what, sql, expected) => {
    const key = await filled();
    asAttacker(key, (db) => db.exec(sql));
    expect(await finding()).toBe(expected);
  });

  function straySql(): string {
    return `INSERT INTO revision SELECT seq + 100000, record, version + 1, at, actor, action, status, void, number, fact_date, fact_day, late,
      reason, open_values, open_salt, personal_values, personal_salt, kept, open_salts, personal_salts FROM revision WHERE seq = (SELECT max(seq) FROM revision)`;
  }
});

describe('a forged event', () => {
  const forge = (key: Buffer) =>
    asAttacker(key, (db) => {
      const { seq, event } = db
        .prepare(
          "SELECT seq, event FROM journal WHERE instr(event, 'record.created') > 0 ORDER BY seq LIMIT 1 OFFSET 5",
        )
        .get() as { seq: number; event: string };
      db.prepare('UPDATE journal SET event = ? WHERE seq = ?').run(
        event.replace('"actor":"officer"', '"actor":"other"'),
        seq,
      );
      rebuildTree(db);
    });

  test('with the whole tree rebuilt is refused at unlocking to whoever saw the true head', async () => {
    forge(await filled());
    expect(await finding()).toBe('vault_rolled_back');
  });

  test('is named elsewhere by every signed checkpoint after it', async () => {
    forge(await filled());
    forgetProfile();
    expect(await finding()).toBe('checkpoint_wrong');
  });
});

describe('the tail of a write-ahead log', () => {
  test('lost after the process was killed is noticed, wherever the log is cut', async () => {
    vault = await makeVault();
    const writer = `
      import { create, withSession } from '${new URL('./support/vaults.ts', import.meta.url)}';
      import { openVault } from '${new URL('../../electron/core/vault/open.ts', import.meta.url)}';
      import { openProfile } from '${new URL('../../electron/core/vault/profile.ts', import.meta.url)}';
      import { allRegisters } from '${new URL('../../shared/registers/all.ts', import.meta.url)}';
      import { migrations } from '${new URL('../../electron/core/db/migrations/all.ts', import.meta.url)}';
      const [folder, profile] = process.argv.slice(1);
      const session = await openVault({ folder, login: null, password: process.env.PASSWORD, readOnly: false, registers: allRegisters, migrations, profile: openProfile(profile), now: Date.now });
      for (let index = 0; index < 12; index += 1) await create(session, 'department', { name: '部门' + index });
      process.stdout.write('written');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer, vault.folder, vault.profileFolder], {
      env: { ...process.env, PASSWORD: password },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const log = join(vault.folder, 'vault.db-wal');
    const whole = readFileSync(log);
    const frames = Math.floor((statSync(log).size - 32) / (pageBytes + 24));
    for (const kept of [0, Math.floor(frames / 2), frames - 1]) {
      truncateSync(log, 32 + kept * (pageBytes + 24));
      expect(await finding(), `${kept} of ${frames} frames`).toBe('vault_rolled_back');
      writeFileSync(log, whole);
    }
    await withSession(vault, (session) =>
      expect(verifyWhole(session, true, quietJob)).toMatchObject({ ok: true, problems: [] }),
    );
  });
});
