// Verifies RFC 3161 time-stamp tokens by their own instant. Pure: no Node, no page, nothing but the platform's WebCrypto,
// so that core, command line and the offline verifier page judge alike. Makes no requests and keeps nothing.
import { type AsnType, fromBER, type Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  type Attribute,
  ContentInfo,
  getCrypto,
  IssuerAndSerialNumber,
  SignedData,
  type SignerInfo,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { chainTo, isValidAt, maySignTimeStamps } from './certificate-chain.ts';
import { type ReadCertificate, readCertificate, readCertificateFile, subjectName } from './certificate-file.ts';
import type { TokenProblem } from './token-problems.ts';

export interface TokenVerdict {
  /** The token is whole, over this imprint, and signed by the certificate it names. Says nothing of who that is. */
  ok: boolean;
  /** The instant the token states, ms UTC. */
  genTimeMs: number | null;
  /** Hex. */
  serial: string | null;
  /** Object identifier of the provider's policy. */
  policy: string | null;
  /** Subject name of the signer's certificate. */
  authority: string | null;
  /** The signer's certificate leads to a chosen one, all of them valid at the token's instant. */
  trusted: boolean;
  /** Which of the chosen files that is, by its place; null where none. */
  chosen: number | null;
  /** Null only for a token that is `ok` and `trusted`. */
  problem: TokenProblem | null;
}

/** What a token states, nothing of it verified. */
export interface TokenStatement {
  imprint: Uint8Array;
  /** Object identifier of the digest. */
  imprintAlgorithm: string;
  /** Content octets of the INTEGER, or null. */
  nonce: Uint8Array | null;
  genTimeMs: number;
  serial: string;
  policy: string;
}

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** Digests a signature may rest on. SHA-1 is only taken for naming a certificate (RFC 2634 knows no other). */
const digestNames: Record<string, string> = {
  [oid.sha256]: 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** RSA (PKCS #1 v1.5, PSS) and ECDSA; others are named as unknown. */
const signatureAlgorithms = /^1\.2\.840\.113549\.1\.1\.(1|10|11|12|13)$|^1\.2\.840\.10045\.4\.3\.[234]$/;

/** Tokens are some kilobytes; chains of certificates make them tens of kilobytes. */
export const maximumTokenBytes = 1 << 20;

class Refusal extends Error {
  readonly problem: TokenProblem;
  constructor(problem: TokenProblem) {
    super(problem);
    this.problem = problem;
  }
}

function refuse(problem: TokenProblem): never {
  throw new Refusal(problem);
}

interface ParsedToken {
  signedData: SignedData;
  /** Certificates of the token, exact bytes. */
  certificates: ReadCertificate[];
  content: Uint8Array;
  info: TSTInfo;
}

const rawBytes = (block: AsnType): Uint8Array => new Uint8Array(block.valueBeforeDecodeView);
const children = (block: AsnType | undefined): AsnType[] =>
  ((block as unknown as { valueBlock?: { value?: AsnType[] } })?.valueBlock?.value ?? []) as AsnType[];

const same = (left: Uint8Array, right: Uint8Array) =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The token inside a TimeStampResp, or the bare token. */
function tokenBlock(bytes: Uint8Array): AsnType {
  if (bytes.length === 0 || bytes.length > maximumTokenBytes) refuse('malformed');
  const parsed = fromBER(bytes);
  if (parsed.offset !== bytes.length || !(parsed.result instanceof Sequence)) refuse('malformed');
  const [first, second] = children(parsed.result);
  if (first instanceof ObjectIdentifier) return parsed.result;
  const response = new TimeStampResp({ schema: parsed.result });
  const granted = 0;
  const grantedWithChanges = 1;
  const status = Number(response.status.status);
  if (status !== granted && status !== grantedWithChanges) refuse('not_granted');
  if (!second) refuse('malformed');
  return second;
}

function parseToken(bytes: Uint8Array): ParsedToken {
  const block = tokenBlock(bytes);
  const envelope = new ContentInfo({ schema: block });
  if (envelope.contentType !== oid.signedData) refuse('not_a_token');
  const signedBlock = envelope.content as AsnType;
  const signedData = new SignedData({ schema: signedBlock });
  if (signedData.encapContentInfo.eContentType !== oid.tstInfo) refuse('not_a_token');
  const octets = signedData.encapContentInfo.eContent;
  if (!octets) refuse('not_a_token');
  const content = new Uint8Array(octets.getValue());
  const parsedInfo = fromBER(content);
  if (parsedInfo.offset !== content.length) refuse('malformed');
  const info = new TSTInfo({ schema: parsedInfo.result });
  if (info.version !== 1 || Number.isNaN(info.genTime.getTime())) refuse('malformed');
  // Nothing critical in a token is understood here.
  if (info.extensions?.some(({ critical }) => critical)) refuse('malformed');
  const certificateSet = children(signedBlock).find(
    ({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0 && idBlock.isConstructed,
  );
  const certificates = children(certificateSet)
    .filter((child) => child instanceof Sequence)
    .map((child) => readCertificate(rawBytes(child)))
    .filter((one) => one !== null);
  return { signedData, certificates, content, info };
}

function statementOf({ info }: ParsedToken): TokenStatement {
  return {
    imprint: new Uint8Array(info.messageImprint.hashedMessage.valueBlock.valueHexView),
    imprintAlgorithm: info.messageImprint.hashAlgorithm.algorithmId,
    nonce: info.nonce ? new Uint8Array(info.nonce.valueBlock.valueHexView) : null,
    genTimeMs: info.genTime.getTime(),
    serial: hex(new Uint8Array(info.serialNumber.valueBlock.valueHexView)),
    policy: info.policy,
  };
}

/** What a token states; the problem where it cannot be read. Verifies nothing. */
export function readToken(token: Uint8Array): TokenStatement | { problem: TokenProblem } {
  try {
    return statementOf(parseToken(token));
  } catch (cause) {
    return { problem: cause instanceof Refusal ? cause.problem : 'malformed' };
  }
}

async function digest(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  // The library's type leaves out what it takes over from SubtleCrypto, which these files have no types of.
  const engine = getCrypto(true) as unknown as { digest(by: { name: string }, of: Uint8Array): Promise<ArrayBuffer> };
  return new Uint8Array(await engine.digest({ name }, bytes));
}

function signerCertificate(signer: SignerInfo, candidates: readonly ReadCertificate[]): ReadCertificate {
  const { sid } = signer;
  const found = candidates.find(({ certificate }) => {
    if (sid instanceof IssuerAndSerialNumber)
      return sid.issuer.isEqual(certificate.issuer) && sid.serialNumber.isEqual(certificate.serialNumber);
    const wanted = new Uint8Array((sid as OctetString).valueBlock.valueHexView);
    const own = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue;
    return own instanceof OctetString && same(new Uint8Array(own.valueBlock.valueHexView), wanted);
  });
  return found ?? refuse('signer_certificate_missing');
}

function singleValue(attributes: readonly Attribute[], type: string): AsnType | null {
  const found = attributes.filter((attribute) => attribute.type === type);
  return found.length === 1 && found[0]?.values.length === 1 ? (found[0].values[0] as AsnType) : null;
}

/** The signed attribute that names the signer's certificate must name this one (RFC 2634 §5.4, RFC 5035 §4). */
async function requireBound(attributes: readonly Attribute[], certificate: ReadCertificate): Promise<void> {
  const second = singleValue(attributes, oid.signingCertificateV2);
  const first = singleValue(attributes, oid.signingCertificate);
  if (!second && !first) refuse('attributes_missing');
  for (const [value, fallback] of [
    [second, 'SHA-256'],
    [first, 'SHA-1'],
  ] as const) {
    if (!value) continue;
    // SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID …}; the first is the signer's.
    const [entry] = children(children(value)[0]);
    const [lead, next] = children(entry);
    const isNamed = lead instanceof Sequence && value === second;
    const name = isNamed ? digestNames[String((children(lead)[0] as ObjectIdentifier).valueBlock)] : fallback;
    const expected = isNamed ? next : lead;
    if (!name) refuse('algorithm_unknown');
    if (!(expected instanceof OctetString)) refuse('certificate_not_bound');
    const given = new Uint8Array(expected.valueBlock.valueHexView);
    if (!same(given, await digest(name, certificate.der))) refuse('certificate_not_bound');
  }
}

/** Everything about a token that needs no chosen certificate. Throws Refusal. */
async function verifySigned(parsed: ParsedToken, extra: readonly ReadCertificate[]): Promise<ReadCertificate> {
  const { signedData, content, certificates } = parsed;
  const [signer, ...others] = signedData.signerInfos;
  if (!signer || others.length > 0) refuse('malformed');
  const certificate = signerCertificate(signer, [...certificates, ...extra]);
  const name = digestNames[signer.digestAlgorithm.algorithmId];
  if (!name || !signatureAlgorithms.test(signer.signatureAlgorithm.algorithmId)) refuse('algorithm_unknown');
  const { signedAttrs } = signer;
  if (!signedAttrs) refuse('attributes_missing');
  const type = singleValue(signedAttrs.attributes, oid.contentType);
  const stated = singleValue(signedAttrs.attributes, oid.messageDigest);
  if (!(type instanceof ObjectIdentifier) || String(type.valueBlock) !== oid.tstInfo) refuse('attributes_missing');
  if (!(stated instanceof OctetString)) refuse('attributes_missing');
  if (!same(new Uint8Array(stated.valueBlock.valueHexView), await digest(name, content))) refuse('content_changed');
  await requireBound(signedAttrs.attributes, certificate);
  const { subjectPublicKeyInfo } = certificate.certificate;
  const holds = await getCrypto(true)
    .verifyWithPublicKey(
      signedAttrs.encodedValue,
      signer.signature,
      subjectPublicKeyInfo,
      signer.signatureAlgorithm,
      name,
    )
    .catch(() => false);
  if (!holds) refuse('signature_wrong');
  if (!maySignTimeStamps(certificate)) refuse('purpose_wrong');
  return certificate;
}

/**
 * Verifies a token (TimeStampResp or bare ContentInfo, DER) over a SHA-256 imprint. `authorities` are the certificate
 * files the user chose, PEM or DER; a file may hold several. Certificates count as of the token's own instant
 * (RFC 3161 §2.4.2, RFC 5280 §6): a token outlives them. Revocation is not looked up. Never throws.
 */
export async function verifyToken(
  token: Uint8Array,
  imprint: Uint8Array,
  authorities: readonly Uint8Array[],
  request: { nonce: Uint8Array | null } | null = null,
): Promise<TokenVerdict> {
  const verdict: TokenVerdict = {
    ok: false,
    genTimeMs: null,
    serial: null,
    policy: null,
    authority: null,
    trusted: false,
    chosen: null,
    problem: null,
  };
  try {
    const parsed = parseToken(token);
    const statement = statementOf(parsed);
    const { genTimeMs, serial, policy } = statement;
    Object.assign(verdict, { genTimeMs, serial, policy });
    if (statement.imprintAlgorithm !== oid.sha256) refuse('imprint_algorithm');
    if (!same(statement.imprint, imprint)) refuse('imprint_other');
    if (request?.nonce && !(statement.nonce && same(statement.nonce, request.nonce))) refuse('nonce_other');
    const chosen = authorities.flatMap((file, index) => readCertificateFile(file).map((one) => ({ ...one, index })));
    const signer = await verifySigned(parsed, chosen);
    verdict.authority = subjectName(signer);
    if (!isValidAt(signer, genTimeMs)) refuse('certificate_not_valid_then');
    verdict.ok = true;
    if (authorities.length === 0) refuse('authority_not_chosen');
    const end = await chainTo(signer, parsed.certificates, chosen, genTimeMs);
    if ('problem' in end) refuse(end.problem);
    verdict.trusted = true;
    verdict.chosen = (chosen[end.chosen] as { index: number }).index;
    return verdict;
  } catch (cause) {
    verdict.problem = cause instanceof Refusal ? cause.problem : 'malformed';
    if (!(cause instanceof Refusal)) verdict.ok = false;
    return verdict;
  }
}

/** The bytes of an INTEGER of a request, as a token repeats them. */
export function integerBytes(value: Integer): Uint8Array {
  return new Uint8Array(value.valueBlock.valueHexView);
}
