import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChineseDigits, readChineseInteger } from '../../../shared/values/chinese-number.ts';
import { formatMoneyYuan, readInteger, readMoneyFen } from '../../../shared/values/number.ts';

/** Writes a number as Chinese does, for reading back. */
function chinese(value: number): string {
  if (value === 0) return '零';
  const digit = '零一二三四五六七八九';
  const group = (part: number, isFirst: boolean): string => {
    let text = '';
    let isGap = false;
    for (const [unit, name] of [
      [1000, '千'],
      [100, '百'],
      [10, '十'],
      [1, ''],
    ] as const) {
      const count = Math.floor(part / unit) % 10;
      if (count === 0) {
        isGap = text !== '' || !isFirst;
        continue;
      }
      if (isGap) text += '零';
      isGap = false;
      text += `${digit[count]}${name}`;
    }
    return text;
  };
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  return `${high > 0 ? `${group(high, true)}万` : ''}${low > 0 ? group(low, high === 0) : ''}`;
}

describe('reading whole numbers', () => {
  it.each([
    ['12页', 12],
    ['１，２３４', 1234],
    ['十二份', 12],
    ['第3份', 3],
    ['1.0', 1],
    ['一百零五', 105],
    ['两', 2],
    ['36个月', 36],
  ])('reads %s as %i', (written, expected) => {
    expect(readInteger(written)).toMatchObject({ ok: true, value: expected });
  });

  it.each(['1.5', '约3', '1,23', '', '3-5', '甲'])('refuses %s', (written) => {
    expect(readInteger(written)).toMatchObject({ ok: false, code: 'integer_unreadable' });
  });

  it('keeps to the limits of the field', () => {
    expect(readInteger('0', { minimum: 1, maximum: 9 })).toEqual({
      ok: false,
      code: 'integer_out_of_range',
      params: { minimum: 1, maximum: 9 },
    });
  });

  it('reads every Chinese number below a hundred million', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 99_999_999 })), (value) => {
        expect(readChineseInteger(chinese(value))).toBe(value);
      }),
    );
    expect(readChineseInteger('廿一')).toBe(21);
    expect(readChineseInteger('叁佰捌拾陆万')).toBe(3_860_000);
    expect(readChineseInteger('十百')).toBeNull();
    expect(readChineseDigits('二〇二三')).toBe(2023);
  });
});

describe('reading amounts', () => {
  it.each([
    ['386万元', 386_000_000],
    ['¥3,860,000.00', 386_000_000],
    ['3.86亿', 38_600_000_000],
    ['3860000', 386_000_000],
    ['人民币叁佰捌拾陆万元整', 386_000_000],
    ['12.345万', 12_345_000],
    ['0.05', 5],
  ])('reads %s as %i 分', (written, expected) => {
    expect(readMoneyFen(written)).toMatchObject({ ok: true, value: expected });
  });

  it.each([
    ['$5', 'money_currency'],
    ['5美元', 'money_currency'],
    ['0.001', 'money_finer_than_fen'],
    ['约5万', 'money_unreadable'],
    ['-5', 'money_unreadable'],
    ['99999999999999999999', 'money_unreadable'],
  ])('refuses %s with %s', (written, code) => {
    expect(readMoneyFen(written)).toMatchObject({ ok: false, code });
  });

  it('takes the unit from the header only where the cell has none', () => {
    expect(readMoneyFen('386', 'tenThousandYuan')).toMatchObject({ value: 386_000_000 });
    expect(readMoneyFen('386元', 'tenThousandYuan')).toMatchObject({ value: 38_600 });
  });

  it('reads back every amount it writes, without floating point', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (amountFen) => {
        expect(readMoneyFen(formatMoneyYuan(amountFen))).toEqual({ ok: true, value: amountFen, normalized: false });
      }),
    );
  });
});
