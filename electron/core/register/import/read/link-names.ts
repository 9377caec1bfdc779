// The names a cell lists: 工艺工程师、检验组长（甲班、乙班）；人员：林珂. Splits texts only; looks nothing up.
import { isEmptyMark, normalizeText } from '../../../../../shared/values/text.ts';

const opening = new Set(['（', '(', '【', '〔']);
const closing = new Set(['）', ')', '】', '〕']);
const between = /[、,，;；/／\n\r]/;
/** What says of which kind the names are, and words that name nobody. */
const kindBefore = /^(?:接触)?(?:岗位|人员)[:：]\s*/;
const nobody = new Set(['无', '没有', '暂无', '不适用', 'N/A']);

/** Each name once, in order. A list in brackets belongs to the name before it. */
export function linkNames(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const character of text) {
    if (opening.has(character)) depth += 1;
    if (closing.has(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && between.test(character)) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  const names = parts.map((name) => normalizeText(name).replace(kindBefore, '').trim());
  return [...new Set(names)].filter((name) => !isEmptyMark(name) && !nobody.has(name));
}
