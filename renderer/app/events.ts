// What the core tells unasked: changes are read again, locking empties the page at once. Jobs have their own store.
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { bridge } from '../api/client.ts';
import { rereadVault } from '../api/queries.ts';

interface WindowState {
  isLocking: boolean;
  /** Seconds until the idle lock, once it is announced. */
  idleSecondsLeft: number | null;
}

let state: WindowState = { isLocking: false, idleSecondsLeft: null };
const listeners = new Set<() => void>();
const rereadDelayMs = 150;

function set(next: Partial<WindowState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** Takes away everything read from the vault; the host replaces the page right after. */
export function emptyPage(client: QueryClient): void {
  set({ isLocking: true, idleSecondsLeft: null });
  client.clear();
}

/** Says that somebody is there; takes the idle warning back. */
export function clearIdleWarning(): void {
  if (state.idleSecondsLeft !== null) set({ idleSecondsLeft: null });
}

/** Starts listening; called once when the page starts. */
export function followEvents(client: QueryClient): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  bridge().onEvent((event) => {
    switch (event.type) {
      case 'changed':
        // An import announces many changes in a row; one reading after the last is enough.
        if (timer !== null) clearTimeout(timer);
        timer = setTimeout(() => void rereadVault(client), rereadDelayMs);
        break;
      case 'idleWarning':
        set({ idleSecondsLeft: event.secondsLeft });
        break;
      case 'locking':
        emptyPage(client);
        break;
      case 'job':
        break;
    }
  });
}

/** Whether the vault is being locked, and how long until it will be. */
export function useWindowState(): WindowState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
