// Time stamps through the product: requests, tokens of a real local authority, refusals by name, chosen certificates,
// the journal's word on each step, and what a bundle takes along.
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issuedEvents, issueOfEvent } from '../../electron/core/document/bundle/issue.ts';
import { issueBundle } from '../../electron/core/document/bundle/issue-bundle.ts';
import { openChosen } from '../../electron/core/document/bundle/opened-content.ts';
import { pastView } from '../../electron/core/document/bundle/view.ts';
import { streamBundle } from '../../electron/core/document/bundle/write-bundle.ts';
import { verifyBundle } from '../../electron/core/document/verify/verify-bundle.ts';
import { headOf } from '../../electron/core/journal/append.ts';
import { rootAt } from '../../electron/core/journal/tree.ts';
import { chooseAuthorities, withdrawAuthority } from '../../electron/core/stamp/authorities.ts';
import { importToken } from '../../electron/core/stamp/import-token.ts';
import { buildRequest } from '../../electron/core/stamp/request.ts';
import { requestStamp, type StampSubject, saveRequest } from '../../electron/core/stamp/request-stamp.ts';
import { allRequests, allTokens, chosenAuthorities } from '../../electron/core/stamp/store.ts';
import { verifyStamps } from '../../electron/core/stamp/verify-stamps.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { attachFiles, type BundleVault, createBundleVault, discard, quiet, request } from './bundle/bundle-vault.ts';
import { unzip } from './bundle/unzip.ts';
import { createTsa, purposes } from './support/tsa.ts';

const tsa = createTsa();
const root = tsa.issue({ name: '根', extensions: purposes.authority, issuer: null });
const otherRoot = tsa.issue({ name: '另一根', extensions: purposes.authority, issuer: null });
const signer = tsa.issue({ name: '时间戳服务', kind: 'ecdsa', extensions: purposes.stamping, issuer: root });
const rootFile = tsa.path(root.certificate);

let vault: BundleVault;
let files = 0;

beforeAll(async () => {
  vault = await createBundleVault();
  await attachFiles(vault);
});
afterAll(() => discard(vault));

const path = (name: string) => {
  files += 1;
  mkdirSync(join(vault.folder, `f${files}`));
  return join(vault.folder, `f${files}`, name);
};

interface Event {
  action: string;
  record?: string;
  detail: Record<string, unknown>;
}
const lastEvent = () =>
  JSON.parse(
    vault.session.db.prepare('SELECT event FROM journal ORDER BY seq DESC LIMIT 1').pluck().get() as string,
  ) as Event;

/** Requests a stamp and lets the authority answer; returns both files. */
function stampOf(
  subject: StampSubject,
  options: { bare?: boolean } = {},
): { id: string; query: string; answer: string } {
  const query = path('请求.tsq');
  const { id } = requestStamp(vault.session, subject, query);
  const answer = path('答复.tsr');
  writeFileSync(answer, tsa.reply(new Uint8Array(readFileSync(query)), signer, options));
  return { id, query, answer };
}

const attachments = () =>
  vault.session.db
    .prepare('SELECT id, name, sha256, file_id AS fileId, owner_id AS ownerId FROM attachment ORDER BY rid')
    .all() as {
    id: string;
    name: string;
    sha256: string;
    fileId: string | null;
    ownerId: string;
  }[];

test('a request over a checkpoint signs the head first and asks over the note’s own bytes', () => {
  const before = headOf(vault.session.db);
  const query = path('检查点.tsq');
  const { id } = requestStamp(vault.session, { kind: 'checkpoint' }, query);
  const row = allRequests(vault.session.db)[0];
  expect(row).toMatchObject({ id, kind: 'checkpoint', subject: String(before.size) });
  expect(row?.note?.split('\n').slice(0, 3)).toEqual([
    vault.session.origin,
    String(before.size),
    before.root.toString('base64'),
  ]);
  const said = execFileSync('openssl', ['ts', '-query', '-in', query, '-text'], { encoding: 'utf8' });
  const digest = hash('sha256', row?.note as string);
  expect(said.replace(/^ +[0-9a-f]{4} - |-| {3}.*$/gm, '').replace(/\s/g, '')).toContain(digest.slice(0, 32));
  expect(lastEvent()).toMatchObject({
    action: 'stamp.requested',
    detail: { request: id, kind: 'checkpoint', subject: String(before.size), imprint: digest },
  });
  const again = path('再存.tsq');
  saveRequest(vault.session, id, again);
  expect(readFileSync(again).equals(readFileSync(query))).toBe(true);
});

test('a token finds its request by itself, is kept byte for byte, and its coming in is an event', async () => {
  for (const bare of [false, true]) {
    const { id, answer } = stampOf({ kind: 'checkpoint' }, { bare });
    const imported = await importToken(vault.session, answer);
    expect(imported).toMatchObject({ request: id, kind: 'checkpoint', trusted: false, authority: '时间戳服务' });
    const token = allTokens(vault.session.db)[0];
    expect(token?.token.equals(readFileSync(answer))).toBe(true);
    expect(token).toMatchObject({ problem: 'authority_not_chosen', trusted: 0 });
    expect(lastEvent()).toMatchObject({
      action: 'stamp.imported',
      detail: {
        token: imported.id,
        request: id,
        sha256: hash('sha256', readFileSync(answer)),
        genTimeMs: imported.genTimeMs,
        policy: '1.2.3.4.1',
      },
    });
  }
});

test('attachments are stamped by their recorded digest, those known by fingerprint only as well', async () => {
  const list = attachments();
  for (const one of [list.find(({ fileId }) => fileId !== null), list.find(({ fileId }) => fileId === null)]) {
    if (!one) throw new Error('an attachment of each kind');
    const { id, answer } = stampOf({ kind: 'attachment', id: one.id });
    expect(allRequests(vault.session.db)[0]).toMatchObject({ id, subject: one.id, name: one.name });
    expect(allRequests(vault.session.db)[0]?.imprint.toString('hex')).toBe(one.sha256);
    await importToken(vault.session, answer);
    // The history of the record the file belongs to tells of it.
    expect(lastEvent()).toMatchObject({ action: 'stamp.imported', record: one.ownerId });
  }
});

test('a file that is no answer to a request is refused by its reason, and nothing is written', async () => {
  const { db } = vault.session;
  const { query, answer } = stampOf({ kind: 'checkpoint' });
  const bytes = new Uint8Array(readFileSync(query));
  const write = (name: string, content: Uint8Array) => {
    const file = path(name);
    writeFileSync(file, content);
    return file;
  };
  const imprint = allRequests(db)[0]?.imprint as Buffer;
  const foreign = buildRequest(new Uint8Array(32).fill(9));
  const otherNonce = buildRequest(new Uint8Array(imprint));
  const wrongPurpose = tsa.issue({ name: '不当用途', extensions: purposes.anything, issuer: root });
  const nonce = new Uint8Array(allRequests(db)[0]?.nonce as Buffer);
  const broken = new Uint8Array(readFileSync(answer));
  broken[broken.length - 5] = (broken[broken.length - 5] as number) ^ 1;
  execFileSync('openssl', ['ts', '-query', '-digest', '00'.repeat(20), '-sha1', '-out', tsa.path('sha1.tsq')]);
  const cases: [string, string, Record<string, unknown>][] = [
    [write('别处.tsr', tsa.reply(foreign.bytes, signer)), 'stamp_unasked', {}],
    [write('另一次.tsr', tsa.reply(otherNonce.bytes, signer)), 'stamp_nonce_other', {}],
    [
      write('无随机数.tsr', tsa.craft({ imprint: new Uint8Array(imprint), atMs: Date.now(), signer })),
      'stamp_nonce_other',
      {},
    ],
    [write('拒绝.tsr', tsa.reply(tsa.read('sha1.tsq'), signer)), 'stamp_not_granted', {}],
    [write('半个.tsr', readFileSync(answer).subarray(0, 700)), 'stamp_damaged', {}],
    [write('改动.tsr', broken), 'stamp_invalid', { tokenProblem: 'signature_wrong' }],
    [query, 'stamp_damaged', {}],
    [rootFile, 'stamp_damaged', {}],
    [write('空.tsr', new Uint8Array(0)), 'file_empty', {}],
    [write('大.tsr', new Uint8Array(2 << 20)), 'file_too_large', {}],
    [join(vault.folder, '没有.tsr'), 'file_missing', {}],
    [vault.folder, 'file_unreadable', {}],
    [
      write('用途.tsr', tsa.craft({ imprint: new Uint8Array(imprint), nonce, atMs: Date.now(), signer: wrongPurpose })),
      'stamp_invalid',
      { tokenProblem: 'purpose_wrong' },
    ],
  ];
  expect(bytes.length).toBeLessThan(200);
  const before = [headOf(db).size, allTokens(db).length];
  for (const [file, code, params] of cases)
    await expect(importToken(vault.session, file), file).rejects.toMatchObject({ code, params });
  expect([headOf(db).size, allTokens(db).length]).toEqual(before);
  await importToken(vault.session, answer);
  await expect(importToken(vault.session, answer)).rejects.toMatchObject({ code: 'stamp_known' });
  // The same token without its response is the same token.
  execFileSync('openssl', ['ts', '-reply', '-in', answer, '-token_out', '-out', tsa.path('bare.tst')]);
  await expect(importToken(vault.session, tsa.path('bare.tst'))).rejects.toMatchObject({ code: 'stamp_known' });
  expect(allTokens(db).length).toBe((before[1] as number) + 1);
});

test('a request is refused where its file cannot be written, and leaves neither row nor event', () => {
  const { db } = vault.session;
  const before = [headOf(db).size, allRequests(db).length];
  const taken = path('已有.tsq');
  writeFileSync(taken, '原有内容');
  expect(() => requestStamp(vault.session, { kind: 'checkpoint' }, taken)).toThrow(
    expect.objectContaining({ code: 'path_exists' }),
  );
  expect(readFileSync(taken, 'utf8')).toBe('原有内容');
  expect(() => requestStamp(vault.session, { kind: 'checkpoint' }, join(vault.folder, '无此文件夹', 'a.tsq'))).toThrow(
    expect.objectContaining({ code: 'file_missing' }),
  );
  const nobody = '00000000-0000-4000-8000-000000000000';
  for (const kind of ['attachment', 'bundle'] as const)
    expect(() => requestStamp(vault.session, { kind, id: nobody }, path('a.tsq'))).toThrow(
      expect.objectContaining({ code: 'record_missing' }),
    );
  if (existsSync('/dev/full'))
    // A name in a folder where nothing can be made.
    expect(() => requestStamp(vault.session, { kind: 'checkpoint' }, '/proc/a.tsq')).toThrow();
  expect([headOf(db).size, allRequests(db).length]).toEqual(before);
});

test('choosing a CA certificate judges every token anew, withdrawing it takes that back, both by an event', async () => {
  const { db } = vault.session;
  expect(
    (await verifyStamps(vault.session, [])).every(
      ({ ok, trusted, problem }) => ok && !trusted && problem === 'authority_not_chosen',
    ),
  ).toBe(true);
  await chooseAuthorities(vault.session, tsa.path(otherRoot.certificate));
  expect(allTokens(db).every(({ problem }) => problem === 'authority_other')).toBe(true);
  const [chosen] = await chooseAuthorities(vault.session, rootFile);
  const der = execFileSync('openssl', ['x509', '-in', rootFile, '-outform', 'DER']);
  expect(chosen).toEqual({ name: '根', sha256: hash('sha256', der) });
  expect(lastEvent()).toMatchObject({
    action: 'stamp.authorityChosen',
    detail: { name: '根', sha256: hash('sha256', der) },
  });
  const rows = chosenAuthorities(db);
  expect(
    allTokens(db).every(
      ({ trusted, problem, certificate }) => trusted === 1 && problem === null && certificate === rows[1]?.rid,
    ),
  ).toBe(true);
  // A token that comes later is judged at once.
  const { answer } = stampOf({ kind: 'checkpoint' });
  expect(await importToken(vault.session, answer)).toMatchObject({ trusted: true });
  await withdrawAuthority(vault.session, rows[1]?.id as string);
  expect(lastEvent()).toMatchObject({ action: 'stamp.authorityWithdrawn' });
  expect(allTokens(db).every(({ trusted }) => trusted === 0)).toBe(true);
  await chooseAuthorities(vault.session, rootFile);
  await withdrawAuthority(vault.session, rows[0]?.id as string);
  expect((await verifyStamps(vault.session, chosenAuthorities(db))).every(({ trusted }) => trusted)).toBe(true);
  await expect(chooseAuthorities(vault.session, answer)).rejects.toMatchObject({
    code: 'stamp_certificate_unreadable',
  });
});

test('a bundle takes along the tokens over earlier checkpoints and over its files, and openssl accepts each', async () => {
  const { db } = vault.session;
  const target = join(vault.folder, '带时间戳.zip');
  const result = await issueBundle(vault.session, request(vault, target, { attachments: true }), quiet);
  expect((await verifyBundle(target, {}, quiet)).problems).toEqual([]);
  const told = await verifyBundle(target, { authorities: [rootFile] }, quiet);
  expect(told.tokens).toHaveLength(allTokens(db).length);
  expect(told.tokens.every(({ state, trusted }) => state === 'holds' && trusted)).toBe(true);
  const untold = await verifyBundle(target, { authorities: [tsa.path(otherRoot.certificate)] }, quiet);
  expect(untold.tokens.every(({ state, trusted }) => state === 'holds' && !trusted)).toBe(true);
  const folder = unzip(target, join(vault.folder, 'stamped'));
  const { format, tokens } = JSON.parse(readFileSync(join(folder, 'journal/tokens.json'), 'utf8')) as {
    format: string;
    tokens: {
      file: string;
      imprint: string;
      requestedAtMs: number;
      subject: { kind: string; size: number; note: string; consistency: string[]; attachment: string; name: string };
    }[];
  };
  expect(format).toBe('midian-tokens/1');
  expect(tokens.map(({ file }) => file)).toEqual(
    readdirSync(join(folder, 'journal/tokens'))
      .sort()
      .map((name) => `journal/tokens/${name}`),
  );
  expect(tokens).toHaveLength(allTokens(db).length);
  const [, size] = readFileSync(join(folder, 'journal/checkpoint.txt'), 'utf8').split('\n');
  const given = JSON.parse(readFileSync(join(folder, 'data/registers/attachment.json'), 'utf8').replace(/^/, '')) as {
    records: { record: string; values: { sha256: string } }[];
  };
  for (const { file, imprint, subject } of tokens) {
    execFileSync('openssl', ['ts', '-verify', '-digest', imprint, '-in', join(folder, file), '-CAfile', rootFile], {
      stdio: 'pipe',
    });
    if (subject.kind === 'checkpoint') {
      expect(hash('sha256', subject.note)).toBe(imprint);
      const stated = subject.note.split('\n');
      expect([stated[0], Number(stated[1])]).toEqual([vault.session.origin, subject.size]);
      expect(stated[2]).toBe(rootAt(db, subject.size).toString('base64'));
      expect(subject.size).toBeLessThanOrEqual(Number(size));
      expect(subject.consistency.length).toBeGreaterThan(0);
    } else expect(given.records.find(({ record }) => record === subject.attachment)?.values.sha256).toBe(imprint);
  }
  expect(new Set(tokens.map(({ subject }) => subject.kind))).toEqual(new Set(['checkpoint', 'file']));
  // The ZIP itself is stamped beside it, and tokens that come after the issue do not change what is built again.
  const { answer } = stampOf({ kind: 'bundle', id: result.bundle });
  await importToken(vault.session, answer);
  const beside = await verifyBundle(target, { tokens: [answer], authorities: [rootFile] }, quiet);
  expect(beside.problems).toEqual([]);
  expect(beside.tokens.filter(({ subject }) => subject.kind === 'bundle')).toMatchObject([
    { state: 'holds', trusted: true },
  ]);
  execFileSync('openssl', ['ts', '-verify', '-data', target, '-in', answer, '-CAfile', rootFile], { stdio: 'pipe' });
  await importToken(vault.session, stampOf({ kind: 'checkpoint' }).answer);
  const row = issuedEvents(vault.session).find(({ event }) => event.includes(result.bundle));
  const issue = issueOfEvent(vault.session, row?.seq ?? 0);
  if (!issue) throw new Error('no issue record');
  expect(issue.tokens).toHaveLength(tokens.length);
  const view = pastView(vault.session, issue.asOf, issue.checkpointSize);
  const opened = await openChosen(view, issue.registers);
  expect((await buffer(streamBundle(view, issue, opened, quiet).bytes)).equals(readFileSync(target))).toBe(true);
  // Without its files a bundle holds no stamps over them.
  const plain = join(vault.folder, '无附件.zip');
  await issueBundle(vault.session, request(vault, plain), quiet);
  const bare = unzip(plain, join(vault.folder, 'plain'));
  expect(
    JSON.parse(readFileSync(join(bare, 'journal/tokens.json'), 'utf8')).tokens.every(
      ({ subject }: { subject: { kind: string } }) => subject.kind === 'checkpoint',
    ),
  ).toBe(true);
});

test('a stamp whose subject was changed behind the program is named', async () => {
  const { db } = vault.session;
  const authorities = chosenAuthorities(db);
  const [victim] = attachments();
  db.exec('SAVEPOINT tamper');
  db.prepare('UPDATE attachment SET sha256 = ? WHERE id = ?').run('0'.repeat(64), victim?.id);
  db.prepare("UPDATE stamp_request SET note = replace(note, 'midian/', 'midiam/') WHERE rid = 1").run();
  const verdicts = await verifyStamps(vault.session, authorities);
  db.exec('ROLLBACK TO tamper; RELEASE tamper');
  expect(verdicts.filter(({ problem }) => problem === 'subject_differs').map(({ subject }) => subject)).toContain(
    victim?.id,
  );
  expect((await verifyStamps(vault.session, authorities)).every(({ problem }) => problem === null)).toBe(true);
  expect(() => db.prepare('DELETE FROM stamp_token').run()).toThrow(/tokens are kept/);
  expect(() => db.prepare("UPDATE stamp_token SET token = x'00'").run()).toThrow(/tokens are kept/);
  expect(await checkVault(vault.session, quiet)).toEqual({ ok: true, problems: [] });
});
