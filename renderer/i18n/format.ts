// How dates, moments, sizes, money and labels are written in the window. Pure; knows no field and no record.
import { useTranslation } from 'react-i18next';
import type { Label } from '../../shared/registers/definition.ts';
import type { Language } from './index.ts';

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Today in the clerk's time zone, YYYY-MM-DD. */
export function today(now: Date = new Date()): string {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** An instant as the clerk's date, YYYY-MM-DD. */
export function dayOf(atMs: number): string {
  return today(new Date(atMs));
}

/** An instant as the clerk's date and time, YYYY-MM-DD HH:MM. */
export function momentOf(atMs: number): string {
  const at = new Date(atMs);
  return `${today(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A count with thousands separators. */
export function countText(value: number): string {
  return value.toLocaleString('en-US');
}

/** A size in the unit people read. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** Money from 分: ¥12,345.00. */
export function moneyText(amountFen: number): string {
  const yuan = Math.abs(amountFen) / 100;
  const digits = yuan.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${amountFen < 0 ? '-' : ''}¥${digits}`;
}

/** The first and last eight digits of a digest. */
export function digestText(digest: string): string {
  const parts = (text: string) => `${text.slice(0, 4)} ${text.slice(4)}`;
  return digest.length < 20 ? digest : `${parts(digest.slice(0, 8))} … ${parts(digest.slice(-8))}`;
}

/** The language in use and a reader for two-language labels. */
export function useLanguage(): { language: Language; label: (label: Label) => string } {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return { language, label: (label) => label[language] };
}
