// A process that works on a vault until it is killed: imports, edits, attaches, locks and opens again. It says on stdout
// what was acknowledged, one JSON line each, only after the call returned.
import { createPrivateKey } from 'node:crypto';
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import { addAttachments } from '../../../electron/core/register/attachments/add.ts';
import { importTask } from '../../../electron/core/register/import/import-task.ts';
import { getRow } from '../../../electron/core/register/read.ts';
import { updateRecord } from '../../../electron/core/register/store.ts';
import { readHeader } from '../../../electron/core/vault/header.ts';
import { takeLock } from '../../../electron/core/vault/lock-file.ts';
import { closeVault, openSession, sweepOrphanFiles } from '../../../electron/core/vault/open.ts';
import { openProfile } from '../../../electron/core/vault/profile.ts';
import type { VaultSession } from '../../../electron/core/vault/session.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import type { CrashKeys } from './crash.ts';
import { create, quietJob, write } from './vaults.ts';

const rowsPerImport = 40;
const fileBytes = 150_000;

const { folder, base, lane, keys, run } = JSON.parse(process.env.CRASH_INPUT as string) as {
  folder: string;
  base: string;
  lane: string;
  keys: CrashKeys;
  run: number;
};

function acknowledge(line: Record<string, unknown>): void {
  // Synchronous, so that nothing acknowledged waits in a buffer when the kill comes.
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function open(): Promise<VaultSession> {
  const lock = takeLock(folder);
  const session = await openSession({
    folder,
    header: readHeader(folder),
    slotDigest: 'crash',
    userId: keys.userId,
    keys: {
      identity: keys.identity,
      recipient: keys.recipient,
      signKey: createPrivateKey({ key: Buffer.from(keys.signKey, 'base64'), format: 'der', type: 'pkcs8' }),
      signPublicKey: Buffer.from(keys.signPublicKey, 'base64'),
      founding: Buffer.from(keys.signPublicKey, 'base64'),
    },
    databaseKey: Buffer.from(keys.databaseKey, 'base64'),
    readOnly: false,
    lock,
    options: { registers: allRegisters, migrations, profile: openProfile(join(base, 'profile')), now: Date.now },
  });
  sweepOrphanFiles(session);
  return session;
}

let session = await open();
acknowledge({ kind: 'ready' });
for (let step = 0; ; step += 1) {
  const mark = `${lane}-${run}-${step}`;
  const work = (run * 7 + step) % 4;
  if (work === 0) {
    const path = join(base, `${mark}.csv`);
    const rows = Array.from(
      { length: rowsPerImport },
      (_, index) => `${mark}-${index},秘点 ${mark} ${index},一般商密,研发部,内容 ${index}`,
    );
    writeFileSync(path, `\uFEFF编号,秘点名称,密级,责任部门,秘点内容\r\n${rows.join('\r\n')}\r\n`);
    const task = importTask(session);
    await task.open({ importId: mark, register: 'secret', path }, quietJob);
    await task.configure({ options: { grading: 'proposed' } }, quietJob);
    await task.commit({ stateSecretDeclared: true, rememberMapping: false }, quietJob);
    acknowledge({ kind: 'import', mark, rows: rowsPerImport });
  } else if (work === 1) {
    const row = await create(session, 'secret', { name: `单独 ${mark}`, content: `密 ${mark}` }, `${mark}-one`);
    acknowledge({ kind: 'edit', id: row.id, version: 1, note: null });
    const definition = session.registry.byKey('secret');
    await write(session, (context) =>
      updateRecord(context, definition, getRow(session, definition, row.id), { version: 1, values: { note: mark } }),
    );
    acknowledge({ kind: 'edit', id: row.id, version: 2, note: mark });
  } else if (work === 2) {
    const owner = await create(session, 'carrier', { name: `载体 ${mark}` }, `${mark}-carrier`);
    const path = join(base, `${mark}.bin`);
    writeFileSync(path, Buffer.alloc(fileBytes, mark));
    await addAttachments(
      session,
      { files: [{ path, register: 'carrier', ownerId: owner.id }], mode: 'sealed', documentDate: null, note: null },
      quietJob,
    );
    acknowledge({ kind: 'attach', owner: owner.id });
  } else {
    closeVault(session);
    session = await open();
    acknowledge({ kind: 'lock' });
  }
}
