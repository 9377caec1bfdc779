// Everything that can be done to a bundle afterwards is named: what, where, and as what.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { attachFiles, type BundleVault, createBundleVault, discard, quiet, request } from './bundle-vault.ts';
import { filesOf, forge as forgeOf, recomputeManifests as recomputeOf } from './reseal.ts';
import { unzip } from './unzip.ts';

let vault: BundleVault;
let good: string;
let root: string;

beforeAll(async () => {
  vault = await createBundleVault();
  await attachFiles(vault);
  const path = join(vault.folder, 'b.zip');
  await issueBundle(vault.session, request(vault, path, { level: 'court' }), quiet);
  good = unzip(path, join(vault.folder, 'good'));
});

afterAll(() => discard(vault));

beforeEach(() => {
  root = join(mkdtempSync(join(vault.folder, 'try-')), 'b');
  cpSync(good, root, { recursive: true });
});

const verify = () => verifyBundle(root, {}, quiet);
const problems = async () => (await verify()).problems;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

const allFiles = () => filesOf(root);
const recomputeManifests = () => recomputeOf(root);

describe('A change that leaves the manifests as they were', () => {
  it('finds nothing in the untouched copy', async () => {
    expect(await problems()).toEqual([]);
  });

  it('is named as changed in every single file of the bundle', async () => {
    for (const path of allFiles()) {
      const before = readFileSync(join(root, path));
      writeFileSync(join(root, path), Buffer.concat([before, Buffer.from(' ')]));
      const report = await verify();
      expect(report.ok, path).toBe(false);
      // The tag manifest is vouched for by the seal alone.
      const kinds = report.problems.filter((problem) => problem.path === path).map(({ kind }) => kind);
      if (path === 'tagmanifest-sha256.txt')
        expect(report.problems).toContainEqual({ kind: 'proof', path: 'journal/seal.txt', detail: 'sealed_other' });
      else expect(kinds, path).toContain('changed');
      writeFileSync(join(root, path), before);
    }
  });

  it('is named as missing for every single file taken away', async () => {
    for (const path of allFiles()) {
      renameSync(join(root, path), join(dirname(root), 'away'));
      expect(await problems(), path).toContainEqual({ kind: 'missing', path, detail: null });
      renameSync(join(dirname(root), 'away'), join(root, path));
    }
  });

  it('is named as extra for a file added, in data, in journal and at the top', async () => {
    for (const path of ['data/extra.txt', 'journal/extra.txt', 'extra.txt', 'data/registers/more.json']) {
      write(path, 'a');
      expect(await problems(), path).toEqual([{ kind: 'extra', path, detail: null }]);
      rmSync(join(root, path));
    }
  });

  it('is named as renamed, with where the file is now', async () => {
    for (const [from, to] of [
      ['data/registers/secret.xlsx', 'data/registers/秘点.xlsx'],
      ['data/registers/secret.json', 'data/registers/s.json'],
      ['data/attachments/商密〔2026〕001号/鉴定意见.pdf', 'data/attachments/鉴定意见.pdf'],
    ] as const) {
      renameSync(join(root, from), join(root, to));
      expect(await problems(), from).toEqual([{ kind: 'renamed', path: from, detail: to }]);
      renameSync(join(root, to), join(root, from));
    }
  });

  it('tells a file that was renamed and changed as missing and extra', async () => {
    renameSync(join(root, 'data/registers/secret.xlsx'), join(root, 'data/registers/x.xlsx'));
    write('data/registers/x.xlsx', 'other');
    const found = await problems();
    expect(found).toContainEqual({ kind: 'missing', path: 'data/registers/secret.xlsx', detail: null });
    expect(found).toContainEqual({ kind: 'extra', path: 'data/registers/x.xlsx', detail: null });
  });

  it('names a swap of two files as two changes', async () => {
    const [left, right] = ['data/registers/secret.xlsx', 'data/registers/person.xlsx'];
    const kept = readFileSync(join(root, left as string));
    writeFileSync(join(root, left as string), readFileSync(join(root, right as string)));
    writeFileSync(join(root, right as string), kept);
    expect((await problems()).map(({ kind, path }) => `${kind} ${path}`).sort()).toEqual(
      [`changed ${right}`, `changed ${left}`].sort(),
    );
  });

  it('names links instead of following them', async () => {
    symlinkSync('/etc/hostname', join(root, 'data/link.txt'));
    expect(await problems()).toEqual([{ kind: 'format', path: 'data/link.txt', detail: 'symbolic_link' }]);
  });

  it('names a manifest line that leaves the folder', async () => {
    write('manifest-sha256.txt', `${read('manifest-sha256.txt')}${'0'.repeat(64)}  ../../etc/passwd\n`);
    const found = await problems();
    expect(found).toContainEqual({ kind: 'format', path: 'manifest-sha256.txt', detail: 'manifest_line' });
    expect(found).toContainEqual({ kind: 'changed', path: 'manifest-sha256.txt', detail: null });
  });
});

describe('A change with every manifest recomputed', () => {
  it('is found by the seal, whatever file it is', async () => {
    for (const path of [
      'data/registers/secret.xlsx',
      'data/index.html',
      'data/issue.json',
      'data/attachments/商密〔2026〕001号/鉴定意见.pdf',
    ]) {
      const before = readFileSync(join(root, path));
      writeFileSync(
        join(root, path),
        path.endsWith('.json')
          ? before.toString().replace('起诉立案', '其他用途')
          : Buffer.concat([before, Buffer.from('x')]),
      );
      await recomputeManifests();
      const report = await verify();
      expect(report.problems, path).toContainEqual({ kind: 'proof', path: 'journal/seal.txt', detail: 'sealed_other' });
      expect(report.signedBy).toBeNull();
      writeFileSync(join(root, path), before);
    }
  });

  it('is found in a register value by its commitment, naming the record', async () => {
    write(
      'data/registers/secret.json',
      read('data/registers/secret.json').replace(/"level":"general"/, '"level":"core"'),
    );
    await recomputeManifests();
    expect(await problems()).toContainEqual({
      kind: 'proof',
      path: 'data/registers/secret.json',
      detail: 'record_differs 商密〔2026〕002号',
    });
  });

  it('is found in a value and its salted copy together', async () => {
    for (const path of ['data/registers/secret.json', 'journal/commitments.json'])
      write(path, read(path).replaceAll('材料工艺2号', '材料工艺9号'));
    await recomputeManifests();
    expect(await problems()).toContainEqual({
      kind: 'proof',
      path: 'journal/commitments.json',
      detail: 'commitment_differs publicName 商密〔2026〕003号',
    });
  });

  it('is found where a record is left out of its register', async () => {
    const lines = read('data/registers/secret.json').split('\n');
    write('data/registers/secret.json', lines.filter((line) => !line.includes('003号')).join('\n'));
    await recomputeManifests();
    expect(await problems()).toContainEqual({
      kind: 'proof',
      path: 'journal/commitments.json',
      detail: 'record_lacking 商密〔2026〕003号',
    });
  });

  it('is found where a record is added that the journal does not know', async () => {
    const lines = read('data/registers/secret.json').split('\n');
    const forged = (lines[2] as string)
      .replace('002号', '099号')
      .replace(/"record":"[^"]+"/, '"record":"01a1f8b6-6c38-7306-8443-000000000000"');
    write('data/registers/secret.json', [lines[0], forged, ...lines.slice(1)].join('\n'));
    await recomputeManifests();
    expect(await problems()).toContainEqual({
      kind: 'proof',
      path: 'data/registers/secret.json',
      detail: 'record_unproven 商密〔2026〕099号',
    });
  });

  it('is found in an event by its inclusion proof', async () => {
    write('journal/events.jsonl', read('journal/events.jsonl').replace('"actor":"shenruoxi"', '"actor":"someoneelse"'));
    await recomputeManifests();
    expect((await problems()).filter(({ path }) => path === 'journal/events.jsonl')).toEqual([
      { kind: 'proof', path: 'journal/events.jsonl', detail: expect.stringMatching(/^inclusion_wrong \d+$/) },
    ]);
  });

  it('is found where an event with its proof and commitments is taken out', async () => {
    const drop = (path: string, line: number) => {
      const lines = read(path).split('\n');
      lines.splice(line, 1);
      write(path, lines.join('\n'));
    };
    const before = read('journal/events.jsonl').split('\n').length;
    drop('journal/events.jsonl', 0);
    expect(read('journal/events.jsonl').split('\n')).toHaveLength(before - 1);
    await recomputeManifests();
    expect((await verify()).ok).toBe(false);
  });

  it('is found in a proof, a commitment and the checkpoint', async () => {
    const changes: [string, string, string][] = [
      ['journal/proofs.json', 'A', 'B'],
      ['journal/checkpoint.txt', '\n2', '\n3'],
    ];
    for (const [path, from, to] of changes) {
      const before = read(path);
      const at = before.lastIndexOf(from);
      write(path, before.slice(0, at) + to + before.slice(at + from.length));
      await recomputeManifests();
      expect(
        (await problems()).filter((problem) => problem.kind === 'proof' && problem.path !== 'journal/seal.txt'),
        path,
      ).not.toEqual([]);
      write(path, before);
    }
    const before = read('journal/commitments.json');
    write('journal/commitments.json', before.replace(/"name":"([0-9a-f]{63})[0-9a-f]"/, '"name":"$10"'));
    await recomputeManifests();
    if (read('journal/commitments.json') !== before)
      expect((await problems()).some(({ detail }) => detail?.startsWith('digest_differs'))).toBe(true);
  });

  it('is found where an attached file is swapped and its digests are written into the list', async () => {
    const path = 'data/attachments/商密〔2026〕001号/鉴定意见.pdf';
    const old = sha256(readFileSync(join(root, path)));
    write(path, 'third opinion');
    write(
      'data/registers/attachment.json',
      read('data/registers/attachment.json').replaceAll(old, sha256('third opinion')),
    );
    await recomputeManifests();
    const found = await problems();
    expect(
      found.some(
        ({ path: at, detail }) => at === 'data/registers/attachment.json' && detail?.startsWith('record_differs'),
      ),
    ).toBe(true);
  });

  it('is found where a file is slipped into the attachments and the manifests', async () => {
    write('data/attachments/商密〔2026〕001号/多出.txt', 'x');
    await recomputeManifests();
    expect(await problems()).toContainEqual({
      kind: 'proof',
      path: 'data/attachments/商密〔2026〕001号/多出.txt',
      detail: 'file_unlisted',
    });
  });

  it('is found where required files and their lines are taken out', async () => {
    for (const path of ['journal/seal.txt', 'journal/events.jsonl', 'data/issue.json', 'journal/keys.json']) {
      const before = readFileSync(join(root, path));
      rmSync(join(root, path));
      await recomputeManifests();
      expect(await problems(), path).toContainEqual({ kind: 'missing', path, detail: null });
      writeFileSync(join(root, path), before);
    }
  });
});

describe('Another key', () => {
  const forge = () => {
    write('data/registers/secret.xlsx', 'forged');
    return forgeOf(root);
  };

  it('makes a bundle that is consistent in itself, and is told by the fingerprint alone', async () => {
    const genuine = (await verify()).fingerprint as string;
    const forged = await forge();
    expect(await verify()).toMatchObject({ ok: true, fingerprint: forged });
    expect(forged).not.toBe(genuine);
    expect((await verifyBundle(root, { key: genuine }, quiet)).problems).toEqual([
      { kind: 'proof', path: 'journal/keys.json', detail: 'key_other' },
    ]);
  });

  it('is named where a certificate is not signed by the key above it', async () => {
    const keys = JSON.parse(read('journal/keys.json'));
    keys.keys[0].signature = Buffer.alloc(64, 1).toString('base64');
    write('journal/keys.json', `${JSON.stringify(keys, null, 1)}\n`);
    const found = await problems();
    expect(found).toContainEqual({ kind: 'proof', path: 'journal/keys.json', detail: 'certificate_wrong shenruoxi' });
    expect((await verify()).signedBy).toBeNull();
  });
});

describe('Files that are not what they should be', () => {
  it.each([
    ['journal/proofs.json', '{"proofs":['],
    ['journal/proofs.json', '[]\n'],
    ['journal/commitments.json', '{"format":"midian-commitments/1","revisions":[\n{"seq":-1}\n]}\n'],
    ['journal/keys.json', '{"format":"midian-keys/1","keys":[]}'],
    ['journal/events.jsonl', 'not json\n'],
    ['journal/checkpoint.txt', ''],
    ['data/issue.json', '{"format":"midian-bundle/2"}'],
    ['data/registers/secret.json', '{"records":[\n]}\n'],
    ['manifest-sha256.txt', 'nonsense'],
    ['bagit.txt', 'BagIt-Version: 9.9\n'],
    ['bag-info.txt', Buffer.from([0xff, 0xfe, 0x00]).toString('latin1')],
  ])('are problems, never a crash: %s as %j', async (path, text) => {
    write(path, text);
    if (!path.startsWith('manifest')) await recomputeManifests();
    const report = await verify();
    expect(report.ok).toBe(false);
    expect(report.problems.length).toBeGreaterThan(0);
  });

  it('refuses a folder that is no bundle, and one that is not there', async () => {
    const empty = join(vault.folder, 'empty');
    mkdirSync(empty, { recursive: true });
    await expect(verifyBundle(empty, {}, quiet)).rejects.toMatchObject({ code: 'bundle_unreadable' });
    expect(existsSync(join(vault.folder, 'nowhere'))).toBe(false);
    await expect(verifyBundle(join(vault.folder, 'nowhere'), {}, quiet)).rejects.toMatchObject({
      code: 'file_missing',
    });
  });
});
