// What the seal of a bundle signs: the tag manifest without the seal's own line.
import { paths } from './bag-paths.ts';
import type { HashParts } from './hashing.ts';

const nothing = new Uint8Array();

/** How many lines are sealed, and their digest. `lines` is the tag manifest without the seal's own line. */
export function sealedDigestOf<T>(sha256OfParts: HashParts<T>, lines: string): { size: number; root: T } {
  return { size: lines.split('\n').length - 1, root: sha256OfParts(nothing, lines) };
}

/** The tag manifest without the line of the seal. */
export function unsealedLines(tagManifest: string): string {
  return tagManifest.replace(new RegExp(`^[0-9a-f]{64}  ${paths.seal.replace('.', '\\.')}\\n`, 'm'), '');
}
