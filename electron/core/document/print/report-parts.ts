// The parts of a report that are not registers: cover, given, withheld, how to check, facts of the journal. Chinese first,
// English below it. Words only; decides nothing about what leaves.
import type { Content } from 'pdfmake/interfaces';
import { type DisclosureLevel, masked, nameMask } from '../../../../shared/disclosure.ts';
import { levelLabels } from '../../../../shared/disclosure-labels.ts';
import { honestSentence } from '../../../../shared/evidence/words.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { version } from '../../../../shared/version.ts';
import { withheldReasons, withheldShown } from '../bundle/index-page.ts';
import { type BundleApproval, issueTime } from '../bundle/issue.ts';
import { formBoxes } from '../paper/form-boxes.ts';
import type { PaperColumn } from '../paper/paper-table.ts';
import { countText, grouped } from '../paper/paper-text.ts';
import type { SectionKit } from '../paper/write-paper.ts';
import type { ReportContent } from './report.ts';

interface Parts {
  content: ReportContent;
  heading: (kit: SectionKit, zh: string, en: string, notes?: readonly string[]) => Content;
}

type Label = { zh: string; en: string };

const gap: Content = { text: '', margin: [0, 6] };

function facts(kit: SectionKit, rows: readonly (readonly [zh: string, en: string, value: string])[]): Content {
  return formBoxes(
    kit.paper,
    kit.room.width,
    [5, 14],
    rows.map(([zh, en, value]) => [{ text: `${zh}\n${en}`, isLabel: true, fontSize: 9 }, { text: value }]),
  );
}

function approvalText({ approver, approvedOn, form }: BundleApproval, level: DisclosureLevel): string {
  const name = masked(approver, nameMask(level)) ?? '';
  return [name, approvedOn, form].filter((part) => part !== '').join('　');
}

/** Who issued what to whom, how the key is known, and what may be concluded. */
export function coverPart(kit: SectionKit, { content }: Parts): Content[] {
  const { issue, journal } = content;
  const time = issueTime(issue, issue.issuedAtMs);
  const level = levelLabels[issue.level];
  return [
    facts(kit, [
      ['出具单位', 'Issued by', content.organisation],
      ['披露级别', 'Level', `${level.zh} ${level.en}`],
      ['接收方', 'Recipient', issue.recipient === '' ? '—' : issue.recipient],
      ['用途', 'Purpose', issue.purpose === '' ? '—' : issue.purpose],
      ...(issue.approval ? [['批准', 'Approved', approvalText(issue.approval, issue.level)] as const] : []),
      ['编号', 'Number', issue.number],
      ['证据包标识', 'Bundle id', issue.id],
      ['生成时间', 'Issued at', `${time.text}（${time.offset}）`],
      ['经办账号', 'Officer', issue.login],
      ['签名密钥指纹', 'Key fingerprint', content.keyFingerprint],
      ['校验页 verify.html', 'SHA-256 of the page', grouped(content.verifierSha256)],
      ['日志条数及根值', 'Journal size and root', `${countText(journal.size)}\n${journal.root}`],
    ]),
    gap,
    formBoxes(
      kit.paper,
      kit.room.width,
      [1],
      [
        [{ text: `${honestSentence.zh}\n${honestSentence.en}`, fontSize: 10.5 }],
        [
          {
            text: '收到后请将签名密钥指纹与出具单位当面或电话告知的指纹比对；未比对的，只能说明包内前后一致。\nCompare the fingerprint of the signing key with the one the issuer told you; without that, the bundle is only consistent in itself.',
            fontSize: 9,
          },
        ],
      ],
    ),
    gap,
  ];
}

const givenColumns: readonly PaperColumn[] = [
  { header: '台账', leastEm: 8, wantedEm: 12 },
  { header: '记录', leastEm: 4, wantedEm: 5, align: 'right' },
  { header: '附件', leastEm: 4, wantedEm: 5, align: 'right' },
  { header: '文件', leastEm: 10, wantedEm: 14 },
  { header: '说明', leastEm: 8, wantedEm: 14 },
];

function labelOf(definitions: ReportContent['definitions'], register: string): Label {
  return definitions.get(register)?.label ?? { zh: register, en: register };
}

/** What is given: registers, counts, files, and by which conditions they were chosen. */
export function givenPart(kit: SectionKit, { content, heading }: Parts): Content[] {
  const { counts, definitions, issue } = content;
  const rows = counts.given.map(({ register, records, attachments, unnamed }) => {
    const label = labelOf(definitions, register);
    const filters = issue.registers.find((chosen) => chosen.register === register)?.filters.length ?? 0;
    const notes = [
      filters > 0 ? `按 ${filters} 个条件选取，见 issue.json` : '全部记录',
      ...(unnamed > 0 ? [`${countText(unnamed)} 条只列编号`] : []),
    ];
    return {
      cells: [
        `${label.zh}\n${label.en}`,
        countText(records),
        countText(attachments),
        `registers/${register}.xlsx\nregisters/${register}.json`,
        notes.join('；'),
      ],
    };
  });
  return [
    ...kit.table({
      columns: givenColumns,
      rows,
      fontSizes: [9],
      heading: heading(kit, '提供的内容', 'What is given'),
    }),
    gap,
  ];
}

const withheldColumns: readonly PaperColumn[] = [
  { header: '台账', leastEm: 6, wantedEm: 9 },
  { header: '栏目', leastEm: 6, wantedEm: 10 },
  { header: '数量', leastEm: 4, wantedEm: 5, align: 'right' },
  { header: '处理', leastEm: 6, wantedEm: 9 },
  { header: '理由', leastEm: 8, wantedEm: 14 },
];

function fieldLabel(definition: RegisterDefinition | undefined, field: string): Label {
  if (field === 'attachments') return { zh: '附件', en: 'Attachments' };
  return definition?.fields.find(({ key }) => key === field)?.label ?? { zh: field, en: field };
}

/** What is withheld, how often, what stands in its place, and why. */
export function withheldPart(kit: SectionKit, { content, heading }: Parts): Content[] {
  const { counts, definitions, journal } = content;
  const title = (notes: readonly string[]) => heading(kit, '未提供的内容', 'What is withheld', notes);
  const events =
    journal.eventsWithheld > 0
      ? [`另有 ${countText(journal.eventsWithheld)} 条日志因载有说明文字或未提供的内容，只附摘要和包含证明。`]
      : [];
  if (counts.withheld.length === 0) return [title(['所选记录没有未提供的栏目。', ...events]), gap];
  const rows = counts.withheld.map(({ register, field, values, reason, shown }) => ({
    cells: [
      labelOf(definitions, register).zh,
      `${fieldLabel(definitions.get(register), field).zh} ${fieldLabel(definitions.get(register), field).en}`,
      countText(values),
      `${withheldShown[shown].zh} ${withheldShown[shown].en}`,
      `${withheldReasons[reason].zh} ${withheldReasons[reason].en}`,
    ],
  }));
  return [
    ...kit.table({
      columns: withheldColumns,
      rows,
      fontSizes: [9],
      heading: title([
        '每一未提供的栏目值都有承诺值（见台账 json），日后揭示时可核对与今日一致；未提供的附件也有承诺值。',
        ...events,
      ]),
    }),
    gap,
  ];
}

const checks: readonly (readonly [what: string, how: string])[] = [
  [
    '单个文件未改\nOne file is unchanged',
    'Windows：certutil -hashfile 文件名 SHA256\n与 manifest-sha256.txt 中该文件的值比对',
  ],
  [
    '全部文件未改、未缺\nNo file changed or missing',
    'Linux、Git Bash：sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt',
  ],
  ['清单齐全，无多余文件\nComplete, nothing extra', '任一 BagIt 1.0（RFC 8493）校验工具'],
  ['国密摘要\nSM3 digests', 'openssl dgst -sm3 文件名\n与 manifest-sm3.txt 比对'],
  [
    '签名、日志与台账一致\nSeal, journal and registers agree',
    '用浏览器打开包内 verify.html，选取证据包（不联网）\n或 midian verify 证据包.zip --key "指纹"',
  ],
];

/** How anybody checks the bundle, with and without our software. */
export function checkPart(kit: SectionKit, { heading }: Parts): Content[] {
  return [
    {
      unbreakable: true,
      stack: [
        heading(kit, '如何校验', 'How to check', ['不需要本软件，不需要联网；在证据包解开后的文件夹中执行。']),
        formBoxes(
          kit.paper,
          kit.room.width,
          [6, 14],
          checks.map(([what, how]) => [
            { text: what, fontSize: 9 },
            { text: how, fontSize: 9 },
          ]),
        ),
      ],
    },
  ];
}

/** Appendix: what of the journal is in the bundle, and what it vouches for. */
export function journalPart(kit: SectionKit, { content, heading }: Parts): Content[] {
  const { issue, journal } = content;
  return [
    heading(kit, '附录：日志事实', 'Appendix: facts of the journal'),
    facts(kit, [
      ['日志标识', 'Origin', journal.origin],
      ['签名时的条数', 'Size at the checkpoint', countText(journal.size)],
      ['根值（base64）', 'Root', journal.root],
      ['给出的日志条数', 'Events given', countText(journal.events)],
      ['只附证明的条数', 'Events by proof only', countText(journal.eventsWithheld)],
      ['签名密钥指纹', 'Key fingerprint', content.keyFingerprint],
      ['签名账号', 'Signed by', issue.login],
      ['程序版本', 'Program', `Midian ${version}，midian-bundle/1`],
    ]),
    gap,
    {
      fontSize: 9,
      text: kit.paper.clean(
        '日志只增不改；每条日志的摘要是一棵默克尔树（RFC 6962）的叶，根值由上列密钥签名。包内每一条给出的日志都附有到该根值的包含证明（journal/proofs.json），各记录的承诺值由其日志摘要固定（journal/commitments.json）。时间取自出具单位的计算机。',
      ),
    },
    {
      fontSize: 9,
      margin: [0, 4, 0, 0],
      text: kit.paper.clean(
        'The journal is append-only; its events are leaves of a Merkle tree whose root the key above has signed. Times are taken from the computer of the issuer.',
      ),
    },
  ];
}
