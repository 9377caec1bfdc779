// Tokens of a real local authority, good and bad, judged by our verifier and by `openssl ts -verify` alike.
import { hash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildRequest } from '../../electron/core/stamp/request.ts';
import { readCertificateFile } from '../../shared/evidence/certificate-file.ts';
import { readToken, verifyToken } from '../../shared/evidence/time-stamp.ts';
import { createTsa, type KeyKind, openssl, purposes } from './support/tsa.ts';

const tsa = createTsa();
const yearMs = 365 * 86_400_000;
const imprint = new Uint8Array(hash('sha256', '秘点', 'buffer'));
const root = tsa.issue({ name: '测试根', extensions: purposes.authority, issuer: null });
const signer = tsa.issue({ name: '时间戳服务', extensions: purposes.stamping, issuer: root });
const otherRoot = tsa.issue({ name: '另一根', extensions: purposes.authority, issuer: null });
const rootFile = tsa.read(root.certificate);
const request = buildRequest(imprint);

test.each(['rsa', 'ecdsa'] as KeyKind[])(
  'a token of an authority with %s keys holds here and for openssl, as response and bare',
  async (kind) => {
    const ca = tsa.issue({ name: `根 ${kind}`, kind, extensions: purposes.authority, issuer: null });
    const own = tsa.issue({ name: `服务 ${kind}`, kind, extensions: purposes.stamping, issuer: ca });
    for (const bare of [false, true]) {
      const token = tsa.reply(request.bytes, own, { bare });
      const verdict = await verifyToken(token, imprint, [tsa.read(ca.certificate)], { nonce: request.nonce });
      expect(verdict).toMatchObject({
        ok: true,
        trusted: true,
        problem: null,
        policy: '1.2.3.4.1',
        authority: `服务 ${kind}`,
        chosen: 0,
      });
      expect(Math.abs((verdict.genTimeMs as number) - Date.now())).toBeLessThan(10 * 60_000);
      expect(verdict.serial).toMatch(/^[0-9a-f]+$/);
      expect(tsa.opensslAccepts(token, imprint, ca, { bare })).toBe(true);
    }
  },
);

test('a chain over an intermediate leads to the root, and to the intermediate where that one was chosen', async () => {
  const middle = tsa.issue({
    name: '中级',
    kind: 'ecdsa',
    extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'],
    issuer: root,
  });
  const own = tsa.issue({ name: '服务', extensions: purposes.stamping, issuer: middle });
  const token = tsa.reply(request.bytes, own, { chain: [middle] });
  const files = [tsa.read(otherRoot.certificate), rootFile];
  expect(await verifyToken(token, imprint, files)).toMatchObject({ ok: true, trusted: true, chosen: 1 });
  expect(await verifyToken(token, imprint, [tsa.read(middle.certificate)])).toMatchObject({ trusted: true });
  expect(tsa.opensslAccepts(token, imprint, root)).toBe(true);
  // Without the intermediate the chain ends nowhere, for openssl too.
  const short = tsa.reply(request.bytes, own);
  expect(await verifyToken(short, imprint, [rootFile])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_other',
  });
  expect(tsa.opensslAccepts(short, imprint, root)).toBe(false);
  // Below a path length of 0 there may be no further issuer.
  const deeper = tsa.issue({ name: '更深', extensions: purposes.authority, issuer: middle });
  const deep = tsa.issue({ name: '深处服务', extensions: purposes.stamping, issuer: deeper });
  const long = tsa.reply(request.bytes, deep, { chain: [middle, deeper] });
  expect(await verifyToken(long, imprint, [rootFile])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_other',
  });
  expect(tsa.opensslAccepts(long, imprint, root)).toBe(false);
});

test('another CA, another imprint and another nonce are told apart; no CA chosen is said so', async () => {
  const token = tsa.reply(request.bytes, signer);
  expect(await verifyToken(token, imprint, [])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_not_chosen',
    authority: '时间戳服务',
  });
  expect(await verifyToken(token, imprint, [tsa.read(otherRoot.certificate)])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_other',
  });
  expect(tsa.opensslAccepts(token, imprint, otherRoot)).toBe(false);
  const elsewhere = new Uint8Array(32).fill(7);
  expect(await verifyToken(token, elsewhere, [rootFile])).toMatchObject({
    ok: false,
    trusted: false,
    problem: 'imprint_other',
  });
  expect(tsa.opensslAccepts(token, elsewhere, root)).toBe(false);
  expect(await verifyToken(token, imprint, [rootFile], { nonce: buildRequest(imprint).nonce })).toMatchObject({
    ok: false,
    problem: 'nonce_other',
  });
});

test('a certificate counts as of the token’s instant: good then and expired now holds, expired then does not', async () => {
  const atMs = Date.now() - 5 * yearMs;
  const oldRoot = tsa.issue({
    name: '旧根',
    extensions: purposes.authority,
    issuer: null,
    fromMs: atMs - yearMs,
    untilMs: atMs + yearMs,
  });
  const old = tsa.issue({
    name: '旧服务',
    extensions: purposes.stamping,
    issuer: oldRoot,
    fromMs: atMs - yearMs,
    untilMs: atMs + yearMs,
  });
  const good = tsa.craft({ imprint, atMs, signer: old });
  const file = tsa.read(oldRoot.certificate);
  expect(await verifyToken(good, imprint, [file])).toMatchObject({
    ok: true,
    trusted: true,
    genTimeMs: Math.floor(atMs / 1000) * 1000,
  });
  expect(tsa.opensslAccepts(good, imprint, oldRoot, { bare: true, atMs })).toBe(true);
  expect(tsa.opensslAccepts(good, imprint, oldRoot, { bare: true })).toBe(false);
  for (const lateMs of [atMs + 2 * yearMs, atMs - 2 * yearMs]) {
    const bad = tsa.craft({ imprint, atMs: lateMs, signer: old });
    expect(await verifyToken(bad, imprint, [file])).toMatchObject({
      ok: false,
      trusted: false,
      problem: 'certificate_not_valid_then',
    });
    expect(tsa.opensslAccepts(bad, imprint, oldRoot, { bare: true, atMs: lateMs })).toBe(false);
  }
  const outliving = tsa.issue({
    name: '长于根',
    extensions: purposes.stamping,
    issuer: oldRoot,
    fromMs: atMs - yearMs,
    untilMs: atMs + 4 * yearMs,
  });
  const late = tsa.craft({ imprint, atMs: atMs + 2 * yearMs, signer: outliving });
  expect(await verifyToken(late, imprint, [file])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_not_valid_then',
  });
  expect(tsa.opensslAccepts(late, imprint, oldRoot, { bare: true, atMs: atMs + 2 * yearMs })).toBe(false);
});

test.each(['anything', 'stampingNotCritical', 'stampingAndMore'] as const)(
  'a certificate whose purpose is %s signs no time stamps',
  async (purpose) => {
    const own = tsa.issue({ name: '不当用途', extensions: purposes[purpose], issuer: root });
    const token = tsa.craft({ imprint, atMs: Date.now(), signer: own });
    expect(await verifyToken(token, imprint, [rootFile])).toMatchObject({
      ok: false,
      trusted: false,
      problem: 'purpose_wrong',
    });
    expect(tsa.opensslAccepts(token, imprint, root, { bare: true })).toBe(false);
  },
);

test('an issuer that is no authority vouches for nobody', async () => {
  const leaf = tsa.issue({ name: '非 CA', extensions: purposes.anything, issuer: root });
  const own = tsa.issue({ name: '冒充', extensions: purposes.stamping, issuer: leaf });
  const token = tsa.reply(request.bytes, own, { chain: [leaf] });
  expect(await verifyToken(token, imprint, [rootFile])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_other',
  });
  expect(tsa.opensslAccepts(token, imprint, root)).toBe(false);
});

test('a token without certificates holds only where the signer’s own is at hand', async () => {
  const plain = buildRequest(imprint, { certificates: false });
  const token = tsa.reply(plain.bytes, signer);
  expect(await verifyToken(token, imprint, [rootFile])).toMatchObject({
    ok: false,
    problem: 'signer_certificate_missing',
  });
  const both = Buffer.concat([tsa.read(signer.certificate), rootFile]);
  expect(await verifyToken(token, imprint, [new Uint8Array(both)])).toMatchObject({ ok: true, trusted: true });
  expect(tsa.opensslAccepts(token, imprint, root)).toBe(false);
  expect(tsa.opensslAccepts(token, imprint, root, { untrusted: [signer] })).toBe(true);
});

test('a signature that is not bound to its certificate, another content and another digest are refused by name', async () => {
  const atMs = Date.now();
  expect(await verifyToken(tsa.craft({ imprint, atMs, signer, bind: false }), imprint, [rootFile])).toMatchObject({
    problem: 'attributes_missing',
  });
  expect(
    await verifyToken(tsa.craft({ imprint, atMs, signer, contentType: '1.2.840.113549.1.7.1' }), imprint, [rootFile]),
  ).toMatchObject({ problem: 'not_a_token' });
  expect(
    await verifyToken(tsa.craft({ imprint, atMs, signer, digest: '1.3.14.3.2.26' }), imprint, [rootFile]),
  ).toMatchObject({ problem: 'imprint_algorithm' });
  expect(await verifyToken(tsa.craft({ imprint, atMs, signer }), imprint, [rootFile])).toMatchObject({
    ok: true,
    trusted: true,
  });
});

test('a response that grants nothing says so', async () => {
  const refused = tsa.reply(new Uint8Array(readFileSync(makeForeignRequest())), signer);
  expect(await verifyToken(refused, imprint, [rootFile])).toMatchObject({
    ok: false,
    problem: 'not_granted',
    genTimeMs: null,
  });
  expect(readToken(refused)).toEqual({ problem: 'not_granted' });
});

/** A request over a digest the authority does not take. */
function makeForeignRequest(): string {
  openssl(tsa.folder, 'ts', '-query', '-digest', randomBytes(20).toString('hex'), '-sha1', '-out', 'foreign.tsq');
  return tsa.path('foreign.tsq');
}

test('a request made here is one openssl reads: SHA-256, its nonce, certificates asked for', () => {
  const own = buildRequest(imprint);
  writeFileSync(tsa.path('own.tsq'), own.bytes);
  const said = openssl(tsa.folder, 'ts', '-query', '-in', 'own.tsq', '-text');
  expect(said).toContain('Hash Algorithm: sha256');
  expect(said).toContain(`Nonce: 0x${Buffer.from(own.nonce).toString('hex').toUpperCase()}`);
  expect(said).toContain('Certificate required: yes');
});

test('no changed byte of a token passes, and none makes the verifier throw', async () => {
  const token = tsa.reply(request.bytes, signer);
  const whole = await verifyToken(token, imprint, [rootFile], { nonce: request.nonce });
  expect(whole.problem).toBeNull();
  const statement = JSON.stringify(whole);
  let accepted = 0;
  for (let at = 0; at < token.length; at += 1) {
    const changed = new Uint8Array(token);
    changed[at] = (changed[at] as number) ^ (1 << (at % 8));
    const verdict = await verifyToken(changed, imprint, [rootFile], { nonce: request.nonce });
    if (!verdict.ok || !verdict.trusted) continue;
    // What is not under the signature may differ (a status text, an unsigned list of digests); what the token says may not.
    expect(JSON.stringify(verdict)).toBe(statement);
    accepted += 1;
  }
  expect(accepted).toBeLessThan(token.length / 20);
});

test('cut, lengthened, nested and random input never throws', async () => {
  const token = tsa.reply(request.bytes, signer);
  const inputs: Uint8Array[] = [new Uint8Array(0), new Uint8Array(1 << 21), Buffer.concat([token, Buffer.from([0])])];
  for (let cut = 1; cut < token.length; cut += 37) inputs.push(token.subarray(0, cut));
  for (let round = 0; round < 300; round += 1) inputs.push(new Uint8Array(randomBytes(1 + ((round * 7) % 600))));
  for (const depth of [100, 10_000, 200_000])
    inputs.push(new Uint8Array(depth * 2).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80)));
  for (let round = 0; round < 300; round += 1) {
    const changed = new Uint8Array(token);
    for (let flips = 0; flips < 4; flips += 1)
      changed[Math.floor(Math.random() * changed.length)] = Math.floor(Math.random() * 256);
    inputs.push(changed);
  }
  for (const input of inputs) {
    const verdict = await verifyToken(input, imprint, [rootFile]);
    expect(verdict.ok && verdict.trusted && verdict.problem !== null).toBe(false);
    if (input.length < token.length || input.length > token.length)
      expect(verdict).toMatchObject({ ok: false, problem: 'malformed' });
    const read = readToken(input);
    expect(typeof read).toBe('object');
  }
});

test('certificates that sign each other end the search', async () => {
  const first = tsa.issue({ name: '甲', extensions: purposes.authority, issuer: null });
  const second = tsa.issue({ name: '乙', extensions: purposes.authority, issuer: first });
  // The same name and key as the first, signed by the second.
  openssl(
    tsa.folder,
    'x509',
    '-in',
    first.certificate,
    '-CA',
    second.certificate,
    '-CAkey',
    second.key,
    '-CAcreateserial',
    '-days',
    '100',
    '-out',
    'cross.pem',
    '-clrext',
    '-extfile',
    crossFile(),
  );
  const own = tsa.issue({ name: '环', extensions: purposes.stamping, issuer: first });
  const cross = { certificate: 'cross.pem', key: first.key };
  const token = tsa.reply(request.bytes, own, { chain: [cross, second] });
  expect(await verifyToken(token, imprint, [rootFile])).toMatchObject({
    ok: true,
    trusted: false,
    problem: 'authority_other',
  });
  expect(await verifyToken(token, imprint, [tsa.read(first.certificate)])).toMatchObject({ ok: true, trusted: true });
});

function crossFile(): string {
  writeFileSync(tsa.path('cross.ext'), purposes.authority.join('\n'));
  return 'cross.ext';
}

test('certificate files are read as PEM with words around it, as several in one, and as DER', () => {
  const pem = Buffer.from(rootFile).toString('utf8');
  expect(readCertificateFile(new Uint8Array(Buffer.from(`根证书\n${pem}\n${pem}`)))).toHaveLength(2);
  openssl(tsa.folder, 'x509', '-in', root.certificate, '-outform', 'DER', '-out', 'root.der');
  const [der] = readCertificateFile(tsa.read('root.der'));
  expect(Buffer.from(der?.der as Uint8Array).equals(tsa.read('root.der'))).toBe(true);
  expect(readCertificateFile(new Uint8Array(Buffer.from(pem.replace('MII', 'AAA'))))).toEqual([]);
  expect(readCertificateFile(new Uint8Array(Buffer.from('无')))).toEqual([]);
  expect(readCertificateFile(Buffer.concat([tsa.read('root.der'), Buffer.from([0])]))).toEqual([]);
});
