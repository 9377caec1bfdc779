// age encryption of small values and of streams, through age-encryption (C2SP age). No own cryptography.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

const readBytes = 1 << 18;

/** A new X25519 identity (`AGE-SECRET-KEY-1…`) and its recipient (`age1…`). */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The recipient of an identity; null where it is none. */
export async function recipientOfIdentity(identity: string): Promise<string | null> {
  try {
    return await identityToRecipient(identity);
  } catch {
    return null;
  }
}

/** Encrypts bytes to recipients. */
export async function ageSeal(plain: Uint8Array, recipients: readonly string[]): Promise<Buffer> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(plain));
}

/** Decrypts with one of the identities; null when none fits or the bytes were changed. */
export async function ageOpen(sealed: Uint8Array, identities: readonly string[]): Promise<Buffer | null> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return Buffer.from(await decrypter.decrypt(sealed));
  } catch {
    return null;
  }
}

/** Encrypts a stream of any length to one recipient. */
export async function ageSealStream(
  plain: ReadableStream<Uint8Array>,
  recipient: string,
): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(plain);
}

/** Decrypts a stream; it errors where the bytes were changed or cut. */
export async function ageOpenStream(
  sealed: ReadableStream<Uint8Array>,
  identity: string,
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(sealed);
}

/** Decrypts a file as a stream; it errors where the bytes were changed or cut, and with the system's error. */
export function ageOpenFile(path: string, identity: string): Promise<ReadableStream<Uint8Array>> {
  const sealed = Readable.toWeb(createReadStream(path, { highWaterMark: readBytes }));
  return ageOpenStream(sealed as ReadableStream<Uint8Array>, identity);
}
