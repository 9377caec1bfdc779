// A demo vault and an application opened on it, for window tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import { createDemo } from '../../../electron/core/demo/demo-task.ts';
import { openProfile } from '../../../electron/core/vault/profile.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { password, quietJob } from '../../integration/support/vaults.ts';
import { type AppUnderTest, type LaunchOptions, launchApp } from '../launch.ts';

export interface DemoVault {
  base: string;
  folder: string;
  profile: string;
  remove(): void;
}

/** Creates a small demo vault that the first screen lists among the recent ones. */
export async function makeDemo(secrets = 60): Promise<DemoVault> {
  const base = mkdtempSync(join(tmpdir(), 'midian-window-'));
  const profile = join(base, 'profile');
  const { path: folder } = await createDemo(
    { session: null, registers: allRegisters, migrations, profileFolder: profile },
    { path: join(base, '演示'), password, secrets },
    quietJob,
  );
  const store = openProfile(profile);
  store.savePreferences({
    ...store.preferences(),
    recent: [
      {
        path: folder,
        name: '演示',
        organisation: '江北云岭电工材料有限公司（演示）',
        lastOpenedMs: Date.now(),
        demo: true,
      },
    ],
  });
  return { base, folder, profile, remove: () => rmSync(base, { recursive: true, force: true }) };
}

/** Starts the application with the demo's profile. */
export function launchDemo(demo: DemoVault, options: LaunchOptions = {}): Promise<AppUnderTest> {
  return launchApp({
    ...options,
    environment: { ...options.environment, MIDIAN_PROFILE: demo.profile, MIDIAN_VAULTS: demo.base },
  });
}

/** Opens the one recent vault as a user would. */
export async function unlock(page: Page): Promise<void> {
  await page.getByText('江北云岭电工材料有限公司').first().click();
  await page.locator('input[type=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor();
}

/** Goes to an address of the page. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((target) => {
    window.location.hash = target;
  }, `#${path}`);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}
