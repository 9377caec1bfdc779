// One piece of work on the bundle bench's vault in a process of its own: `issue` through the core, or `base`, what it is measured by.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { createSm3 } from '../../electron/core/register/attachments/file-digests.ts';
import { identityOf } from '../../electron/core/register/attachments/open-attachments.ts';
import { openSealedFile } from '../../electron/core/register/attachments/sealed-files.ts';
import type { TableRow } from '../../electron/core/register/statements.ts';
import { closeVault, openVault } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { password } from '../integration/support/vaults.ts';
import { unlockedCore } from './cases.ts';

const [work, base, folder, target] = process.argv.slice(2) as [string, string, string, string];
const profileFolder = join(base, 'profile');

/** Every attachment decrypted, and each piece digested by SHA-256 and then by SM3: one thread, nothing written or read back. */
async function decryptAndDigest(): Promise<{ elapsedMs: number; sizeBytes: number }> {
  const session = await openVault({
    folder,
    login: null,
    password,
    readOnly: false,
    registers: allRegisters,
    migrations,
    profile: openProfile(profileFolder),
    now: Date.now,
  });
  const rows = session.db.prepare('SELECT * FROM attachment ORDER BY rid').all() as TableRow[];
  const start = performance.now();
  let sizeBytes = 0;
  for (const row of rows) {
    const { fileId, identity } = await identityOf(session, row);
    const [sha256, sm3] = [createHash('sha256'), await createSm3()];
    const plain = await openSealedFile(session.folder, fileId, identity);
    for await (const chunk of Readable.fromWeb(plain as Parameters<typeof Readable.fromWeb>[0])) {
      sha256.update(chunk as Uint8Array);
      sm3.update(chunk as Uint8Array);
      sizeBytes += (chunk as Uint8Array).byteLength;
    }
    if (sha256.digest('hex') !== row.sha256 || sm3.digest() !== row.sm3) throw new Error('other bytes than attached');
  }
  const elapsedMs = performance.now() - start;
  closeVault(session);
  return { elapsedMs, sizeBytes };
}

/** The whole command, from the call to the job's end: password, snapshot, file, read-back, events. */
async function issue(): Promise<{ elapsedMs: number; sizeBytes: number }> {
  const { core, call } = await unlockedCore({ folder, profileFolder, migrations, base });
  core.grant('target', target);
  const start = performance.now();
  const { jobId } = (await call('bundle.create', {
    target: 'target',
    registers: [{ register: 'secret', filters: [] }],
    level: 'internal',
    attachments: true,
    asOf: null,
    recipient: '',
    purpose: '',
    approval: null,
    password,
  })) as unknown as { jobId: string };
  const job = await core.state.jobs.finished(jobId);
  const elapsedMs = performance.now() - start;
  if (job.state !== 'done') throw new Error(`issuing ended ${job.state}: ${JSON.stringify(job.error)}`);
  await core.lock('quit');
  return { elapsedMs, sizeBytes: (job.result as { sizeBytes: number }).sizeBytes };
}

const result = work === 'issue' ? await issue() : await decryptAndDigest();
process.stdout.write(JSON.stringify({ ...result, peakBytes: process.resourceUsage().maxRSS * 1024 }));
