// One writer at a time: the `lock` file in the vault folder names the process that has it open.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, utimesSync, writeSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/envelope.ts';

const holderShape = z.strictObject({
  host: z.string(),
  bootId: z.string(),
  processId: z.number().int(),
  /** Clock ticks since boot at which the process began, where the system tells it: guards against a reused id. */
  processStart: z.string(),
  sinceMs: z.number().int(),
  token: z.string(),
});
export type LockHolder = z.infer<typeof holderShape>;

export interface VaultLock {
  /** Touches the file, so that a watcher sees that the holder lives. */
  beat(): void;
  release(): void;
}

const fileName = 'lock';

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function bootId(): string {
  const linux = readText('/proc/sys/kernel/random/boot_id');
  if (linux) return linux.trim();
  // Elsewhere the minute the machine booted stands for it.
  return `boot-${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
}

function processStart(processId: number): string {
  const stat = readText(`/proc/${processId}/stat`);
  // The name in field 2 may hold spaces; the start time is the 20th field after its closing bracket.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Who holds the vault, or null. A lock file that cannot be read counts as left by a crash. */
export function lockHolder(folder: string): LockHolder | null {
  const text = readText(join(folder, fileName));
  if (text === null) return null;
  try {
    return holderShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether a holder is surely gone: same machine, and booted since, or its process dead or another by now. */
export function isAbandoned(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return false;
  if (holder.bootId !== bootId()) return true;
  if (!isAlive(holder.processId)) return true;
  return holder.processStart !== '' && processStart(holder.processId) !== holder.processStart;
}

/**
 * Takes the lock, taking over one that a crash left. Throws AppError `vault_in_use` with host, process and time of the
 * holder; `vault_folder_read_only` where the folder cannot be written; `disk_full`.
 */
export function takeLock(folder: string): VaultLock {
  const path = join(folder, fileName);
  const token = `${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const mine: LockHolder = {
    host: hostname(),
    bootId: bootId(),
    processId: process.pid,
    processStart: processStart(process.pid),
    sinceMs: Date.now(),
    token,
  };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(path, 'wx', 0o600);
      try {
        writeSync(handle, JSON.stringify(mine));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      return {
        beat: () => {
          try {
            const now = new Date();
            utimesSync(path, now, now);
          } catch {
            // A missed heartbeat harms nobody: take-over asks for a dead process, not for an old file.
          }
        },
        release: () => {
          if (lockHolder(folder)?.token === token) rmSync(path, { force: true });
        },
      };
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
        throw new AppError('vault_folder_read_only', {}, { cause });
      if (code === 'ENOSPC' || code === 'EDQUOT') {
        rmSync(path, { force: true });
        throw new AppError('disk_full', {}, { cause });
      }
      if (code !== 'EEXIST') throw cause;
      const holder = lockHolder(folder);
      const fresh = holder === null && readText(path) === '';
      if (fresh && attempt === 0) continue;
      if (holder && !isAbandoned(holder))
        throw new AppError('vault_in_use', {
          host: holder.host,
          processId: holder.processId,
          sinceMs: holder.sinceMs,
          sameHost: holder.host === hostname(),
        });
      // Renaming is atomic: of two that take over, one fails here and tries again against the winner's lock.
      try {
        renameSync(path, `${path}.${token}`);
        rmSync(`${path}.${token}`, { force: true });
      } catch {
        // Somebody else took it away first.
      }
    }
  }
  throw new AppError('vault_in_use', { host: hostname(), processId: 0, sinceMs: Date.now(), sameHost: true });
}
