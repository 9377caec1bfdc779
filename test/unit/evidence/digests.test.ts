// The verifier page's own ways of hashing and checking signatures against Node's, and the byte helpers against Buffer's.
import { createHash, generateKeyPairSync, hash, sign } from 'node:crypto';
import fc from 'fast-check';
import { createSM3 } from 'hash-wasm';
import { sm3 as smCryptoSm3 } from 'sm-crypto-v2';
import { describe, expect, test } from 'vitest';
import { createNodePlatform } from '../../../electron/core/document/verify/node-platform.ts';
import { rawPublicKey, verifyEd25519 } from '../../../electron/core/format/signed-note.ts';
import { createSm3 } from '../../../electron/core/register/attachments/file-digests.ts';
import { base64Of, bytesOfBase64, concatBytes, equalBytes, hexOf, utf8 } from '../../../shared/evidence/hashing.ts';
import { verifyEd25519 as verifyInPage } from '../../../verifier/signatures.ts';
import { createPlainSm3 } from '../../../verifier/sm3.ts';

function plainSm3(...parts: Uint8Array[]): string {
  const running = createPlainSm3();
  for (const part of parts) running.update(part);
  return hexOf(running.digest());
}

describe('SM3 in plain JavaScript', () => {
  test('gives the examples of GB/T 32905-2016, appendix A', () => {
    expect(plainSm3(utf8('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(plainSm3(utf8('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  test('is the same as OpenSSL, WebAssembly and sm-crypto for any bytes, in any pieces', async () => {
    const compiled = await createSM3();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), async (parts) => {
        const whole = concatBytes(...parts);
        const expected = createHash('sm3').update(whole).digest('hex');
        expect(plainSm3(...parts)).toBe(expected);
        expect(compiled.init().update(whole).digest('hex')).toBe(expected);
        expect(smCryptoSm3(whole)).toBe(expected);
        const own = await createSm3();
        for (const part of parts) own.update(part);
        expect(own.digest()).toBe(expected);
      }),
    );
  });

  test('holds at the edges of blocks and of padding', () => {
    for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 100_000]) {
      const bytes = Buffer.alloc(length, 0xa5);
      expect(plainSm3(bytes), String(length)).toBe(createHash('sm3').update(bytes).digest('hex'));
    }
  });
});

describe('A sink of the Node platform', () => {
  test('digests alike in this thread and beside a thread of its own, file after file', async () => {
    const platform = createNodePlatform();
    const bytes = Buffer.alloc(3_000_017, 7);
    const expected = { sha256: hash('sha256', bytes), sm3: createHash('sm3').update(bytes).digest('hex') };
    for (const sizeBytes of [0, bytes.length, 0, bytes.length]) {
      const sink = await platform.createDigestSink({ sm3: true, sizeBytes });
      for (let at = 0; at < bytes.length; at += 65_537) await sink.update(Buffer.from(bytes.subarray(at, at + 65_537)));
      expect(await sink.finish()).toEqual({ ...expected, sizeBytes: bytes.length });
    }
    const large = await platform.createDigestSink({ sm3: true, sizeBytes: bytes.length });
    await large.update(bytes);
    expect(await large.finish()).toEqual({ ...expected, sizeBytes: bytes.length });
    const given = await platform.createDigestSink({ sm3: true, sizeBytes: bytes.length });
    await given.update(Buffer.from(bytes.subarray(0, 100)));
    given.abandon();
    const next = await platform.createDigestSink({ sm3: true, sizeBytes: bytes.length });
    await next.update(Buffer.from(bytes));
    expect(await next.finish()).toEqual({ ...expected, sizeBytes: bytes.length });
    platform.close();
  });

  test('knows the SM3 of large bytes that were digested before, and has none for others', async () => {
    const bytes = Buffer.alloc(3_000_017, 7);
    const [sha256, sm3] = [hash('sha256', bytes), createHash('sm3').update(bytes).digest('hex')];
    const platform = createNodePlatform(new Map([[sha256, sm3]]));
    const digestOf = async (given: Buffer) => {
      const sink = await platform.createDigestSink({ sm3: true, sizeBytes: given.length });
      await sink.update(given);
      return sink.finish();
    };
    expect(await digestOf(bytes)).toEqual({ sha256, sm3, sizeBytes: bytes.length });
    const other = Buffer.from(bytes);
    other[1_500_000] = 8;
    expect(await digestOf(other)).toEqual({ sha256: hash('sha256', other), sm3: '', sizeBytes: bytes.length });
    const small = bytes.subarray(0, 1000);
    expect((await digestOf(small)).sm3).toBe(createHash('sm3').update(small).digest('hex'));
    platform.close();
  });
});

describe('An Ed25519 signature', () => {
  test('is judged alike by Node and by the page, whole and with any bit changed', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = rawPublicKey(publicKey);
    const message = utf8('midian/x\n3\nroot\n');
    const good = sign(null, message, privateKey);
    expect(verifyEd25519(raw, message, good)).toBe(true);
    expect(verifyInPage(raw, message, good)).toBe(true);
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2), fc.nat(511), (which, bit) => {
        const parts = [Buffer.from(raw), Buffer.from(message), Buffer.from(good)] as const;
        const part = parts[which] as Buffer;
        const at = bit % (part.length * 8);
        part[at >> 3] = (part[at >> 3] as number) ^ (1 << (at & 7));
        expect(verifyInPage(...parts)).toBe(verifyEd25519(...parts));
        expect(verifyEd25519(...parts)).toBe(false);
      }),
    );
    for (const [key, signature] of [
      [Buffer.alloc(0), good],
      [Buffer.alloc(31), good],
      [raw, Buffer.alloc(63)],
      [raw, Buffer.alloc(0)],
      [Buffer.alloc(32), Buffer.alloc(64)],
    ] as const)
      expect(verifyInPage(key, message, signature)).toBe(verifyEd25519(key, message, signature));
  });
});

describe('The byte helpers', () => {
  test('write and read base64 and hex as Buffer does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(base64Of(bytes)).toBe(text);
        expect(equalBytes(bytesOfBase64(text) ?? new Uint8Array([1]), bytes)).toBe(true);
        expect(hexOf(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });

  test('take only the one spelling of base64', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABab01+/=- \n'), maxLength: 12 }), (text) => {
        const read = bytesOfBase64(text);
        if (read !== null) expect(base64Of(read)).toBe(text);
        else expect(Buffer.from(text, 'base64').toString('base64')).not.toBe(text);
      }),
    );
  });
});
