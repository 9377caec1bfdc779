// Time-stamp tokens in a bundle: what each is over is held against the bundle. Their own signatures are another matter.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { signCheckpoint } from '../../../electron/core/format/signed-note.ts';
import { headOf } from '../../../electron/core/journal/append.ts';
import { attachFiles, type BundleVault, createBundleVault, discard, quiet, request } from './bundle-vault.ts';
import { consistencyProof, treeHash } from './naive-tree.ts';
import { forge } from './reseal.ts';
import { unzip } from './unzip.ts';

let vault: BundleVault;
let good: string;
let root: string;
let zip: string;
let leaves: Buffer[];
let size: number;

beforeAll(async () => {
  vault = await createBundleVault(2);
  await attachFiles(vault);
  zip = join(vault.folder, 'b.zip');
  await issueBundle(vault.session, request(vault, zip, { level: 'court' }), quiet);
  good = unzip(zip, join(vault.folder, 'good'));
  size = Number(readFileSync(join(good, 'journal/checkpoint.txt'), 'utf8').split('\n')[1]);
  leaves = vault.session.db.prepare('SELECT leaf FROM journal ORDER BY seq').pluck().all().slice(0, size) as Buffer[];
  expect(headOf(vault.session.db).size).toBeGreaterThanOrEqual(size);
});

afterAll(() => discard(vault));

beforeEach(() => {
  root = join(vault.folder, 'try');
  rmSync(root, { recursive: true, force: true });
  cpSync(good, root, { recursive: true });
});

interface Entry {
  file: string;
  imprint: string;
  requestedAtMs: number;
  subject: Record<string, unknown>;
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

function checkpointEntry(at: number, file = 'journal/tokens/0001.tsr'): Entry {
  const { session } = vault;
  const checkpoint = { origin: session.origin, size: at, root: treeHash(leaves.slice(0, at)) };
  const note = signCheckpoint(checkpoint, session.user.login, session.keys.signKey);
  const consistency = consistencyProof(at, leaves).map((hash) => hash.toString('base64'));
  return {
    file,
    imprint: sha256(note),
    requestedAtMs: 1,
    subject: { kind: 'checkpoint', size: at, note, consistency },
  };
}

async function verifyWith(tokens: Entry[], files = tokens.map(({ file }) => file)) {
  mkdirSync(join(root, 'journal/tokens'), { recursive: true });
  for (const file of files) writeFileSync(join(root, file), 'a token');
  writeFileSync(join(root, 'journal/tokens.json'), JSON.stringify({ format: 'midian-tokens/1', tokens }));
  await forge(root);
  return verifyBundle(root, {}, quiet);
}

describe('A time stamp over a checkpoint', () => {
  it('is of this journal at every earlier size and at the present one', async () => {
    const entries = [1, 2, 3, size - 1, size].map((at, index) =>
      checkpointEntry(at, `journal/tokens/000${index + 1}.tsr`),
    );
    const { problems, tokens } = await verifyWith(entries);
    expect(problems.filter(({ detail }) => !detail?.startsWith('token_wrong'))).toEqual([]);
    expect(tokens.map(({ subject }) => subject)).toEqual(
      [1, 2, 3, size - 1, size].map((at) => ({ kind: 'checkpoint', size: at })),
    );
  });

  it('is named where imprint, note or proof do not fit', async () => {
    const entry = checkpointEntry(3);
    const { note, consistency } = entry.subject as { note: string; consistency: string[] };
    const otherNote = note.replace('midian/', 'midiam/');
    const otherRoot = signCheckpoint(
      { origin: vault.session.origin, size: 3, root: Buffer.alloc(32) },
      vault.session.user.login,
      vault.session.keys.signKey,
    );
    const cases: [Entry, string][] = [
      [{ ...entry, imprint: sha256('x') }, 'token_imprint_differs'],
      [{ ...entry, subject: { ...entry.subject, size: 4 } }, 'token_note_wrong'],
      [{ ...entry, imprint: sha256(otherNote), subject: { ...entry.subject, note: otherNote } }, 'token_note_wrong'],
      [{ ...entry, imprint: sha256('no note'), subject: { ...entry.subject, note: 'no note' } }, 'token_note_wrong'],
      [{ ...entry, imprint: sha256(otherRoot), subject: { ...entry.subject, note: otherRoot } }, 'token_inconsistent'],
      [{ ...entry, subject: { ...entry.subject, consistency: consistency.slice(1) } }, 'token_inconsistent'],
      [{ ...entry, subject: { ...entry.subject, consistency: [] } }, 'token_inconsistent'],
    ];
    for (const [spoilt, code] of cases) {
      const { problems, tokens } = await verifyWith([spoilt]);
      expect(problems, code).toContainEqual({
        kind: 'proof',
        path: 'journal/tokens.json',
        detail: `${code} ${entry.file}`,
      });
      expect(tokens[0]?.state).toBe('broken');
    }
  });

  it('is missing where its file is, and a list that is none is a format problem', async () => {
    const { problems } = await verifyWith([checkpointEntry(3)], []);
    expect(problems).toContainEqual({ kind: 'missing', path: 'journal/tokens/0001.tsr', detail: null });
    for (const text of ['', '{}', '{"format":"midian-tokens/1","tokens":[{}]}']) {
      writeFileSync(join(root, 'journal/tokens.json'), text);
      await forge(root);
      expect((await verifyBundle(root, {}, quiet)).problems).toContainEqual({
        kind: 'format',
        path: 'journal/tokens.json',
        detail: text === '' ? 'not_json' : 'layout',
      });
    }
  });
});

describe('A time stamp over a file', () => {
  const entryFor = (attachment: string, imprint: string): Entry => ({
    file: 'journal/tokens/0001.tsr',
    imprint,
    requestedAtMs: 1,
    subject: { kind: 'file', attachment, name: '鉴定意见.pdf' },
  });
  const attachments = () =>
    (
      JSON.parse(readFileSync(join(root, 'data/registers/attachment.json'), 'utf8')) as {
        records: { record: string; values: { sha256: string } }[];
      }
    ).records;

  it('is of an attachment of the bundle, and named where it is not', async () => {
    const [first, second] = attachments() as [ReturnType<typeof attachments>[0], ReturnType<typeof attachments>[0]];
    const about = async (attachment: string, imprint: string) =>
      (await verifyWith([entryFor(attachment, imprint)])).problems
        .filter(({ path }) => path === 'journal/tokens.json')
        .map(({ detail }) => detail?.split(' ')[0]);
    expect(await about(first.record, first.values.sha256)).toEqual([]);
    expect(await about(first.record, second.values.sha256)).toEqual(['token_imprint_differs']);
    expect(await about('nobody', first.values.sha256)).toEqual(['token_subject_unknown']);
  });
});

describe('A time stamp over the bundle', () => {
  it('needs the ZIP itself', async () => {
    const token = join(vault.folder, 'b.zip.tsr');
    writeFileSync(token, 'a token');
    const report = await verifyBundle(good, { tokens: [token] }, quiet);
    expect(report.problems).toEqual([{ kind: 'format', path: 'b.zip.tsr', detail: 'token_needs_zip' }]);
    const { tokens } = await verifyBundle(zip, { tokens: [token] }, quiet);
    expect(tokens.map(({ file, subject }) => [file, subject.kind])).toEqual([['b.zip.tsr', 'bundle']]);
  });
});
