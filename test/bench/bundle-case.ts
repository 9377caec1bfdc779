// A bundle with 1 GiB of attachments, as one file and as 64, beside decrypting and digesting the same files, and beside bagit-python.
import { spawnSync } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addAttachments } from '../../electron/core/register/attachments/add.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import { unzip } from '../integration/bundle/unzip.ts';
import { create, makeVault, quietJob, type TestVault } from '../integration/support/vaults.ts';
import { type Figure, ratioFigure } from './measure.ts';
import { noise } from './noise.ts';

const payloadBytes = 1 << 30;
const runs = 3;
const limitRatio = 1.2;
const limitBytes = 400e6;
const child = join(import.meta.dirname, 'bundle-child.ts');
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
  peakBytes: number;
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

function run(work: 'issue' | 'base', vault: TestVault, target: string): Measured {
  const done = spawnSync(process.execPath, [child, work, vault.base, vault.folder, target], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as Measured;
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

const middle = (values: readonly number[]) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] as number;

async function issueFigure(files: number, note: (text: string) => void): Promise<Figure> {
  const vault = await vaultWith(files);
  try {
    const [ours, base]: [Measured[], Measured[]] = [[], []];
    const zip = join(vault.base, '证据包.zip');
    for (let index = 0; index < runs; index += 1) {
      base.push(run('base', vault, zip));
      rmSync(zip, { force: true });
      ours.push(run('issue', vault, zip));
      note(
        `bundle: run ${index + 1}, ${Math.round(ours.at(-1)?.elapsedMs ?? 0)} ms to ${Math.round(base.at(-1)?.elapsedMs ?? 0)} ms, load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
      );
    }
    if (base.some(({ sizeBytes }) => sizeBytes !== payloadBytes)) throw new Error('not all was decrypted');
    if (ours.some(({ sizeBytes }) => sizeBytes < payloadBytes)) throw new Error('the bundle lacks attachments');
    const peakBytes = Math.max(...ours.map((measured) => measured.peakBytes));
    const figure = ratioFigure(
      `issue a bundle, 1 GiB in ${files} file${files === 1 ? '' : 's'}`,
      'age-decrypt, SHA-256, SM3 one after the other',
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
