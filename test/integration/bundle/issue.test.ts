// Issuing bundles from a real vault: what leaves, what does not, and what strangers' tools say of the result.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuedEvents, issueOfEvent } from '../../../electron/core/document/bundle/issue.ts';
import { type BundleResult, issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { openChosen } from '../../../electron/core/document/bundle/opened-content.ts';
import { disclosureCounts } from '../../../electron/core/document/bundle/preview.ts';
import { pastView, presentView } from '../../../electron/core/document/bundle/view.ts';
import { streamBundle } from '../../../electron/core/document/bundle/write-bundle.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { headOf } from '../../../electron/core/journal/append.ts';
import { verifyWhole } from '../../../electron/core/journal/journal-task.ts';
import { disclosureLevels } from '../../../shared/disclosure.ts';
import {
  attachFiles,
  type BundleVault,
  createBundleVault,
  discard,
  password,
  quiet,
  request,
  sealedText,
  secretName,
} from './bundle-vault.ts';
import { unzip, zipText } from './unzip.ts';

let vault: BundleVault;
let court: { path: string; result: BundleResult; root: string };

beforeAll(async () => {
  vault = await createBundleVault();
  await attachFiles(vault);
  const path = join(vault.folder, '证据包 一.zip');
  const result = await issueBundle(vault.session, request(vault, path, { level: 'court' }), quiet);
  court = { path, result, root: unzip(path, join(vault.folder, 'court')) };
});

afterAll(() => discard(vault));

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe('A bundle in strangers’ hands', () => {
  it('passes sha256sum for payload and tag files', () => {
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      execFileSync('sha256sum', ['--quiet', '--strict', '-c', manifest], { cwd: court.root });
  });

  it('lists every file of the folder in a manifest', () => {
    const listed = ['manifest-sha256.txt', 'tagmanifest-sha256.txt'].flatMap((name) =>
      readFileSync(join(court.root, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(66)),
    );
    const present = readdirSync(court.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(court.root.length + 1));
    expect([...listed, 'tagmanifest-sha256.txt'].sort()).toEqual(present.sort());
    expect(present).toHaveLength(court.result.files);
  });

  it.skipIf(!process.env.BAGIT_PYTHON)('is valid for bagit-python', () => {
    const program = `
import importlib.metadata as m, sys
known = m.version
m.version = lambda name: '1' if name == 'bagit' else known(name)
import bagit
bagit.Bag(sys.argv[1]).validate()`;
    execFileSync('/usr/bin/python3', ['-c', program, court.root], {
      env: { ...process.env, PYTHONPATH: join(process.env.BAGIT_PYTHON as string, 'src') },
    });
  });

  it('has SM3 digests that openssl finds too', () => {
    const [line] = readFileSync(join(court.root, 'manifest-sm3.txt'), 'utf8').split('\n');
    const digest = execFileSync('openssl', ['dgst', '-sm3', '-r', (line as string).slice(66)], {
      cwd: court.root,
      encoding: 'utf8',
    });
    expect(digest.slice(0, 64)).toBe((line as string).slice(0, 64));
  });

  it('has a seal whose Ed25519 signature openssl accepts with the key in keys.json', () => {
    const seal = readFileSync(join(court.root, 'journal/seal.txt'), 'utf8');
    const [text, signatures] = seal.split('\n\n') as [string, string];
    const blob = Buffer.from(signatures.trim().split(' ')[2] as string, 'base64');
    const raw = Buffer.from(json(join(court.root, 'journal/keys.json')).keys[0].publicKey, 'base64');
    const folder = join(vault.folder, 'openssl');
    mkdirSync(folder);
    writeFileSync(join(folder, 'text'), `${text}\n`);
    writeFileSync(join(folder, 'signature'), blob.subarray(4));
    // An Ed25519 SubjectPublicKeyInfo is this prefix and the raw key (RFC 8410).
    writeFileSync(join(folder, 'key.der'), Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]));
    const verified = execFileSync(
      'openssl',
      [
        'pkeyutl',
        '-verify',
        '-pubin',
        '-keyform',
        'DER',
        '-inkey',
        'key.der',
        '-rawin',
        '-in',
        'text',
        '-sigfile',
        'signature',
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(verified).toContain('Verified Successfully');
    const tags = readFileSync(join(court.root, 'tagmanifest-sha256.txt'), 'utf8')
      .split('\n')
      .filter((line) => !line.endsWith('  journal/seal.txt'));
    expect(text.split('\n')[2]).toBe(createHash('sha256').update(tags.join('\n')).digest('base64'));
  });

  it('says in its index page what is withheld, in both languages, without scripts', () => {
    const page = readFileSync(join(court.root, 'data/index.html'), 'utf8');
    expect(page).toContain('可校验固定之后未被改动，不证明固定之前内容真实及形成时间。');
    expect(page).toContain('sealed content, not chosen');
    expect(page).toContain('江北区人民法院');
    expect(page).not.toMatch(/<script|javascript:|https?:\/\//i);
  });

  it('is found whole and signed by its own verifier, zipped and unpacked', async () => {
    const zipped = await verifyBundle(court.path, { key: court.result.keyFingerprint }, quiet);
    expect(zipped).toMatchObject({
      ok: true,
      problems: [],
      files: court.result.files,
      signedBy: 'shenruoxi',
      fingerprint: court.result.keyFingerprint,
    });
    expect(zipped.about).toMatchObject({
      level: 'court',
      recipient: '江北区人民法院',
      organisation: '云岭新材料有限公司',
    });
    expect(await verifyBundle(court.root, {}, quiet)).toEqual(zipped);
    expect((await verifyBundle(join(vault.folder, 'court'), {}, quiet)).ok).toBe(true);
  });

  it('is refused where the fingerprint told is another', async () => {
    const report = await verifyBundle(court.path, { key: '0000 1111 2222 3333 4444 5555 6666 7777' }, quiet);
    expect(report.problems).toEqual([{ kind: 'proof', path: 'journal/keys.json', detail: 'key_other' }]);
  });
});

describe('What leaves', () => {
  it.each(disclosureLevels.filter((level) => level !== 'internal'))(
    'at level %s holds no sealed content, real name, telephone number or internal reason',
    async (level) => {
      const path = join(vault.folder, `${level}.zip`);
      await issueBundle(vault.session, request(vault, path, { level }), quiet);
      const text = zipText(path, join(vault.folder, `text-${level}`));
      for (const withheld of [sealedText, secretName, '13812345678', '2019-04-08', '某公司纠纷', '工艺规程（受控）'])
        expect(text).not.toContain(withheld);
      expect(text).toContain('材料工艺0号');
    },
  );

  it('at level internal holds names, but never sealed content', async () => {
    const path = join(vault.folder, 'internal.zip');
    await issueBundle(vault.session, request(vault, path), quiet);
    const text = zipText(path, join(vault.folder, 'text-internal'));
    expect(text).toContain(secretName);
    expect(text).not.toContain(sealedText);
    expect(text).not.toContain('13812345678');
  });

  it('shows a record without public name by its number alone, with a commitment for the name', () => {
    const { records } = json(join(court.root, 'data/registers/secret.json'));
    expect(records[1]).toMatchObject({ number: expect.stringContaining('002'), title: null });
    expect(records[1].values.name).toBeUndefined();
    expect(records[1].withheld.name).toMatch(/^[0-9a-f]{64}$/);
    expect(records[0].masked).toEqual({});
    // Courts, lawyers and police must know who did what: people keep their names there.
    expect(records[0].values.responsible).toBe('周明远');
  });

  it('reveals salts of disclosed values only', () => {
    const text = readFileSync(join(court.root, 'journal/commitments.json'), 'utf8');
    const { revisions } = JSON.parse(text);
    const secret = revisions.find(
      (revision: { head: { number: string }; disclosed?: object }) =>
        revision.head.number.endsWith('003号') && revision.disclosed,
    );
    expect(Object.keys(secret.disclosed)).not.toContain('name');
    expect(Object.keys(secret.commitments)).toContain('name');
    const classSalts = vault.session.db
      .prepare('SELECT open_salt FROM revision WHERE open_salt IS NOT NULL')
      .pluck()
      .all() as Buffer[];
    for (const salt of classSalts) expect(text).not.toContain(salt.toString('base64'));
  });

  it('keeps the files of one record apart and under names every system takes', () => {
    const folder = join(court.root, 'data/attachments/商密〔2026〕001号');
    expect(readdirSync(folder).sort()).toEqual(['_CON.txt', '鉴定意见 (2).pdf', '鉴定意见.pdf']);
    const { records } = json(join(court.root, 'data/registers/attachment.json'));
    expect(records.map(({ file }: { file: string | null }) => file)).toContain(null);
    for (const { file, values } of records) if (file) expect(sha256(join(court.root, file))).toBe(values.sha256);
  });

  it('is counted beforehand as the bundle counts it', () => {
    const choice = request(vault, '', { level: 'court' });
    const { given, withheld } = json(join(court.root, 'data/issue.json'));
    expect(disclosureCounts(presentView(vault.session), choice)).toEqual({ given, withheld });
    expect(withheld).toContainEqual({
      register: 'secret',
      field: 'content',
      values: 1,
      reason: 'sealed',
      shown: 'nothing',
    });
    expect(withheld).toContainEqual({
      register: 'secret',
      field: 'name',
      values: 4,
      reason: 'publicName',
      shown: 'publicName',
    });
    expect(given).toContainEqual({
      register: 'secret',
      records: 4,
      attachments: 4,
      attachmentBytes: 35,
      opened: 0,
      unnamed: 1,
    });
  });

  it('follows filters, and does not tell what was asked of a withheld field', async () => {
    const path = join(vault.folder, 'filtered.zip');
    const filters = [
      { field: 'level', operator: 'is' as const, values: ['core'] },
      { field: 'name', operator: 'contains' as const, values: [secretName.slice(0, 4)] },
    ];
    const result = await issueBundle(
      vault.session,
      request(vault, path, { level: 'reviewer', registers: [{ register: 'secret', filters, opened: [], files: [] }] }),
      quiet,
    );
    expect(result.records).toBe(1);
    const issue = json(join(unzip(path, join(vault.folder, 'filtered')), 'data/issue.json'));
    expect(issue.registers[0].filters).toEqual([filters[0], { field: 'name', operator: 'contains', values: null }]);
  });
});

describe('Issuing', () => {
  it('leaves an event with what was issued, findable without reading the journal', () => {
    const issued = issuedEvents(vault.session).map(({ event }) => JSON.parse(event));
    const event = issued.find(({ detail }) => detail.id === court.result.bundle);
    expect(event).toMatchObject({
      action: 'bundle.issued',
      actor: 'shenruoxi',
      detail: {
        level: 'court',
        recipient: '江北区人民法院',
        purpose: '起诉立案',
        sha256: sha256(court.path),
        sizeBytes: readFileSync(court.path).length,
        attachmentFiles: 3,
      },
    });
    const exported = vault.session.db
      .prepare('SELECT count(*) FROM journal WHERE opened = ? AND event LIKE ?')
      .pluck()
      .get(vault.secretId, `%attachment.exported%${court.result.bundle}%`);
    expect(exported).toBe(3);
    expect(verifyWhole(vault.session, true, quiet)).toMatchObject({ ok: true });
  });

  it('gives the same bytes again from the issue record in the journal', async () => {
    const row = issuedEvents(vault.session).find(({ event }) => event.includes(court.result.bundle));
    const issue = issueOfEvent(vault.session, row?.seq ?? 0);
    if (!issue) throw new Error('no issue record');
    for (let round = 0; round < 2; round += 1) {
      const view = pastView(vault.session, issue.asOf, issue.checkpointSize);
      const opened = await openChosen(view, issue.registers);
      const again = await buffer(streamBundle(view, issue, opened, quiet).bytes);
      expect(again.equals(readFileSync(court.path))).toBe(true);
    }
  });

  it('asks for the password again, and counts a wrong one', async () => {
    const path = join(vault.folder, 'refused.zip');
    const before = headOf(vault.session.db).size;
    await expect(
      issueBundle(vault.session, request(vault, path, { password: `${password}x` }), quiet),
    ).rejects.toMatchObject({ code: 'password_wrong', params: { failures: 1 } });
    expect(existsSync(path)).toBe(false);
    expect(headOf(vault.session.db).size).toBe(before);
  });

  it('never overwrites', async () => {
    await expect(issueBundle(vault.session, request(vault, court.path), quiet)).rejects.toMatchObject({
      code: 'path_exists',
    });
    expect(sha256(court.path)).toBe(court.result.sha256);
  });

  it.each(['police', 'regulator', 'reviewer'] as const)('refuses files at level %s', async (level) => {
    const registers = [{ register: 'secret', filters: [], opened: [], files: [vault.secretId] }];
    await expect(
      issueBundle(vault.session, request(vault, join(vault.folder, 'no.zip'), { level, registers }), quiet),
    ).rejects.toMatchObject({ code: 'bundle_unmasked_level' });
  });

  it('refuses a register named twice and attachments as a register', async () => {
    const twice = [1, 2].map(() => ({ register: 'secret', filters: [], opened: [], files: [] }));
    await expect(
      issueBundle(vault.session, request(vault, join(vault.folder, 'no.zip'), { registers: twice }), quiet),
    ).rejects.toMatchObject({ code: 'value_invalid' });
    const attachments = [{ register: 'attachment', filters: [], opened: [], files: [] }];
    await expect(
      issueBundle(vault.session, request(vault, join(vault.folder, 'no.zip'), { registers: attachments }), quiet),
    ).rejects.toMatchObject({ code: 'register_unknown' });
  });

  it.each(['write', 'verify'])('leaves nothing when it is cancelled in phase %s', async (phase) => {
    const folder = join(vault.folder, `cancel-${phase}`);
    mkdirSync(folder);
    const before = headOf(vault.session.db).size;
    let reached = false;
    const job = {
      progress: (_done: number, _total: number | null, at: string) => {
        if (at === phase) reached = true;
      },
      checkCancelled: () => {
        if (reached) throw Object.assign(new Error('cancelled'), { code: 'cancelled' });
      },
    };
    await expect(
      issueBundle(vault.session, request(vault, join(folder, 'x.zip'), { level: 'court' }), job),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder)).toEqual([]);
    expect(headOf(vault.session.db).size).toBe(before);
    expect(vault.session.db.inTransaction).toBe(false);
  });

  it('finds out when something rewrites the file after it was written, and removes it', async () => {
    const folder = join(vault.folder, 'rewritten');
    mkdirSync(folder);
    // What a transparent-encryption client does: between closing and reading, the bytes become others.
    const job = {
      progress: () => undefined,
      checkCancelled: () => {
        const [partial] = readdirSync(folder);
        const isWritten = partial !== undefined && readFileSync(join(folder, partial)).includes('PK\u0005\u0006');
        if (isWritten)
          writeFileSync(
            join(folder, partial),
            Buffer.concat([Buffer.from('E-SafeNet'), readFileSync(join(folder, partial))]),
          );
      },
    };
    const failure = await issueBundle(vault.session, request(vault, join(folder, 'x.zip')), job).catch(
      (cause) => cause,
    );
    expect(failure).toMatchObject({ code: 'bundle_read_back_failed' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('says that a folder cannot be written', async () => {
    const folder = join(vault.folder, 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    await expect(issueBundle(vault.session, request(vault, join(folder, 'x.zip')), quiet)).rejects.toMatchObject({
      code: 'file_unreadable',
    });
  });
});
