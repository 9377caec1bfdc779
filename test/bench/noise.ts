// Bytes that no disk or browser can make short work of, from a fixed start.

/** `sizeBytes` bytes in pieces of 4 MiB; another `start` gives others. */
export function* noise(sizeBytes: number, start = 20261120): Generator<Buffer> {
  const words = new Uint32Array(1 << 20);
  let state = start;
  for (let left = sizeBytes; left > 0; left -= words.byteLength) {
    for (let index = 0; index < words.length; index += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      words[index] = state;
    }
    yield Buffer.from(new Uint8Array(words.buffer).slice(0, Math.min(left, words.byteLength)));
  }
}
