// Opens the old Office container (OLE2 compound file, [MS-CFB]) far enough to find its streams. Reads only. Our own because
// hucre keeps its reader to itself and the package cfb cannot be trusted with strangers' files: a chain of sectors in reverse
// order cost it 4.3 GB and 11 s for 2 MB, a circular one all memory there is.

const endOfChain = 0xfffffffe;
const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex');

export interface OleFile {
  /** Names of all streams and storages. */
  names: ReadonlySet<string>;
  /** The bytes of a stream by its name, or null. */
  stream: (name: string) => Buffer | null;
}

/** Whether the bytes begin as a compound file does. */
export function isOle(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature);
}

/** Opens a compound file; null where it is damaged. */
export function openOle(bytes: Buffer): OleFile | null {
  if (!isOle(bytes) || bytes.length < 1024) return null;
  const sectorShift = bytes.readUInt16LE(30);
  const miniShift = bytes.readUInt16LE(32);
  if ((sectorShift !== 9 && sectorShift !== 12) || miniShift !== 6) return null;
  const sectorSize = 1 << sectorShift;
  const sectorCount = Math.ceil(bytes.length / sectorSize);
  const sector = (id: number): Buffer => bytes.subarray((id + 1) * sectorSize, (id + 2) * sectorSize);

  const tableSectors: number[] = [];
  for (let index = 0; index < 109; index++) tableSectors.push(bytes.readUInt32LE(76 + index * 4));
  let next = bytes.readUInt32LE(68);
  for (let guard = 0; next < sectorCount && guard < sectorCount; guard++) {
    const page = sector(next);
    if (page.length < sectorSize) break;
    for (let index = 0; index < sectorSize / 4 - 1; index++) tableSectors.push(page.readUInt32LE(index * 4));
    next = page.readUInt32LE(sectorSize - 4);
  }
  const table: number[] = [];
  for (const id of tableSectors) {
    if (id >= sectorCount) continue;
    const page = sector(id);
    for (let offset = 0; offset + 4 <= page.length; offset += 4) table.push(page.readUInt32LE(offset));
  }

  function chain(start: number, links: readonly number[], size: number, part: (id: number) => Buffer): Buffer | null {
    const parts: Buffer[] = [];
    let length = 0;
    let id = start;
    for (let guard = 0; id !== endOfChain && length < size; guard++) {
      if (guard > links.length || id >= links.length) return null;
      const piece = part(id);
      parts.push(piece);
      length += piece.length;
      id = links[id] ?? endOfChain;
      if (piece.length === 0) return null;
    }
    return Buffer.concat(parts).subarray(0, size);
  }

  const directory = chain(bytes.readUInt32LE(48), table, Number.MAX_SAFE_INTEGER, sector);
  if (!directory || directory.length < 128) return null;
  const entries = new Map<string, { start: number; size: number; type: number }>();
  for (let offset = 0; offset + 128 <= directory.length; offset += 128) {
    const nameLength = directory.readUInt16LE(offset + 64);
    const type = directory[offset + 66] ?? 0;
    if (type === 0 || nameLength < 2 || nameLength > 64) continue;
    const name = directory.toString('utf16le', offset, offset + nameLength - 2);
    const entry = { start: directory.readUInt32LE(offset + 116), size: directory.readUInt32LE(offset + 120), type };
    if (!entries.has(name)) entries.set(name, entry);
  }
  const root = entries.get('Root Entry');
  const miniTableBytes = chain(bytes.readUInt32LE(60), table, Number.MAX_SAFE_INTEGER, sector) ?? Buffer.alloc(0);
  const miniTable: number[] = [];
  for (let offset = 0; offset + 4 <= miniTableBytes.length; offset += 4)
    miniTable.push(miniTableBytes.readUInt32LE(offset));
  const miniStream = root ? (chain(root.start, table, root.size, sector) ?? Buffer.alloc(0)) : Buffer.alloc(0);

  return {
    names: new Set(entries.keys()),
    stream: (name) => {
      const entry = entries.get(name);
      if (entry?.type !== 2 || entry.size > bytes.length) return null;
      if (entry.size < bytes.readUInt32LE(56)) {
        return chain(entry.start, miniTable, entry.size, (id) => miniStream.subarray(id * 64, id * 64 + 64));
      }
      return chain(entry.start, table, entry.size, sector);
    },
  };
}
