// SHA-256 and SHA-512 of bytes, SHA-256 also over parts joined in one reused buffer: the hash itself is cheaper than joining small buffers anew each time.
import { hash } from 'node:crypto';

const scratch = Buffer.alloc(64 * 1024);
/** A UTF-16 unit takes at most three bytes of UTF-8. */
const maximumBytesPerUnit = 3;

/** Joins `head`, `middle` and the UTF-8 of `text`, and hashes them; longer texts than the buffer are joined anew. */
function joined(head: Uint8Array, middle: Uint8Array, text: string): Buffer {
  const needed = head.length + middle.length + text.length * maximumBytesPerUnit;
  if (needed > scratch.length) return Buffer.concat([head, middle, Buffer.from(text, 'utf8')]);
  scratch.set(head, 0);
  scratch.set(middle, head.length);
  const length = head.length + middle.length + scratch.write(text, head.length + middle.length, 'utf8');
  return scratch.subarray(0, length);
}

const nothing = new Uint8Array();

/** A digest asked for as text and turned into bytes takes half the time of one asked for as bytes. */
function bytesOf(digest: string): Buffer {
  return Buffer.from(digest, 'latin1');
}

/** SHA-256 of head ‖ middle ‖ UTF-8 text, as bytes. */
export function hashBytes(head: Uint8Array, text: string, middle: Uint8Array = nothing): Buffer {
  return bytesOf(hash('sha256', joined(head, middle, text), 'binary'));
}

/** SHA-256 of head ‖ middle ‖ UTF-8 text, as lower-case hex. */
export function hashHex(head: Uint8Array, text: string, middle: Uint8Array = nothing): string {
  // Text alone needs no joining: the hash takes it as it is.
  if (head.length === 0 && middle.length === 0) return hash('sha256', text);
  return hash('sha256', joined(head, middle, text));
}

/** SHA-512 of bytes. */
export function sha512(bytes: Uint8Array): Buffer {
  return bytesOf(hash('sha512', bytes, 'binary'));
}

/** SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return bytesOf(hash('sha256', bytes, 'binary'));
}
