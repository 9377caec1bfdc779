// Text as paper can show it: one spelling, and whatever the faces lack named visibly instead of an empty box. Pure but for
// the faces' character lists.
import { canShow } from './faces.ts';

/** Characters that say how others are drawn or joined and have no shape of their own. */
const shapeless = /\u00ad|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/u;
/** ☑ is in none of the faces: it is drawn as a box with a tick over it (choices.ts). */
export const tickedBox = '\u2611';

export interface PaperText {
  /** The text as it goes on paper. */
  clean(text: string): string;
  /** Characters named so far because the faces lack them. */
  named(): string[];
}

/** How a character the faces lack stands on paper: 〔U+20BB7〕. */
export function nameOf(codePoint: number): string {
  return `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
}

/** A text filter for one document; it remembers which characters it had to name. */
export function createPaperText(): PaperText {
  const known = new Map<number, boolean>();
  const missing = new Set<number>();
  const isShown = (codePoint: number) => {
    const found = known.get(codePoint) ?? canShow(codePoint);
    known.set(codePoint, found);
    return found;
  };
  return {
    clean: (text) => {
      let shown = '';
      for (const character of text
        .normalize('NFC')
        .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
        .replaceAll('\t', ' ')) {
        const codePoint = character.codePointAt(0) as number;
        if (character === '\n' || character === tickedBox || isShown(codePoint)) shown += character;
        else if (!shapeless.test(character)) {
          missing.add(codePoint);
          shown += nameOf(codePoint);
        }
      }
      return shown;
    },
    named: () => [...missing].sort((left, right) => left - right).map(nameOf),
  };
}

/** Hex in groups, as it is read aloud and compared: `8f3a21bc 90…`. */
export function grouped(hex: string, size = 8): string {
  return hex.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? '';
}

/** A size as people and programs compare it: `12,345,678 字节`. */
export function bytesText(sizeBytes: number): string {
  return `${countText(sizeBytes)} 字节`;
}

/** A count with separators, the same on every machine. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `2026-11-20` as the forms write it: `2026年11月20日`; a month alone without the day. */
export function dateText(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year}年${Number(month)}月${day === undefined ? '' : `${Number(day)}日`}`;
}
