// UUIDv7 (RFC 9562 §5.7): record ids that sort by time.
import { randomSlice } from './random.ts';

/** A new UUIDv7 for an instant in ms UTC. */
export function uuidv7(atMs: number): string {
  const bytes = randomSlice(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
