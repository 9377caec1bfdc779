// The Chromium host's stand-in for the preload: runs before the page's own scripts and defines the same `window.midian`.
// Built to one script without imports. Its globals are taken away before the page can see them where that is possible.
import type { Bridge, FileFilter, PathToken } from '../../shared/contract/bridge.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';
import { type PageRequest, usePagePicker } from '../host/page-messages.ts';
import { createBridge } from './bridge.ts';

/** What the host has put there (host and send) and what it calls (receive and file). */
interface HostGlobals {
  midianHost?: Bridge['host'];
  midianSend?: (request: PageRequest) => Promise<unknown>;
  midianReceive?: (event: CoreEvent) => void;
  midianFile?: (handle: number) => File | null;
}

const globals = globalThis as typeof globalThis & HostGlobals & { midian?: Bridge<File> };

function hidden(name: keyof HostGlobals | 'midian', value: unknown): void {
  Object.defineProperty(globals, name, { value, enumerable: false, writable: false, configurable: false });
}

/** The page's own file picker, where the host has no dialog. Needs the user's click, like any file input. */
function pickFiles(multiple: boolean, filters: FileFilter[]): Promise<File[] | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = multiple;
    const extensions = filters.flatMap((filter) => filter.extensions);
    if (!extensions.includes('*')) input.accept = extensions.map((extension) => `.${extension}`).join(',');
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

function install(host: Bridge['host'], send: (request: PageRequest) => Promise<unknown>): void {
  const files = new Map<number, File>();
  let lastHandle = 0;
  hidden('midianFile', (handle: number) => {
    const file = files.get(handle) ?? null;
    files.delete(handle);
    return file;
  });

  const bridge = createBridge(host, {
    request: send,
    listen: (listener) => hidden('midianReceive', listener),
    fileRequest(file) {
      lastHandle += 1;
      files.set(lastHandle, file);
      return { type: 'fileHandle', handle: lastHandle };
    },
  });

  async function chooseFiles(options: { multiple: boolean; filters: FileFilter[] }): Promise<PathToken[] | null> {
    const chosen: PathToken[] | typeof usePagePicker | null = await bridge.chooseFiles(options);
    if ((chosen as unknown) !== usePagePicker) return chosen;
    const picked = await pickFiles(options.multiple, options.filters);
    if (picked === null) return null;
    const tokens = await Promise.all(picked.map((file) => bridge.tokenOfFile(file)));
    return tokens.filter((token) => token !== null);
  }

  hidden('midian', Object.freeze({ ...bridge, chooseFiles }));
}

const { midianHost, midianSend } = globals;
delete globals.midianHost;
delete globals.midianSend;
if (midianHost !== undefined && midianSend !== undefined && globalThis.top === globalThis.self) {
  install(midianHost, midianSend);
}
