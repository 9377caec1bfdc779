// What data/issue.json says of a bundle: the issue as the recipient may read it.
import { masked, nameMask } from '../../../../shared/disclosure.ts';
import { bundleFormat } from '../../../../shared/evidence/bag-paths.ts';
import { honestSentence } from '../../../../shared/evidence/words.ts';
import { keyFingerprint } from '../../format/signed-note.ts';
import type { VaultSession } from '../../vault/session.ts';
import { planRegister } from './disclosure-plan.ts';
import { type BundleIssue, issueTime } from './issue.ts';
import type { checkpointOf } from './journal-files.ts';
import type { disclosureCounts } from './preview.ts';

/** Text of `data/issue.json`. `events` are how many are given and how many are withheld. */
export function issueJson(
  session: VaultSession,
  issue: BundleIssue,
  counts: ReturnType<typeof disclosureCounts>,
  checkpoint: ReturnType<typeof checkpointOf>,
  events: { events: number; eventsWithheld: number },
): string {
  const { settings } = session;
  const time = issueTime(issue, issue.issuedAtMs);
  const described = {
    format: bundleFormat,
    id: issue.id,
    number: issue.number,
    vault: session.header.vaultId,
    organisation: settings.organisation,
    demo: settings.demo,
    level: issue.level,
    recipient: issue.recipient,
    purpose: issue.purpose,
    issuedAtMs: issue.issuedAtMs,
    issuedAt: `${time.text} ${time.offset}`,
    issuedBy: issue.login,
    keyFingerprint: keyFingerprint(session.keys.signPublicKey),
    asOf: issue.asOf,
    approval: describedApproval(issue),
    registers: issue.registers.map(({ register, filters, opened: records, files }) => ({
      register,
      filters: filters.map((filter) => describedFilter(session, issue, register, filter)),
      opened: records,
      files,
    })),
    attachments: issue.attachments,
    documents: issue.documents,
    ...counts,
    journal: {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: checkpoint.root.toString('base64'),
      ...events,
    },
    statement: honestSentence,
  };
  return `${JSON.stringify(described, null, 1)}\n`;
}

/** The approval as the recipient may read it: the approver's name is personal data. */
function describedApproval({ approval, level }: BundleIssue) {
  if (!approval) return null;
  const { approver, approvedOn, form } = approval;
  return { approver: masked(approver, nameMask(level)), approvedOn, form };
}

/** A filter as the recipient may read it: what was asked of a withheld field is not told. */
function describedFilter(
  session: VaultSession,
  issue: BundleIssue,
  register: string,
  filter: BundleIssue['registers'][number]['filters'][number],
) {
  const plan = planRegister(session.registry.byKey(register), issue.level);
  const isTold =
    plan.given.has(filter.field) ||
    !plan.definition.fields.some(({ key }) => filter.field === key || filter.field === `${key}Id`);
  return { field: filter.field, operator: filter.operator, values: isTold ? filter.values : null };
}
