// Backups: made, restored for a try, rotated, restored on another machine; and what happens when files, disks or people fail.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupKeyOf } from '../../electron/core/backup/backup-key.ts';
import { type BackupResult, makeBackup } from '../../electron/core/backup/make-backup.ts';
import { restoreBackup } from '../../electron/core/backup/restore.ts';
import { allBackups, writeBackupSettings } from '../../electron/core/backup/store.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { headOf } from '../../electron/core/journal/append.ts';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { sealedPath } from '../../electron/core/register/attachments/sealed-files.ts';
import { carryOutErasure } from '../../electron/core/register/erasure/erasure-task.ts';
import { askErasure } from '../../electron/core/register/erasure/requests.ts';
import { setMark } from '../../electron/core/register/marks.ts';
import { rowById } from '../../electron/core/register/store.ts';
import { changePassword } from '../../electron/core/vault/change-password.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { closeVault, openVault } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { coreV8Flags } from '../../electron/host/core-flags.ts';
import { AppError } from '../../shared/contract/envelope.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { create, makeVault, password, quietJob, type TestVault, write } from './support/vaults.ts';

const code = (wanted: string, params: object = {}) =>
  expect.objectContaining({ code: wanted, params: expect.objectContaining(params) });
const secretText = '配比七比二比一';
const secretName = '共沉淀工艺云母';

let vault: TestVault;
let session: VaultSession;
let target: string;
let attached: string;

beforeEach(async () => {
  vault = await makeVault();
  session = await vault.open();
  target = join(vault.base, '备份');
  mkdirSync(target);
  const { id } = await create(session, 'secret', { name: secretName, level: 'core', content: secretText });
  const file = join(vault.base, '鉴定意见.txt');
  writeFileSync(file, `${secretText} `.repeat(40_000));
  await addAttachments(
    session,
    { files: [{ path: file, register: 'secret', ownerId: id }], mode: 'sealed', documentDate: null, note: null },
    quietJob,
  );
  attached = session.db.prepare('SELECT file_id FROM attachment').pluck().get() as string;
});
afterEach(() => {
  if (session.db.open) closeVault(session);
  vault.remove();
});

/** Makes a backup a second later than the one before: names carry seconds. */
function make(folder = target): Promise<BackupResult> {
  vault.clock.offsetMs += 1000;
  return makeBackup(session, { folder, migrations }, quietJob);
}

const optionsOf = (profile: string) => ({
  registers: allRegisters,
  migrations,
  profile: openProfile(profile),
  now: () => Date.now() + vault.clock.offsetMs,
});

function restore(file: string, to: string, profile = join(vault.base, 'profile'), given = password) {
  return restoreBackup({ file, target: to, login: null, password: given }, optionsOf(profile), quietJob);
}

function open(folder: string, profile = join(vault.base, 'profile'), acceptRestored = false): Promise<VaultSession> {
  return openVault({ folder, login: null, password, readOnly: false, ...optionsOf(profile), acceptRestored });
}

const actions = (of: VaultSession) =>
  (of.db.prepare('SELECT event FROM journal ORDER BY seq').pluck().all() as string[]).map(
    (event) => JSON.parse(event) as { action: string; detail: Record<string, unknown> },
  );

test('a backup is restored on another machine with the password alone, whole, and says so in its journal', async () => {
  const result = await make();
  expect(result.problems).toEqual([]);
  expect(result.name).toMatch(/^v-\d{8}-\d{6}\.midian-backup$/);
  const file = join(target, result.name);
  expect(statSync(file).size).toBe(result.sizeBytes);
  expect(execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64)).toBe(result.sha256);
  expect(readdirSync(target)).toEqual([result.name]);
  expect(readdirSync(join(vault.folder, 'backups'))).toEqual([]);
  expect(actions(session).at(-1)).toMatchObject({
    action: 'backup.made',
    detail: { file: result.name, sha256: result.sha256, sizeBytes: result.sizeBytes, journalSize: result.journalSize },
  });
  const elsewhere = join(vault.base, 'other-profile');
  const restored = await restore(file, join(vault.base, '恢复'), elsewhere);
  expect(restored).toMatchObject({
    journalSize: result.journalSize,
    seen: null,
    problems: [],
    organisation: '测试单位',
  });
  const again = await open(restored.path, elsewhere);
  try {
    expect(await checkVault(again, quietJob)).toEqual({ ok: true, problems: [] });
    expect(again.db.prepare('SELECT name FROM secret').pluck().all()).toEqual([secretName]);
    expect(actions(again)[result.journalSize]).toMatchObject({
      action: 'vault.restored',
      detail: { id: result.id, journalSize: result.journalSize, seen: null },
    });
  } finally {
    closeVault(again);
  }
});

test('a stranger’s tools open what is age in it, and without a key nothing of the ledger can be read', async () => {
  const { name } = await make();
  const { identity } = await backupKeyOf(session);
  const bytes = readFileSync(join(target, name));
  for (const text of [secretName, secretText, '鉴定意见', '测试单位', identity, 'SQLite format', 'CREATE TABLE'])
    expect(bytes.includes(text), text).toBe(false);
  const folder = join(vault.base, 'unzipped');
  mkdirSync(folder);
  execFileSync('python3', ['-m', 'zipfile', '-e', join(target, name), folder]);
  writeFileSync(join(vault.base, 'key.txt'), `${identity}\n`);
  const age = (entry: string) => execFileSync('age', ['-d', '-i', join(vault.base, 'key.txt'), join(folder, entry)]);
  const list = JSON.parse(age('manifest.age').toString('utf8')) as { files: { path: string; sha256: string }[] };
  expect(list.files.map(({ path }) => path)).toEqual(['vault.json', 'vault.db.age', `files/${attached}.age`]);
  // Under the outer layer the database is still encrypted with the vault's own key, the attachment with its own.
  expect(age('vault.db.age').includes(secretName)).toBe(false);
  expect(() => age(`files/${attached}.age`)).toThrow();
  expect(
    readFileSync(join(folder, `files/${attached}.age`)).equals(readFileSync(sealedPath(vault.folder, attached))),
  ).toBe(true);
});

test('a changed, cut or exchanged backup is refused by name and leaves nothing', async () => {
  const { name } = await make();
  const file = join(target, name);
  const bytes = readFileSync(file);
  const at = (text: string) => bytes.indexOf(text);
  const spoil = (work: (copy: Buffer) => Buffer): string => {
    const path = join(target, 'x.midian-backup');
    writeFileSync(path, work(Buffer.from(bytes)));
    return path;
  };
  const flip = (place: number) =>
    spoil((copy) => {
      copy[place] = (copy[place] as number) ^ 1;
      return copy;
    });
  const to = join(vault.base, 'r');
  await expect(restore(flip(at('vault.db.age') + 5000), to)).rejects.toEqual(
    code('backup_damaged', { entry: 'vault.db.age' }),
  );
  await expect(restore(flip(at(`files/${attached}.age`) + 9000), to)).rejects.toEqual(
    code('backup_damaged', { entry: `files/${attached}.age` }),
  );
  await expect(restore(flip(at('manifest.age') + 400), to)).rejects.toEqual(
    code('backup_damaged', { entry: 'manifest.age' }),
  );
  await expect(restore(flip(at('"identity": "') + 40), to)).rejects.toEqual(code('backup_damaged'));
  await expect(
    restore(
      spoil((copy) => copy.subarray(0, copy.length / 2)),
      to,
    ),
  ).rejects.toEqual(code('backup_unreadable'));
  await expect(
    restore(
      spoil(() => Buffer.from('PK')),
      to,
    ),
  ).rejects.toEqual(code('backup_unreadable'));
  await expect(restore(join(target, '没有.midian-backup'), to)).rejects.toEqual(code('file_missing'));
  await expect(restore(file, to, undefined, `${password}x`)).rejects.toEqual(code('password_wrong', { failures: 1 }));
  expect(readdirSync(vault.base).filter((entry) => entry.startsWith('r'))).toEqual([]);
  // Any byte at all: refused, or restored to exactly the same.
  for (let round = 0; round < 25; round += 1) {
    const place = Math.floor((bytes.length * (round + 0.5)) / 25);
    const outcome = await restore(flip(place), to, join(vault.base, 'p2')).then(
      () => 'restored',
      (cause: { code?: string }) => cause.code ?? String(cause),
    );
    expect([
      'restored',
      'backup_damaged',
      'backup_unreadable',
      'vault_header_damaged',
      'vault_header_changed',
      'password_wrong',
      'password_delay',
      'vault_kdf_lowered',
    ]).toContain(outcome);
    if (outcome === 'restored') {
      expect(
        readFileSync(join(`${to}.midian`, `files/${attached}.age`)).equals(
          readFileSync(sealedPath(vault.folder, attached)),
        ),
      ).toBe(true);
      rmSync(`${to}.midian`, { recursive: true });
    }
    rmSync(join(vault.base, 'p2'), { recursive: true, force: true });
  }
});

test('an old password opens an old backup, the new one does not; a restore never touches a folder that is there', async () => {
  const { name } = await make();
  await changePassword(session, { current: password, next: 'Neu-Pass-2026-甲乙' });
  const file = join(target, name);
  await expect(restore(file, join(vault.base, 'a'), undefined, 'Neu-Pass-2026-甲乙')).rejects.toEqual(
    code('password_wrong'),
  );
  await restore(file, join(vault.base, 'a'));
  const before = readFileSync(join(vault.base, 'a.midian/vault.json'));
  await expect(restore(file, join(vault.base, 'a'))).rejects.toEqual(code('vault_exists'));
  await expect(restore(file, vault.folder)).rejects.toEqual(code('vault_exists'));
  expect(readFileSync(join(vault.base, 'a.midian/vault.json')).equals(before)).toBe(true);
});

test('after a restore both the old folder and the restored one open here; whoever saw more elsewhere must say that he knows', async () => {
  const { name, journalSize } = await make();
  const other = join(vault.base, 'other');
  await create(session, 'department', { name: '其后' });
  closeVault(session);
  // Another machine has seen the later state.
  closeVault(await open(vault.folder, other));
  const restored = await restore(join(target, name), join(vault.base, 'r'));
  expect(restored.seen).toBeGreaterThan(journalSize);
  const again = await open(restored.path);
  expect(actions(again)[journalSize]).toMatchObject({ action: 'vault.restored', detail: { seen: restored.seen } });
  await create(again, 'department', { name: '新线' });
  closeVault(again);
  session = await open(vault.folder);
  closeVault(session);
  await expect(open(restored.path, other)).rejects.toEqual(code('vault_restored_unseen'));
  const accepted = await open(restored.path, other, true);
  expect(actions(accepted).at(-1)).toMatchObject({ action: 'vault.restoreAccepted' });
  closeVault(accepted);
  closeVault(await open(restored.path, other));
  // The restored line itself is watched as before: an earlier copy of it put back is refused.
  const kept = join(vault.base, 'kept');
  cpSync(restored.path, kept, { recursive: true });
  const later = await open(restored.path);
  await create(later, 'department', { name: '更晚' });
  closeVault(later);
  rmSync(restored.path, { recursive: true });
  renameSync(kept, restored.path);
  await expect(open(restored.path)).rejects.toEqual(code('vault_rolled_back'));
});

test('rotation keeps the newest that counted and removes nothing that is not its own', async () => {
  writeBackupSettings(session.db, { folder: target, everyDays: 7, keep: 2 });
  writeFileSync(join(target, 'v-20200101-000000.midian-backup'), '别人的文件');
  writeFileSync(join(target, '说明.txt'), '别人的文件');
  const names = [];
  for (let round = 0; round < 2; round += 1) names.push((await make()).name);
  // The oldest was exchanged for another file of the same name: it is not ours to remove.
  const oldest = join(target, names[0] as string);
  const content = readFileSync(oldest);
  writeFileSync(oldest, 'x');
  const third = await make();
  expect(third.removed).toEqual([]);
  writeFileSync(oldest, content);
  const fourth = await make();
  expect(fourth.removed.toSorted()).toEqual(names.toSorted());
  expect(readdirSync(target).sort()).toEqual(
    ['v-20200101-000000.midian-backup', '说明.txt', third.name, fourth.name].sort(),
  );
  expect(actions(session).filter(({ action }) => action === 'backup.removed')).toHaveLength(2);
  // Elsewhere nothing is rotated.
  const usb = join(vault.base, 'usb');
  mkdirSync(usb);
  for (let round = 0; round < 3; round += 1) await make(usb);
  expect(readdirSync(usb)).toHaveLength(3);
});

test('an attachment already wrong in the vault is counted and stops rotation, not the backup', async () => {
  writeBackupSettings(session.db, { folder: target, everyDays: null, keep: 1 });
  const good = await make();
  const path = sealedPath(vault.folder, attached);
  const bytes = readFileSync(path);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] as number) ^ 1;
  writeFileSync(path, bytes);
  const changed = await make();
  expect(changed.problems).toEqual([{ code: 'attachment_changed', name: '鉴定意见.txt' }]);
  rmSync(path);
  const missing = await make();
  expect(missing.problems).toEqual([{ code: 'attachment_missing', name: '鉴定意见.txt' }]);
  expect(missing.removed).toEqual([]);
  expect(existsSync(join(target, good.name))).toBe(true);
  expect(allBackups(session.db).map(({ problems }) => problems)).toEqual([1, 1, 0]);
  expect((await restore(join(target, missing.name), join(vault.base, 'r'))).problems).toHaveLength(1);
});

test('a folder that is gone, read-only or inside the vault, and a journal that does not verify, are refused', async () => {
  const size = headOf(session.db).size;
  await expect(make(join(vault.base, '不存在'))).rejects.toEqual(code('file_missing'));
  await expect(make(join(vault.folder, 'files'))).rejects.toEqual(code('backup_folder_inside'));
  if (process.getuid?.() !== 0) {
    chmodSync(target, 0o500);
    await expect(make()).rejects.toEqual(code('backup_folder_read_only'));
    chmodSync(target, 0o700);
  }
  expect(headOf(session.db).size).toBe(size);
  session.db.prepare("UPDATE secret SET name = '改'").run();
  await expect(make()).rejects.toEqual(code('backup_test_failed'));
  expect(readdirSync(target)).toEqual([]);
  expect(readdirSync(join(vault.folder, 'backups'))).toEqual([]);
  expect(allBackups(session.db)).toEqual([]);
});

test('cancelled at any moment it leaves neither file nor event', async () => {
  await make();
  const size = headOf(session.db).size;
  for (const phase of ['backup', 'backupTest']) {
    let hasReached = false;
    const job = {
      progress: (_done: number, _total: number | null, at: string) => {
        hasReached ||= at === phase;
      },
      checkCancelled: () => {
        if (hasReached) throw new AppError('cancelled');
      },
    };
    vault.clock.offsetMs += 1000;
    await expect(makeBackup(session, { folder: target, migrations }, job), phase).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(readdirSync(target)).toHaveLength(1);
    expect(readdirSync(join(vault.folder, 'backups'))).toEqual([]);
  }
  expect(headOf(session.db).size).toBe(size);
});

test('a full disk refuses the backup, and the restore, with a clear code and leaves nothing', async ({ skip }) => {
  const disk = mkdtempSync(join(tmpdir(), 'midian-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    rmSync(disk, { recursive: true });
    return skip('this machine allows no small file system');
  }
  try {
    await expect(make(disk)).rejects.toEqual(code('disk_full'));
    expect(readdirSync(disk)).toEqual([]);
    const { name } = await make();
    await expect(restore(join(target, name), join(disk, 'r'))).rejects.toEqual(code('disk_full'));
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true });
  }
});

test('killed at any moment, what has the name is whole, and the next run clears away the rest', async () => {
  const keys = {
    userId: session.user.id,
    identity: session.keys.identity,
    recipient: session.keys.recipient,
    signKey: session.keys.signKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    signPublicKey: session.keys.signPublicKey.toString('base64'),
    databaseKey: session.databaseKey.toString('base64'),
  };
  closeVault(session);
  const child = fileURLToPath(new URL('./support/backup-child.ts', import.meta.url));
  const profile = join(vault.base, 'profile');
  const counted = new Set<string>();
  for (let round = 0; round < 8; round += 1) {
    const input = JSON.stringify({ folder: vault.folder, target, profile, keys, skewMs: round * 100_000 });
    const worker = spawn(process.execPath, [...coreV8Flags(), child], {
      env: { ...process.env, CRASH_INPUT: input },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: worker.stdout });
    await new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        if (line === 'ready') setTimeout(() => worker.kill('SIGKILL'), 40 + round * 60);
        else counted.add(line);
        if (line === 'ready') resolve();
      });
    });
    await once(worker, 'exit');
  }
  vault.clock.offsetMs += 1_000_000;
  session = await open(vault.folder);
  const rows = new Set(allBackups(session.db).map(({ file }) => file));
  // What was answered is recorded; a name without a row can only be one whose commit the kill cut off.
  for (const name of counted) expect(rows.has(name), name).toBe(true);
  for (const name of rows) expect(existsSync(join(target, name)), name).toBe(true);
  await make();
  expect(readdirSync(target).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(readdirSync(join(vault.folder, 'backups'))).toEqual([]);
  for (const name of readdirSync(target).slice(-3)) {
    const to = await restore(join(target, name), join(vault.base, `k-${name.slice(2, 17)}`), join(vault.base, 'pk'));
    expect(to.problems).toEqual([]);
  }
});

test('a frozen record is in no backup: the copy holds its number and commitments, verifies, and has no file of it', async () => {
  const id = session.db.prepare('SELECT id FROM secret').pluck().get() as string;
  await write(session, (context) => {
    const definition = session.registry.byKey('secret');
    setMark(context, definition, rowById(context, definition, id), 'frozen', '疑似涉及国家秘密的配比');
  });
  const { name, problems } = await make();
  expect(problems).toEqual([]);
  const { path: folder } = await restore(join(target, name), join(vault.base, '恢复'), join(vault.base, 'elsewhere'));
  const restored = await open(folder, join(vault.base, 'elsewhere'), true);
  try {
    expect(restored.db.prepare('SELECT name, content FROM secret').get()).toEqual({ name: null, content: null });
    expect(restored.db.prepare('SELECT count(*) FROM sealed_value').pluck().get()).toBe(0);
    expect(restored.db.prepare('SELECT reason FROM record_mark').pluck().get()).toBe('');
    expect(existsSync(sealedPath(folder, attached))).toBe(false);
    expect((await checkVault(restored, quietJob)).problems).toEqual([]);
  } finally {
    closeVault(restored);
  }
  // The vault itself is as it was.
  expect(session.db.prepare('SELECT name FROM secret').pluck().get()).toBe(secretName);
});

test('an erasure lists the backups made before it for destruction', async () => {
  const { name } = await make();
  const person = await create(session, 'person', { name: '周明远', phone: '13812345678' }, 'YG001');
  const request = await write(session, (context) =>
    askErasure(context, {
      kind: 'personal',
      mentions: false,
      basis: '保存目的已消失',
      items: [{ register: 'person', id: person.id, fields: ['phone'] }],
    }),
  );
  const { backups } = await carryOutErasure(session, { id: request, witness: '见证人', password }, quietJob);
  expect(backups).toEqual([{ name, atMs: expect.any(Number) }]);
});
