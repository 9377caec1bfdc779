// The typefaces of printed documents: where their files lie, which characters they have and how wide those are. Reads
// nothing else, and nothing from the system: the same document comes out on every machine.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Face, openSync } from 'fontkit';

export type FaceName = 'serif' | 'serifBold' | 'sans';

/** File name in build/fonts, and the package it comes from. */
export const faceFiles: Readonly<Record<FaceName, { file: string; source: string }>> = {
  serif: {
    file: 'NotoSerifSC_400Regular.ttf',
    source: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  },
  serifBold: {
    file: 'NotoSerifSC_700Bold.ttf',
    source: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  },
  sans: {
    file: 'NotoSansSC_400Regular.ttf',
    source: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  },
};

/** The file of a face: beside the built programs, or in its package where the sources run as they are. */
export function facePath(name: FaceName): string {
  const { file, source } = faceFiles[name];
  const built = fileURLToPath(new URL(`../fonts/${file}`, import.meta.url));
  return existsSync(built) ? built : createRequire(import.meta.url).resolve(source);
}

const faces = new Map<FaceName, Face>();

function face(name: FaceName): Face {
  const known = faces.get(name) ?? openSync(facePath(name));
  faces.set(name, known);
  return known;
}

const widths = new Map<number, number>();

/** Whether every face can show the character. */
export function canShow(codePoint: number): boolean {
  return face('serif').hasGlyphForCodePoint(codePoint) && face('sans').hasGlyphForCodePoint(codePoint);
}

/** Width of a text on one line in the face of tables, in em; pairs are not kerned. */
export function widthInEm(text: string): number {
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) as number;
    let advance = widths.get(codePoint);
    if (advance === undefined) {
      const sans = face('sans');
      advance = sans.glyphForCodePoint(codePoint).advanceWidth / sans.unitsPerEm;
      widths.set(codePoint, advance);
    }
    width += advance;
  }
  return width;
}
