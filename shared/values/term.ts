// 保密期限: how long something stays secret, as one string. `long_term`, `until_published`, a date or month it runs
// until, or a period counted from the grading (`P10Y`, `P6M`). Reads, names and ends terms; never guesses a unit.
import { readChineseInteger } from './chinese-number.ts';
import { addMonths, compareDates, lastDayOf, readDate } from './date.ts';
import { normalizeText } from './text.ts';

export type TermErrorCode =
  | 'term_unreadable'
  | 'term_unit_missing'
  | 'month_impossible'
  | 'day_impossible'
  | 'year_impossible'
  | 'month_missing';

export type TermReading =
  | { ok: true; value: string; normalized: boolean }
  | { ok: false; code: TermErrorCode; params: Record<string, string | number> };

export interface ReadTermOptions {
  /** What a bare number counts, where the header says so: 保密期限（年）. */
  unit?: 'years' | 'months';
  date1904?: boolean;
}

const longTermWords = new Set(
  '长期 永久 无限期 长久 终身 永续 不限 无期限 无限 不限期 无固定期限 永远 long_term longterm permanent indefinite perpetual'.split(
    ' ',
  ),
);
const untilPublishedWords = new Set(
  '公布前 公开前 未公开前 未公布前 至公开 至公布 公开 公开之日 公布之日 公开为止 公布为止 为公众所知悉 公众知悉 公知 until_published untilpublished untildisclosed'.split(
    ' ',
  ),
);

const period = /^(\d+(?:\.5)?|[〇零一二两三四五六七八九十百廿卅壹贰叁肆伍陆柒捌玖拾佰]+|半)(?:个)?(周?年|月)(半)?$/;
const yearsAndMonths = /^(\d+|[〇零一二两三四五六七八九十百]+)年零?(\d+|[一二两三四五六七八九十]+)个?月$/;
const englishPeriod = /^(\d+)(years?|yrs?|y|months?|mths?|m)$/;

function ofMonths(months: number): string {
  return months % 12 === 0 ? `P${months / 12}Y` : `P${months}M`;
}

/** Months of 十年, 10年, 半年, 一年半, 1.5年, 36个月; null when the text is no period of 1 month to 100 years. */
function readPeriodMonths(text: string): { months: number; unit: 'Y' | 'M' } | null {
  const english = englishPeriod.exec(text);
  const both = yearsAndMonths.exec(text);
  const match = period.exec(text);
  let months: number;
  let unit: 'Y' | 'M';
  if (both) {
    const [years, rest] = [both[1] ?? '', both[2] ?? ''].map((part) =>
      /^\d/.test(part) ? Number(part) : readChineseInteger(part),
    );
    if (years === undefined || years === null || rest === undefined || rest === null) return null;
    unit = 'M';
    months = years * 12 + rest;
  } else if (english) {
    unit = english[2]?.startsWith('y') ? 'Y' : 'M';
    months = Number(english[1]) * (unit === 'Y' ? 12 : 1);
  } else if (match) {
    const [, count = '', unitText, half] = match;
    const number = count === '半' ? 0.5 : /^\d/.test(count) ? Number(count) : readChineseInteger(count);
    if (number === null) return null;
    unit = unitText === '月' ? 'M' : 'Y';
    months = (number + (half ? 0.5 : 0)) * (unit === 'Y' ? 12 : 1);
  } else return null;
  return Number.isInteger(months) && months >= 1 && months <= 1200 ? { months, unit } : null;
}

function ofDateText(text: string, written: string, options: ReadTermOptions): TermReading {
  // 2030年底 and 2030年6月底 name their last day.
  const close = /^(\d{4})年(?:(\d{1,2})月)?[底末]$/.exec(text.replace(/\s+/g, ''));
  if (close) {
    const month = readDate(`${close[1]}年${close[2] ?? 12}月`);
    if (month.ok) return { ok: true, value: lastDayOf(month.value), normalized: true };
  }
  const range = /^(?:自|从)?(.+?)(?:起)?(?:至|到|~|--?|—+)(.+)$/.exec(text);
  const whole = readDate(text, options);
  if (whole.ok)
    return { ok: true, value: whole.value, normalized: whole.value !== written && !isLabel(whole.value, written) };
  if (range?.[1] && range[2]) {
    const from = readDate(range[1], options);
    const until = readDate(range[2], options);
    if (from.ok && until.ok && compareDates(lastDayOf(from.value), lastDayOf(until.value)) < 0) {
      return { ok: true, value: until.value, normalized: true };
    }
  }
  // 0年 and 150年 are no years of the calendar but spans that make no sense.
  const isSpan = whole.code === 'year_impossible' && Number(whole.params.year) < 1000;
  if (whole.code === 'not_a_date' || isSpan) return { ok: false, code: 'term_unreadable', params: {} };
  return { ok: false, code: whole.code, params: whole.params };
}

/**
 * Reads a term: 10年, 三年, 6个月, 一年半, 长期, 永久, 公布前, 至公开, 至2031年6月30日, 2031.6.30止, a date, a range of two dates
 * (its end counts). A bare number needs `unit` from the header. Conditions and vague spans are refused, not guessed.
 */
export function readTerm(input: string | Date, options: ReadTermOptions = {}): TermReading {
  if (input instanceof Date) return ofDateText(readDateText(input), '', options);
  const written = input.trim();
  const plain = normalizeText(input).replace(/\s+/g, '').toLowerCase();
  if (/^p\d+[ym]$/.test(plain)) {
    const months = Number(plain.slice(1, -1)) * (plain.endsWith('y') ? 12 : 1);
    if (months < 1 || months > 1200) return { ok: false, code: 'term_unreadable', params: {} };
    return { ok: true, value: plain.toUpperCase(), normalized: plain.toUpperCase() !== written };
  }
  // What the term counts from is known from the record: 自定密之日起十年, 10年（自定密之日起）.
  const text = plain
    .replace(
      /[(（[【]?(?:自|从)(?:定密|确定|批准|审批|产生|生效|制作)(?:之)?日?(?:期)?(?:起)?(?:计算|算)?[)）\]】]?,?/g,
      '',
    )
    .replace(/^(?:保密期限?|期限|有效期|保密)(?:为|:)?/, '');
  const word = text.replace(/^(?:直|截)?(?:至|到)/, '至').replace(/(?:保密|有效|保存|之日止|之日|为止|止)$/g, '');
  if (longTermWords.has(text) || longTermWords.has(word)) return keep('long_term', written);
  if (
    untilPublishedWords.has(text) ||
    untilPublishedWords.has(word) ||
    untilPublishedWords.has(word.replace(/^至/, ''))
  )
    return keep('until_published', written);
  const found = readPeriodMonths(text.replace(/^为期/, '').replace(/(?:内|期限?)$/, ''));
  if (found) {
    const value = found.unit === 'Y' ? ofMonths(found.months) : `P${found.months}M`;
    return { ok: true, value, normalized: !isLabel(value, written) };
  }
  if (/^\d{1,3}(?:\.0+)?$/.test(text)) {
    const count = Number(text);
    if (!options.unit) return { ok: false, code: 'term_unit_missing', params: { count } };
    const months = options.unit === 'years' ? count * 12 : count;
    if (months < 1 || months > 1200) return { ok: false, code: 'term_unreadable', params: {} };
    return { ok: true, value: `P${count}${options.unit === 'years' ? 'Y' : 'M'}`, normalized: true };
  }
  const date = normalizeText(input)
    .replace(/^(?:保密期限?|期限|有效期|有效)?(?:为|:)?\s*(?:(?:直|截)?(?:至|到|止于)|until|before|by)\s*/i, '')
    .replace(/\s*(?:日?为止|止|届满|到期|前|之前|以前)$/, (tail) => (tail.startsWith('日') ? '日' : ''));
  return ofDateText(date, written, options);
}

/** Whether a term is written in the office's own words already. */
function isLabel(value: string, written: string): boolean {
  return termLabel(value, 'zh') === written || termLabel(value, 'en') === written;
}

function keep(value: string, written: string): TermReading {
  return { ok: true, value, normalized: !isLabel(value, written) };
}

function readDateText(date: Date): string {
  const reading = readDate(date);
  return reading.ok ? reading.value : '';
}

/**
 * The last day of a term as `YYYY-MM-DD`; null for an open end, and for a period without the date it counts from. Counted
 * from a month-only date, it ends with the last day of its month.
 */
export function termEnd(term: string, from: string | null): string | null {
  if (term === 'long_term' || term === 'until_published') return null;
  const match = /^P(\d+)([YM])$/.exec(term);
  if (!match) return lastDayOf(term);
  if (from === null) return null;
  return lastDayOf(addMonths(from, Number(match[1]) * (match[2] === 'Y' ? 12 : 1)));
}

/** The office's words for a term; every label reads back as the same term. */
export function termLabel(term: string, language: 'zh' | 'en'): string {
  if (term === 'long_term') return language === 'zh' ? '长期' : 'Permanent';
  if (term === 'until_published') return language === 'zh' ? '公布前' : 'Until published';
  const match = /^P(\d+)([YM])$/.exec(term);
  if (!match) return language === 'zh' ? `至${term}` : `Until ${term}`;
  const count = Number(match[1]);
  if (language === 'zh') return match[2] === 'Y' ? `${count}年` : `${count}个月`;
  const unit = match[2] === 'Y' ? 'year' : 'month';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
