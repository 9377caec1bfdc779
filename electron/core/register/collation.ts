// Sort keys: Chinese by pinyin, numbers by value. A key sorts right under SQLite's plain byte comparison.

const firstHan = 0x4e00;
const lastHan = 0x9fff;

/** The permutation of the basic Han block in pinyin order, as one string; stored in the vault when it is created. */
export function pinyinOrder(): string {
  const collator = new Intl.Collator('zh-u-co-pinyin');
  const characters = Array.from({ length: lastHan - firstHan + 1 }, (_, index) =>
    String.fromCharCode(firstHan + index),
  );
  return characters.sort(collator.compare).join('');
}

export interface Collation {
  /** What it was made from: another thread makes the same one. */
  readonly order: string;
  /** Key of a text: Latin folded to lower case, Han characters replaced by their rank within the same block. */
  textKey(text: string): string;
  /** Key of a record number: as textKey, digits padded so that 9 comes before 10. */
  numberKey(text: string): string;
}

/**
 * Keys from a stored order. Because the order lives in the vault, every version of the program sorts one vault alike and
 * a newer Unicode table needs no rebuilding.
 */
export function createCollation(order: string): Collation {
  const ranks = new Uint16Array(lastHan - firstHan + 1);
  for (let index = 0; index < order.length; index += 1) ranks[order.charCodeAt(index) - firstHan] = firstHan + index;
  const textKey = (text: string): string => {
    const lower = text.toLowerCase();
    let key = '';
    for (let index = 0; index < lower.length; index += 1) {
      const code = lower.charCodeAt(index);
      key += code >= firstHan && code <= lastHan ? String.fromCharCode(ranks[code - firstHan] as number) : lower[index];
    }
    return key;
  };
  return {
    order,
    textKey,
    numberKey: (text) => textKey(text.replace(/\d+/g, (digits) => digits.padStart(12, '0'))),
  };
}
