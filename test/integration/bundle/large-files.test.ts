// Bundles with files large enough for the threads: their bytes and digests, and what is said where they are not those recorded.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { rebuildBundle } from '../../../electron/core/document/bundle/rebuild-bundle.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { addAttachments } from '../../../electron/core/register/attachments/add.ts';
import { sealedPath } from '../../../electron/core/register/attachments/sealed-files.ts';
import { rowById, updateRecord } from '../../../electron/core/register/store.ts';
import { noise } from '../../bench/noise.ts';
import { write } from '../support/vaults.ts';
import { type BundleVault, createBundleVault, discard, password, quiet, request } from './bundle-vault.ts';
import { unzip } from './unzip.ts';

/** Below one chunk, above several, and to the byte what a chunk holds. */
const sizes = { 'small.bin': 70_001, 'large.bin': 9_000_003, 'even.bin': 2 << 20, 'last.bin': 1_300_000 };

let vault: BundleVault;

beforeAll(async () => {
  vault = await createBundleVault();
  const { folder, session, secretId } = vault;
  const files = Object.entries(sizes).map(([name, sizeBytes], index) => {
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat([...noise(sizeBytes, index + 1)]));
    return { path, register: 'secret', ownerId: secretId };
  });
  await addAttachments(session, { files, mode: 'sealed', documentDate: null, note: null }, quiet);
});

afterAll(() => discard(vault));

/** Issues into a folder of its own; says what came of it and what lies there. */
async function attempt(name: string, job = quiet) {
  const folder = join(vault.folder, name);
  mkdirSync(folder);
  const outcome = await issueBundle(
    vault.session,
    request(vault, join(folder, 'x.zip'), { level: 'court' }),
    job,
  ).catch((cause) => cause);
  return { outcome, path: join(folder, 'x.zip'), left: readdirSync(folder) };
}

const stored = (name: string) =>
  vault.session.db.prepare('SELECT file_id AS fileId FROM attachment WHERE name = ?').get(name) as { fileId: string };

it('gives every file byte for byte, with digests that sha256sum and openssl find too, and is rebuilt the same', async () => {
  const { outcome, path } = await attempt('whole');
  const bytes = readFileSync(path);
  expect(outcome).toMatchObject({
    attachments: 4,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sm3: createHash('sm3').update(bytes).digest('hex'),
  });
  const root = unzip(path, join(vault.folder, 'unpacked'));
  for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
    execFileSync('sha256sum', ['--quiet', '--strict', '-c', manifest], { cwd: root });
  const sm3Lines = readFileSync(join(root, 'manifest-sm3.txt'), 'utf8').trimEnd().split('\n');
  for (const line of sm3Lines) {
    const file = readFileSync(join(root, line.slice(66)));
    expect(createHash('sm3').update(file).digest('hex'), line).toBe(line.slice(0, 64));
  }
  const folder = sm3Lines.find((line) => line.endsWith('large.bin'))?.slice(66, -'large.bin'.length) as string;
  for (const name of Object.keys(sizes))
    expect(readFileSync(join(root, folder, name)).equals(readFileSync(join(vault.folder, name))), name).toBe(true);
  expect(await verifyBundle(path, { key: outcome.keyFingerprint }, quiet)).toMatchObject({ ok: true });
  const again = join(vault.folder, 'again.zip');
  await rebuildBundle(vault.session, { bundle: outcome.bundle, target: again, password }, quiet);
  expect(readFileSync(again).equals(bytes)).toBe(true);
});

it('finds a byte that became another one in the midst of a file after it was written', async () => {
  const job = {
    progress: () => undefined,
    checkCancelled: () => {
      const folder = join(vault.folder, 'rewritten');
      const [partial] = readdirSync(folder);
      if (!partial) return;
      const bytes = readFileSync(join(folder, partial));
      if (bytes.lastIndexOf('PK\u0005\u0006') < bytes.length - 22 || bytes[6_000_000] === 0x55) return;
      bytes[6_000_000] = 0x55;
      writeFileSync(join(folder, partial), bytes);
    },
  };
  const { outcome, left } = await attempt('rewritten', job);
  expect(outcome).toMatchObject({ code: 'bundle_read_back_failed' });
  expect(left).toEqual([]);
});

it.each(['small.bin', 'large.bin'])(
  'leaves nothing where the sealed file of %s was changed, is cut or is gone',
  async (name) => {
    const path = sealedPath(vault.session.folder, stored(name).fileId);
    const sealed = readFileSync(path);
    const changed = Buffer.from(sealed);
    changed[sealed.length - 20_000] = (changed[sealed.length - 20_000] as number) ^ 1;
    for (const [how, bytes] of [
      ['changed', changed],
      ['cut', sealed.subarray(0, sealed.length - 30_000)],
    ] as const) {
      writeFileSync(path, bytes);
      const { outcome, left } = await attempt(`${how}-${name}`);
      expect(outcome, how).toMatchObject({ code: 'vault_database_damaged', params: { detail: 'attachment' } });
      expect(left).toEqual([]);
    }
    renameSync(path, `${path}.away`);
    const { outcome, left } = await attempt(`gone-${name}`);
    expect(outcome).toMatchObject({ code: 'attachment_missing', params: { name } });
    expect(left).toEqual([]);
    writeFileSync(path, sealed);
    expect((await attempt(`well-${name}`)).left).toEqual(['x.zip']);
  },
);

it('leaves nothing when it is cancelled in the midst of a file', async () => {
  let asked = 0;
  const job = {
    progress: () => undefined,
    checkCancelled: () => {
      const [partial] = existsSync(join(vault.folder, 'cancelled')) ? readdirSync(join(vault.folder, 'cancelled')) : [];
      if (partial) asked += 1;
      if (asked > 4) throw Object.assign(new Error('cancelled'), { code: 'cancelled' });
    },
  };
  const { outcome, left } = await attempt('cancelled', job);
  expect(outcome).toMatchObject({ code: 'cancelled' });
  expect(left).toEqual([]);
  expect(vault.session.db.inTransaction).toBe(false);
});

it.each(['sha256', 'sm3'] as const)('is not issued where the recorded %s is not that of the bytes', async (digest) => {
  const { session } = vault;
  const definition = session.registry.byKey('attachment');
  const { id, recorded } = session.db
    .prepare(`SELECT id, ${digest} AS recorded FROM attachment WHERE name = 'large.bin'`)
    .get() as { id: string; recorded: string };
  const record = (value: string) =>
    write(session, (context) =>
      updateRecord(context, definition, rowById(context, definition, id), {
        version: null,
        values: { [digest]: value },
      }),
    );
  await record('0'.repeat(64));
  const { outcome, left } = await attempt(`recorded-${digest}`);
  expect(outcome).toMatchObject({ code: 'vault_database_damaged', params: { detail: 'attachment' } });
  expect(left).toEqual([]);
  await record(recorded);
});
