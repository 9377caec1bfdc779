// UUIDv7 (RFC 9562 §5.7): record ids that sort by time, and in the order of making within one millisecond (§6.2).
import { randomSlice } from './random.ts';

/** Bits of the counter: 12 of rand_a and 14 of rand_b; it starts below half, so that it does not run over. */
const counterStart = 2 ** 25;
let lastMs = -1;
let counter = 0;

/**
 * A new UUIDv7 for an instant in ms UTC. Ids of one instant count upward: an import makes thousands within one, and an
 * index grows faster at its end.
 */
export function uuidv7(atMs: number): string {
  const bytes = randomSlice(16);
  counter = atMs === lastMs ? counter + 1 : bytes.readUInt32BE(6) % counterStart;
  lastMs = atMs;
  bytes.writeUIntBE(atMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | ((counter >>> 14) & 0x0fff), 6);
  bytes.writeUInt16BE(0x8000 | (counter & 0x3fff), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
