// What hashing and signing the evidence code asks of its surroundings, and the few byte helpers it needs. No Node, no DOM.

/** SHA-256 of bytes; `T` is the byte type of the environment. */
export type Sha256<T extends Uint8Array = Uint8Array> = (bytes: Uint8Array) => T;

/** A digest of head ‖ middle ‖ UTF-8 text, in the form `T` the caller wants (bytes or hex). */
export type HashParts<T> = (head: Uint8Array, text: string, middle?: Uint8Array) => T;

/** Digests of one file. */
export interface Digests {
  /** Lower-case hex. */
  sha256: string;
  /** Lower-case hex (GB/T 32905); empty where it was not asked for. */
  sm3: string;
  sizeBytes: number;
}

// Every environment has them; the language's own library does not declare them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether two byte strings are the same; neither is a secret. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Values = new Int8Array(128).fill(-1);
for (let index = 0; index < base64Letters.length; index += 1) base64Values[base64Letters.charCodeAt(index)] = index;

/** Base64 with padding (RFC 4648 §4). */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first, second, third] = [bytes[at] as number, bytes[at + 1], bytes[at + 2]];
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += `${base64Letters[bits >> 18]}${base64Letters[(bits >> 12) & 63]}`;
    text += `${second === undefined ? '=' : base64Letters[(bits >> 6) & 63]}${third === undefined ? '=' : base64Letters[bits & 63]}`;
  }
  return text;
}

/** The bytes of a base64 text; null where it is not the one spelling of them (RFC 4648 §3.5: no bits to spare). */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  let bits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const value = index >= text.length - padding ? 0 : code < 128 ? (base64Values[code] as number) : -1;
    if (value < 0) return null;
    bits = (bits << 6) | value;
    if (index % 4 !== 3) continue;
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (bits >> shift) & 255;
      if (at < bytes.length) bytes[at] = byte;
      else if (byte !== 0) return null;
      at += 1;
    }
    bits = 0;
  }
  return bytes;
}
