// Dates, sizes, money and remaining time as the window writes them.
import { describe, expect, test } from 'vitest';
import { secondsLeft } from '../../../renderer/app/job-tray.tsx';
import { digestText, moneyText, sizeText, today } from '../../../renderer/i18n/format.ts';
import { folderName, joinPath } from '../../../renderer/pages/start/paths.ts';
import { dueState } from '../../../shared/review.ts';
import { addDays } from '../../../shared/time.ts';

describe('how the window writes things', () => {
  test('days are the clerk’s own, across months and years', () => {
    expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  test('a review is overdue after its date, due shortly before, and a month counts to its end', () => {
    expect(dueState('2026-11-19', '2026-11-20')).toBe('overdue');
    expect(dueState('2026-11-20', '2026-11-20')).toBe('due');
    expect(dueState('2026-11', '2026-11-20')).toBe('due');
    expect(dueState('2026-10', '2026-11-20')).toBe('overdue');
    expect(dueState('2027-06-01', '2026-11-20')).toBe('later');
  });

  test('sizes, money and digests are short and exact enough', () => {
    expect(sizeText(412_345)).toBe('412 KB');
    expect(sizeText(1_800_000)).toBe('1.8 MB');
    expect(sizeText(23)).toBe('23 B');
    expect(moneyText(1_234_500)).toBe('¥12,345.00');
    expect(moneyText(-5)).toBe('-¥0.05');
    expect(digestText(`7f3a91c2${'0'.repeat(48)}e05d44b8`)).toBe('7f3a 91c2 … e05d 44b8');
  });

  test('remaining time is told only when it can be judged', () => {
    const job = { done: 25, total: 100, startedAtMs: 0 };
    expect(secondsLeft(job, 10_000)).toBe(30);
    expect(secondsLeft(job, 1_000)).toBeNull();
    expect(secondsLeft({ ...job, total: null }, 10_000)).toBeNull();
    expect(secondsLeft({ ...job, done: 0 }, 10_000)).toBeNull();
  });

  test('a vault’s folder is named after the enterprise, in the way of its system', () => {
    expect(folderName(' 江北/云岭:电工材料有限公司. ')).toBe('江北云岭电工材料有限公司');
    expect(joinPath('D:\\保密', '云岭')).toBe('D:\\保密\\云岭');
    expect(joinPath('/home/user/', '云岭')).toBe('/home/user/云岭');
  });
});
