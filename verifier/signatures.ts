// Ed25519 in plain JavaScript: browsers learnt it late, and some only on pages from a server.
import { ed25519 } from '@noble/curves/ed25519.js';

/** Whether a signature holds; false too where the key is none. As strict as RFC 8032 and OpenSSL: both verifiers judge alike. */
export function verifyEd25519(rawKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, rawKey, { zip215: false });
  } catch {
    return false;
  }
}
