// data/index.html: the page a recipient reads first. Plain HTML without scripts or anything from outside; Chinese, then English.
import { createHash } from 'node:crypto';
import { levelLabels } from '../../../../shared/disclosure-labels.ts';
import { honestSentence } from '../../../../shared/evidence/words.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { type BundleIssue, issueTime } from './issue.ts';
import type { DisclosureCounts, WithheldCount } from './preview.ts';

export interface IndexContent {
  issue: BundleIssue;
  organisation: string;
  demo: boolean;
  version: string;
  counts: DisclosureCounts;
  definitions: ReadonlyMap<string, RegisterDefinition>;
  attachmentFiles: number;
  events: number;
  eventsWithheld: number;
  journalRoot: string;
  keyFingerprint: string;
  verifierSha256: string;
}

export const withheldReasons: Readonly<Record<WithheldCount['reason'], { zh: string; en: string }>> = {
  sealed: { zh: '密封内容，未逐条选入', en: 'sealed content, not chosen' },
  personal: { zh: '个人信息', en: 'personal data' },
  publicName: { zh: '以对外名称代替', en: 'replaced by the public name' },
  level: { zh: '级别不含', en: 'not part of this level' },
  notChosen: { zh: '未选入', en: 'not chosen' },
  frozen: { zh: '待保密工作机构答复', en: 'awaiting the secrecy authority' },
};

export const withheldShown: Readonly<Record<WithheldCount['shown'], { zh: string; en: string }>> = {
  nothing: { zh: '不提供', en: 'withheld' },
  masked: { zh: '遮蔽后提供', en: 'masked' },
  publicName: { zh: '对外名称', en: 'public name' },
};

const style = `body{margin:0 auto;max-width:960px;padding:24px;color:#1e252a;background:#fff;font:14px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}
h1{font-size:20px;margin:0 0 4px}h2{font-size:16px;margin:28px 0 8px;border-bottom:1px solid #ddd9d0;padding-bottom:4px}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{border:1px solid #ddd9d0;padding:4px 8px;text-align:left;vertical-align:top}
th{background:#fbfaf7;font-weight:600}.facts th{width:14em}td.n{text-align:right;white-space:nowrap}code{font:12px/1.6 Consolas,"Noto Sans Mono",monospace;overflow-wrap:anywhere}
pre{background:#f7f6f2;border:1px solid #ddd9d0;padding:8px;overflow:auto;font:12px/1.6 Consolas,monospace}.honest{border:1px solid #22425a;padding:8px 12px;font-weight:600}.demo{border:1px solid #8a5a00;color:#8a5a00;padding:8px 12px}
.en{color:#4b5a66}@media print{body{max-width:none;padding:0}}`;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (value: string) => value.replace(/[&<>"']/g, (character) => escapes[character] as string);
const both = (label: { zh: string; en: string }) => `${text(label.zh)} <span class="en">${text(label.en)}</span>`;
const number = (value: number) => `<td class="n">${value.toLocaleString('en-US')}</td>`;

function fieldLabel(definition: RegisterDefinition | undefined, key: string): { zh: string; en: string } {
  if (key === 'attachments') return { zh: '附件', en: 'Attachments' };
  if (key === 'records') return { zh: '冻结记录', en: 'Frozen records' };
  return definition?.fields.find((field) => field.key === key)?.label ?? { zh: key, en: key };
}

function givenRows({ counts, definitions, issue }: IndexContent): string {
  return counts.given
    .map(({ register, records, attachments, opened, unnamed }) => {
      const label = definitions.get(register)?.label ?? { zh: register, en: register };
      const files = `<a href="registers/${register}.xlsx">${register}.xlsx</a> · <a href="registers/${register}.json">${register}.json</a>`;
      const filters = issue.registers.find((chosen) => chosen.register === register)?.filters.length ?? 0;
      const note = [
        ...(opened > 0
          ? [`${opened.toLocaleString('en-US')} 条含密封内容 <span class="en">with sealed content</span>`]
          : []),
        filters > 0
          ? `按 ${filters} 个条件选取，见 <a href="issue.json">issue.json</a> <span class="en">selected by ${filters} filters</span>`
          : '全部记录 <span class="en">all records</span>',
        ...(unnamed > 0
          ? [`${unnamed.toLocaleString('en-US')} 条只列编号 <span class="en">by number only</span>`]
          : []),
      ].join('<br>');
      return `<tr><td>${both(label)}</td>${number(records)}${number(attachments)}<td>${files}</td><td>${note}</td></tr>`;
    })
    .join('\n');
}

function withheldRows({ counts, definitions }: IndexContent): string {
  return counts.withheld
    .map(({ register, field, values, reason, shown: how }) => {
      const definition = definitions.get(register);
      const place = definition?.label ?? { zh: register, en: register };
      return `<tr><td>${both(place)}</td><td>${both(fieldLabel(definition, field))}</td>${number(values)}<td>${both(withheldShown[how])}</td><td>${both(withheldReasons[reason])}</td></tr>`;
    })
    .join('\n');
}

const readings = {
  fact: { zh: '依文书当日有效', en: 'in force by the papers' },
  recorded: { zh: '当日前已记录', en: 'recorded by then' },
} as const;

/** The past date a bundle shows, with its reading: one may not be taken for the other. */
function asOfFact({ asOf }: BundleIssue): [string, string, string][] {
  if (!asOf) return [];
  const { zh, en } = readings[asOf.reading];
  return [['基准日与时间口径', 'As of', `${asOf.date} ${zh} ${en}`]];
}

function facts(content: IndexContent): string {
  const { issue } = content;
  const time = issueTime(issue, issue.issuedAtMs);
  const rows: [string, string, string][] = [
    ['出具单位', 'Issued by', content.organisation],
    ['披露级别', 'Level', `${levelLabels[issue.level].zh} ${levelLabels[issue.level].en}`],
    ['接收方', 'Recipient', issue.recipient === '' ? '—' : issue.recipient],
    ['用途', 'Purpose', issue.purpose === '' ? '—' : issue.purpose],
    ['生成时间', 'Issued at', `${time.text}（${time.offset}）`],
    ['经办账号', 'Officer', issue.login],
    ...asOfFact(issue),
    ['证据包编号', 'Number', issue.number],
    ['证据包标识', 'Bundle id', issue.id],
    ['签名密钥指纹', 'Key fingerprint', content.keyFingerprint],
  ];
  return rows.map(([zh, en, value]) => `<tr><th>${both({ zh, en })}</th><td>${text(value)}</td></tr>`).join('\n');
}

const checkMethods = `<table>
<tr><th>校验事项 <span class="en">What</span></th><th>方法 <span class="en">How</span></th><th>所需 <span class="en">With</span></th></tr>
<tr><td>单个文件未改 <span class="en">one file is unchanged</span></td><td><code>certutil -hashfile 文件名 SHA256</code>，与 manifest-sha256.txt 中的值比对 <span class="en">compare with its line in manifest-sha256.txt</span></td><td>Windows 自带 <span class="en">built in</span></td></tr>
<tr><td>全部文件未改、未缺 <span class="en">no file changed or missing</span></td><td><code>sha256sum -c manifest-sha256.txt</code><br><code>sha256sum -c tagmanifest-sha256.txt</code></td><td>Linux、Git Bash 自带 <span class="en">built in</span></td></tr>
<tr><td>清单齐全，无多余文件 <span class="en">complete, nothing extra</span></td><td>任一 BagIt 1.0（RFC 8493）校验工具 <span class="en">any BagIt 1.0 validator</span></td><td>公开工具 <span class="en">public tools</span></td></tr>
<tr><td>国密摘要 <span class="en">SM3 digests</span></td><td><code>openssl dgst -sm3 文件名</code>，与 manifest-sm3.txt 比对</td><td>公开工具 <span class="en">public tools</span></td></tr>
<tr><td>整包由所示密钥签名 <span class="en">sealed by the key shown</span></td><td><code>grep -v '  journal/seal.txt$' tagmanifest-sha256.txt | openssl dgst -sha256 -binary | base64</code><br>应与 journal/seal.txt 第三行相同 <span class="en">equals the third line of journal/seal.txt</span></td><td>公开工具 <span class="en">public tools</span></td></tr>
<tr><td>台账与日志一致 <span class="en">registers agree with the journal</span></td><td><code>midian verify 证据包.zip --key "指纹"</code></td><td>本软件 <span class="en">this software</span></td></tr>
</table>`;

/** The page that makes every check; its digest is told here, in the documentation and at the hand-over. */
const verifierLine = (sha256: string) =>
  `<p>逐项校验：用浏览器打开上一级文件夹中的 <a href="../verify.html">verify.html</a>，选择收到的压缩包或解开的文件夹；不联网。该页 SHA-256 <code>${sha256}</code>，同一版本软件所出具的各包相同，可向出具单位或软件的公开文件核对。 <span class="en">All checks at once: open verify.html in the folder above with a browser and choose the ZIP or the folder; it uses no network. Its SHA-256 is the same in every bundle by one version of the software.</span></p>`;

/** The page. The same content gives the same bytes. */
export function indexPage(content: IndexContent): string {
  const { issue } = content;
  // The one style is allowed by its digest; nothing else may load or run.
  const allowed = createHash('sha256').update(style).digest('base64');
  const withheld = withheldRows(content);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${allowed}'">
<meta name="viewport" content="width=device-width">
<title>证据包 ${text(content.organisation)}</title>
<style>${style}</style>
</head>
<body>
<h1>证据包 <span class="en">Evidence bundle</span></h1>
${content.demo ? '<p class="demo">演示数据，不是真实记录。 <span class="en">Demonstration data, not real records.</span></p>' : ''}
<table class="facts">
${facts(content)}
</table>
<p class="honest">${honestSentence.zh}</p>
<p class="en">${honestSentence.en}</p>
<p>收到后请将签名密钥指纹与出具单位当面或电话告知的指纹比对；未比对的，只能说明包内前后一致。 <span class="en">Compare the fingerprint of the signing key with the one the issuer told you; without that, the bundle is only consistent in itself.</span></p>

<h2>提供的内容 <span class="en">What is given</span></h2>
<table>
<tr><th>台账 <span class="en">Register</span></th><th>记录 <span class="en">Records</span></th><th>附件 <span class="en">Attachments</span></th><th>文件 <span class="en">Files</span></th><th>说明 <span class="en">Note</span></th></tr>
${givenRows(content)}
</table>
<p>${content.attachmentFiles > 0 ? `附件文件 ${content.attachmentFiles.toLocaleString('en-US')} 个，在 attachments 文件夹，按记录编号存放；清单见 <a href="registers/attachment.json">attachment.json</a>。 <span class="en">Attached files lie in the folder attachments by record number.</span>` : '本包不含附件文件。 <span class="en">No attached files in this bundle.</span>'}</p>
<p>日志摘录 ${content.events.toLocaleString('en-US')} 条，附每条的包含证明，证明到第 ${issue.checkpointSize.toLocaleString('en-US')} 条为止的日志，根值 <code>${text(content.journalRoot)}</code>。摘录含经办账号和记录编号。 <span class="en">Journal events with inclusion proofs up to event ${issue.checkpointSize.toLocaleString('en-US')}.</span></p>

<p>便于阅读和打印的报告：<a href="report.pdf">report.pdf</a>${issue.documents.map((code) => `；<a href="documents/${code}.pdf">${code}.pdf</a>`).join('')}。 <span class="en">The same for reading and printing.</span></p>

<h2>未提供的内容 <span class="en">What is withheld</span></h2>
${
  withheld === ''
    ? '<p>所选记录没有未提供的栏目。 <span class="en">Nothing in the chosen records is withheld.</span></p>'
    : `<table>
<tr><th>台账 <span class="en">Register</span></th><th>栏目 <span class="en">Field</span></th><th>数量 <span class="en">Values</span></th><th>处理 <span class="en">Shown as</span></th><th>理由 <span class="en">Reason</span></th></tr>
${withheld}
</table>
<p>未提供的每一栏目值都有承诺值（见台账 json），日后揭示时可核对与今日一致；未提供的附件只列数量。 <span class="en">Each withheld field value has a commitment in the json files: revealed later, it can be checked against today's. Attachments that are withheld are only counted.</span></p>`
}
${content.eventsWithheld > 0 ? `<p>另有 ${content.eventsWithheld.toLocaleString('en-US')} 条日志因载有说明文字或未提供的内容，只附摘要和包含证明。 <span class="en">For this many further events only the leaf hash and its proof are given, because their text says what is withheld.</span></p>` : ''}

<h2>如何校验 <span class="en">How to check</span></h2>
<p>不需要本软件，不需要联网。在本页的上一级文件夹中执行： <span class="en">No software of ours and no network needed. In the folder above this page:</span></p>
${verifierLine(content.verifierSha256)}
${checkMethods}
<p class="en">midian ${text(content.version)} · midian-bundle/1</p>
</body>
</html>
`;
}
