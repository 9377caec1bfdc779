// F16, the list that goes with a bundle when it is handed over: what the file is, its digests in groups to compare by eye, how
// to check it, and who hands over and receives. All of it comes from the journal's event; no file is read.
import { AppError } from '../../../../shared/contract/envelope.ts';
import { levelLabels } from '../../../../shared/disclosure-labels.ts';
import { localDateTime } from '../../../../shared/time.ts';
import type { VaultSession } from '../../vault/session.ts';
import { type BundleIssue, issuedEvents, issueTime } from '../bundle/issue.ts';
import { formBoxes, signatureBoxes } from '../paper/form-boxes.ts';
import { bytesText, countText, grouped } from '../paper/paper-text.ts';
import { contentDigest, demoMark, titleBlock, traceText } from './document-head.ts';
import type { PreparedDocument } from './register-document.ts';

const code = 'F16';
const title = '电子数据移交清单';
const notComputed = '生成时未记录';

interface IssuedDetail
  extends Pick<
    BundleIssue,
    'id' | 'number' | 'issuedAtMs' | 'offsetMinutes' | 'level' | 'recipient' | 'purpose' | 'folder'
  > {
  files: number;
  sizeBytes: number;
  sha256: string;
  sm3?: string;
  attachmentFiles: number;
  checkpointSize: number;
}

/** The event of an issue by the bundle's id. Throws AppError `bundle_unknown`. */
function issuedBundle(session: VaultSession, id: string): { detail: IssuedDetail; atMs: number } {
  for (const { event } of issuedEvents(session)) {
    const { detail, at } = JSON.parse(event) as { detail: IssuedDetail; at: number };
    if (detail.id === id) return { detail, atMs: at };
  }
  throw new AppError('bundle_unknown', { id });
}

const shares = [3, 12, 8, 9, 12, 10, 3.6, 10];

/** The first and last eight digits, as they are written on a disc. */
function ends(hex: string): string {
  return `${hex.slice(0, 8)}…${hex.slice(-8)}`;
}

/** F16 of an issued bundle. Throws AppError `bundle_unknown`. */
export function handoverDocument(session: VaultSession, bundle: string): PreparedDocument {
  const { detail, atMs: exportedAtMs } = issuedBundle(session, bundle);
  const { organisation, demo } = session.settings;
  const at = (ms: number) => {
    const { text, offset } = issueTime(detail, ms);
    return `${text}\n${offset}`;
  };
  const name = `${detail.folder}.zip`;
  const level = levelLabels[detail.level].zh;
  const digests = [
    ['SHA-256 校验值', detail.sha256],
    ['SM3 校验值', detail.sm3 ?? null],
  ] as const;
  const head = ['序号', '文件或证据包名称', '类别及格式', '大小', '来源及形成时间', '提取或导出时间', '份数', '备注'];
  const row = [
    '1',
    name,
    '证据包：ZIP，内为 BagIt 1.0',
    bytesText(detail.sizeBytes),
    `${organisation}商业秘密台账\n${at(detail.issuedAtMs)}`,
    at(exportedAtMs),
    '',
    `包内文件 ${countText(detail.files)} 个，附件 ${countText(detail.attachmentFiles)} 个；日志至第 ${countText(detail.checkpointSize)} 条`,
  ];
  const atMs = session.now();
  const digest = contentDigest([code, detail.id, detail.number, organisation, detail.recipient, row, digests]);
  return {
    digest,
    rows: 1,
    document: {
      title: `${title} ${name}`,
      atMs,
      watermark: demo ? demoMark : null,
      trace: traceText(code, `编号 ${detail.number}`, localDateTime(atMs), digest),
      sections: [
        {
          setup: { size: 'A4', orientation: 'portrait' },
          running: `${organisation}　商业秘密　${title}`,
          signOffs: [],
          content: ({ paper, room: { width } }) => [
            { text: `编号：${detail.number}`, alignment: 'right', fontSize: 9 },
            ...titleBlock(paper, title, ['（含完整性校验值）', ...(demo ? [demoMark] : [])], 20),
            formBoxes(
              paper,
              width,
              [3, 7, 3, 10],
              [
                [
                  { text: '移交单位', isLabel: true },
                  { text: organisation },
                  { text: '接收单位', isLabel: true },
                  { text: detail.recipient },
                ],
                [
                  { text: '用途', isLabel: true },
                  { text: detail.purpose },
                  { text: '披露级别', isLabel: true },
                  { text: level },
                ],
                [
                  { text: '移交日期', isLabel: true },
                  { text: '　　　年　　月　　日' },
                  { text: '介质', isLabel: true },
                  { text: '□光盘　□U盘　编号＿＿＿＿　数量＿＿' },
                ],
              ],
            ),
            { text: '', margin: [0, 5] },
            formBoxes(
              paper,
              width,
              shares,
              [
                head.map((text) => ({ text, isLabel: true, fontSize: 9 })),
                row.map((text, index) => ({
                  text,
                  fontSize: 9,
                  align: index === 0 ? ('center' as const) : ('left' as const),
                })),
                ...digests.map(([label, value]) => [
                  { text: label, isLabel: true, span: 2, fontSize: 9 },
                  { text: value === null ? notComputed : grouped(value), span: 6, fontSize: 9.5 },
                ]),
              ],
              1,
            ),
            { text: '', margin: [0, 5] },
            formBoxes(
              paper,
              width,
              [4, 18],
              [
                [
                  { text: '校验方法', isLabel: true },
                  {
                    text: `在文件所在文件夹打开命令提示符，执行下列命令，显示的值与上表逐组比对，空格不计：\nWindows：certutil -hashfile "${name}" SHA256\nLinux：sha256sum "${name}"\nSM3：openssl dgst -sm3 "${name}"\n校验值相同，说明移交的文件与生成时一致；可校验固定之后未被改动，不证明固定之前内容真实及形成时间。`,
                    fontSize: 9.5,
                  },
                ],
                [
                  { text: '光盘面书写', isLabel: true },
                  {
                    text: `编号 ${detail.number}\nSHA-256 ${ends(detail.sha256)}${detail.sm3 ? `　SM3 ${ends(detail.sm3)}` : ''}`,
                    fontSize: 9.5,
                  },
                ],
                [{ text: '备注', isLabel: true }, { text: '\n' }],
              ],
            ),
            { text: '', margin: [0, 5] },
            signatureBoxes(paper, width, ['移交人', '接收人', '见证人']),
            { text: '本表一式＿＿份，移交单位、接收单位各存＿＿份。', fontSize: 9, margin: [0, 6, 0, 0] },
          ],
        },
      ],
    },
  };
}
