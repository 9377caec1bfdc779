// Makes RFC 3161 requests (`.tsq`). Only a digest leaves with one, never a file.
import { randomBytes } from 'node:crypto';
import { fromBER, Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';

const sha256 = '2.16.840.1.101.3.4.2.1';
const nonceBytes = 8;

export interface StampRequest {
  /** DER of TimeStampReq. */
  bytes: Uint8Array;
  /** Content octets of the nonce's INTEGER. */
  nonce: Uint8Array;
}

/** A request over a SHA-256 imprint with a fresh nonce; asks for the provider's certificates unless told otherwise. */
export function buildRequest(
  imprint: Uint8Array,
  options: { certificates: boolean } = { certificates: true },
): StampRequest {
  const nonce = new Uint8Array(randomBytes(nonceBytes));
  // Positive and of full length, so that its INTEGER is these octets and no other spelling of them.
  nonce[0] = ((nonce[0] as number) & 0x7f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({
        algorithmId: sha256,
        algorithmParams: fromBER(new Uint8Array([5, 0])).result,
      }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(imprint).buffer }),
    }),
    nonce: new Integer({ valueHex: nonce.slice().buffer }),
    ...(options.certificates ? { certReq: true } : {}),
  });
  return { bytes: new Uint8Array(request.toSchema().toBER()), nonce };
}
