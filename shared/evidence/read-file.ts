// Reads proof files: small ones whole, large ones line by line, each within a bound, strictly as UTF-8.
import type { BundleFile } from './bundle-source.ts';
import { concatBytes } from './hashing.ts';

const smallFileBytes = 8 << 20;
const lineBytes = 16 << 20;

export class FormatProblem extends Error {}

// Every environment has it; the language's own library does not declare it.
declare const TextDecoder: new (
  encoding: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Strict UTF-8. Throws FormatProblem. */
export function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new FormatProblem('not_utf8', { cause });
  }
}

/** A file's bytes. Throws FormatProblem where there are more than `maximumBytes`. */
export async function readBytes(file: BundleFile, maximumBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of await file.open()) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maximumBytes) throw new FormatProblem('too_large');
    parts.push(chunk.slice());
  }
  return concatBytes(...parts);
}

/** A file as text. Throws FormatProblem beyond 8 MiB. */
export async function readText(file: BundleFile, maximumBytes = smallFileBytes): Promise<string> {
  return decode(await readBytes(file, maximumBytes));
}

/** A small file as JSON. */
export async function readJson(file: BundleFile): Promise<unknown> {
  return parseJson(await readText(file));
}

/** JSON or FormatProblem. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatProblem('not_json', { cause });
  }
}

const lineFeed = 10;

/** The lines of a file, each ended by one line feed; a last line without one is a FormatProblem. */
export async function* readLines(file: BundleFile): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of await file.open()) {
    rest = rest.length === 0 ? chunk : concatBytes(rest, chunk);
    let start = 0;
    for (let end = rest.indexOf(lineFeed, start); end !== -1; end = rest.indexOf(lineFeed, start)) {
      yield decode(rest.subarray(start, end));
      start = end + 1;
    }
    // A copy: the reader may use the chunk's memory again.
    rest = rest.slice(start);
    if (rest.length > lineBytes) throw new FormatProblem('line_too_long');
  }
  if (rest.length > 0) throw new FormatProblem('last_line_open');
}

/** The head and the entries of line-wise JSON (docs/formats/bundle.md): first what `readHead` makes of the head, then entries. */
export async function* readLineJson(
  file: BundleFile,
  key: string,
  onHead: (head: Record<string, unknown>) => void,
): AsyncGenerator<Record<string, unknown>> {
  let state: 'head' | 'entries' | 'last' | 'end' = 'head';
  for await (const line of readLines(file)) {
    if (state === 'head') {
      if (!line.endsWith(`"${key}":[`)) throw new FormatProblem('layout');
      onHead(asObject(parseJson(`${line}]}`)));
      state = 'entries';
    } else if (line === ']}' && state !== 'end') state = 'end';
    else if (state === 'entries') {
      const isLast = !line.endsWith(',');
      if (isLast) state = 'last';
      yield asObject(parseJson(isLast ? line : line.slice(0, -1)));
    } else throw new FormatProblem('layout');
  }
  if (state !== 'end') throw new FormatProblem('layout');
}

/** An object, or FormatProblem. */
export function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FormatProblem('layout');
  return value as Record<string, unknown>;
}
