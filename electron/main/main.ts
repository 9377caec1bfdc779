// The Electron application: one window, one core. Wires the parts beside it and in ../host together; every decision
// lives in one of those and has a test. Must never hold a key nor open a vault.
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  type MenuItemConstructorOptions,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron';
import { findBuildFolder } from '../host/build-folder.ts';
import { hostFailure } from '../host/core-link.ts';
import { createHostSession } from '../host/host-session.ts';
import { answerPageRequest, readPageFiles } from '../host/page-files.ts';
import { eventChannel, parsePageRequest, requestChannel } from '../host/page-messages.ts';
import { createElectronChooser } from './chooser.ts';
import { startUtilityCore } from './core-port.ts';
import { isTrustedSender } from './gate.ts';
import { guardContents, guardSession } from './guards.ts';
import { createWebPreferences } from './web-preferences.ts';

const origin = 'app://midian';
const partition = 'midian';
const isDevelopment = !app.isPackaged;
const build = findBuildFolder(import.meta.url);

// Whatever this process and its children write belongs to the user alone.
process.umask(0o077);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

let window: BrowserWindow | null = null;
let lastBounds: { x?: number; y?: number; width?: number; height?: number } = {};

function openWindow(): Promise<void> {
  const opened = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Midian 秘点',
    backgroundColor: '#F7F6F2',
    ...lastBounds,
    webPreferences: createWebPreferences({
      preload: build.preload,
      partition,
      isDevelopment,
      platform: process.platform,
      version: app.getVersion(),
    }),
  });
  window = opened;
  opened.once('ready-to-show', () => opened.show());
  opened.on('close', (event) => {
    if (window !== opened) return;
    event.preventDefault();
    quit();
  });
  opened.webContents.on('render-process-gone', () => {
    if (window === opened) host.suspend();
  });
  return opened.loadURL(`${origin}/`);
}

/** Ends the page's process at once, so that its memory is gone, and then its window. */
async function closeWindow(): Promise<void> {
  const closing = window;
  window = null;
  if (closing === null || closing.isDestroyed()) return;
  lastBounds = closing.getBounds();
  closing.webContents.forcefullyCrashRenderer();
  closing.destroy();
}

const host = createHostSession({
  startCore: () => startUtilityCore(build.coreProcess),
  openPage: openWindow,
  closePage: closeWindow,
  sendEvent: (event) => window?.webContents.send(eventChannel, event),
  chooser: () => createElectronChooser(() => window),
  revealFile: (path) => shell.showItemInFolder(path),
  onFatal: fail,
});

/** Says that the program cannot run, and ends it. */
function fail(detail: string): void {
  dialog.showErrorBox('Midian 秘点', `程序无法启动，请重新安装。\nMidian could not be started. ${detail}`);
  app.exit(1);
}

/** Locks the vault, waits for it, and leaves. */
function quit(): void {
  void host.close().finally(async () => {
    await closeWindow();
    app.exit(0);
  });
}

/** Only macOS needs a menu: without one its editing keys do not work. */
function applicationMenu(): Menu | null {
  if (process.platform !== 'darwin') return null;
  const menus: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }];
  return Menu.buildFromTemplate(menus);
}

async function start(): Promise<void> {
  Menu.setApplicationMenu(applicationMenu());
  const pageFiles = readPageFiles(build.renderer, build.pageFileList);
  const pageSession = session.fromPartition(partition);
  guardSession(pageSession, { origin, isDevelopment });
  pageSession.protocol.handle('app', async (request) => {
    const answer = await answerPageRequest(pageFiles, request, origin);
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
  });
  ipcMain.handle(requestChannel, (event, message: unknown) => {
    const isTrusted = isTrustedSender(event, { webContentsId: window?.webContents.id ?? null, origin });
    const request = isTrusted ? parsePageRequest(message) : null;
    return request === null ? hostFailure('input_invalid') : host.handle(request);
  });
  powerMonitor.on('suspend', () => host.suspend());
  powerMonitor.on('shutdown', () => quit());
  await host.start();
}

app.on('web-contents-created', (_event, contents) => guardContents(contents));
app.on('second-instance', () => {
  if (window?.isMinimized()) window.restore();
  window?.focus();
});
// The window goes away and comes back on every lock; leaving is `quit` alone.
app.on('window-all-closed', () => {});
app.on('before-quit', (event) => {
  event.preventDefault();
  quit();
});

if (app.requestSingleInstanceLock()) {
  void app
    .whenReady()
    .then(start)
    .catch((error: unknown) => fail(String(error)));
} else {
  app.exit(0);
}
