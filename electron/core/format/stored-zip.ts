// Writes ZIPs whose entries are stored, not packed, as one stream from front to back. Byte for byte what yazl writes, which
// takes CRC-32 in JavaScript: as long as SHA-256 and encryption together, where zlib's own takes next to nothing.
import { crc32 } from 'node:zlib';

export interface StoredEntry {
  name: string;
  /** Taken when its turn comes. Its chunks are passed on as they are. */
  content: () => AsyncIterable<Uint8Array>;
  /** Needed where there may be 4 GiB or more; any other number of bytes is an error. */
  sizeBytes?: number | undefined;
}

/** A time of day as it is to be shown, without time zone; seconds are kept in twos. */
export interface ZipTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

interface WrittenEntry {
  name: Buffer;
  offset: number;
  sizeBytes: number;
  crc: number;
}

/** From here on a field of 32 bits says: look in the one of 64. */
const limit32 = 0xffffffff;
const limit16 = 0xffff;
const plainVersion = 20;
const version64 = 45;
/** Made on Unix by version 6.3 of the specification. */
const madeBy = (3 << 8) | 63;
/** The name is UTF-8; sizes and CRC follow the content. */
const flags = (1 << 11) | (1 << 3);
const regularFile = (0o100644 << 16) >>> 0;

type Width = 2 | 4 | 8;

/** Numbers in a row, little-endian. */
function packed(...fields: readonly (readonly [Width, number])[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

/** MS-DOS time and date (APPNOTE 6.3.10 §4.4.6). */
function stampOf({ year, month, day, hour, minute, second }: ZipTime): number {
  const time = (hour << 11) | (minute << 5) | (second >> 1);
  return (((((year - 1980) << 9) | (month << 5) | day) << 16) | time) >>> 0;
}

const is64 = (offset: number, sizeBytes: number) => offset >= limit32 || sizeBytes >= limit32;

/** What precedes the content (§4.3.7). */
function localHeader(name: Buffer, stamp: number): Buffer {
  const head = packed(
    [4, 0x04034b50],
    [2, plainVersion],
    [2, flags],
    [2, 0],
    [4, stamp],
    [4, 0],
    [4, 0],
    [4, 0],
    [2, name.length],
    [2, 0],
  );
  return Buffer.concat([head, name]);
}

/** What follows the content (§4.3.9). */
function descriptor({ offset, sizeBytes, crc }: WrittenEntry): Buffer {
  const width = is64(offset, sizeBytes) ? 8 : 4;
  return packed([4, 0x08074b50], [4, crc], [width, sizeBytes], [width, sizeBytes]);
}

/** An entry of the directory (§4.3.12, §4.5.3). */
function directoryHeader({ name, offset, sizeBytes, crc }: WrittenEntry, stamp: number): Buffer {
  const large = is64(offset, sizeBytes);
  const extra = large ? packed([2, 1], [2, 24], [8, sizeBytes], [8, sizeBytes], [8, offset]) : Buffer.alloc(0);
  const head = packed(
    [4, 0x02014b50],
    [2, madeBy],
    [2, large ? version64 : plainVersion],
    [2, flags],
    [2, 0],
    [4, stamp],
    [4, crc],
    [4, large ? limit32 : sizeBytes],
    [4, large ? limit32 : sizeBytes],
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, regularFile],
    [4, large ? limit32 : offset],
  );
  return Buffer.concat([head, name, extra]);
}

/** The end of the directory, with the records of 64 bits where they are needed (§4.3.14 to §4.3.16). */
function directoryEnd(count: number, offset: number, sizeBytes: number): Buffer {
  const end = packed(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, limit16)],
    [2, Math.min(count, limit16)],
    [4, Math.min(sizeBytes, limit32)],
    [4, Math.min(offset, limit32)],
    [2, 0],
  );
  if (count < limit16 && sizeBytes < limit32 && offset < limit32) return end;
  const record = packed(
    [4, 0x06064b50],
    [8, 44],
    [2, madeBy],
    [2, version64],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, sizeBytes],
    [8, offset],
  );
  return Buffer.concat([record, packed([4, 0x07064b50], [4, 0], [8, offset + sizeBytes], [4, 1]), end]);
}

/**
 * The bytes of a ZIP with these entries, in order. Throws what the contents throw, and where one has another size than was
 * said beforehand.
 */
export async function* storedZip(entries: Iterable<StoredEntry>, time: ZipTime): AsyncGenerator<Uint8Array> {
  const stamp = stampOf(time);
  const written: WrittenEntry[] = [];
  let at = 0;
  const passed = (bytes: Uint8Array) => {
    at += bytes.byteLength;
    return bytes;
  };
  for (const { name, content, sizeBytes } of entries) {
    const entry: WrittenEntry = { name: Buffer.from(name), offset: at, sizeBytes: 0, crc: 0 };
    yield passed(localHeader(entry.name, stamp));
    for await (const chunk of content()) {
      entry.crc = crc32(chunk, entry.crc);
      entry.sizeBytes += chunk.byteLength;
      yield passed(chunk);
    }
    if (sizeBytes !== undefined && sizeBytes !== entry.sizeBytes)
      throw new Error('an entry has another size than said');
    yield passed(descriptor(entry));
    written.push(entry);
  }
  const start = at;
  for (const entry of written) yield passed(directoryHeader(entry, stamp));
  yield directoryEnd(written.length, start, at - start);
}
