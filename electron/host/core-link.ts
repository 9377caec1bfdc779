// One running core as a host sees it: calls matched to replies, events passed on, its end reported once.
// Must not restart anything: host-session.ts decides that.
import type { CoreToHost, HostToCore } from '../../shared/contract/bridge.ts';
import type { Envelope, ErrorEnvelope } from '../../shared/contract/envelope.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';

/** The process behind a core; Electron and Node start it differently. */
export interface CorePort {
  readonly pid: number | undefined;
  post(message: HostToCore): void;
  onMessage(listener: (message: CoreToHost) => void): void;
  onExit(listener: () => void): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

export type CoreEnd = { kind: 'locked'; reason: 'user' | 'idle' | 'suspend' | 'quit' } | { kind: 'crashed' };

export interface CoreLink {
  readonly pid: number | undefined;
  /** True once the core has said it is ready. */
  readonly wasReady: boolean;
  call(route: string, input: unknown): Promise<Envelope<unknown>>;
  grant(token: string, path: string): void;
  lock(reason: 'suspend' | 'quit'): void;
  /** Kills the core and answers what is still waiting. `onEnd` is not called for it. */
  dispose(): void;
}

/** The host's own failure answer; the core's carry the id of a log entry, the host has none. */
export function hostFailure(code: 'internal' | 'not_unlocked' | 'input_invalid'): ErrorEnvelope {
  return { ok: false, error: { code, params: {}, requestId: 'host' } };
}

export function createCoreLink(
  port: CorePort,
  listeners: { onEvent(event: CoreEvent): void; onEnd(end: CoreEnd): void },
): CoreLink {
  const waiting = new Map<number, (envelope: Envelope<unknown>) => void>();
  const beforeReady: HostToCore[] = [];
  let lastId = 0;
  let isReady = false;
  let hasEnded = false;

  function post(message: HostToCore): void {
    if (isReady) port.post(message);
    else beforeReady.push(message);
  }

  function finish(end: CoreEnd | null): void {
    if (hasEnded) return;
    hasEnded = true;
    port.kill();
    const failure = hostFailure(end?.kind === 'locked' ? 'not_unlocked' : 'internal');
    for (const answer of waiting.values()) answer(failure);
    waiting.clear();
    if (end !== null) listeners.onEnd(end);
  }

  port.onMessage((message) => {
    if (hasEnded) return;
    switch (message.type) {
      case 'ready':
        isReady = true;
        for (const early of beforeReady.splice(0)) port.post(early);
        break;
      case 'reply':
        waiting.get(message.id)?.(message.envelope);
        waiting.delete(message.id);
        break;
      case 'event':
        listeners.onEvent(message.event);
        break;
      case 'locked':
        finish({ kind: 'locked', reason: message.reason });
        break;
    }
  });
  port.onExit(() => finish({ kind: 'crashed' }));

  return {
    get pid() {
      return port.pid;
    },
    get wasReady() {
      return isReady;
    },
    call(route, input) {
      if (hasEnded) return Promise.resolve(hostFailure('not_unlocked'));
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        post({ type: 'call', id, route, input });
      });
    },
    grant: (token, path) => post({ type: 'grant', token, path }),
    lock: (reason) => post({ type: 'lock', reason }),
    dispose: () => finish(null),
  };
}
