// Reading untidy text: what may be tidied without changing its meaning, and the forms two writings are compared by.
// Never decides what a text stands for; dates, terms and choices have their own files.

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const strangeSpace = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const untidy = /^\s|\s$|[\u0000-\u001f\u007f\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]| {2}/;

/**
 * Tidies a text that is kept as written: trims, turns foreign spaces into plain ones, drops invisible characters.
 * Brackets, full-width letters and punctuation stay, because they may belong to a name or a number.
 */
export function cleanText(text: string): string {
  if (!untidy.test(text)) return text;
  return text
    .replace(invisible, '')
    .replace(strangeSpace, ' ')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(control, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .trim();
}

/** `cleanText` on one line: a line break inside a name was put there to make it fit its cell. */
export function cleanLine(text: string): string {
  const cleaned = cleanText(text);
  if (!cleaned.includes('\n')) return cleaned;
  return cleaned
    .replace(/(?<=[\u2e80-\u9fff\uff00-\uffef])\n+(?=[\u2e80-\u9fff\uff00-\uffef])/g, '')
    .replace(/\n+/g, ' ');
}

/**
 * A person's or department's name on one line. Names of Han characters spread out to fill a cell (张　三, 研 发 部) are
 * closed up; a space between longer words may divide two names and stays.
 */
export function cleanName(text: string): string {
  const cleaned = cleanLine(text);
  return /^\p{Script=Han}(?: \p{Script=Han})+$/u.test(cleaned) ? cleaned.replace(/ /g, '') : cleaned;
}

/** A text of several lines: only its ends and what cannot be seen are tidied, spacing inside stays. */
export function cleanBlock(text: string): string {
  if (!untidy.test(text)) return text;
  return text
    .replace(invisible, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(control, '')
    .trim();
}

const hanBlank = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** Tidies a text as fields of this kind keep it. Saving a form and importing a sheet must both use it. */
export function tidyFieldText(kind: string, text: string): string {
  if (kind === 'longText' || kind === 'sealedText') return cleanBlock(text);
  if (kind === 'person') return cleanName(text);
  // A department's name in Han characters has no blanks of its own.
  return kind === 'reference' ? cleanLine(text).replace(hanBlank, '') : cleanLine(text);
}

/**
 * A text for reading values out of (dates, numbers, choices): cleaned, with full-width letters, digits and signs made
 * half-width. Not for keeping: it changes how a name is written.
 */
export function normalizeText(text: string): string {
  return cleanText(text).normalize('NFKC').trim();
}

const bracketPairs: Readonly<Record<string, string>> = {
  '〔': '[',
  '〕': ']',
  '【': '[',
  '】': ']',
  '「': '[',
  '」': ']',
  '『': '[',
  '』': ']',
  '《': '<',
  '》': '>',
  '〈': '<',
  '〉': '>',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '—': '-',
  '–': '-',
  '―': '-',
  '−': '-',
  '‐': '-',
};

/**
 * The form in which two writings of one number or name are the same: half-width, no spaces, one kind of bracket and
 * dash, lower case. 商密〔2026〕001号 and 商密[2026]001号 share it.
 */
export function compareKey(text: string): string {
  return normalizeText(text)
    .replace(/[〔〕【】「」『』《》〈〉“”‘’—–―−‐]/g, (character) => bracketPairs[character] ?? character)
    .replace(/\s+/g, '')
    .toLowerCase();
}

const headerNoise = /[\s\p{P}\p{S}]/gu;

/**
 * The compare form of a column header with everything kept but spaces, line breaks, brackets, colons, asterisks and
 * other signs: 份号/总份数 → 份号总份数, *编号（份）： → 编号份.
 */
export function headerKey(text: string): string {
  return normalizeText(text)
    .replace(/^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]\s*/u, '')
    .replace(headerNoise, '')
    .toLowerCase();
}

/** `headerKey` of the header without what stands in brackets: 类别（技术/经营） → 类别, 金额（万元） → 金额. */
export function headerStem(text: string): string {
  const stem = normalizeText(text).replace(/[([{<（［【〔「『《].*?[)\]}>）］】〕」』》]/gu, '');
  return headerKey(stem);
}

/** Dashes and strokes with which a form says that there is nothing to fill in. */
export function isEmptyMark(text: string): boolean {
  return text === '' || /^[\s/\\|\-—–―－_＿·.。…、]+$/u.test(text);
}
