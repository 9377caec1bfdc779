// Backup of a vault of 1 GiB beside copying it encrypted: every file of the vault through one age stream, with the same
// library, onto the same disk, synced. The age command's time for the same bytes stands beside it.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeBackup } from '../../electron/core/backup/make-backup.ts';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { ageSealStream, newIdentity } from '../../electron/core/format/age-file.ts';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import { create, makeVault, quietJob } from '../integration/support/vaults.ts';
import { type Figure, ratioFigure } from './measure.ts';

const files = 16;
const fileBytes = 64 << 20;

function randomFile(path: string): void {
  const handle = openSync(path, 'w');
  for (let done = 0; done < fileBytes; done += 8 << 20) writeSync(handle, randomBytes(8 << 20));
  closeSync(handle);
}

function vaultFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-wal') && !entry.name.endsWith('-shm'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function copyEncrypted(paths: readonly string[], target: string, recipient: string): Promise<void> {
  async function* all() {
    for (const path of paths) yield* createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
  }
  const sealed = await ageSealStream(Readable.toWeb(Readable.from(all())) as ReadableStream<Uint8Array>, recipient);
  await pipeline(Readable.fromWeb(sealed as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(target));
  const handle = openSync(target, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** Making a backup, the test restore included. */
export async function backupCase(): Promise<Figure> {
  const vault = await makeVault();
  const session = await vault.open();
  try {
    const { id } = await create(session, 'secret', { name: '大附件', level: 'core' });
    for (let index = 0; index < files; index += 1) {
      const path = join(vault.base, `a${index}.bin`);
      randomFile(path);
      await addAttachments(
        session,
        { files: [{ path, register: 'secret', ownerId: id }], mode: 'sealed', documentDate: null, note: null },
        quietJob,
      );
      rmSync(path);
    }
    const paths = vaultFiles(vault.folder);
    const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
    const { recipient } = await newIdentity();
    const copy = join(vault.base, 'copy.age');
    const timed = async (work: () => unknown) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const base = await timed(() => copyEncrypted(paths, copy, recipient));
    rmSync(copy);
    const tool = await timed(() =>
      execFileSync('sh', ['-c', 'cat "$@" | age -r "$RECIPIENT" -o "$OUT" && sync "$OUT"', 'sh', ...paths], {
        env: { ...process.env, RECIPIENT: recipient, OUT: copy },
      }),
    );
    rmSync(copy);
    const target = join(vault.base, 'backups');
    mkdirSync(target);
    let memory = 0;
    const watch = setInterval(() => {
      memory = Math.max(memory, process.memoryUsage().rss);
    }, 50);
    const ours = await timed(() => makeBackup(session, { folder: target, migrations }, quietJob));
    clearInterval(watch);
    return ratioFigure('backup of 1 GiB, test-restored', 'copying it age-encrypted, same library', ours, base, 2, {
      MiB: Math.round(bytes / 2 ** 20),
      'age command ms': Math.round(tool),
      'RSS MB': Math.round(memory / 1e6),
    });
  } finally {
    closeVault(session);
    vault.remove();
  }
}
