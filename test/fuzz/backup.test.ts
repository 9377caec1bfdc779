// A backup file is read distrusting all of it: whatever is changed in it, restoring says a code of ours or restores what was there.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBackup } from '../../electron/core/backup/make-backup.ts';
import { restoreBackup } from '../../electron/core/backup/restore.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import { AppError } from '../../shared/contract/envelope.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { create, makeVault, password, quietJob, type TestVault } from '../integration/support/vaults.ts';

const runs = Number(process.env.MIDIAN_FUZZ_RUNS ?? 60);

let vault: TestVault;
let good: Buffer;
let head: number;

beforeAll(async () => {
  vault = await makeVault();
  const session = await vault.open();
  await create(session, 'secret', { name: '云母', level: 'core', content: '配方' });
  const folder = join(vault.base, '备份');
  mkdirSync(folder);
  const made = await makeBackup(session, { folder, migrations }, quietJob);
  good = readFileSync(join(folder, made.name));
  head = made.journalSize;
  closeVault(session);
});
afterAll(() => vault.remove());

let count = 0;
/** The size of the journal restored, or the code of the refusal. Anything untyped falls through. */
async function restored(bytes: Uint8Array): Promise<number | string> {
  count += 1;
  const file = join(vault.base, `${count}.midian-backup`);
  const target = join(vault.base, `恢复${count}`);
  writeFileSync(file, bytes);
  const profile = openProfile(join(vault.base, `profile-${count}`));
  const options = { registers: allRegisters, migrations, profile, now: Date.now };
  try {
    return (await restoreBackup({ file, target, login: null, password }, options, quietJob)).journalSize;
  } catch (cause) {
    if (cause instanceof AppError) return cause.code;
    throw cause;
  } finally {
    rmSync(file, { force: true });
    rmSync(`${target}.midian`, { recursive: true, force: true });
    rmSync(target, { recursive: true, force: true });
  }
}

test('as it is, it restores', async () => {
  expect(await restored(good)).toBe(head);
});

test('a changed byte is refused by a code, or changes nothing that is restored', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] as number) ^ mask;
      const outcome = await restored(bytes);
      expect(outcome === head || typeof outcome === 'string').toBe(true);
    }),
    { numRuns: runs },
  );
});

test('a cut file and bytes of no sense are refused by a code', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.nat(good.length - 1).map((length) => good.subarray(0, length)),
        fc.uint8Array({ maxLength: 4000 }),
        fc
          .uint8Array({ maxLength: 400 })
          .map((middle) => Buffer.concat([good.subarray(0, 300), middle, good.subarray(300)])),
      ),
      async (bytes) => {
        const outcome = await restored(bytes);
        expect(outcome === head || typeof outcome === 'string').toBe(true);
      },
    ),
    { numRuns: runs },
  );
});
