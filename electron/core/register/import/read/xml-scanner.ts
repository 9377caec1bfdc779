// Reads XML bytes piece by piece without building a tree. It is made for the large parts of spreadsheets (90 MB of cells in
// a second, in constant memory) and knows nothing of them. No entities but the five and numeric ones: there is nothing to
// expand, so a document cannot grow while it is read.

/** What a handler may ask of the tag just opened. */
export interface XmlScanner {
  /** The bytes attributes point into; valid only inside `open`. */
  readonly bytes: Uint8Array;
  /** Decoded value of an attribute by its name without prefix, or null. */
  attribute: (name: string) => string | null;
  /** Finds an attribute without decoding; its bytes are `valueStart` to `valueEnd`. */
  find: (name: string) => boolean;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Begins to collect text; everything up to `takeText` counts, without tags. */
  startText: () => void;
  /** Ends collecting and gives the text. */
  takeText: () => string;
  write: (chunk: Buffer) => void;
  end: () => void;
}

export interface XmlHandler {
  /** `name` is the index in the list of names given; other elements are passed over. */
  open: (name: number, scanner: XmlScanner) => void;
  close: (name: number, scanner: XmlScanner) => void;
}

/** The bytes are not well-formed enough to be read. */
export class XmlDamage extends Error {}

const tagLimitBytes = 1024 * 1024;
const textLimitBytes = 8 * 1024 * 1024;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Undoes entities. Written out by hand because some writers give every Han character as &#x4e2d; by the million. */
function decodeEntities(text: string): string {
  const units: number[] = [];
  let plainFrom = 0;
  let result = '';
  let index = text.indexOf('&');
  while (index !== -1) {
    const end = text.indexOf(';', index + 1);
    if (end === -1) break;
    let code = -1;
    if (text.charCodeAt(index + 1) === 0x23) {
      code = readCode(text, index + 2, end);
    } else code = entities[text.slice(index + 1, end)]?.charCodeAt(0) ?? -1;
    if (code >= 0) {
      if (index > plainFrom) {
        result += flush(units) + text.slice(plainFrom, index);
      }
      if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
      else if (code > 0) units.push(code);
      plainFrom = end + 1;
      index = text.charCodeAt(plainFrom) === 0x26 ? plainFrom : text.indexOf('&', plainFrom);
    } else index = text.indexOf('&', index + 1);
  }
  return result + flush(units) + text.slice(plainFrom);
}

function flush(units: number[]): string {
  let text = '';
  for (let from = 0; from < units.length; from += 8192) text += String.fromCharCode(...units.slice(from, from + 8192));
  units.length = 0;
  return text;
}

/** The number of &#20013; or &#x4e2d; or -1. */
function readCode(text: string, from: number, end: number): number {
  const isHex = (text.charCodeAt(from) | 0x20) === 0x78;
  let code = 0;
  const start = isHex ? from + 1 : from;
  if (end === start || end - start > 7) return -1;
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index);
    const digit = unit >= 0x30 && unit <= 0x39 ? unit - 0x30 : isHex ? (unit | 0x20) - 0x57 : -1;
    if (digit < 0 || digit > 15 || (!isHex && digit > 9)) return -1;
    code = code * (isHex ? 16 : 10) + digit;
  }
  return code <= 0x10ffff ? code : -1;
}

function hashOf(name: string): number {
  let hash = name.length;
  for (let index = 0; index < name.length; index++) hash = (Math.imul(hash, 31) + name.charCodeAt(index)) | 0;
  return hash;
}

/** A scanner that tells `handler` of the elements in `names` (local names, any prefix). */
export function createXmlScanner(names: readonly string[], handler: XmlHandler): XmlScanner {
  const indexOfHash = new Map(names.map((name, index) => [hashOf(name), index]));
  const attributeHashes = new Map<string, number>();
  // Of each attribute: hash of its local name, value start, value end.
  const attributes = new Int32Array(3 * 64);
  let attributeCount = 0;
  let bytes: Buffer = Buffer.alloc(0);
  let isCollecting = false;
  let text = '';
  let isFirst = true;
  let valueStart = 0;
  let valueEnd = 0;

  function append(from: number, to: number, isRaw: boolean): void {
    if (to <= from) return;
    const piece = bytes.toString('utf8', from, to);
    text += !isRaw && piece.includes('&') ? decodeEntities(piece) : piece;
    if (text.length > textLimitBytes) throw new XmlDamage('text too long');
  }

  /** Hash of the local name from `from` to `to`. */
  function nameHash(from: number, to: number): number {
    let start = from;
    for (let index = from; index < to; index++) if (bytes[index] === 0x3a) start = index + 1;
    let hash = to - start;
    for (let index = start; index < to; index++) hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0;
    return hash;
  }

  function readAttributes(from: number, to: number): void {
    attributeCount = 0;
    let index = from;
    while (index < to && attributeCount < 64) {
      while (index < to && (bytes[index] ?? 0) <= 0x20) index++;
      const nameStart = index;
      while (index < to && bytes[index] !== 0x3d && (bytes[index] ?? 0) > 0x20) index++;
      const nameEnd = index;
      while (index < to && bytes[index] !== 0x22 && bytes[index] !== 0x27) index++;
      if (index >= to) return;
      const quote = bytes[index];
      const start = ++index;
      while (index < to && bytes[index] !== quote) index++;
      const slot = attributeCount * 3;
      attributes[slot] = nameHash(nameStart, nameEnd);
      attributes[slot + 1] = start;
      attributes[slot + 2] = index;
      attributeCount++;
      index++;
    }
  }

  const scanner = {
    get bytes() {
      return bytes;
    },
    get valueStart() {
      return valueStart;
    },
    get valueEnd() {
      return valueEnd;
    },
    find(name: string): boolean {
      let hash = attributeHashes.get(name);
      if (hash === undefined) {
        hash = hashOf(name);
        attributeHashes.set(name, hash);
      }
      for (let slot = 0; slot < attributeCount * 3; slot += 3) {
        if (attributes[slot] === hash) {
          valueStart = attributes[slot + 1] ?? 0;
          valueEnd = attributes[slot + 2] ?? 0;
          return true;
        }
      }
      return false;
    },
    attribute(name: string): string | null {
      if (!scanner.find(name)) return null;
      const value = bytes.toString('utf8', valueStart, valueEnd);
      return value.includes('&') ? decodeEntities(value) : value;
    },
    startText(): void {
      isCollecting = true;
      text = '';
    },
    takeText(): string {
      isCollecting = false;
      const taken = text;
      text = '';
      return taken;
    },
    write,
    end(): void {
      if (bytes.length > 0) throw new XmlDamage('ends inside a tag');
    },
  };

  /** Reads the tag at `at` (its <); gives where it ends, or -1 when more bytes are needed. */
  function readTag(at: number): number {
    const length = bytes.length;
    const second = bytes[at + 1];
    if (second === undefined) return -1;
    if (second === 0x21 || second === 0x3f) return readDeclaration(at, second);
    let index = at + 1;
    if (second === 0x2f) {
      index = bytes.indexOf(0x3e, at + 2);
      if (index === -1) return -1;
      let nameEnd = index;
      while (nameEnd > at + 2 && (bytes[nameEnd - 1] ?? 0) <= 0x20) nameEnd--;
      const name = indexOfHash.get(nameHash(at + 2, nameEnd));
      if (name !== undefined) handler.close(name, scanner);
      return index + 1;
    }
    while (index < length && (bytes[index] ?? 0) > 0x20 && bytes[index] !== 0x3e && bytes[index] !== 0x2f) index++;
    const nameEnd = index;
    let quote = 0;
    for (; index < length; index++) {
      const byte = bytes[index];
      if (quote !== 0) {
        if (byte === quote) quote = 0;
      } else if (byte === 0x3e) break;
      else if (byte === 0x22 || byte === 0x27) quote = byte;
    }
    if (index >= length) return -1;
    const name = indexOfHash.get(nameHash(at + 1, nameEnd));
    if (name !== undefined) {
      const isEmpty = bytes[index - 1] === 0x2f;
      readAttributes(nameEnd, isEmpty ? index - 1 : index);
      handler.open(name, scanner);
      if (isEmpty) handler.close(name, scanner);
    }
    return index + 1;
  }

  function readDeclaration(at: number, second: number): number {
    if (second === 0x21 && bytes.length < at + 9) return -1;
    const opening = bytes.toString('latin1', at, at + 9);
    const closing = second === 0x3f ? '?>' : opening.startsWith('<!--') ? '-->' : opening === '<![CDATA[' ? ']]>' : '>';
    const end = bytes.indexOf(closing, at + 2, 'latin1');
    if (end === -1) return -1;
    if (isCollecting && closing === ']]>') append(at + 9, end, true);
    return end + closing.length;
  }

  function write(chunk: Buffer): void {
    bytes = bytes.length > 0 ? Buffer.concat([bytes, chunk]) : chunk;
    let position = 0;
    if (isFirst && bytes.length > 0) {
      isFirst = false;
      if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
        throw new XmlDamage('UTF-16');
    }
    for (;;) {
      let index = position;
      const length = bytes.length;
      while (index < length && bytes[index] !== 0x3c) index++;
      if (index >= length) {
        // Collected text waits for its end, so that no character is cut in two; other text is nobody's.
        bytes = isCollecting ? bytes.subarray(position) : bytes.subarray(length);
        if (bytes.length > textLimitBytes) throw new XmlDamage('text too long');
        return;
      }
      if (isCollecting) append(position, index, false);
      const next = readTag(index);
      if (next === -1) {
        bytes = bytes.subarray(index);
        if (bytes.length > tagLimitBytes) throw new XmlDamage('tag too long');
        return;
      }
      position = next;
    }
  }

  return scanner;
}
