// What a window of the application may do, as data. Anything not said here is Electron's default.
import type { WebPreferences } from 'electron';

/** Web preferences of the only window: sandboxed, isolated, no Node, no plug-ins, developer tools in development only. */
export function createWebPreferences(options: {
  preload: string;
  partition: string;
  isDevelopment: boolean;
  platform: string;
  version: string;
}): WebPreferences {
  return {
    preload: options.preload,
    // Without `persist:` the session lives in memory only.
    partition: options.partition,
    additionalArguments: [`--midian-platform=${options.platform}`, `--midian-version=${options.version}`],
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    plugins: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: options.isDevelopment,
  };
}
