// Electron's sandboxed preload: hands the page its bridge and nothing else. Built to one CommonJS file.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { CoreEvent } from '../../shared/contract/events.ts';
import { eventChannel, requestChannel } from '../host/page-messages.ts';
import { createBridge } from './bridge.ts';

/** Arguments the main process gave this page: `--midian-platform=…`, `--midian-version=…`. */
function argument(name: string): string {
  const prefix = `--midian-${name}=`;
  return process.argv.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? '';
}

const bridge = createBridge(
  { kind: 'electron', platform: argument('platform'), version: argument('version') },
  {
    request: (request) => ipcRenderer.invoke(requestChannel, request),
    listen: (listener) => {
      ipcRenderer.on(eventChannel, (_event, message: CoreEvent) => listener(message));
    },
    fileRequest(file) {
      const path = webUtils.getPathForFile(file);
      return path === '' ? null : { type: 'filePath', path };
    },
  },
);

contextBridge.exposeInMainWorld('midian', bridge);
