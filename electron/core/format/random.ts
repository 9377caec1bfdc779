// Random bytes for salts, nonces and ids, drawn in large portions: one call of the generator a value costs more than a hash.
import { randomFillSync } from 'node:crypto';

const poolBytes = 64 * 1024;
const pool = Buffer.alloc(poolBytes);
let used = poolBytes;

/** `length` bytes from the system's generator; each byte is handed out once and wiped from the pool. */
export function randomSlice(length: number): Buffer {
  if (used + length > poolBytes) {
    randomFillSync(pool);
    used = 0;
  }
  const slice = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return slice;
}
