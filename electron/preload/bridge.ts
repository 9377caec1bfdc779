// The page's bridge over any transport: turns the Bridge of the contract into page requests. Shared by both hosts;
// holds no state but the listeners, and exposes verbs, never a channel.
import type { Bridge, PathToken } from '../../shared/contract/bridge.ts';
import type { Envelope } from '../../shared/contract/envelope.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';
import type { PageRequest } from '../host/page-messages.ts';

export interface PageTransport {
  request(request: PageRequest): Promise<unknown>;
  /** Called once; every core event goes to the listener. */
  listen(listener: (event: CoreEvent) => void): void;
  /** How this host is told about a file the page holds; null when the file has no path. */
  fileRequest(file: File): PageRequest | null;
}

/** The bridge as the page sees it. `call` never rejects: a failing transport becomes an envelope. */
export function createBridge(host: Bridge['host'], transport: PageTransport): Bridge<File> {
  const listeners = new Set<(event: CoreEvent) => void>();
  transport.listen((event) => {
    for (const listener of listeners) listener(event);
  });
  const ask = <T>(request: PageRequest) => transport.request(request) as Promise<T>;

  return {
    host,
    async call(route, input) {
      try {
        return await ask<Envelope<unknown>>({ type: 'call', route, input });
      } catch {
        return { ok: false, error: { code: 'internal', params: {}, requestId: 'bridge' } };
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async tokenOfFile(file) {
      const request = transport.fileRequest(file);
      return request === null ? null : ask<PathToken | null>(request);
    },
    chooseFiles: ({ multiple, filters }) => ask<PathToken[] | null>({ type: 'chooseFiles', multiple, filters }),
    chooseFolder: () => ask<PathToken | null>({ type: 'chooseFolder' }),
    chooseSave: ({ suggestedName, filters }) => ask<PathToken | null>({ type: 'chooseSave', suggestedName, filters }),
    async revealPath(token) {
      await ask({ type: 'reveal', token });
    },
  };
}
