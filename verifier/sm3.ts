// SM3 (GB/T 32905-2016) in plain JavaScript, for browsers without WebAssembly: the frame of @noble/hashes, which has no
// SM3 of its own; sm-crypto-v2 has one but takes whole messages only, and files here may be larger than memory.
import { HashMD } from '@noble/hashes/_md.js';

const initial = Uint32Array.of(
  ...[0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600],
  ...[0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e],
);

const rotated = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));

/** T_j <<< j of GB/T 32905 §4.2 and §5.3.3. */
const constants = Int32Array.from({ length: 64 }, (_, round) => {
  const bits = round % 32;
  const constant = round < 16 ? 0x79cc4519 : 0x7a879d8a;
  return bits === 0 ? constant : rotated(constant, bits);
});

/** W_0 … W_67 of the block under way: one for all, since a block is worked off in one go. */
const words = new Int32Array(68);

class Sm3State extends HashMD<Sm3State> {
  private readonly state = Int32Array.from(initial);
  constructor() {
    super(64, 32, 8, false);
  }
  protected get(): number[] {
    return [...this.state];
  }
  protected set(...values: number[]): void {
    this.state.set(values);
  }
  /** CF of GB/T 32905 §5.3.3. */
  protected process(view: DataView, offset: number): void {
    for (let index = 0; index < 16; index += 1) words[index] = view.getInt32(offset + 4 * index);
    for (let index = 16; index < 68; index += 1) {
      const mixed =
        (words[index - 16] as number) ^ (words[index - 9] as number) ^ rotated(words[index - 3] as number, 15);
      words[index] =
        mixed ^
        rotated(mixed, 15) ^
        rotated(mixed, 23) ^
        rotated(words[index - 13] as number, 7) ^
        (words[index - 6] as number);
    }
    const { state } = this;
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let round = 0; round < 64; round += 1) {
      const turned = rotated(a, 12);
      const first = rotated((turned + e + (constants[round] as number)) | 0, 7);
      const isEarly = round < 16;
      const left = isEarly ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const right = isEarly ? e ^ f ^ g : (e & f) | (~e & g);
      const word = words[round] as number;
      const one = (left + d + (first ^ turned) + (word ^ (words[round + 4] as number))) | 0;
      const two = (right + h + first + word) | 0;
      d = c;
      c = rotated(b, 9);
      b = a;
      a = one;
      h = g;
      g = rotated(f, 19);
      f = e;
      e = two ^ rotated(two, 9) ^ rotated(two, 17);
    }
    const after = [a, b, c, d, e, f, g, h];
    for (let index = 0; index < 8; index += 1) state[index] = (state[index] as number) ^ (after[index] as number);
  }
  protected roundClean(): void {
    words.fill(0);
  }
  destroy(): void {
    this.state.fill(0);
    this.buffer.fill(0);
  }
  _cloneInto(to: Sm3State = new Sm3State()): Sm3State {
    to.set(...this.get());
    this._cloneIntoMeta(to);
    return to;
  }
}

/** A running SM3. */
export function createPlainSm3(): { update(chunk: Uint8Array): unknown; digest(): Uint8Array } {
  return new Sm3State();
}
