// A process that makes backups until it is killed. Says on stdout, one line each, what counted.
import { createPrivateKey } from 'node:crypto';
import { writeSync } from 'node:fs';
import { makeBackup } from '../../../electron/core/backup/make-backup.ts';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import { readHeader } from '../../../electron/core/vault/header.ts';
import { takeLock } from '../../../electron/core/vault/lock-file.ts';
import { openSession } from '../../../electron/core/vault/open.ts';
import { openProfile } from '../../../electron/core/vault/profile.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import type { CrashKeys } from './crash.ts';
import { quietJob } from './vaults.ts';

const start = JSON.parse(process.env.CRASH_INPUT as string) as {
  folder: string;
  target: string;
  profile: string;
  keys: CrashKeys;
  /** How far its clock is ahead: names carry seconds. */
  skewMs: number;
};
const { folder, target, profile, keys } = start;

let { skewMs } = start;
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
  lock: takeLock(folder),
  options: { registers: allRegisters, migrations, profile: openProfile(profile), now: () => Date.now() + skewMs },
});
writeSync(1, 'ready\n');
for (;;) {
  const { name } = await makeBackup(session, { folder: target, migrations }, quietJob);
  writeSync(1, `${name}\n`);
  skewMs += 1000;
}
