// What may be wrong with a time-stamp token, by code and in words: the `tokenProblem` parameter of failures, the window's
// lists and the verifier's page use the same. Loads no library.
import type { Label } from '../registers/definition.ts';

/** Why a token does not hold, or (the last three) why its issuer is not vouched for. */
export const tokenProblems = [
  'malformed',
  'not_granted',
  'not_a_token',
  'imprint_algorithm',
  'imprint_other',
  'nonce_other',
  'signer_certificate_missing',
  'attributes_missing',
  'content_changed',
  'certificate_not_bound',
  'algorithm_unknown',
  'signature_wrong',
  'purpose_wrong',
  'certificate_not_valid_then',
  'authority_not_chosen',
  'authority_other',
  'authority_not_valid_then',
] as const;
export type TokenProblem = (typeof tokenProblems)[number];

export const tokenWords = {
  malformed: { zh: '不是完整的时间戳文件', en: 'it is no whole time-stamp file' },
  not_granted: { zh: '服务机构没有签发', en: 'the provider did not grant it' },
  not_a_token: { zh: '文件不是时间戳', en: 'the file is no time stamp' },
  imprint_algorithm: { zh: '不是对 SHA-256 值的时间戳', en: 'it is not over a SHA-256 value' },
  imprint_other: { zh: '所对应的不是这份数据', en: 'it is over something else' },
  nonce_other: { zh: '不是对本次请求的答复', en: 'it answers another request' },
  signer_certificate_missing: {
    zh: '没有附带签名证书，须先选定服务机构的证书',
    en: 'it carries no signing certificate; choose the provider’s first',
  },
  attributes_missing: { zh: '缺少必需的签名属性', en: 'required signed attributes are missing' },
  content_changed: { zh: '内容已改动', en: 'its content was changed' },
  certificate_not_bound: { zh: '签名所指的不是这张证书', en: 'the signature names another certificate' },
  algorithm_unknown: {
    zh: '签名算法不在可核对之列（RSA、ECDSA）',
    en: 'its signature algorithm cannot be checked here (RSA and ECDSA can)',
  },
  signature_wrong: { zh: '签名不成立', en: 'the signature does not hold' },
  purpose_wrong: { zh: '签名证书不是专用于时间戳', en: 'the signing certificate is not for time stamps alone' },
  certificate_not_valid_then: {
    zh: '签发之时签名证书不在有效期内',
    en: 'the signing certificate was not valid at that instant',
  },
  authority_not_chosen: { zh: '未选定 CA 证书', en: 'no CA certificate chosen' },
  authority_other: { zh: '不出自选定的 CA 证书', en: 'does not lead to a chosen CA certificate' },
  authority_not_valid_then: {
    zh: '签发之时 CA 证书不在有效期内',
    en: 'the CA certificate was not valid at that instant',
  },
} as const satisfies Readonly<Record<TokenProblem, Label>>;
