// Reads certificate files as people have them: DER, or PEM with anything around it. Judges nothing.
import { fromBER } from 'asn1js';
import { Certificate } from 'pkijs';

/** A certificate: its exact bytes and what they say. */
export interface ReadCertificate {
  der: Uint8Array;
  certificate: Certificate;
}

/** More than any chain a provider hands out. */
const maximumBytes = 1 << 20;
const maximumCertificates = 64;

const decodeBase64 = (text: string): Uint8Array => {
  const { atob } = globalThis as unknown as { atob: (text: string) => string };
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
};

/** One DER certificate with nothing after it; null for anything else. */
export function readCertificate(der: Uint8Array): ReadCertificate | null {
  try {
    const parsed = fromBER(der);
    if (parsed.offset !== der.length) return null;
    return { der, certificate: new Certificate({ schema: parsed.result }) };
  } catch {
    return null;
  }
}

/** The certificates of a file, PEM or DER, in its order; empty where it holds none that can be read whole. Never throws. */
export function readCertificateFile(bytes: Uint8Array): ReadCertificate[] {
  if (bytes.length === 0 || bytes.length > maximumBytes) return [];
  if (bytes[0] === 0x30) {
    const single = readCertificate(bytes);
    return single ? [single] : [];
  }
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
  if (blocks.length > maximumCertificates) return [];
  const found: ReadCertificate[] = [];
  for (const [, body] of blocks) {
    try {
      const one = readCertificate(decodeBase64((body as string).replace(/\s+/g, '')));
      if (!one) return [];
      found.push(one);
    } catch {
      return [];
    }
  }
  return found;
}

const shortNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** Whom a certificate names: its common name, or the whole name in one line where there is none. */
export function subjectName({ certificate }: ReadCertificate): string {
  const parts = certificate.subject.typesAndValues.map(({ type, value }) => ({
    type: type as string,
    text: String((value as { valueBlock: { value: unknown } }).valueBlock.value)
      .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
      .slice(0, 200),
  }));
  const common = parts.find(({ type }) => type === '2.5.4.3');
  return common ? common.text : parts.map(({ type, text }) => `${shortNames[type] ?? type}=${text}`).join(', ');
}

/** First and last instant a certificate says it is valid, ms UTC. */
export function validity({ certificate }: ReadCertificate): { fromMs: number; untilMs: number } {
  return { fromMs: certificate.notBefore.value.getTime(), untilMs: certificate.notAfter.value.getTime() };
}
