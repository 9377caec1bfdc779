// Follows a certificate to one of those the user chose, as of an instant (RFC 5280 §6, without revocation and name
// constraints). Its own search, because the library's follows two certificates that sign each other for ever.
import { BasicConstraints, ExtKeyUsage, getCrypto } from 'pkijs';
import { type ReadCertificate, validity } from './certificate-file.ts';

const timeStampingPurpose = '1.3.6.1.5.5.7.3.8';
const anyPurpose = '2.5.29.37.0';
const oid = { basicConstraints: '2.5.29.19', keyUsage: '2.5.29.15', extendedKeyUsage: '2.5.29.37' } as const;

/** Extensions that are looked at here, or that ask nothing of a reader. Another one marked critical refuses. */
const understood = new Set<string>([
  ...Object.values(oid),
  '2.5.29.14',
  '2.5.29.35',
  '2.5.29.32',
  '2.5.29.17',
  '2.5.29.18',
  '2.5.29.31',
  '1.3.6.1.5.5.7.1.1',
]);

const maximumLength = 8;
/** Signatures tried in one search: a token may carry any number of certificates. */
const maximumTries = 64;

function extension(one: ReadCertificate, id: string) {
  return one.certificate.extensions?.find(({ extnID }) => extnID === id);
}

function hasUnknownCritical(one: ReadCertificate): boolean {
  return (one.certificate.extensions ?? []).some(({ extnID, critical }) => critical && !understood.has(extnID));
}

/** The key usage bits, first octet; null without the extension. */
function keyUsage(one: ReadCertificate): number | null {
  const found = extension(one, oid.keyUsage);
  if (!found) return null;
  const bits = found.parsedValue as { valueBlock?: { valueHexView?: Uint8Array } } | undefined;
  return bits?.valueBlock?.valueHexView?.[0] ?? 0;
}

function purposes(one: ReadCertificate): readonly string[] | null {
  const found = extension(one, oid.extendedKeyUsage);
  if (!found) return null;
  return found.parsedValue instanceof ExtKeyUsage ? found.parsedValue.keyPurposes : [];
}

/** Whether a certificate may sign time stamps: the purpose timeStamping, marked critical and alone (RFC 3161 §2.3). */
export function maySignTimeStamps(one: ReadCertificate): boolean {
  const digitalSignatureOrNonRepudiation = 0x80 | 0x40;
  const usage = keyUsage(one);
  const given = purposes(one);
  return (
    extension(one, oid.extendedKeyUsage)?.critical === true &&
    given?.length === 1 &&
    given[0] === timeStampingPurpose &&
    (usage === null || (usage & digitalSignatureOrNonRepudiation) !== 0) &&
    !hasUnknownCritical(one)
  );
}

/** Whether a certificate may have issued another, with `below` issuers between it and the signer. */
function mayIssue(one: ReadCertificate, below: number): boolean {
  const certSign = 0x04;
  const usage = keyUsage(one);
  const given = purposes(one);
  const constraints = extension(one, oid.basicConstraints)?.parsedValue;
  // Certificates of version 1 have no extensions to say it with.
  const isAuthority = constraints instanceof BasicConstraints ? constraints.cA === true : one.certificate.version === 0;
  const limit = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined;
  return (
    isAuthority &&
    (typeof limit !== 'number' || below <= limit) &&
    (usage === null || (usage & certSign) !== 0) &&
    (given === null || given.includes(timeStampingPurpose) || given.includes(anyPurpose)) &&
    !hasUnknownCritical(one)
  );
}

/** Whether an instant lies in a certificate's validity. */
export function isValidAt(one: ReadCertificate, atMs: number): boolean {
  const { fromMs, untilMs } = validity(one);
  // Certificates count whole seconds.
  return atMs >= fromMs && Math.floor(atMs / 1000) * 1000 <= untilMs;
}

const sameBytes = (left: Uint8Array, right: Uint8Array) =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);

/** Where a chain led: which of the chosen, or why to none. */
export type ChainEnd = { chosen: number } | { problem: 'authority_other' | 'authority_not_valid_then' };

/**
 * Searches a chain from `signer` over `between` to one of `chosen`, every certificate of it valid at `atMs`. A chosen
 * certificate that is the signer's own counts as well: the user named exactly it.
 */
export async function chainTo(
  signer: ReadCertificate,
  between: readonly ReadCertificate[],
  chosen: readonly ReadCertificate[],
  atMs: number,
): Promise<ChainEnd> {
  const crypto = getCrypto(true);
  let tries = 0;
  let hasExpired = false;
  const isIssuedBy = async (one: ReadCertificate, issuer: ReadCertificate) => {
    if (!one.certificate.issuer.isEqual(issuer.certificate.subject)) return false;
    tries += 1;
    if (tries > maximumTries) return false;
    try {
      return await one.certificate.verify(issuer.certificate, crypto);
    } catch {
      return false;
    }
  };
  const search = async (path: readonly ReadCertificate[]): Promise<number | null> => {
    const last = path[path.length - 1] as ReadCertificate;
    const own = chosen.findIndex(({ der }) => sameBytes(der, last.der));
    if (own >= 0) return own;
    if (path.length >= maximumLength) return null;
    const below = path.length - 1;
    for (const [index, issuer] of chosen.entries()) {
      if (!(await isIssuedBy(last, issuer)) || !mayIssue(issuer, below)) continue;
      if (isValidAt(issuer, atMs)) return index;
      hasExpired = true;
    }
    for (const issuer of between) {
      if (path.includes(issuer) || !(await isIssuedBy(last, issuer)) || !mayIssue(issuer, below)) continue;
      if (!isValidAt(issuer, atMs)) {
        hasExpired = true;
        continue;
      }
      const found = await search([...path, issuer]);
      if (found !== null) return found;
    }
    return null;
  };
  const found = await search([signer]);
  if (found !== null) return { chosen: found };
  return { problem: hasExpired ? 'authority_not_valid_then' : 'authority_other' };
}
