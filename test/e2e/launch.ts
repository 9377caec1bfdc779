// Starts the application for a window test: in Electron where its runtime is, else in the Chromium host. Tests see one
// interface and need not know which it is; a run prints it.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { launchChromiumHost } from '../../electron/chromium/host.ts';
import { findBuildFolder } from '../../electron/host/build-folder.ts';
import type { Chooser } from '../../electron/host/host-session.ts';
import { ensureDisplay } from './display.ts';

/** What the next dialogs answer: absolute paths, or null for a cancelled dialog. */
export interface ChooserAnswers {
  files?: string[] | null;
  folder?: string | null;
  save?: string | null;
}

export interface LaunchOptions {
  chooser?: ChooserAnswers;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** The first language of the interface; Chinese when left out. */
  locale?: string;
  /** Added to the environment of the core. */
  environment?: Record<string, string>;
  /** With a window, for watching a test; headless when left out. Electron always has a window. */
  headless?: boolean;
}

export interface AppUnderTest {
  readonly host: 'electron' | 'chromium';
  /** The present page; another one after every lock. */
  readonly page: Page;
  /** The process number of the present core. */
  corePid(): Promise<number>;
  /** Resolves with the page that replaces the present one; ask before locking. */
  waitForNewPage(): Promise<Page>;
  setChooser(answers: ChooserAnswers): Promise<void>;
  /** Locks as if the computer went to sleep. */
  suspend(): Promise<void>;
  close(): Promise<void>;
}

const build = findBuildFolder(import.meta.url);
const { findElectron } = createRequire(import.meta.url)('../../electron/setup/electron-binary.cjs') as {
  findElectron(): string | null;
};

let hasAnnounced = false;

/** Electron's runtime, or null where tests use the Chromium host. `MIDIAN_HOST` decides where it is set. */
function chooseElectron(): string | null {
  const wanted = process.env.MIDIAN_HOST;
  const electron = wanted === 'chromium' ? null : findElectron();
  if (wanted === 'electron' && electron === null) throw new Error('MIDIAN_HOST asks for Electron, which is not here');
  if (!hasAnnounced) {
    hasAnnounced = true;
    process.stderr.write(`midian: window tests run in ${electron === null ? 'the Chromium host' : 'Electron'}\n`);
  }
  return electron;
}

function fixedChooser(answers: ChooserAnswers): Chooser {
  return {
    // No answer given: the page's own file input, where a test can set the files.
    chooseFiles: async () => answers.files,
    chooseFolder: async () => answers.folder ?? null,
    chooseSave: async () => answers.save ?? null,
  };
}

/** Starts the built application; `npm run build` must have run. */
export async function launchApp(options: LaunchOptions = {}): Promise<AppUnderTest> {
  const electron = chooseElectron();
  const settings = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...options };
  return electron === null ? launchInChromium(settings) : launchInElectron(electron, settings);
}

async function launchInChromium(options: LaunchOptions): Promise<AppUnderTest> {
  const headless = options.headless ?? true;
  const stopDisplay = headless ? () => {} : await ensureDisplay();
  const host = await launchChromiumHost({
    headless,
    chooser: fixedChooser(options.chooser ?? {}),
    viewport: options.viewport,
    colorScheme: options.colorScheme,
    locale: options.locale,
    coreEnv: options.environment,
  });
  return {
    host: 'chromium',
    get page() {
      return host.page();
    },
    async corePid() {
      const pid = host.corePid();
      if (pid === undefined) throw new Error('there is no core at the moment');
      return pid;
    },
    waitForNewPage: () => host.waitForNewPage(),
    setChooser: async (answers) => host.setChooser(fixedChooser(answers)),
    suspend: async () => host.suspend(),
    async close() {
      await host.close();
      stopDisplay();
    },
  };
}

async function launchInElectron(executablePath: string, options: LaunchOptions): Promise<AppUnderTest> {
  const stopDisplay = await ensureDisplay();
  const profile = mkdtempSync(join(tmpdir(), 'midian-electron-'));
  const isRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath,
    args: [
      build.project,
      `--user-data-dir=${profile}`,
      `--lang=${options.locale}`,
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    env: { ...(process.env as Record<string, string>), ...options.environment },
  });

  async function prepare(page: Page): Promise<Page> {
    await page.waitForLoadState('load');
    if (options.colorScheme !== undefined) await page.emulateMedia({ colorScheme: options.colorScheme });
    if (options.viewport !== undefined) await page.setViewportSize(options.viewport);
    return page;
  }

  let page = await prepare(await app.firstWindow());
  await answerDialogs(app, options.chooser ?? {});
  return {
    host: 'electron',
    get page() {
      return page;
    },
    async corePid() {
      const pid = await app.evaluate(
        ({ app: main }) => main.getAppMetrics().find((entry) => entry.name === 'Midian core')?.pid,
      );
      if (pid === undefined) throw new Error('there is no core at the moment');
      return pid;
    },
    async waitForNewPage() {
      page = await prepare(await app.waitForEvent('window'));
      return page;
    },
    setChooser: (answers) => answerDialogs(app, answers),
    suspend: async () => {
      await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    },
    async close() {
      await app.close();
      stopDisplay();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Electron's dialogs belong to the system and cannot be driven: they are answered in their place. */
async function answerDialogs(app: ElectronApplication, answers: ChooserAnswers): Promise<void> {
  await app.evaluate(({ dialog }, given) => {
    dialog.showOpenDialog = async (...parameters: unknown[]) => {
      const { properties = [] } = parameters.at(-1) as { properties?: string[] };
      const isFolder = properties.includes('openDirectory');
      const filePaths = isFolder ? (given.folder ? [given.folder] : []) : (given.files ?? []);
      return { canceled: filePaths.length === 0, filePaths };
    };
    dialog.showSaveDialog = async () => ({ canceled: !given.save, filePath: given.save ?? '' });
  }, answers);
}
