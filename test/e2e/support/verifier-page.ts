// Drives verify.html in an installed browser, from file://, as somebody who received a bundle would.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { requireBrowser } from '../../../electron/chromium/find-browser.ts';

/** The built page; `npm run build` must have run. */
export const verifierPath = join(import.meta.dirname, '../../../build/verify.html');

/** Starts the browser; flags as on its command line. */
export function launchBrowser(flags: string[] = []): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: requireBrowser(), args: [...(isRoot ? ['--no-sandbox'] : []), ...flags] });
}

export interface VerifierPage {
  page: Page;
  /** What the page wrote to the console, and what it asked for from anywhere. */
  complaints: string[];
  requests: string[];
}

/** Opens the page from disk; `before` runs in it before its own script. */
export async function openVerifier(
  browser: Browser,
  options: { before?: () => void; colorScheme?: 'light' | 'dark'; path?: string } = {},
): Promise<VerifierPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    colorScheme: options.colorScheme ?? 'light',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('request', (request) => requests.push(request.url()));
  if (options.before) await page.addInitScript(options.before);
  await page.goto(pathToFileURL(options.path ?? verifierPath).href);
  return { page, complaints, requests };
}

export interface PageFindings {
  sentence: string;
  /** Null where the page gave no result. */
  problems: string[] | null;
  fingerprint: string | null;
  text: string;
}

export interface Asked {
  zip?: string;
  folder?: string;
  key?: string;
  beside?: string[];
}

/** Chooses, starts and waits for the result. */
export async function verifyInPage(page: Page, { zip, folder, key, beside }: Asked): Promise<PageFindings> {
  if (zip) await page.setInputFiles('#zip', zip);
  if (folder) await page.setInputFiles('#folder', folder);
  if (beside) await page.setInputFiles('#more-files', beside);
  await page.fill('#key', key ?? '');
  await page.click('#verify');
  await page.waitForSelector('#sentence', { timeout: 280_000 });
  const hasResult = (await page.locator('.verdict.none').count()) === 0;
  const rows = await page.locator('[data-kind]').evaluateAll((cells) =>
    cells.map((cell) => {
      const { kind, detail } = (cell as HTMLElement).dataset;
      return `${kind} ${cell.textContent} ${detail}`;
    }),
  );
  const fingerprint = page.locator('#fingerprint');
  return {
    sentence: await page.locator('#sentence').innerText(),
    problems: hasResult ? rows.sort() : null,
    fingerprint: (await fingerprint.count()) === 0 ? null : await fingerprint.innerText(),
    text: await page.locator('#result').innerText(),
  };
}
