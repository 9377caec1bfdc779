// Half a surrogate pair is no character: SQLite stores another one for it, JSON writes an escape, and what was hashed
// would no longer be what is kept. Such halves become U+FFFD before anything is stored.

/**
 * The same value with every ill-formed text in it mended; the very same object where there was none. Looks into arrays and
 * plain objects only; the caller knows that there are no cycles.
 */
export function wellFormed<T>(value: T): T {
  return (isSound(value) ? value : mended(value)) as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isSound(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isSound);
  if (!isPlain(value)) return true;
  for (const key in value) if (!key.isWellFormed() || !isSound(value[key])) return false;
  return true;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(mended);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), mended(item)]));
}
