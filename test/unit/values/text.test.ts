import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellMessage, cellMessages } from '../../../shared/values/cell-errors.ts';
import { readChoice } from '../../../shared/values/choice.ts';
import { formatNumber, isNumberPattern, naturalKey, parseNumber } from '../../../shared/values/number-pattern.ts';
import {
  cleanBlock,
  cleanLine,
  cleanName,
  cleanText,
  compareKey,
  headerKey,
  headerStem,
  isEmptyMark,
} from '../../../shared/values/text.ts';
import { readYesNo } from '../../../shared/values/yes-no.ts';

describe('tidying text', () => {
  it('takes away what cannot be seen and keeps how a name is written', () => {
    expect(cleanText('\u00a0 高导热\u200b云母板（Ａ型）\u3000')).toBe('高导热云母板（Ａ型）');
    expect(cleanLine('高导热\n云母板')).toBe('高导热云母板');
    expect(cleanLine('Formula\nA')).toBe('Formula A');
    expect(cleanBlock(' 第一行\r\n  第二行 ')).toBe('第一行\n  第二行');
  });

  it('closes up a name spread over its cell, but not two names', () => {
    expect(cleanName('张　三')).toBe('张三');
    expect(cleanName('研 发 部')).toBe('研发部');
    expect(cleanName('张三 李四')).toBe('张三 李四');
  });

  it('changes nothing when asked twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const clean of [cleanText, cleanLine, cleanName, cleanBlock]) expect(clean(clean(text))).toBe(clean(text));
      }),
    );
  });

  it('compares numbers and names across widths, brackets and case', () => {
    expect(compareKey('商密〔2026〕００１号')).toBe(compareKey('商密[2026]001号'));
    expect(compareKey('zt - 001')).toBe(compareKey('ZT—001'));
  });

  it('compares headers without units, marks and line breaks', () => {
    expect(headerKey('*秘点\n名 称：')).toBe('秘点名称');
    expect(headerKey('份号/总份数')).toBe('份号总份数');
    expect(headerKey('编号（份）')).toBe('编号份');
    expect(headerStem('类别（技术/经营）')).toBe('类别');
    expect(headerKey('1、秘点名称')).toBe('秘点名称');
  });

  it('knows the marks of an empty box', () => {
    for (const mark of ['', '/', '—', '--', '－', '　', '\\']) expect(isEmptyMark(mark)).toBe(true);
    for (const text of ['无', '0', '否', 'x/y']) expect(isEmptyMark(text)).toBe(false);
  });
});

describe('reading yes and no', () => {
  it.each(['是', '√', '✓', '有', 'Y', '1', '已签', '☑是 □否', '是☑否□', 'TRUE'])('reads %s as yes', (written) => {
    expect(readYesNo(written)).toMatchObject({ ok: true, value: true });
  });
  it.each(['否', '×', '无', 'N', '0', '未签', '□是 ☑否', 'FALSE'])('reads %s as no', (written) => {
    expect(readYesNo(written)).toMatchObject({ ok: true, value: false });
  });
  it.each(['X', '□', '待定', '是否'])('refuses %s', (written) => {
    expect(readYesNo(written)).toEqual({ ok: false, code: 'yes_no_unreadable' });
  });
});

describe('reading choices', () => {
  const choices = [
    { code: 'stored', label: { zh: '在库', en: 'In store' }, synonyms: ['在架'] },
    { code: 'destroyed', label: { zh: '已销毁', en: 'Destroyed' }, synonyms: ['销毁'], confirm: ['报废'] },
  ];
  it('reads labels, synonyms, codes and ticked boxes, and asks about words that must be confirmed', () => {
    expect(readChoice('在库', choices)).toEqual({ kind: 'code', code: 'stored', normalized: false });
    expect(readChoice(' 在 架', choices)).toEqual({ kind: 'code', code: 'stored', normalized: true });
    expect(readChoice('□在库 ☑已销毁', choices)).toMatchObject({ kind: 'code', code: 'destroyed' });
    expect(readChoice('in store', choices)).toMatchObject({ code: 'stored' });
    expect(readChoice('报废', choices)).toEqual({ kind: 'confirm', code: 'destroyed' });
    expect(readChoice('不明', choices)).toEqual({ kind: 'unknown' });
  });
});

describe('number patterns', () => {
  it('expresses 商密〔2026〕001号 and takes it apart again', () => {
    expect(formatNumber('商密〔{year}〕{seq:3}号', { year: 2026, seq: 1 })).toBe('商密〔2026〕001号');
    expect(parseNumber('商密〔{year}〕{seq:3}号', '商密〔2026〕1234号')).toEqual({ year: 2026, seq: 1234 });
    expect(parseNumber('商密〔{year}〕{seq:3}号', '商密[2026]001号')).toBeNull();
    expect(isNumberPattern('商密〔{year}〕号')).toBe(false);
    expect(isNumberPattern('{seq}{seq}')).toBe(false);
  });

  it('takes apart every number it makes', () => {
    const patterns = fc.constantFrom(
      '商密〔{year}〕{seq:3}号',
      'ZT-{year}-{seq:3}',
      'BM{seq:3}',
      '({seq})',
      'a.b*{year}/{seq:6}',
    );
    fc.assert(
      fc.property(
        patterns,
        fc.integer({ min: 1900, max: 2100 }),
        fc.integer({ min: 1, max: 999_999 }),
        (pattern, year, seq) => {
          expect(parseNumber(pattern, formatNumber(pattern, { year, seq }))).toEqual({
            year: pattern.includes('year') ? year : 0,
            seq,
          });
        },
      ),
    );
  });

  it('sorts numbers as people do', () => {
    const numbers = ['ZT-10', 'ZT-9', 'ZT-010a', 'ZT-1', 'ＺＴ-2'];
    expect(numbers.toSorted((left, right) => (naturalKey(left) < naturalKey(right) ? -1 : 1))).toEqual([
      'ZT-1',
      'ＺＴ-2',
      'ZT-9',
      'ZT-10',
      'ZT-010a',
    ]);
  });
});

describe('sentences for cells', () => {
  it('fill their parameters', () => {
    expect(cellMessage('month_impossible', { month: 13 }, 'zh')).toBe('没有 13 月');
    for (const { zh, en } of Object.values(cellMessages)) {
      expect(zh).not.toMatch(/！|请稍候/);
      expect(
        [...zh.matchAll(/\{(\w+)\}/g)]
          .map((match) => match[1])
          .every((name) => name === 'field' || en.includes(`{${name}}`) || zh.includes('单位')),
      ).toBe(true);
    }
  });
});
