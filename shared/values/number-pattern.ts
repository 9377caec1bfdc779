// Number patterns (商密〔{year}〕{seq:3}号): making and taking apart record numbers, and sorting them as people do.
import { normalizeText } from './text.ts';

const placeholder = /\{(year|seq)(?::(\d{1,2}))?\}/g;

/** Whether a pattern can make numbers: exactly one `{seq}` or `{seq:n}`, at most one `{year}`, no other braces. */
export function isNumberPattern(pattern: string): boolean {
  const found = [...pattern.matchAll(placeholder)].map((match) => match[1]);
  const isClean = !/[{}]/.test(pattern.replace(placeholder, ''));
  return isClean && found.filter((name) => name === 'seq').length === 1 && found.length <= 2;
}

/** Writes a number: 商密〔{year}〕{seq:3}号 with 2026 and 1 → 商密〔2026〕001号. `seq:n` pads to at least n digits. */
export function formatNumber(pattern: string, parts: { year: number; seq: number }): string {
  return pattern.replace(placeholder, (_all, name: string, width?: string) =>
    name === 'year' ? String(parts.year).padStart(4, '0') : String(parts.seq).padStart(Number(width ?? 1), '0'),
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

interface PatternReader {
  names: readonly string[];
  expression: RegExp;
}

const readers = new Map<string, PatternReader>();
/** Patterns are the vault's settings, a handful; the bound guards against a caller that tries many. */
const maximumReaders = 100;

/** What takes numbers of a pattern apart, made once: an import takes apart one a row. */
function readerOf(pattern: string): PatternReader {
  const known = readers.get(pattern);
  if (known) return known;
  const names: string[] = [];
  let source = '';
  let position = 0;
  for (const match of pattern.matchAll(placeholder)) {
    source += escapePattern(pattern.slice(position, match.index));
    source += match[1] === 'year' ? '(\\d{4})' : `(\\d{${Math.max(1, Number(match[2] ?? 1))},12})`;
    names.push(match[1] ?? '');
    position = (match.index ?? 0) + match[0].length;
  }
  source += escapePattern(pattern.slice(position));
  const reader = { names, expression: new RegExp(`^${source}$`) };
  if (readers.size < maximumReaders) readers.set(pattern, reader);
  return reader;
}

/** Takes a number apart; null where it was not made by this pattern. Without `{year}` the year is 0. */
export function parseNumber(pattern: string, text: string): { year: number; seq: number } | null {
  const { names, expression } = readerOf(pattern);
  const found = expression.exec(text.trim());
  if (!found || !names.includes('seq')) return null;
  const part = (name: string): number => Number(found[names.indexOf(name) + 1]);
  return { year: names.includes('year') ? part('year') : 0, seq: part('seq') };
}

/** A key by which numbers sort as people expect (2 before 10): half-width, digit runs padded to 12. */
export function naturalKey(text: string): string {
  return normalizeText(text)
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
}
