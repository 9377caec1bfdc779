// The time stamps of a bundle: which tokens go in, each as a response file, and journal/tokens.json, which says what
// each is over. A token over a bundle never lies in that bundle.

import { formats, tokenFilesPrefix, tokensPath } from '../../../../shared/evidence/bag-paths.ts';
import { consistencyOf } from '../../journal/tree.ts';
import { stampedTokens } from '../../stamp/bundle-tokens.ts';
import { responseOf } from '../../stamp/response.ts';
import type { VaultSession } from '../../vault/session.ts';
import type { ChosenAttachment } from './attachment-files.ts';
import type { BundleIssue } from './issue.ts';

export interface ChosenToken {
  id: string;
  /** Path in the bag. */
  path: string;
  token: Uint8Array;
  imprint: string;
  requestedAtMs: number;
  subject: { kind: 'checkpoint'; size: number; note: string } | { kind: 'file'; attachment: string; name: string };
}

/**
 * The tokens of a bundle in the order they were imported: over checkpoints it reaches, and over attachments it lists. Of a
 * bundle built again only those it was issued with.
 */
export function chooseTokens(
  session: VaultSession,
  issue: Pick<BundleIssue, 'tokens' | 'checkpointSize'>,
  attachments: readonly Pick<ChosenAttachment, 'id' | 'name' | 'given'>[],
): ChosenToken[] {
  const issued = issue.tokens === null ? null : new Set(issue.tokens);
  // A digest of a file that is not given would tell of it.
  const names = new Map(attachments.filter(({ given }) => given).map(({ id, name }) => [id, name]));
  return stampedTokens(session.db)
    .filter(({ id }) => issued === null || issued.has(id))
    .flatMap((row): Omit<ChosenToken, 'path'>[] => {
      const common = {
        id: row.id,
        token: row.token,
        imprint: row.imprint.toString('hex'),
        requestedAtMs: row.requestedAtMs,
      };
      if (row.kind === 'checkpoint' && row.note !== null && Number(row.subject) <= issue.checkpointSize)
        return [{ ...common, subject: { kind: 'checkpoint', size: Number(row.subject), note: row.note } }];
      const name = names.get(row.subject);
      if (row.kind === 'attachment' && name !== undefined)
        return [{ ...common, subject: { kind: 'file', attachment: row.subject, name } }];
      return [];
    })
    .map((token, index) => ({ ...token, path: `${tokenFilesPrefix}${String(index + 1).padStart(4, '0')}.tsr` }));
}

/** The files of a bundle's tokens, and what says what they are over; nothing where there is no token. */
export function tokenEntries(
  session: VaultSession,
  issue: Pick<BundleIssue, 'checkpointSize'>,
  tokens: readonly ChosenToken[],
): { path: string; source: () => string | Uint8Array[] }[] {
  if (tokens.length === 0) return [];
  return [
    ...tokens.map(({ path, token }) => ({ path, source: () => [responseOf(token)] })),
    { path: tokensPath, source: () => tokensJson(session, issue, tokens) },
  ];
}

/** `journal/tokens.json`. */
function tokensJson(
  session: VaultSession,
  issue: Pick<BundleIssue, 'checkpointSize'>,
  tokens: readonly ChosenToken[],
): string {
  const entries = tokens.map(({ path, imprint, requestedAtMs, subject }) => ({
    file: path,
    imprint,
    requestedAtMs,
    subject:
      subject.kind === 'file'
        ? subject
        : {
            ...subject,
            consistency: consistencyOf(session.db, subject.size, issue.checkpointSize).map((node) =>
              node.toString('base64'),
            ),
          },
  }));
  return `${JSON.stringify({ format: formats.tokens, tokens: entries }, null, 1)}\n`;
}
