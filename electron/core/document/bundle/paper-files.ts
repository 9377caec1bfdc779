// The documents on paper in a bundle: report.pdf and, where it was chosen, the public list R02. Gathers what they show, as the
// level of the bundle allows it; how it looks is decided in print/.
import type { TaskContext } from '../../tasks.ts';
import { writePaper } from '../paper/write-paper.ts';
import { publicList, publicStatuses } from '../print/public-list.ts';
import type { PrintRow } from '../print/register-table.ts';
import {
  maximumReportRows,
  type ReportAttachment,
  type ReportContent,
  type ReportSealed,
  reportDocument,
} from '../print/report.ts';
import type { ChosenAttachment } from './attachment-files.ts';
import { disclosableValues, shownRevision } from './chosen-records.ts';
import { titleAt } from './disclosure-plan.ts';
import { type BundleIssue, issueTime } from './issue.ts';
import type { OpenedContent } from './opened-content.ts';
import type { DisclosureCounts } from './preview.ts';
import { outwardRows, type RegisterSource } from './register-files.ts';
import type { OutwardTitles } from './titles.ts';
import type { BundleView } from './view.ts';

export interface ReportSource {
  view: BundleView;
  issue: BundleIssue;
  opened: OpenedContent;
  titles: OutwardTitles;
  counts: DisclosureCounts;
  registers: readonly RegisterSource[];
  attachments: readonly ChosenAttachment[];
  keyFingerprint: string;
  verifierSha256: string;
  journal: { origin: string; size: number; root: Buffer; events: number; eventsWithheld: number };
}

/** The files and fingerprints that are given; of the others nothing is listed. */
function listed(view: BundleView, attachments: readonly ChosenAttachment[]): ReportAttachment[] {
  const { registry } = view.session;
  const definition = registry.byKey('attachment');
  return attachments
    .filter(({ given }) => given)
    .map(({ rid, ownerRegister, ownerId, name, path }) => {
      const row = view.row(definition, rid);
      return {
        number: view.byId(registry.byKey(ownerRegister), ownerId)?.number ?? null,
        name,
        sizeBytes: Number(row.size_bytes ?? 0),
        sha256: String(row.sha256),
        isGiven: path !== null,
      };
    });
}

function sealedContent({ view, opened, titles }: ReportSource): ReportSealed[] {
  return [...opened.values()].flatMap(({ definition, row, values }) => {
    const title = titleAt(titles.plan(definition.key), disclosableValues(shownRevision(view.session, row)));
    return Object.entries(values).map(([field, { value }]) => ({
      register: definition.key,
      number: row.number,
      title,
      field: definition.fields.find(({ key }) => key === field)?.label.zh ?? field,
      text: value,
    }));
  });
}

/** `data/report.pdf`. */
export async function* bundledReport(source: ReportSource, job: TaskContext): AsyncGenerator<Uint8Array> {
  const { view, issue, registers, journal } = source;
  const { settings, registry } = view.session;
  const content: ReportContent = {
    issue,
    organisation: settings.organisation,
    demo: settings.demo,
    scheme: settings.scheme,
    counts: source.counts,
    definitions: new Map(registry.all.map((definition) => [definition.key, definition])),
    registers: registers.map((register) => ({
      plan: register.plan,
      rows: outwardRows(register, register.rids.slice(0, maximumReportRows)),
      total: register.rids.length,
    })),
    sealed: sealedContent(source),
    attachments: listed(view, source.attachments),
    asOf: issue.asOf,
    keyFingerprint: source.keyFingerprint,
    verifierSha256: source.verifierSha256,
    journal: { ...journal, root: journal.root.toString('base64') },
  };
  yield (await writePaper(reportDocument(content), () => job.checkCancelled())).bytes;
}

/** `data/documents/R02.pdf`: the chosen secrets in force, by their public names. */
export async function* bundledPublicList(
  source: RegisterSource,
  issue: BundleIssue,
  job: TaskContext,
): AsyncGenerator<Uint8Array> {
  const { view, plan } = source;
  const { organisation, demo, scheme } = view.session.settings;
  const time = issueTime(issue, issue.issuedAtMs);
  function* inForce(): IterableIterator<PrintRow> {
    for (const row of outwardRows(source, source.rids)) if (publicStatuses.includes(row.status ?? '')) yield row;
  }
  const isPart = issue.registers.some(({ register, filters }) => register === 'secret' && filters.length > 0);
  const prepared = publicList({
    definition: plan.definition,
    scheme,
    organisation,
    demo,
    atMs: issue.issuedAtMs,
    time: `${time.text} ${time.offset}`,
    date: issue.asOf?.date ?? time.date,
    asOf: issue.asOf,
    rows: inForce(),
    notes: isPart ? ['按所选条件列出，不是全部秘点'] : [],
  });
  yield (await writePaper(prepared.document, () => job.checkCancelled())).bytes;
}
