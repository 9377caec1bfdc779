// The part of fontkit that is used: which characters a face has, and how wide they are.
declare module 'fontkit' {
  export interface Face {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): { readonly advanceWidth: number };
  }
  export function openSync(path: string): Face;
}
