// The development host: the same page, bridge and core as the product, in an installed Chromium, Chrome or Edge over
// playwright-core's private pipe. It opens no port, serves everything by interception, and ships in no package.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, errors, type Page, type Route } from 'playwright-core';
import { findBuildFolder } from '../host/build-folder.ts';
import { hostFailure } from '../host/core-link.ts';
import { type Chooser, createHostSession } from '../host/host-session.ts';
import { answerPageRequest, type PageFiles, readPageFiles } from '../host/page-files.ts';
import { parsePageRequest } from '../host/page-messages.ts';
import { createSystemChooser } from './chooser.ts';
import { startChildCore } from './core-port.ts';
import { pathOfPageFile } from './file-path.ts';
import { requireBrowser } from './find-browser.ts';
import { browserArguments, origin } from './launch-options.ts';
import { revealFile } from './reveal.ts';
import { watchSleep } from './sleep-watch.ts';

export interface ChromiumHostOptions {
  headless: boolean;
  /** Where the browser keeps its profile; a temporary folder, removed at the end, when left out. */
  userDataDir?: string;
  executablePath?: string;
  chooser?: Chooser;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** The page's language; it decides the first language of the interface. */
  locale?: string;
  coreEnv?: NodeJS.ProcessEnv;
  /** Other programs than the built ones, for tests of the host itself. */
  coreScript?: string;
  pageFiles?: PageFiles;
}

export interface ChromiumHost {
  /** The present page; another one after every lock. */
  page(): Page;
  corePid(): number | undefined;
  setChooser(chooser: Chooser): void;
  /** Resolves with the page that replaces the present one. */
  waitForNewPage(): Promise<Page>;
  /** Locks as if the computer went to sleep. */
  suspend(): void;
  /** Locks, ends core and browser. */
  close(): Promise<void>;
  /** Resolves when the window is gone, however that came. */
  readonly closed: Promise<void>;
}

// Seen once in about a hundred starts under Xvfb: the browser runs, but its first page never reports. It is started once
// more then.
const launchTimeoutMs = 20_000;

const browserCloseTimeoutMs = 5_000;

function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds).unref());
}

/** Starts browser and core and resolves when the page is loaded. */
export async function launchChromiumHost(options: ChromiumHostOptions): Promise<ChromiumHost> {
  const build = findBuildFolder(import.meta.url);
  const executablePath = options.executablePath ?? requireBrowser();
  const pageFiles = options.pageFiles ?? readPageFiles(build.renderer, build.pageFileList);
  const coreScript = options.coreScript ?? build.coreProcess;
  const bridgeScript = readFileSync(build.chromiumBridge, 'utf8');
  const hostInfo = { kind: 'chromium', platform: process.platform, version: build.version };
  const profile = options.userDataDir ?? mkdtempSync(join(tmpdir(), 'midian-profile-'));

  let chooser = options.chooser ?? createSystemChooser(!options.headless);
  let context: BrowserContext | null = null;
  let page: Page | null = null;
  let waitingForPage: ((page: Page) => void)[] = [];
  let announceClosed: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    announceClosed = resolve;
  });

  async function serve(route: Route): Promise<void> {
    const request = route.request();
    if (!request.url().startsWith(`${origin}/`)) {
      // "No content" ends a navigation without leaving the page.
      return request.isNavigationRequest() ? route.fulfill({ status: 204 }) : route.abort('blockedbyclient');
    }
    const answer = await answerPageRequest(pageFiles, { method: request.method(), url: request.url() }, origin);
    return route.fulfill(answer);
  }

  function startBrowser(): Promise<BrowserContext> {
    return chromium.launchPersistentContext(profile, {
      executablePath,
      timeout: launchTimeoutMs,
      headless: options.headless,
      args: browserArguments({ isRoot: process.getuid?.() === 0, headless: options.headless }),
      ignoreDefaultArgs: ['--enable-automation'],
      viewport: options.viewport ?? (options.headless ? { width: 1440, height: 900 } : null),
      ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      acceptDownloads: false,
      serviceWorkers: 'block',
      permissions: [],
    });
  }

  async function launchBrowser(): Promise<BrowserContext> {
    const launched = await startBrowser().catch((error: unknown) => {
      if (error instanceof errors.TimeoutError) return startBrowser();
      throw error;
    });
    await launched.route('**/*', serve);
    await launched.routeWebSocket(/.*/, (socket) => socket.close());
    await launched.exposeBinding('midianSend', (source, message: unknown) => {
      const isPresentPage = source.page === page && source.frame === page.mainFrame();
      const isOwnAddress = new URL(source.frame.url()).origin === origin;
      const request = isPresentPage && isOwnAddress ? parsePageRequest(message) : null;
      return request === null || request.type === 'filePath' ? hostFailure('input_invalid') : session.handle(request);
    });
    await launched.addInitScript(
      `if (location.origin === '${origin}') { globalThis.midianHost = ${JSON.stringify(hostInfo)};\n${bridgeScript} }`,
    );
    return launched;
  }

  /** Another way out than `close`: the user closed the window. */
  function watchWindow(opened: Page): void {
    opened.on('close', () => {
      if (opened === page) void close();
    });
    opened.on('crash', () => {
      if (opened === page) session.suspend();
    });
    opened.on('popup', (popup) => void popup.close());
  }

  async function openPage(): Promise<void> {
    context ??= await launchBrowser();
    const opened = context.pages()[0] ?? (await context.newPage());
    page = opened;
    watchWindow(opened);
    await opened.goto(`${origin}/`);
    const waiting = waitingForPage;
    waitingForPage = [];
    for (const resolve of waiting) resolve(opened);
  }

  /** The browser is started anew: only its first page opens as an app window, and it refuses further tabs now and then. */
  async function closePage(): Promise<void> {
    const old = page;
    page = null;
    if (context === null || old === null) return;
    const ended = context;
    context = null;
    await Promise.race([ended.close(), after(browserCloseTimeoutMs)]);
  }

  const session = createHostSession({
    startCore: () => startChildCore(coreScript, options.coreEnv ?? {}),
    openPage,
    closePage,
    sendEvent(event) {
      // The page may be on its way out; then nobody is left to hear it.
      page?.evaluate(`globalThis.midianReceive?.(${JSON.stringify(event)})`).catch(() => {});
    },
    chooser: () => chooser,
    pathOfHandle: async (handle) => (page === null ? null : pathOfPageFile(page, handle)),
    revealFile,
    onFatal(detail) {
      process.stderr.write(`midian: ${detail}\n`);
      process.exitCode = 1;
      void close();
    },
  });
  const endWatch = watchSleep(() => session.suspend());

  let closing: Promise<void> | null = null;
  async function closeOnce(): Promise<void> {
    endWatch();
    await session.close();
    page = null;
    await context?.close().catch(() => {});
    context = null;
    if (options.userDataDir === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    announceClosed();
  }
  function close(): Promise<void> {
    closing ??= closeOnce();
    return closing;
  }

  try {
    await session.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page() {
      if (page === null) throw new Error('the window is being replaced or gone');
      return page;
    },
    corePid: () => session.corePid(),
    setChooser(next) {
      chooser = next;
    },
    waitForNewPage: () => new Promise((resolve) => waitingForPage.push(resolve)),
    suspend: () => session.suspend(),
    close,
    closed,
  };
}
