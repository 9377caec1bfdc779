// A bundle issued once and kept: whatever is changed in the program, format 1 stays verifiable.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';

const folder = join(import.meta.dirname, '../../vectors/bundle');
const path = join(folder, 'court.zip');
const known = JSON.parse(readFileSync(join(folder, 'court.json'), 'utf8')) as {
  sha256: string;
  keyFingerprint: string;
  files: number;
};

it('verifies the kept bundle of format 1 with its fingerprint', async () => {
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(known.sha256);
  const job = { progress: () => undefined, checkCancelled: () => undefined };
  const report = await verifyBundle(path, { key: known.keyFingerprint.replaceAll(' ', '').toLowerCase() }, job);
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({
    ok: true,
    files: known.files,
    fingerprint: known.keyFingerprint,
    signedBy: 'shenruoxi',
  });
});
