// The one encoding that is hashed and signed: a subset of RFC 8785 (sorted keys, NFC strings, integers only).
import { AppError } from '../contract/envelope.ts';

export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [key: string]: Canonical | undefined };

/**
 * Canonical JSON text of a value. Keys sort by UTF-16 code unit (RFC 8785 §3.2.3), strings are NFC, numbers must be safe
 * integers, keys with an undefined value are left out. Throws AppError `value_invalid` on anything else.
 */
export function canonicalJson(value: Canonical): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return plainText.test(value) ? `"${value}"` : JSON.stringify(value.normalize('NFC'));
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new AppError('value_invalid', { value: String(value) });
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const object = value as { readonly [key: string]: Canonical | undefined };
  let text = '{';
  for (const key of sortedKeys(object)) {
    const item = object[key];
    if (item !== undefined) text += `${text.length > 1 ? ',' : ''}${quotedKey(key)}:${canonicalJson(item)}`;
  }
  return `${text}}`;
}

/** ASCII without quotes, backslashes and controls: nothing to escape, nothing to normalise. Ids and digests are like that. */
const plainText = /^[ !#-[\]-~]*$/;

/** The keys in order; callers that hash much already give them so, and looking is cheaper than sorting. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort();
  return keys;
}

const quotedKeys = new Map<string, string>();
/** Keys are the program's own; the bound only guards against a caller that puts data into them. */
const maximumQuotedKeys = 2000;

function quotedKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const quoted = JSON.stringify(key);
  if (quotedKeys.size < maximumQuotedKeys) quotedKeys.set(key, quoted);
  return quoted;
}
