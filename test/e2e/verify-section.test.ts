// The window's check of a bundle with a disclosure file beside it: value, what vouches for it, and a forged one named.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BundleResult, issueBundle } from '../../electron/core/document/bundle/issue-bundle.ts';
import { type BundleVault, createBundleVault, discard, quiet, request } from '../integration/bundle/bundle-vault.ts';
import { discloses, revealOf } from '../integration/bundle/disclose.ts';
import type { AppUnderTest } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

let vault: BundleVault;
let issued: BundleResult;
let demo: DemoVault;
let app: AppUnderTest;
let zip: string;

beforeAll(async () => {
  vault = await createBundleVault();
  zip = join(vault.folder, 'b.zip');
  issued = await issueBundle(vault.session, request(vault, zip, { level: 'court' }), quiet);
  demo = await makeDemo();
  app = await launchDemo(demo);
  await unlock(app.page);
});

afterAll(async () => {
  await app.close();
  demo.remove();
  discard(vault);
});

test.each([
  ['true', (value: unknown) => value, '与日志所载承诺值一致'],
  ['forged', () => '别的名称', '揭示的值与承诺值不符'],
] as const)('a %s disclosure is judged beside its bundle', async (name, spoil, said) => {
  const reveal = revealOf(vault.session, 'secret', '商密〔2026〕003号', 'name');
  const path = join(vault.folder, `${name}.json`);
  const value = spoil(reveal.value) as string;
  writeFileSync(path, discloses(vault.session, issued.bundle, [{ ...reveal, value }]));
  await visit(app.page, '/evidence');
  await app.setChooser({ files: [path] });
  await app.page.getByRole('button', { name: '选择揭示文件' }).click();
  await app.page.getByText(`揭示文件 ${name}.json`).waitFor();
  await app.setChooser({ files: [zip] });
  await app.page.getByRole('button', { name: '选择证据包文件' }).click();
  await app.page.getByText(said).first().waitFor();
  const text = await app.page.locator('#verify').innerText();
  expect(text).toContain(value);
  expect(text).toContain(issued.keyFingerprint);
  expect(text).toContain('未提供：栏目值');
});
