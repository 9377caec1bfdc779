// Everything the session and the window refuse: permissions, devices, foreign addresses, navigation, new windows,
// web views, downloads. Takes Electron's objects as narrow interfaces, so that tests can hold them.
import type { Session, WebContents } from 'electron';

type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'on'
> & { webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** True for addresses the page may load: its own files, its own blobs, and the developer tools in development. */
export function isAddressAllowed(address: string, origin: string, isDevelopment: boolean): boolean {
  if (address.startsWith(`${origin}/`) || address.startsWith(`blob:${origin}/`)) return true;
  return isDevelopment && address.startsWith('devtools://');
}

/** Refuses every permission, device, download and address outside the application. */
export function guardSession(session: GuardedSession, options: { origin: string; isDevelopment: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isAddressAllowed(details.url, options.origin, options.isDevelopment) }),
  );
}

/** Keeps a window on its page: no way to another address, no second window, no web view. */
export function guardContents(contents: GuardedContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
