// Real vaults for tests: created, opened and closed through the product's own functions, on a clock the test sets.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations as productMigrations } from '../../../electron/core/db/migrations/all.ts';
import type { TableRow } from '../../../electron/core/register/statements.ts';
import { createRecord } from '../../../electron/core/register/store.ts';
import { type WriteContext, writeTransaction } from '../../../electron/core/register/write-context.ts';
import type { TaskContext } from '../../../electron/core/tasks.ts';
import { createVault, type NewVault } from '../../../electron/core/vault/create.ts';
import { closeVault, openVault } from '../../../electron/core/vault/open.ts';
import { openProfile } from '../../../electron/core/vault/profile.ts';
import { ensureSpareDataKeys, type VaultSession } from '../../../electron/core/vault/session.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import type { FieldValues, RegisterDefinition } from '../../../shared/registers/definition.ts';

export const password = 'Check-2026!密码';
export const quietJob: TaskContext = { progress: () => undefined, checkCancelled: () => undefined };

export interface TestVault {
  base: string;
  folder: string;
  profileFolder: string;
  registers: readonly RegisterDefinition[];
  migrations: readonly string[];
  /** Milliseconds the vault's clock is ahead of the machine's; tests move it. */
  clock: { offsetMs: number };
  open(options?: {
    password?: string;
    readOnly?: boolean;
    login?: string | null;
    nextPassword?: string | null;
  }): Promise<VaultSession>;
  remove(): void;
}

/**
 * A copy of a vault that an earlier version of the program made, by its schema: one department, one secret with content, in 6
 * also an attachment. Files with the address of neither person nor machine.
 */
export function earlierVault(schema: 2 | 6): TestVault {
  const base = scratchFolder();
  const folder = join(base, 'v.midian');
  cpSync(join(import.meta.dirname, '..', '..', 'vectors', 'vault', `schema-${schema}`), folder, { recursive: true });
  return testVault(base, folder, { registers: allRegisters, migrations: productMigrations, clock: { offsetMs: 0 } });
}

/** A place for a vault that the test makes itself. */
export function vaultAt(folderIn: (base: string) => string): TestVault {
  const base = scratchFolder();
  const parts = { registers: allRegisters, migrations: productMigrations, clock: { offsetMs: 0 } };
  return testVault(base, folderIn(base), parts);
}

/** A folder of the test's own. */
export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'midian-test-'));
}

/** Creates a vault in a scratch folder. */
export async function makeVault(
  options: Partial<NewVault> & {
    registers?: readonly RegisterDefinition[];
    migrations?: readonly string[];
    startMs?: number;
  } = {},
): Promise<TestVault> {
  const base = scratchFolder();
  const { registers = allRegisters, migrations = productMigrations, startMs, ...vault } = options;
  const clock = { offsetMs: startMs === undefined ? 0 : startMs - Date.now() };
  const now = () => Date.now() + clock.offsetMs;
  const folder = await createVault(
    {
      path: join(base, 'v.midian'),
      organisation: '测试单位',
      officerLogin: 'officer',
      officerName: '甲',
      password,
      scheme: 'three',
      numberPatterns: {},
      stateSecretDeclared: true,
      singleOfficerReason: '测试',
      demo: false,
      ...vault,
    },
    migrations,
    now(),
  );
  return testVault(base, folder, { registers, migrations, clock });
}

function testVault(
  base: string,
  folder: string,
  parts: Pick<TestVault, 'registers' | 'migrations' | 'clock'>,
): TestVault {
  const profileFolder = join(base, 'profile');
  return {
    base,
    folder,
    profileFolder,
    ...parts,
    open: ({ password: given = password, readOnly = false, login = null, nextPassword = null } = {}) =>
      openVault({
        folder,
        login,
        password: given,
        nextPassword,
        readOnly,
        registers: parts.registers,
        migrations: parts.migrations,
        profile: openProfile(profileFolder),
        now: () => Date.now() + parts.clock.offsetMs,
      }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Runs one write transaction as the router would. */
export async function write<T>(session: VaultSession, work: (context: WriteContext) => T): Promise<T> {
  await ensureSpareDataKeys(session);
  return writeTransaction(session, work);
}

/** Creates one record. */
export function create(
  session: VaultSession,
  register: string,
  values: FieldValues,
  number: string | null = null,
  status?: string,
): Promise<TableRow> {
  return write(session, (context) =>
    createRecord(context, session.registry.byKey(register), {
      number,
      values,
      ...(status === undefined ? {} : { status }),
    }),
  );
}

/** Runs `work` with an open session and closes it. */
export async function withSession<T>(vault: TestVault, work: (session: VaultSession) => Promise<T> | T): Promise<T> {
  const session = await vault.open();
  try {
    return await work(session);
  } finally {
    closeVault(session);
  }
}
