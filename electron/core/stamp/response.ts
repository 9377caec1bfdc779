// A token in the wrapping every tool takes: TimeStampResp. Changes no byte of the token.

/** A DER length. */
function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/**
 * A token as a TimeStampResp: as it came, or a bare token with the status `granted` before it (RFC 3161 §2.4.2), so that
 * `openssl ts -verify -in` takes every file of a bundle.
 */
export function responseOf(token: Uint8Array): Uint8Array {
  const objectIdentifier = 0x06;
  const lengthBytes = (token[1] as number) < 0x80 ? 1 : 1 + ((token[1] as number) & 0x7f);
  // Only a bare token, a ContentInfo, begins with an object identifier.
  if (token[1 + lengthBytes] !== objectIdentifier) return token;
  const granted = [0x30, 0x03, 0x02, 0x01, 0x00];
  return Uint8Array.from([0x30, ...derLength(granted.length + token.length), ...granted, ...token]);
}
