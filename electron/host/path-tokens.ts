// Opaque names for what the user chose. Only host and core know the paths; the page holds tokens. One table per core:
// when the core is replaced its tokens are gone.
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { PathToken } from '../../shared/contract/bridge.ts';

export interface PathTokens {
  /** Names a path; the core is told before the page is. Null when the path is not absolute. */
  issue(path: string): Promise<PathToken | null>;
  /** The path behind a token issued here, or null. */
  pathOf(token: string): string | null;
}

export function createPathTokens(grant: (token: string, path: string) => void): PathTokens {
  const paths = new Map<string, string>();

  async function issue(path: string): Promise<PathToken | null> {
    if (!isAbsolute(path) || path.includes('\0')) return null;
    const token = randomBytes(16).toString('hex');
    paths.set(token, path);
    grant(token, path);
    // Not there yet (a file to be written) or not to be looked at: both simply have no size.
    const found = await stat(path).catch(() => null);
    const name = basename(path);
    return found?.isFile() ? { token, name, sizeBytes: found.size } : { token, name };
  }

  return { issue, pathOf: (token) => paths.get(token) ?? null };
}
