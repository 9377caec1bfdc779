// 是/否 as ledgers mark it. An empty cell is "not filled" and is never asked about here.
import { normalizeText } from './text.ts';

export type YesNoReading = { ok: true; value: boolean; normalized: boolean } | { ok: false; code: 'yes_no_unreadable' };

const yes = new Set('是 √ ✓ ✔ ☑ ✅ 有 y yes true 1 已签 已 需要 需 对 含 涉及 涉密 要'.split(' '));
const no = new Set(
  '否 × ✗ ✘ ✕ ❌ 无 n no false 0 未签 未 不需要 不需 不 没有 不含 不涉及 非涉密 不涉密 不要'.split(' '),
);

/** Reads yes and no, also where both are printed with boxes (☑是 □否). A letter x is refused: it marks yes for some. */
export function readYesNo(input: string): YesNoReading {
  const written = input.trim();
  const text = tickedChoice(normalizeText(input)).replace(/\s+/g, '').toLowerCase();
  if (yes.has(text)) return { ok: true, value: true, normalized: written !== '是' && written !== 'Yes' };
  if (no.has(text)) return { ok: true, value: false, normalized: written !== '否' && written !== 'No' };
  return { ok: false, code: 'yes_no_unreadable' };
}

/**
 * The one ticked word of a row of boxes (☑技术信息 □经营信息, 是☑否□); the text itself where it holds no boxes or not exactly
 * one tick.
 */
export function tickedChoice(text: string): string {
  if (!/[□☐○◻]/.test(text) && !/[☑■☒✔✓√●].+[☑■☒✔✓√●□]/.test(text)) return text;
  const isBoxFirst = /^\s*[□☐○◻☑■☒✔✓√●]/.test(text);
  const pattern = isBoxFirst ? /([□☐○◻☑■☒✔✓√●])\s*([^□☐○◻☑■☒✔✓√●]+)/g : /([^□☐○◻☑■☒✔✓√●]+?)\s*([□☐○◻☑■☒✔✓√●])/g;
  const ticked: string[] = [];
  for (const match of text.matchAll(pattern)) {
    const [box, word] = isBoxFirst ? [match[1], match[2]] : [match[2], match[1]];
    if (box && word && /[☑■☒✔✓√●]/.test(box)) ticked.push(word.trim());
  }
  const [only] = ticked;
  return ticked.length === 1 && only !== undefined ? only : text;
}
