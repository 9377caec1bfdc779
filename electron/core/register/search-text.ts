// What goes into the search index and how a query is read: bigrams for Chinese, words for the rest, pinyin initials.
import { pinyin } from 'pinyin-pro';

const han = /\p{Script=Han}/u;
const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
/** Initials are emitted from each start, so that the middle of a name is found too, in windows of this length. */
const initialsWindow = 8;
const initialsLength = 40;

/** Tokens of a text: each Chinese run as overlapping pairs and its last character alone; other words and numbers whole. */
export function bodyTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (!han.test(run)) {
      for (const [word] of run.matchAll(/\p{N}+|[^\p{N}]+/gu)) {
        tokens.push(word);
        const plain = word.replace(/^0+(?=\d)/, '');
        if (plain !== word) tokens.push(plain);
      }
      continue;
    }
    const characters = [...run];
    for (let index = 0; index + 1 < characters.length; index += 1)
      tokens.push(`${characters[index]}${characters[index + 1]}`);
    tokens.push(characters.at(-1) as string);
  }
  return tokens;
}

const initialsCache = new Map<string, string>();

function initialsOf(run: string): string {
  const known = initialsCache.get(run);
  if (known !== undefined) return known;
  const initials = pinyin(run, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();
  if (initialsCache.size > 20_000) initialsCache.clear();
  initialsCache.set(run, initials);
  return initials;
}

/** Pinyin initials of a title, a window from each of its characters on: 云母带 → ymd md d. */
export function initialTokens(title: string): string[] {
  let initials = '';
  for (const [run] of title.normalize('NFKC').toLowerCase().matchAll(runs))
    initials += han.test(run) ? initialsOf(run) : run;
  const cut = initials.slice(0, initialsLength);
  return Array.from({ length: cut.length }, (_, index) => cut.slice(index, index + initialsWindow));
}

const quoted = (token: string) => `"${token.replaceAll('"', '""')}"`;

/**
 * The FTS5 query for what a user typed, or null when nothing in it can be searched. All parts must match; a Chinese part
 * matches anywhere, a Latin part or number matches as the beginning of a word or of pinyin initials.
 */
export function searchQuery(text: string): string | null {
  const parts: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (!han.test(run)) {
      const words = [...run.matchAll(/\p{N}+|[^\p{N}]+/gu)].map(([word]) => `body: ${quoted(word)} *`);
      const initials = /^[a-z0-9]+$/.test(run) ? [`initials: ${quoted(run.slice(0, initialsWindow))} *`] : [];
      const together = words.length > 1 ? `(${words.join(' AND ')})` : (words[0] as string);
      parts.push(initials.length > 0 ? `(${together} OR ${initials[0]})` : together);
      continue;
    }
    const characters = [...run];
    if (characters.length === 1) parts.push(`body: ${quoted(characters[0] as string)} *`);
    else
      parts.push(
        `body: ${quoted(
          characters
            .slice(0, -1)
            .map((character, index) => `${character}${characters[index + 1]}`)
            .join(' '),
        )}`,
      );
  }
  return parts.length > 0 ? parts.join(' AND ') : null;
}
