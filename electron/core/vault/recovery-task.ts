// The jobs of recovery: making shares with their sheets, and recovering a locked vault with them.
import assert from 'node:assert';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import { databaseError } from '../db/handle.ts';
import { confirmPassword } from '../document/bundle/confirm-password.ts';
import { writePaper } from '../document/paper/write-paper.ts';
import { recoverySheets } from '../document/print/recovery-sheets.ts';
import { fileError } from '../register/attachments/sealed-files.ts';
import type { TaskContext, TaskStart } from '../tasks.ts';
import { syncFolder } from './header.ts';
import { openProfile } from './profile.ts';
import { type RecoverInput, recoverVault } from './recover.ts';
import { type MadeShares, makeRecoverySet } from './recovery.ts';
import { type WordLanguage, wordsOf } from './recovery-shares.ts';

export interface MakeInput {
  threshold: number;
  holders: string[];
  language: WordLanguage;
  password: string;
  /** Full path of the PDF of sheets; null where the shares are written down by hand. */
  target: string | null;
}

/** What the core keeps until the page has taken it, once. */
export interface ShownShares {
  set: string;
  threshold: number;
  shares: { number: number; holder: string; words: string[] }[];
}

/** Operations: `make`, `recover`. */
export function recoveryTask(start: TaskStart) {
  const { session } = start;
  return {
    make: async (input: MakeInput, job: TaskContext): Promise<ShownShares> => {
      assert(session, 'the task needs an open vault');
      if (input.target !== null && existsSync(input.target))
        throw new AppError('path_exists', { name: basename(input.target) });
      await confirmPassword(session, input.password);
      const { target } = input;
      const written: string[] = [];
      const keep = async (made: MadeShares): Promise<() => void> => {
        if (target === null) return () => undefined;
        const { bytes } = await writePaper(recoverySheets(session, made, input.language), () => job.checkCancelled());
        const partial = `${target}.${randomUUID().slice(0, 8)}.part`;
        writeFileSync(partial, bytes, { flag: 'wx', mode: 0o600 });
        written.push(partial);
        const handle = openSync(partial, 'r+');
        try {
          fsyncSync(handle);
        } finally {
          closeSync(handle);
        }
        return () => {
          if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
          renameSync(partial, target);
          written.push(target);
        };
      };
      try {
        const made = await makeRecoverySet(session, input, job, keep);
        if (target !== null) syncFolder(dirname(target));
        return {
          set: made.set,
          threshold: made.threshold,
          shares: made.shares.map(({ number, holder, share }) => ({
            number,
            holder,
            words: wordsOf(share, input.language),
          })),
        };
      } catch (cause) {
        // No set came about, so no sheet may look as if one had.
        for (const path of written) rmSync(path, { force: true });
        throw fileError(databaseError(cause), target === null ? '' : basename(target));
      }
    },
    recover: (input: RecoverInput, job: TaskContext): Promise<{ login: string }> =>
      recoverVault(
        input,
        {
          registers: start.registers,
          migrations: start.migrations,
          profile: openProfile(start.profileFolder),
          now: Date.now,
        },
        job,
      ),
  };
}
