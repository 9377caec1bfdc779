// The decoders of the verifier under spoilt input: notes, manifests, JSON, disclosures, tokens, ZIPs. Never a crash, never
// a spoilt file passed, and Node and page of one opinion.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBundle } from '../../electron/core/document/verify/verify-bundle.ts';
import { readDisclosure } from '../../shared/evidence/disclosure-file.ts';
import { FormatProblem, readLineJson, readLines } from '../../shared/evidence/read-file.ts';
import { createProblemList, type VerifyReport } from '../../shared/evidence/report.ts';
import { parseNote } from '../../shared/evidence/signed-note.ts';
import { readTokens } from '../../shared/evidence/tokens.ts';
import { listZip } from '../../shared/evidence/zip-file.ts';
import { blobAccess } from '../../verifier/zip-blob.ts';
import { type BundleVault, createBundleVault, discard } from '../integration/bundle/bundle-vault.ts';
import { discloses, revealOf } from '../integration/bundle/disclose.ts';
import { quiet, sourceOf, spoiltBytes, spoiltJson, vectorFiles, vectorZip, verifyListed } from './evidence-support.ts';

const runs = { numRuns: Number(process.env.MIDIAN_FUZZ_RUNS ?? 150) };

const files = vectorFiles();
let folder: string;
let vault: BundleVault;
let disclosure: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'midian-fuzz-'));
  vault = await createBundleVault(2);
  const reveal = revealOf(vault.session, 'secret', '商密〔2026〕002号', 'name');
  disclosure = discloses(vault.session, '01a1f8c6-7c7a-7c99-ad35-bb86e91fa077', [reveal]);
});

afterAll(() => {
  discard(vault);
  rmSync(folder, { recursive: true, force: true });
});

const isSame = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;

describe('Spoilt files of a bundle', () => {
  test('are found whatever they become, each file in turn', async () => {
    for (const [path, bytes] of files)
      await fc.assert(
        fc.asyncProperty(spoiltBytes(bytes), fc.integer({ min: 1, max: 5000 }), async (spoilt, pieceBytes) => {
          fc.pre(!isSame(spoilt, bytes));
          const report = await verifyListed(sourceOf(new Map([...files, [path, spoilt]]), pieceBytes));
          expect(report.ok).toBe(false);
          expect(report.problems.some((problem) => problem.path === path || problem.path === 'journal/seal.txt')).toBe(
            true,
          );
        }),
        { numRuns: Math.ceil(runs.numRuns / 15) },
      );
  });

  test('are found where JSON stays JSON', async () => {
    const whole = [
      'data/issue.json',
      'journal/keys.json',
      'journal/proofs.json',
      'journal/commitments.json',
      'data/registers/secret.json',
    ];
    for (const path of whole) {
      const value = JSON.parse(String(files.get(path)));
      await fc.assert(
        fc.asyncProperty(spoiltJson(value), async (spoilt) => {
          const text = Buffer.from(JSON.stringify(spoilt) ?? '');
          fc.pre(!isSame(text, files.get(path) as Buffer));
          expect((await verifyListed(sourceOf(new Map([...files, [path, text]])))).ok).toBe(false);
        }),
        { numRuns: Math.ceil(runs.numRuns / 5) },
      );
    }
  });

  test('read by lines, give what was there or a format problem', async () => {
    const bytes = files.get('data/registers/secret.json') as Buffer;
    await fc.assert(
      fc.asyncProperty(spoiltBytes(bytes), fc.integer({ min: 1, max: 900 }), async (spoilt, pieceBytes) => {
        const file = sourceOf(new Map([['x', spoilt]]), pieceBytes).files.get('x');
        if (!file) throw new Error('the file was put in');
        for (const read of [readLines(file), readLineJson(file, 'records', () => undefined)])
          try {
            for await (const entry of read) expect(['string', 'object']).toContain(typeof entry);
          } catch (cause) {
            expect(cause).toBeInstanceOf(FormatProblem);
          }
      }),
      runs,
    );
  });

  test('called notes, are notes only where they read back the same', () => {
    const note = String(files.get('journal/checkpoint.txt'));
    fc.assert(
      fc.property(spoiltBytes(Buffer.from(note)), (spoilt) => {
        const parsed = parseNote(spoilt.toString());
        if (parsed)
          expect(spoilt.toString().startsWith(`${parsed.checkpoint.origin}\n${parsed.checkpoint.size}\n`)).toBe(true);
      }),
      { numRuns: runs.numRuns * 10 },
    );
  });
});

describe('What lies beside a bundle', () => {
  test('disclosures: spoilt bytes and spoilt JSON are named and vouch for nothing', async () => {
    const value = JSON.parse(String(disclosure));
    const spoilt = fc.oneof(
      spoiltBytes(disclosure),
      spoiltJson(value).map((other) => Buffer.from(JSON.stringify(other) ?? '')),
    );
    await fc.assert(
      fc.asyncProperty(spoilt, async (bytes) => {
        const problems = createProblemList();
        const read = readDisclosure({ name: 'x.json', bytes }, problems);
        expect(read === null).toBe(problems.count() > 0);
        const report = await verifyListed(sourceOf(files), { disclosures: [{ name: 'x.json', bytes }] });
        expect(report.ok).toBe(false);
        expect(report.reveals.every(({ vouchedBy }) => vouchedBy === null)).toBe(true);
      }),
      runs,
    );
  });

  test('tokens.json: whatever it is, it is read or named', async () => {
    const value = {
      format: 'midian-tokens/1',
      tokens: [
        {
          file: 'journal/tokens/0001.tsr',
          imprint: '0'.repeat(64),
          requestedAtMs: 1,
          subject: { kind: 'checkpoint', size: 3, note: String(files.get('journal/checkpoint.txt')), consistency: [] },
        },
        {
          file: 'journal/tokens/0002.tsr',
          imprint: 'a'.repeat(64),
          requestedAtMs: 1,
          subject: { kind: 'file', attachment: 'x', name: 'y' },
        },
      ],
    };
    await fc.assert(
      fc.asyncProperty(spoiltJson(value), fc.uint8Array(), async (spoilt, token) => {
        const text = Buffer.from(JSON.stringify(spoilt) ?? '');
        const given = new Map<string, Uint8Array>([
          ...files,
          ['journal/tokens.json', text],
          ['journal/tokens/0001.tsr', token],
        ]);
        const problems = createProblemList();
        await readTokens(sourceOf(given), problems);
        const report = await verifyListed(sourceOf(given));
        expect(report.ok).toBe(false);
      }),
      runs,
    );
  });
});

describe('A spoilt ZIP', () => {
  /** What a reader makes of it: its findings, or that it is refused. */
  const outcome = (work: Promise<VerifyReport>) =>
    work.then(
      ({ ok, problems, files: count }) => ({
        ok,
        count,
        problems: problems.map(({ kind, path, detail }) => `${kind} ${path} ${detail}`).sort(),
      }),
      (cause: Error) => {
        expect(['AppError', 'UnreadableBundle', 'Error']).toContain(cause.constructor.name);
        return `refused ${(cause as Error & { code?: string }).code ?? 'bundle_unreadable'}`;
      },
    );

  test('is refused or named alike by Node and by the page', async () => {
    const whole = readFileSync(vectorZip);
    // Most of what a ZIP says of itself stands at its end.
    const atEnd = spoiltBytes(whole.subarray(-3000)).map((end) => Buffer.concat([whole.subarray(0, -3000), end]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoiltBytes(whole), atEnd), async (bytes) => {
        const path = join(folder, 'spoilt.zip');
        writeFileSync(path, bytes);
        const inPage = async () => {
          const problems = createProblemList();
          const listed = await listZip(blobAccess(new Blob([bytes as Uint8Array<ArrayBuffer>])), problems);
          const report = await verifyListed(listed);
          return {
            ...report,
            ok: report.ok && problems.count() === 0,
            problems: [...problems.problems, ...report.problems],
          };
        };
        const [node, page] = [await outcome(verifyBundle(path, {}, quiet)), await outcome(inPage())];
        expect(page).toEqual(node);
      }),
      { numRuns: runs.numRuns * 2 },
    );
  });
});
