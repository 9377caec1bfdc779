// report.pdf of a bundle, for reading and printing: cover, what is given and withheld, the register tables, attachments, how to
// check, facts of the journal. Shows what it is handed, already as the level allows; reads nothing itself.
import type { Content } from 'pdfmake/interfaces';
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { RegisterPlan } from '../bundle/disclosure-plan.ts';
import { outwardDefinition } from '../bundle/disclosure-plan.ts';
import { type BundleIssue, issueTime } from '../bundle/issue.ts';
import type { DisclosureCounts } from '../bundle/preview.ts';
import type { PaperColumn, PaperRow } from '../paper/paper-table.ts';
import { bytesText, countText, grouped } from '../paper/paper-text.ts';
import type { PaperDocument, PaperSection, SectionKit } from '../paper/write-paper.ts';
import { asOfNotes, contentDigest, demoMark, titleBlock, traceText } from './document-head.ts';
import { formOf } from './paper-forms.ts';
import { type PrintRow, registerLayout } from './register-table.ts';
import { checkPart, coverPart, givenPart, journalPart, withheldPart } from './report-parts.ts';

/** Rows of one register on paper; the sheet in the bundle holds all of them. */
export const maximumReportRows = 2000;
/** Entries of the list of attachments on paper; attachment.json holds all of them. */
const maximumListedFiles = 2000;

/** Of one sealed value: what was chosen to be given is printed whole, short of a book. */
const maximumSealedCharacters = 50_000;

export interface ReportRegister {
  plan: RegisterPlan;
  /** The first `maximumReportRows` records. */
  rows: Iterable<PrintRow>;
  /** How many there are. */
  total: number;
}

export interface ReportAttachment {
  /** Number of the record it belongs to. */
  number: string | null;
  name: string;
  sizeBytes: number;
  sha256: string;
  /** False where only the fingerprint is known. */
  isGiven: boolean;
}

/** Sealed content that was chosen to be given, record by record. */
export interface ReportSealed {
  register: string;
  number: string | null;
  title: string | null;
  field: string;
  text: string;
}

export interface ReportContent {
  issue: BundleIssue;
  organisation: string;
  demo: boolean;
  scheme: GradingScheme;
  counts: DisclosureCounts;
  definitions: ReadonlyMap<string, RegisterDefinition>;
  registers: readonly ReportRegister[];
  sealed: readonly ReportSealed[];
  attachments: readonly ReportAttachment[];
  asOf: AsOf | null;
  keyFingerprint: string;
  /** SHA-256 of verify.html, hex. */
  verifierSha256: string;
  journal: { origin: string; size: number; root: string; events: number; eventsWithheld: number };
}

const portrait = { size: 'A4', orientation: 'portrait' } as const;

function heading(kit: SectionKit, zh: string, en: string, notes: readonly string[] = []): Content {
  return {
    stack: [
      {
        text: [
          { text: kit.paper.clean(zh), font: 'serif', bold: true, fontSize: 14 },
          { text: `　${kit.paper.clean(en)}`, fontSize: 9 },
        ],
        margin: [0, 0, 0, 2],
      },
      ...notes.map((note): Content => ({ text: kit.paper.clean(note), fontSize: 9, margin: [0, 0, 0, 2] })),
    ],
  };
}

interface PrintedRegister {
  definition: RegisterDefinition;
  columns: PaperColumn[];
  rows: PaperRow[];
  total: number;
}

function registerSection(content: ReportContent, register: PrintedRegister, running: string): PaperSection {
  const { definition, columns, rows, total } = register;
  const form = formOf(definition);
  const isWide = columns.length > 15;
  const notes = [
    ...asOfNotes(content.asOf),
    `共 ${countText(total)} 项。纸面各栏按 ${form.code} 式样；全部栏目见 registers/${definition.key}.xlsx。`,
  ];
  return {
    setup: { size: isWide ? 'A3' : 'A4', orientation: 'landscape' },
    running,
    signOffs: [],
    content: (kit) => [
      ...kit.table({ columns, rows, heading: heading(kit, form.title, definition.label.en, notes) }),
      ...(rows.length < total
        ? [
            {
              margin: [0, 6, 0, 0] as [number, number, number, number],
              text: `以上为前 ${countText(rows.length)} 项；其余 ${countText(total - rows.length)} 项见 registers/${definition.key}.xlsx，共 ${countText(total)} 项。 The other ${countText(total - rows.length)} records are in the xlsx.`,
            },
          ]
        : []),
    ],
  };
}

const sealedColumns: readonly PaperColumn[] = [
  { header: '编号', leastEm: 6, wantedEm: 8 },
  { header: '名称', leastEm: 6, wantedEm: 9 },
  { header: '内容', leastEm: 14, wantedEm: 26 },
];

function sealedSection({ sealed }: ReportContent, running: string): PaperSection {
  return {
    setup: portrait,
    running,
    signOffs: [],
    content: (kit) =>
      kit.table({
        columns: sealedColumns,
        maximumCharacters: maximumSealedCharacters,
        rows: sealed.map(({ number, title, text }) => ({ cells: [number ?? '', title ?? '', text] })),
        fontSizes: [9],
        heading: heading(kit, '密封内容', 'Sealed content', [
          '以下内容经逐项选定提供，仅供本证据包的用途；请单独保管。',
          'Given record by record for the purpose of this bundle; keep apart.',
        ]),
      }),
  };
}

const attachmentColumns: readonly PaperColumn[] = [
  { header: '序号', leastEm: 2.4, wantedEm: 2.6, align: 'center' },
  { header: '记录编号', leastEm: 6, wantedEm: 9 },
  { header: '文件名', leastEm: 10, wantedEm: 18 },
  { header: '大小', leastEm: 6, wantedEm: 8, align: 'right' },
  { header: 'SHA-256 校验值', leastEm: 22, wantedEm: 39 },
  { header: '提供', leastEm: 3, wantedEm: 4.4, align: 'center' },
];

function attachmentSection({ attachments }: ReportContent, running: string): PaperSection {
  const listed = attachments.slice(0, maximumListedFiles);
  return {
    setup: { size: 'A4', orientation: 'landscape' },
    running,
    signOffs: [],
    content: (kit) => [
      ...kit.table({
        columns: attachmentColumns,
        fontSizes: [9, 8.5, 8, 7.5],
        rows: listed.map(({ number, name, sizeBytes, sha256, isGiven }, index) => ({
          cells: [
            countText(index + 1),
            number ?? '',
            name,
            bytesText(sizeBytes),
            grouped(sha256),
            isGiven ? '随包' : '仅指纹',
          ],
        })),
        heading: heading(kit, '附件清单', 'Attachments', [
          `共 ${countText(attachments.length)} 个；文件在 attachments 文件夹，按记录编号存放。`,
        ]),
      }),
      ...(listed.length < attachments.length
        ? [{ text: `其余 ${countText(attachments.length - listed.length)} 个见 registers/attachment.json。` }]
        : []),
    ],
  };
}

/** The report as a document. The same content gives the same bytes. */
export function reportDocument(content: ReportContent): PaperDocument {
  const { issue, organisation, demo, scheme, asOf } = content;
  const time = issueTime(issue, issue.issuedAtMs);
  const printed = content.registers.map(({ plan, rows, total }): PrintedRegister => {
    const layout = registerLayout(outwardDefinition(plan), formOf(plan.definition), scheme);
    return {
      definition: plan.definition,
      columns: layout.columns,
      rows: [...rows].map((row, index) => layout.row(row, index + 1)),
      total,
    };
  });
  const digest = contentDigest([
    issue.id,
    content.counts,
    content.journal,
    content.attachments,
    ...printed.flatMap(({ columns, rows }) => [columns.map(({ header }) => header), ...rows]),
  ]);
  const running = `${organisation}　商业秘密证据包　${issue.number}`;
  const parts = { content, heading };
  return {
    title: `${organisation}商业秘密证据包报告`,
    atMs: issue.issuedAtMs,
    watermark: demo ? demoMark : null,
    trace: traceText('证据包报告', `编号 ${issue.number}`, `${time.text} ${time.offset}`, digest),
    sections: [
      {
        setup: portrait,
        running,
        signOffs: [],
        content: (kit) => [
          ...titleBlock(
            kit.paper,
            '商业秘密证据包报告',
            ['Evidence bundle report', ...asOfNotes(asOf), ...(demo ? [demoMark] : [])],
            22,
          ),
          ...coverPart(kit, parts),
          ...givenPart(kit, parts),
          ...withheldPart(kit, parts),
          ...checkPart(kit, parts),
        ],
      },
      ...printed.map((register) => registerSection(content, register, running)),
      ...(content.sealed.length > 0 ? [sealedSection(content, running)] : []),
      ...(content.attachments.length > 0 ? [attachmentSection(content, running)] : []),
      { setup: portrait, running, signOffs: [], content: (kit) => journalPart(kit, parts) },
    ],
  };
}
