// The tag files of a bag (RFC 8493): bag-info, manifests, and the text the seal signs.
import { bundleFormat, byPath } from '../../../../shared/evidence/bag-paths.ts';
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import { sealedDigestOf } from '../../../../shared/evidence/seal.ts';
import { hashBytes } from '../../format/hash-parts.ts';
import { type BundleIssue, issueTime } from './issue.ts';

/** One line of a label and a value; values are kept to one line. */
function tag(label: string, value: string): string {
  return `${label}: ${value.replace(/[\r\n\s]+/g, ' ').trim()}\n`;
}

/** bag-info.txt. */
export function bagInfo(input: {
  issue: BundleIssue;
  organisation: string;
  vaultId: string;
  version: string;
  demo: boolean;
  payloadBytes: number;
  payloadFiles: number;
}): string {
  const { issue } = input;
  return [
    tag('Source-Organization', input.organisation),
    tag('External-Identifier', `midian/${input.vaultId}/bundle/${issue.id}`),
    tag('External-Description', `证据包 ${issue.purpose}`),
    tag('Bagging-Date', issueTime(issue, issue.issuedAtMs).date),
    tag('Payload-Oxum', `${input.payloadBytes}.${input.payloadFiles}`),
    tag('Bag-Software-Agent', `Midian ${input.version}`),
    tag('Midian-Format', bundleFormat),
    tag('Midian-Level', issue.level),
    tag('Midian-Recipient', issue.recipient === '' ? '-' : issue.recipient),
    ...(input.demo ? [tag('Midian-Demo', '演示数据')] : []),
  ].join('');
}

/** Lines of a manifest, sorted by path. */
export function manifestText(
  digests: ReadonlyMap<string, Digests>,
  algorithm: 'sha256' | 'sm3',
  belongs: (path: string) => boolean,
): string {
  return [...digests.keys()]
    .filter(belongs)
    .sort(byPath)
    .map((path) => `${(digests.get(path) as Digests)[algorithm]}  ${path}\n`)
    .join('');
}

/** What the seal signs: how many lines, and their digest. `lines` is the tag manifest without the seal's own line. */
export function sealedDigest(lines: string): { size: number; root: Buffer } {
  return sealedDigestOf(hashBytes, lines);
}
