// Unbroken strings wider than their column (digests, paths, addresses) cut into lines here, so that no line begins with the
// mark that closes one. Everything else is broken by the layout, by the Unicode rules. Pure but for widths.
import { widthInEm } from './faces.ts';

/** A string without a place to break: no space, no Han, with the marks that open and close it. */
const unbroken = /[（《〈「『【〔“‘]*[^\s\u2e80-\uffef]{6,}[）》〉」』】〕”’。，、；：！？…]*/gu;
/** Marks that may begin no line. */
export const closing = /^[）》〉」』】〕”’。，、；：！？…]/u;

/** Cuts a string into lines no wider than `widthEm`; one character at least stands on each. */
function inLines(text: string, widthEm: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let width = 0;
  for (const character of text) {
    const own = widthInEm(character);
    if (line.length > 0 && width + own > widthEm) {
      const carried: string[] = [];
      // What closes takes what stands before it along.
      while (line.length > 1 && closing.test(carried[0] ?? character)) carried.unshift(line.pop() as string);
      lines.push(line.join(''));
      line = carried;
      width = widthInEm(carried.join(''));
    }
    line.push(character);
    width += own;
  }
  return [...lines, line.join('')];
}

/** The text with line ends in strings that are wider than `widthEm`. */
export function foldLong(text: string, widthEm: number): string {
  return text.replace(unbroken, (found, offset: number) => {
    if (widthInEm(found) <= widthEm) return found;
    const before = offset === 0 || text[offset - 1] === '\n' ? '' : '\n';
    return before + inLines(found, widthEm * 0.98).join('\n');
  });
}
