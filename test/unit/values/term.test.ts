import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTerm, termEnd, termLabel } from '../../../shared/values/term.ts';

function readingOf(written: string): string {
  const reading = readTerm(written);
  return reading.ok ? reading.value : reading.code;
}

describe('reading terms', () => {
  it.each([
    ['10年', 'P10Y'],
    ['三年', 'P3Y'],
    ['十年', 'P10Y'],
    ['6个月', 'P6M'],
    ['36个月', 'P36M'],
    ['半年', 'P6M'],
    ['一年半', 'P18M'],
    ['2年6个月', 'P30M'],
    ['自定密之日起十年', 'P10Y'],
    ['10年（自定密之日起）', 'P10Y'],
    ['保密10年', 'P10Y'],
    ['长期', 'long_term'],
    ['永久', 'long_term'],
    ['无限期', 'long_term'],
    ['长期有效', 'long_term'],
    ['公布前', 'until_published'],
    ['公开前', 'until_published'],
    ['至公开', 'until_published'],
    ['公开之日止', 'until_published'],
    ['至2031年6月30日', '2031-06-30'],
    ['2031.6.30止', '2031-06-30'],
    ['2030-12-31', '2030-12-31'],
    ['至2030年底', '2030-12-31'],
    ['2030年6月底', '2030-06-30'],
    ['有效期至2031/6', '2031-06'],
    ['2021.1.1-2031.1.1', '2031-01-01'],
    ['10 years', 'P10Y'],
    ['Permanent', 'long_term'],
  ])('reads %s as %s', (written, expected) => {
    expect(readingOf(written)).toBe(expected);
  });

  it.each([
    ['10', 'term_unit_missing'],
    ['5-10年', 'term_unreadable'],
    ['待定', 'term_unreadable'],
    ['随劳动合同', 'term_unreadable'],
    ['0年', 'term_unreadable'],
    ['150年', 'term_unreadable'],
    ['2031', 'month_missing'],
    ['2031年', 'month_missing'],
    ['至2031年13月1日', 'month_impossible'],
  ])('refuses %s with %s', (written, code) => {
    expect(readingOf(written)).toBe(code);
  });

  it('takes the unit of a bare number from the header', () => {
    expect(readTerm('10', { unit: 'years' })).toMatchObject({ value: 'P10Y' });
    expect(readTerm('18', { unit: 'months' })).toMatchObject({ value: 'P18M' });
  });

  it('reads back every label it writes, in both languages', () => {
    const terms = fc.oneof(
      fc.constantFrom('long_term', 'until_published', '2031-06-30', '2031-06'),
      fc.integer({ min: 1, max: 100 }).map((years) => `P${years}Y`),
      fc.integer({ min: 1, max: 1200 }).map((months) => `P${months}M`),
    );
    fc.assert(
      fc.property(terms, (term) => {
        for (const language of ['zh', 'en'] as const) expect(readingOf(termLabel(term, language))).toBe(term);
        expect(readTerm(termLabel(term, 'zh'))).toMatchObject({ normalized: false });
      }),
    );
  });

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789年月日至到止前个十三长期公布.-~ （）') }), (text) => {
        const reading = readTerm(text);
        if (reading.ok) expect(readingOf(termLabel(reading.value, 'zh'))).toBe(reading.value);
      }),
    );
  });
});

describe('the end of a term', () => {
  it('is open for 长期 and 公布前, and for years without the date they count from', () => {
    expect(termEnd('long_term', '2021-05-06')).toBeNull();
    expect(termEnd('until_published', '2021-05-06')).toBeNull();
    expect(termEnd('P10Y', null)).toBeNull();
  });

  it('is the corresponding day, or the last day of the month where only that is known', () => {
    expect(termEnd('P10Y', '2021-05-06')).toBe('2031-05-06');
    expect(termEnd('P1Y', '2024-02-29')).toBe('2025-02-28');
    expect(termEnd('P6M', '2021-05')).toBe('2021-11-30');
    expect(termEnd('2031-06', null)).toBe('2031-06-30');
    expect(termEnd('2031-06-30', null)).toBe('2031-06-30');
  });
});
