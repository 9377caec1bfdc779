// Whole numbers written in Chinese: 十二, 三十六, 二〇二三, 壹佰贰拾万. Reads only; amounts and units are others' work.

const digits: Readonly<Record<string, number>> = {
  〇: 0,
  '○': 0,
  零: 0,
  一: 1,
  壹: 1,
  弌: 1,
  二: 2,
  两: 2,
  贰: 2,
  兩: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const smallUnits: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const largeUnits: Readonly<Record<string, number>> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000, 億: 100_000_000 };

/** Digits one after another, as years are written: 二〇二三 → 2023. Null for anything else. */
export function readChineseDigits(text: string): number | null {
  let value = 0;
  if (text === '') return null;
  for (const character of text) {
    const digit = digits[character];
    if (digit === undefined || character === '两') return null;
    value = value * 10 + digit;
  }
  return value;
}

/** A counted number: 十二 → 12, 二十 → 20, 一百零五 → 105, 三万六千 → 36000, 廿一 → 21. Null for anything else. */
export function readChineseInteger(text: string): number | null {
  const spread = text.replace(/廿/g, '二十').replace(/卅/g, '三十').replace(/皕/g, '二百');
  if (spread === '') return null;
  let total = 0;
  let section = 0;
  let digit = -1;
  let smallest = Number.POSITIVE_INFINITY;
  let smallestLarge = Number.POSITIVE_INFINITY;
  for (const character of spread) {
    const value = digits[character];
    const small = smallUnits[character];
    const large = largeUnits[character];
    if (value !== undefined) {
      if (digit > 0) return null;
      digit = value;
    } else if (small !== undefined) {
      if (small >= smallest || digit === 0) return null;
      if (digit === -1 && small !== 10) return null;
      section += (digit === -1 ? 1 : digit) * small;
      digit = -1;
      smallest = small;
    } else if (large !== undefined) {
      section += digit === -1 ? 0 : digit;
      if (section === 0 || large >= smallestLarge) return null;
      total += section * large;
      section = 0;
      digit = -1;
      smallest = Number.POSITIVE_INFINITY;
      smallestLarge = large;
    } else return null;
  }
  return total + section + (digit === -1 ? 0 : digit);
}
