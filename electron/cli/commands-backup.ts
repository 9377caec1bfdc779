// Commands on backups: making one, and restoring one into a new vault folder.
import { basename, resolve } from 'node:path';
import type { JobResults, RouteOutput } from '../../shared/contract/contract.ts';
import { type Arguments, readPassword, takePositionals } from './arguments.ts';
import { note, print } from './output.ts';
import { caller, startCore, withVault } from './session.ts';

/** What is said of a backup file in the folder that the vault's list does not name. */
const unlistedWords: Readonly<Record<RouteOutput<'backup.unlisted'>['files'][number]['state'], string>> = {
  own: '本库备份，不在清单中 / of this vault, not in its list',
  renamed: '已改名的本库备份 / of this vault, renamed',
  other: '其他保密库的备份 / of another vault',
  unreadable: '无法读取的备份文件 / not readable as a backup',
};

/** `midian backup VAULT DEST [--json]`; DEST is the folder the file is put into. Exits 1 where attachments were already wrong. */
export async function backup(given: Arguments): Promise<number> {
  const [path, folder] = takePositionals(given.positionals, 2, 'backup VAULT DEST') as [string, string];
  const { result, unlisted } = await withVault(path, given, async ({ core, run, call }) => {
    core.grant('destination', resolve(folder));
    const made = await run<JobResults['backup']>('backup.make', { folder: 'destination' });
    const { files } = await call('backup.unlisted', { folder: 'destination' });
    return { result: made, unlisted: files };
  });
  print(given, result, () => `${result.name}\t${result.sizeBytes}\t${result.sha256}`);
  note(`已备份并试恢复 / backed up and restored for a try: 日志 ${result.journalSize} 条 / events`);
  for (const { code, name } of result.problems) note(`${code}\t${name}`);
  for (const { file, state } of unlisted) note(`${unlistedWords[state]}\t${file}`);
  return result.problems.length === 0 ? 0 : 1;
}

/** `midian restore FILE VAULT [--json]`; VAULT must not be there yet. */
export async function restore(given: Arguments): Promise<number> {
  const [file, path] = takePositionals(given.positionals, 2, 'restore FILE VAULT') as [string, string];
  const password = await readPassword(given.values['password-file']);
  const core = startCore();
  core.grant('file', resolve(file));
  const result = await caller(core).run<JobResults['restore']>('backup.restore', {
    file: 'file',
    name: resolve(path),
    login: given.values.user ?? (process.env.MIDIAN_USER || null),
    password,
  });
  print(given, result, () => `${result.path}\t${result.journalSize}`);
  note(`已恢复 / restored: ${basename(result.path)}，日志 ${result.journalSize} 条 / events`);
  if (result.seen !== null)
    note(
      `本机见过 ${result.seen} 条，其后的内容不在此备份中 / ${result.seen} events were seen on this machine; what came later is not in it`,
    );
  for (const { code, name } of result.problems) note(`${code}\t${name}`);
  return result.problems.length === 0 ? 0 : 1;
}
