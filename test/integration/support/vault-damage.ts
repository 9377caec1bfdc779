// Random damage to the files of a vault, one thing at a time, from a seed: bytes changed, files taken away, cut, swapped, old ones put
// back. Opening and checking must name it or find the place unused; neither may fall.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseError } from '../../../electron/core/db/handle.ts';
import { createRandom } from '../../../electron/core/demo/random.ts';
import { addAttachments } from '../../../electron/core/register/attachments/add.ts';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { isHeaderAuthentic, readHeader } from '../../../electron/core/vault/header.ts';
import { closeVault, openSession } from '../../../electron/core/vault/open.ts';
import { openProfile } from '../../../electron/core/vault/profile.ts';
import type { VaultSession } from '../../../electron/core/vault/session.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { create, makeVault, quietJob, type TestVault, withSession } from './vaults.ts';

const pageBytes = 4096;

interface Known {
  vault: TestVault;
  keys: Pick<VaultSession, 'slotDigest' | 'keys' | 'databaseKey'> & { userId: string };
  /** Pages of the database that hold something. */
  used: ReadonlySet<number>;
}

/** A closed vault with records, sealed content, links and two attachments; its keys, so that no password is derived each time. */
async function prepare(): Promise<Known> {
  const vault = await makeVault();
  const keys = await withSession(vault, async (session) => {
    const secrets = [];
    for (let index = 0; index < 12; index += 1)
      secrets.push(await create(session, 'secret', { name: `秘点${index}`, level: 'core', content: `参数${index}` }));
    for (const [index, text] of ['甲'.repeat(900), '乙'.repeat(700)].entries()) {
      const path = join(vault.base, `附件${index}.txt`);
      writeFileSync(path, text);
      const files = [{ path, register: 'secret', ownerId: secrets[index]?.id ?? '' }];
      await addAttachments(session, { files, mode: 'sealed', documentDate: null, note: null }, quietJob);
    }
    const { slotDigest, keys: userKeys, user } = session;
    return { slotDigest, keys: userKeys, userId: user.id, databaseKey: Buffer.from(session.databaseKey) };
  });
  const known: Known = { vault, keys, used: new Set() };
  const session = await open(known, vault.folder);
  const pages = session.db.prepare('SELECT pageno FROM dbstat').pluck().all() as number[];
  session.db.close();
  return { ...known, used: new Set(pages) };
}

function open({ vault, keys }: Known, folder: string): Promise<VaultSession> {
  const header = readHeader(folder);
  if (!isHeaderAuthentic(header, keys.databaseKey)) throw new AppError('vault_header_changed');
  const { migrations, registers } = vault;
  return openSession({
    ...keys,
    databaseKey: Buffer.from(keys.databaseKey),
    folder,
    header,
    // Only what is read is judged: nothing may be written over the damage.
    readOnly: false,
    lock: null,
    options: { registers, migrations, profile: openProfile(vault.profileFolder), now: Date.now },
  });
}

/** What opening or the check says of a folder; null where both find it whole. Anything untyped is a fall. */
async function finding(known: Known, folder: string): Promise<string | null> {
  let session: VaultSession;
  try {
    session = await open(known, folder);
  } catch (thrown) {
    // As unlocking does: SQLite's failures have codes of ours.
    const cause = databaseError(thrown);
    if (cause instanceof AppError) return cause.code;
    throw cause;
  }
  try {
    const { problems } = await checkVault(session, quietJob);
    return problems[0]?.code ?? null;
  } finally {
    session.db.close();
  }
}

/** The vault's files that hold what counts; the header before the last change is kept for people only. */
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^vault\.previous\.json$|^lock$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/**
 * Damages a copy of a vault `times` times. Returns what was neither named nor harmless: a changed byte of a page that holds
 * nothing matters to nobody.
 */
export async function vaultLottery(times: number, seed: number): Promise<string[]> {
  const known = await prepare();
  const good = join(known.vault.base, 'good');
  cpSync(known.vault.folder, good, { recursive: true });
  const random = createRandom(seed);
  const below = (limit: number) => random.between(0, limit - 1);
  const scratch = join(known.vault.base, 'damaged');
  const missed: string[] = [];
  for (let time = 0; time < times; time += 1) {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    cpSync(good, scratch, { recursive: true });
    const { what, isUsed } = damage(scratch, below, known.used);
    try {
      if ((await finding(known, scratch)) === null && isUsed) missed.push(what);
    } catch (cause) {
      missed.push(`${what}: ${cause instanceof Error ? cause.stack : String(cause)}`);
    }
  }
  const whole = await finding(known, good);
  if (whole !== null) missed.push(`the vault itself: ${whole}`);
  closeVault(await known.vault.open());
  known.vault.remove();
  return missed;
}

function damage(folder: string, below: (limit: number) => number, used: ReadonlySet<number>) {
  const files = filesOf(folder);
  const path = files[below(files.length)] as string;
  const name = path.slice(folder.length + 1);
  const before = readFileSync(path);
  const kind = below(10);
  if (kind === 0) {
    rmSync(path);
    return { what: `took away ${name}`, isUsed: true };
  }
  if (kind === 1) {
    const cut = before.subarray(0, below(before.length));
    writeFileSync(path, cut);
    // The header ends in a line break that says nothing.
    const isUsed = !(name === 'vault.json' && cut.length === before.length - 1);
    return { what: `cut ${name} to ${cut.length} bytes`, isUsed };
  }
  const sealed = files.filter((file) => file.endsWith('.age'));
  if (kind === 2 && sealed.length === 2) {
    const [one, other] = sealed.map((file) => readFileSync(file)) as [Buffer, Buffer];
    writeFileSync(sealed[0] as string, other);
    writeFileSync(sealed[1] as string, one);
    return { what: 'swapped two attachments', isUsed: true };
  }
  if (kind === 3 && name === 'vault.db') {
    // Two pages change places.
    const [from, to] = [below(before.length / pageBytes), below(before.length / pageBytes)];
    const bytes = Buffer.from(before);
    before.copy(bytes, to * pageBytes, from * pageBytes, (from + 1) * pageBytes);
    before.copy(bytes, from * pageBytes, to * pageBytes, (to + 1) * pageBytes);
    writeFileSync(path, bytes);
    return {
      what: `swapped pages ${from + 1} and ${to + 1}`,
      isUsed: from !== to && (used.has(from + 1) || used.has(to + 1)),
    };
  }
  const at = below(before.length);
  const bytes = Buffer.from(before);
  bytes[at] = (bytes[at] as number) ^ (1 << below(8));
  writeFileSync(path, bytes);
  const isUsed = name !== 'vault.db' || used.has(Math.floor(at / pageBytes) + 1);
  return { what: `changed byte ${at} of ${name}`, isUsed };
}
