// The names inside a bundle (docs/formats/bundle.md), shared by writer and verifier.

export const bagItDeclaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const paths = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  sha256: 'manifest-sha256.txt',
  sm3: 'manifest-sm3.txt',
  tags: 'tagmanifest-sha256.txt',
  index: 'data/index.html',
  issue: 'data/issue.json',
  events: 'journal/events.jsonl',
  proofs: 'journal/proofs.json',
  commitments: 'journal/commitments.json',
  checkpoint: 'journal/checkpoint.txt',
  keys: 'journal/keys.json',
  seal: 'journal/seal.txt',
} as const;

/** For reading and printing; a bag without it is whole all the same. */
export const reportPath = 'data/report.pdf';
/** The verifier that lies in every bundle since it was made: nothing depends on it, so an older bundle may lack it. */
export const verifierPath = 'verify.html';
/** Time-stamp tokens, only where there are any. */
export const tokensPath = 'journal/tokens.json';
export const tokenFilesPrefix = 'journal/tokens/';

export const payloadPrefix = 'data/';
export const registersPrefix = 'data/registers/';
export const attachmentsPrefix = 'data/attachments/';
export const documentsPrefix = 'data/documents/';

export const formats = {
  register: 'midian-register/1',
  proofs: 'midian-proofs/1',
  commitments: 'midian-commitments/1',
  keys: 'midian-keys/1',
  tokens: 'midian-tokens/1',
  disclosure: 'midian-disclosure/1',
} as const;

export const bundleFormat = 'midian-bundle/1';

export const isPayload = (path: string) => path.startsWith(payloadPrefix);

/** Origin of a journal's checkpoints. */
export function journalOrigin(vaultId: string): string {
  return `midian/${vaultId}`;
}

/** Origin of the seal: it signs this bundle and nothing else. */
export function sealOrigin(vaultId: string, bundleId: string): string {
  return `midian-bundle/1/${vaultId}/${bundleId}`;
}

/** Origin of a disclosure's seal. */
export function disclosureOrigin(vaultId: string, bundleId: string, id: string): string {
  return `midian-disclosure/1/${vaultId}/${bundleId}/${id}`;
}

/** A path by code units: the one order of manifests. */
export function byPath(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
