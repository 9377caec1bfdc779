// Random damage, one thing at a time: whatever matters is named, and the verifier never falls. More by the bench: --damage N.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { attachFiles, type BundleVault, createBundleVault, discard, quiet, request } from './bundle-vault.ts';
import { damageLottery, zipLottery } from './damage.ts';
import { unzip } from './unzip.ts';

let vault: BundleVault;
let zip: string;
let good: string;

beforeAll(async () => {
  vault = await createBundleVault(3);
  await attachFiles(vault);
  zip = join(vault.folder, 'b.zip');
  await issueBundle(vault.session, request(vault, zip, { level: 'court' }), quiet);
  good = unzip(zip, join(vault.folder, 'good'));
});

afterAll(() => discard(vault));

it('300 damages to the files of a bundle are all named', async () => {
  expect(await damageLottery(good, join(vault.folder, 'try'), 300, 20261120)).toEqual([]);
});

it('300 changed bytes of a ZIP: none that belongs to a file or a name goes unnoticed', async () => {
  expect(await zipLottery(zip, join(vault.folder, 'try'), 300, 7)).toEqual([]);
});
