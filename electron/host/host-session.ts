// The life of one window: a core and a page that live and die together. When the core locks or dies, both are replaced,
// so that no key and no vault text stays in memory. Host-neutral: Electron and Chromium give it their parts.
import type { FileFilter, PathToken } from '../../shared/contract/bridge.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';
import { type CoreEnd, type CoreLink, type CorePort, createCoreLink, hostFailure } from './core-link.ts';
import { type PageRequest, safeFileName, usePagePicker } from './page-messages.ts';
import { createPathTokens, type PathTokens } from './path-tokens.ts';

/** The system's dialogs: absolute paths, null when the user cancels. */
export interface Chooser {
  /** `undefined` where the host has no dialog for it and the page's own file input is to be used. */
  chooseFiles(options: { multiple: boolean; filters: FileFilter[] }): Promise<string[] | null | undefined>;
  chooseFolder(): Promise<string | null>;
  chooseSave(options: { suggestedName: string; filters: FileFilter[] }): Promise<string | null>;
}

export interface SessionParts {
  startCore(): CorePort;
  /** Takes the page and its process away; afterwards no message of it may reach `handle`. */
  closePage(): Promise<void>;
  openPage(): Promise<void>;
  sendEvent(event: CoreEvent): void;
  chooser(): Chooser;
  /** The path of a file the page holds under a handle (Chromium host); null when it has none. */
  pathOfHandle?(handle: number): Promise<string | null>;
  revealFile(path: string): Promise<void> | void;
  /** Called instead of going on when the core does not come up or no page can be opened. */
  onFatal(detail: string): void;
}

export interface HostSession {
  start(): Promise<void>;
  corePid(): number | undefined;
  /** Answers one parsed request of the present page. */
  handle(request: PageRequest): Promise<unknown>;
  /** Locks because the computer goes to sleep: the page is replaced. */
  suspend(): void;
  /** Locks and ends; resolves when the core is gone. */
  close(): Promise<void>;
}

// Signing the journal head and closing the vault take a fraction of it; keys must not outlive a second.
const lockDeadlineMs = 1000;
// On quit nobody waits in front of the screen: a large write-ahead log may be folded in.
const quitDeadlineMs = 5000;
const failedStartsAllowed = 3;

export function createHostSession(parts: SessionParts): HostSession {
  let core: CoreLink | null = null;
  let tokens: PathTokens | null = null;
  let failedStarts = 0;
  let isClosing = false;
  let deadline: NodeJS.Timeout | null = null;
  let replacing: Promise<void> = Promise.resolve();
  let onClosed: () => void = () => {};
  let closed: Promise<void> | null = null;

  function startCore(): void {
    const link: CoreLink = createCoreLink(parts.startCore(), {
      onEvent(event) {
        if (link !== core) return;
        parts.sendEvent(event);
        // Quitting has its own, longer time; nobody waits at the screen for it.
        if (event.type === 'locking' && !isClosing) expectEnd(link, lockDeadlineMs);
      },
      onEnd: (end) => coreEnded(link, end),
    });
    core = link;
    tokens = createPathTokens((token, path) => link.grant(token, path));
  }

  function expectEnd(link: CoreLink, deadlineMs: number): void {
    if (deadline !== null) clearTimeout(deadline);
    deadline = setTimeout(() => {
      link.dispose();
      coreEnded(link, { kind: 'locked', reason: 'user' });
    }, deadlineMs);
  }

  function coreEnded(link: CoreLink, end: CoreEnd): void {
    if (link !== core) return;
    if (deadline !== null) clearTimeout(deadline);
    deadline = null;
    core = null;
    tokens = null;
    failedStarts = end.kind === 'crashed' && !link.wasReady ? failedStarts + 1 : 0;
    if (isClosing) {
      onClosed();
    } else if (failedStarts >= failedStartsAllowed) {
      parts.onFatal('the core process does not start');
    } else {
      replacing = replacing.then(replace).catch((error: unknown) => parts.onFatal(String(error)));
    }
  }

  async function replace(): Promise<void> {
    await parts.closePage();
    if (isClosing) return;
    startCore();
    await parts.openPage();
  }

  async function issueAll(paths: string[] | null): Promise<PathToken[] | null> {
    const table = tokens;
    if (paths === null || table === null) return null;
    const issued = await Promise.all(paths.map((path) => table.issue(path)));
    return issued.filter((token) => token !== null);
  }

  async function issue(path: string | null): Promise<PathToken | null> {
    return (await issueAll(path === null ? null : [path]))?.[0] ?? null;
  }

  async function handle(request: PageRequest): Promise<unknown> {
    switch (request.type) {
      case 'call':
        return core === null ? hostFailure('not_unlocked') : core.call(request.route, request.input);
      case 'filePath':
        return issue(request.path);
      case 'fileHandle':
        return issue((await parts.pathOfHandle?.(request.handle)) ?? null);
      case 'chooseFiles': {
        const paths = await parts.chooser().chooseFiles({ multiple: request.multiple, filters: request.filters });
        return paths === undefined ? usePagePicker : issueAll(paths);
      }
      case 'chooseFolder':
        return issue(await parts.chooser().chooseFolder());
      case 'chooseSave':
        return issue(
          await parts.chooser().chooseSave({
            suggestedName: safeFileName(request.suggestedName),
            filters: request.filters,
          }),
        );
      case 'reveal': {
        const path = tokens?.pathOf(request.token) ?? null;
        if (path !== null) await parts.revealFile(path);
        return null;
      }
    }
  }

  function suspend(): void {
    if (core === null || isClosing) return;
    core.lock('suspend');
    expectEnd(core, lockDeadlineMs);
  }

  async function closeOnce(): Promise<void> {
    isClosing = true;
    await replacing;
    const last = core;
    if (last === null) return;
    await new Promise<void>((resolve) => {
      onClosed = resolve;
      last.lock('quit');
      // A core that has not come up holds nothing worth waiting for.
      expectEnd(last, last.wasReady ? quitDeadlineMs : 0);
    });
  }

  function close(): Promise<void> {
    closed ??= closeOnce();
    return closed;
  }

  return {
    async start() {
      startCore();
      await parts.openPage();
    },
    corePid: () => core?.pid,
    handle,
    suspend,
    close,
  };
}
