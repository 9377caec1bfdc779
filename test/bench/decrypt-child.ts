// What issuing a bundle is measured by, in a process of its own and taken literally: every attachment is decrypted to a plain
// file, then SHA-256 is taken of that file, then SM3, each to its end before the next begins; one thread, the libraries of
// the product (age-encryption, node:crypto, its SM3). Nothing is synced, packed, written a second time or read back.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { createSm3 } from '../../electron/core/register/attachments/file-digests.ts';
import { identityOf } from '../../electron/core/register/attachments/open-attachments.ts';
import { openSealedFile } from '../../electron/core/register/attachments/sealed-files.ts';
import type { TableRow } from '../../electron/core/register/statements.ts';
import { closeVault, openVault } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { password } from '../integration/support/vaults.ts';

const [base, folder] = process.argv.slice(2) as [string, string];
const plain = join(base, 'plain.bin');
/** As large as suits reading: the product reads with it too. */
const readBytes = 1 << 20;

async function each(onChunk: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of createReadStream(plain, { highWaterMark: readBytes })) onChunk(chunk as Buffer);
}

const session = await openVault({
  folder,
  login: null,
  password,
  readOnly: false,
  registers: allRegisters,
  migrations,
  profile: openProfile(join(base, 'profile')),
  now: Date.now,
});
const rows = session.db.prepare('SELECT * FROM attachment ORDER BY rid').all() as TableRow[];
const start = performance.now();
let sizeBytes = 0;
for (const row of rows) {
  const { fileId, identity } = await identityOf(session, row);
  const opened = await openSealedFile(session.folder, fileId, identity);
  await pipeline(Readable.fromWeb(opened as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(plain));
  const sha256 = createHash('sha256');
  await each((chunk) => sha256.update(chunk));
  const sm3 = await createSm3();
  await each((chunk) => {
    sm3.update(chunk);
    sizeBytes += chunk.length;
  });
  if (sha256.digest('hex') !== row.sha256 || sm3.digest() !== row.sm3) throw new Error('other bytes than attached');
}
const elapsedMs = performance.now() - start;
rmSync(plain);
closeVault(session);
process.stdout.write(JSON.stringify({ elapsedMs, sizeBytes }));
