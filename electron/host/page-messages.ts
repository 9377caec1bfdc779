// What the page's bridge may ask its host, as plain data. The host trusts none of it before `parsePageRequest` has seen
// it. No Node and no DOM here: the bridge is built from this file too.
import type { FileFilter } from '../../shared/contract/bridge.ts';

/** The one channel of requests and the one of events. */
export const requestChannel = 'midian:request';
export const eventChannel = 'midian:event';

export type PageRequest =
  | { type: 'call'; route: string; input: unknown }
  /** Electron: the preload has the path. */
  | { type: 'filePath'; path: string }
  /** Chromium: the bridge keeps the file under a number until the host has looked it up. */
  | { type: 'fileHandle'; handle: number }
  | { type: 'chooseFiles'; multiple: boolean; filters: FileFilter[] }
  | { type: 'chooseFolder' }
  | { type: 'chooseSave'; suggestedName: string; filters: FileFilter[] }
  | { type: 'reveal'; token: string };

/** Answer to `chooseFiles` of a host that has no dialog of its own: the page is to use its file input. */
export const usePagePicker = 'use-page-picker';

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest;
}

function parseFilters(value: unknown): FileFilter[] | null {
  if (!Array.isArray(value) || value.length > 32) return null;
  const filters: FileFilter[] = [];
  for (const entry of value as unknown[]) {
    const { name, extensions } = (entry ?? {}) as { name?: unknown; extensions?: unknown };
    if (!isText(name, 200) || !Array.isArray(extensions)) return null;
    const valid = (extensions as unknown[]).filter(
      (item): item is string => isText(item, 20) && /^(\*|\w[\w-]*)$/.test(item),
    );
    if (valid.length !== extensions.length) return null;
    filters.push({ name, extensions: valid });
  }
  return filters;
}

/** The request as the host may act on it, or null when it is anything else. Unknown keys are dropped. */
export function parsePageRequest(message: unknown): PageRequest | null {
  if (typeof message !== 'object' || message === null) return null;
  const { type, ...rest } = message as Record<string, unknown>;
  switch (type) {
    case 'call':
      return isText(rest.route, 100) ? { type, route: rest.route, input: rest.input } : null;
    case 'filePath':
      return isText(rest.path, 32_768) ? { type, path: rest.path } : null;
    case 'fileHandle':
      return Number.isSafeInteger(rest.handle) ? { type, handle: rest.handle as number } : null;
    case 'chooseFiles': {
      const filters = parseFilters(rest.filters);
      return filters !== null && typeof rest.multiple === 'boolean' ? { type, multiple: rest.multiple, filters } : null;
    }
    case 'chooseFolder':
      return { type };
    case 'chooseSave': {
      const filters = parseFilters(rest.filters);
      return filters !== null && isText(rest.suggestedName, 255)
        ? { type, suggestedName: rest.suggestedName, filters }
        : null;
    }
    case 'reveal':
      return isText(rest.token, 64) ? { type, token: rest.token } : null;
    default:
      return null;
  }
}

/** A file name a dialog may be given: the page can suggest a name, never a folder. */
export function safeFileName(suggested: string): string {
  const name = suggested.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '');
  return name === '' ? 'midian' : name;
}
