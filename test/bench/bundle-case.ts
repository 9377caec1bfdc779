// A bundle with 1 GiB of attachments, as one file and as 64, issued by the built core, beside decrypting the same files to plain
// ones and digesting those (decrypt-child.ts says exactly what), and beside bagit-python.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import { unzip } from '../integration/bundle/unzip.ts';
import { create, makeVault, password, quietJob, type TestVault } from '../integration/support/vaults.ts';
import { startBuiltCore } from './built-core.ts';
import { type Figure, middle, ratioFigure } from './measure.ts';
import { noise } from './noise.ts';

const payloadBytes = 1 << 30;
const runs = 3;
const limitRatio = 1.2;
const limitBytes = 400e6;
const child = join(import.meta.dirname, 'decrypt-child.ts');
const python = process.platform === 'linux' ? '/usr/bin/python3' : 'python3';

const bag = `
import importlib.metadata as m, sys, time
known = m.version
m.version = lambda name: '1' if name == 'bagit' else known(name)
import bagit
start = time.perf_counter()
bagit.make_bag(sys.argv[1], checksums=['sha256'])
made = time.perf_counter()
bagit.Bag(sys.argv[1]).validate()
print((made - start) * 1000, (time.perf_counter() - made) * 1000)`;

interface Measured {
  elapsedMs: number;
  sizeBytes: number;
}

/** A vault with one secret and 1 GiB attached to it in `files` files of the same size. */
async function vaultWith(files: number): Promise<TestVault> {
  const vault = await makeVault();
  const session = await vault.open();
  const department = await create(session, 'department', { name: '研发部' });
  const secret = await create(
    session,
    'secret',
    {
      name: '浸渍温度曲线',
      category: 'technical',
      level: 'general',
      gradedOn: '2020-01-15',
      term: 'long_term',
      department: department.id,
      responsible: '顾言之',
      place: '档案室3号柜',
    },
    '商密〔2026〕001号',
    'in_force',
  );
  for (let index = 0; index < files; index += 1) {
    const path = join(vault.base, `附件${index + 1}.bin`);
    await pipeline(Readable.from(noise(payloadBytes / files, index + 1)), createWriteStream(path));
    const file = { path, register: 'secret', ownerId: secret.id };
    await addAttachments(session, { files: [file], mode: 'sealed', documentDate: null, note: null }, quietJob);
    rmSync(path);
  }
  closeVault(session);
  return vault;
}

function decryptAndDigest(vault: TestVault): Measured {
  const done = spawnSync(process.execPath, [child, vault.base, vault.folder], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as Measured;
}

/** The whole command in the built core, from the call to the job's end: password, snapshot, file, read-back, events. */
async function issue(vault: TestVault, target: string): Promise<Measured & { peakBytes: number }> {
  const scratch = join(vault.base, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const core = startBuiltCore(vault.profileFolder, scratch);
  await core.call('vault.unlock', { path: vault.folder, login: null, password, readOnly: false });
  core.grant('target', target);
  const start = performance.now();
  const job = await core.run('bundle.create', {
    target: 'target',
    registers: [{ register: 'secret', filters: [] }],
    level: 'internal',
    attachments: true,
    asOf: null,
    recipient: '',
    purpose: '',
    approval: null,
    password,
  });
  const elapsedMs = performance.now() - start;
  return { elapsedMs, sizeBytes: (job.result as { sizeBytes: number }).sizeBytes, peakBytes: await core.end() };
}

/** What bagit-python takes for the same payload; nothing where no checkout is given. */
function bagItPython(zip: string, folder: string, note: (text: string) => void): Figure['also'] {
  const checkout = process.env.BAGIT_PYTHON;
  if (!checkout) {
    note('bundle: bagit-python left out, BAGIT_PYTHON names no checkout of it');
    return {};
  }
  const payload = join(unzip(zip, folder), 'data');
  const env = { ...process.env, PYTHONPATH: join(checkout, 'src') };
  const done = spawnSync(python, ['-c', bag, payload], { encoding: 'utf8', env });
  rmSync(folder, { recursive: true, force: true });
  if (done.status !== 0) throw new Error(done.stderr);
  const [made, validated] = done.stdout.trim().split(' ').map(Number) as [number, number];
  return { 'bagit-python makes ms': Math.round(made), 'validates ms': Math.round(validated) };
}

async function issueFigure(files: number, note: (text: string) => void): Promise<Figure> {
  const vault = await vaultWith(files);
  try {
    const ours: (Measured & { peakBytes: number })[] = [];
    const base: Measured[] = [];
    const zip = join(vault.base, '证据包.zip');
    for (let index = 0; index < runs; index += 1) {
      base.push(decryptAndDigest(vault));
      rmSync(zip, { force: true });
      ours.push(await issue(vault, zip));
      note(
        `bundle: run ${index + 1}, ${Math.round(ours.at(-1)?.elapsedMs ?? 0)} ms to ${Math.round(base.at(-1)?.elapsedMs ?? 0)} ms, load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
      );
    }
    if (base.some(({ sizeBytes }) => sizeBytes !== payloadBytes)) throw new Error('not all was decrypted');
    if (ours.some(({ sizeBytes }) => sizeBytes < payloadBytes)) throw new Error('the bundle lacks attachments');
    const peakBytes = Math.max(...ours.map((measured) => measured.peakBytes));
    const figure = ratioFigure(
      `issue a bundle, 1 GiB in ${files} file${files === 1 ? '' : 's'}`,
      'age-decrypt to a file, SHA-256, SM3 of it one after the other',
      middle(ours.map(({ elapsedMs }) => elapsedMs)),
      middle(base.map(({ elapsedMs }) => elapsedMs)),
      limitRatio,
      { 'RSS MB': Math.round(peakBytes / 1e6), ...bagItPython(zip, join(vault.base, 'bag'), note) },
    );
    return { ...figure, ok: figure.ok && peakBytes <= limitBytes };
  } finally {
    vault.remove();
  }
}

/** Issuing with 1 GiB attached in one file and in 64: at most 1.2 × the baseline, at most 400 MB of memory. */
export async function issueLarge(note: (text: string) => void): Promise<Figure[]> {
  return [await issueFigure(1, note), await issueFigure(64, note)];
}
