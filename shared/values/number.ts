// Whole numbers and amounts of money as ledgers write them. Money is integer 分; nothing is rounded and nothing guessed.
import { readChineseInteger } from './chinese-number.ts';
import { normalizeText } from './text.ts';

export type IntegerReading =
  | { ok: true; value: number; normalized: boolean }
  | {
      ok: false;
      code: 'integer_unreadable' | 'integer_out_of_range';
      params: Record<string, string | number>;
    };

export interface IntegerLimits {
  minimum?: number;
  maximum?: number;
}

const grouped = /^\d{1,3}(?:,\d{3})+$/;
const countUnits =
  /(?:个月|页|份|件|个|张|本|册|套|人|名|月|年|台|块|盒|卷|天|日|次|元|号|pcs|pages?|copies|months?|years?|days?)$/;

/** Reads a whole number with thousands signs, full-width digits, Chinese numerals and a counting word: １,２３４页, 十二份. */
export function readInteger(input: string, limits: IntegerLimits = {}): IntegerReading {
  const written = input.trim();
  const text = normalizeText(input)
    .replace(/\s+/g, '')
    .toLowerCase()
    .replace(/^(?:第|共|计|no\.?)/, '')
    .replace(countUnits, '')
    .replace(/\.0+$/, '');
  let value: number | null = null;
  if (/^-?\d+$/.test(text)) value = Number(text);
  else if (grouped.test(text)) value = Number(text.replaceAll(',', ''));
  else value = readChineseInteger(text);
  if (value === null || !Number.isSafeInteger(value)) return { ok: false, code: 'integer_unreadable', params: {} };
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = limits;
  if (value < minimum || value > maximum)
    return { ok: false, code: 'integer_out_of_range', params: { minimum, maximum } };
  return { ok: true, value, normalized: String(value) !== written };
}

export type MoneyReading =
  | { ok: true; value: number; normalized: boolean }
  | {
      ok: false;
      code: 'money_unreadable' | 'money_currency' | 'money_finer_than_fen';
      params: Record<string, string | number>;
    };

/** What one unit of the column is worth in 元, from its header: 研发投入（万元）. */
export type MoneyUnit = 'yuan' | 'tenThousandYuan' | 'hundredMillionYuan';

const unitDigits: Readonly<Record<string, number>> = { '': 0, 百: 2, 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 };
const columnDigits: Readonly<Record<MoneyUnit, number>> = { yuan: 0, tenThousandYuan: 4, hundredMillionYuan: 8 };

/** Reads an amount of 人民币 into 分: 386万元, ¥3,860,000.00, 3.86亿, 叁佰万元整. Other currencies are refused. */
export function readMoneyFen(input: string, unit: MoneyUnit = 'yuan'): MoneyReading {
  const written = input.trim();
  const text = normalizeText(input).replace(/\s+/g, '');
  if (/[$€£₩]|美元|欧元|港币|日元|英镑|usd|eur|hkd|jpy|gbp/i.test(text))
    return { ok: false, code: 'money_currency', params: {} };
  const bare = text
    .replace(/^(?:人民币|rmb|cny|约?¥|￥)+:?¥?/i, '')
    .replace(/(?:人民币|rmb|cny)$/i, '')
    .replace(/(?:整|正)$/, '');
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(百万|千万|百|千|万|亿|)(元|圆|块)?$/.exec(bare);
  if (match) {
    const [, whole = '', fraction = '', scale = '', yuan] = match;
    const isExplicit = scale !== '' || yuan !== undefined || /[¥￥]/.test(text);
    const shift = 2 + (unitDigits[scale] ?? 0) + (isExplicit ? 0 : columnDigits[unit]);
    return ofDecimal(whole.replaceAll(',', ''), fraction, shift, written);
  }
  const chinese = /^(.+?)(?:元|圆)$/.exec(bare);
  const count = chinese?.[1] ? readChineseInteger(chinese[1]) : null;
  if (count !== null) return ofDecimal(String(count), '', 2, written);
  return { ok: false, code: 'money_unreadable', params: {} };
}

function ofDecimal(whole: string, fraction: string, shift: number, written: string): MoneyReading {
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > shift) return { ok: false, code: 'money_finer_than_fen', params: {} };
  const value = Number(whole + digits.padEnd(shift, '0'));
  if (!Number.isSafeInteger(value)) return { ok: false, code: 'money_unreadable', params: {} };
  return { ok: true, value, normalized: formatMoneyYuan(value) !== written };
}

/** 分 as plain 元 with two decimals: 386000000 → 3860000.00. */
export function formatMoneyYuan(amountFen: number): string {
  const sign = amountFen < 0 ? '-' : '';
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
