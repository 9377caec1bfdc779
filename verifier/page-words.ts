// Everything the page says about itself, Chinese first. What is wrong with a bundle: shared/evidence/words.ts.
import type { Words } from '../shared/evidence/words.ts';

export type Language = 'zh' | 'en';

const words = {
  title: { zh: '证据包校验', en: 'Verify an evidence bundle' },
  offline: {
    zh: '本页在本机运行，不联网；文件只读取，不改动，不上传。',
    en: 'This page runs on this computer without any network; files are only read, never changed or sent.',
  },
  switch: { zh: 'English', en: '中文' },
  bundle: { zh: '证据包', en: 'Bundle' },
  chooseZip: { zh: '选择压缩包', en: 'Choose the ZIP' },
  chooseFolder: { zh: '选择解开的文件夹', en: 'Choose the unpacked folder' },
  drop: { zh: '也可以把压缩包或文件夹拖到这里。', en: 'You may also drop the ZIP or the folder here.' },
  chosen: { zh: '已选 {name}，{size}', en: 'Chosen: {name}, {size}' },
  chosenFolder: { zh: '已选文件夹 {name}，{count} 个文件，{size}', en: 'Chosen: folder {name}, {count} files, {size}' },
  nothingChosen: { zh: '尚未选择。', en: 'Nothing chosen yet.' },
  notBundle: {
    zh: '“{name}”不是压缩包，也不是文件夹。',
    en: '“{name}” is neither a ZIP nor a folder.',
  },
  keyLabel: { zh: '对方告知的签名密钥指纹', en: 'Key fingerprint you were told' },
  keyHelp: {
    zh: '由出具单位当面或电话告知，八组、每组四位；不填则不比对。',
    en: 'Told by the issuer in person or by telephone, eight groups of four; left empty, nothing is compared.',
  },
  more: { zh: '另有揭示文件、时间戳或证书', en: 'Disclosure files, time stamps or certificates' },
  chooseMore: { zh: '添加文件', en: 'Add files' },
  moreHelp: {
    zh: '揭示文件 .json；整包时间戳 .tsr；信任的时间戳机构证书 .pem .crt .cer .der。',
    en: 'Disclosure files .json; time stamps over the bundle .tsr; certificates of authorities you trust .pem .crt .cer .der.',
  },
  clearMore: { zh: '清除', en: 'Clear' },
  verify: { zh: '开始校验', en: 'Verify' },
  cancel: { zh: '停止', en: 'Stop' },
  working: { zh: '正在校验，已读 {done} / {total}', en: 'Verifying, {done} of {total} read' },
  working2: { zh: '正在核对日志与台账', en: 'Following the journal and the registers' },
  cancelled: { zh: '已停止，没有结论。', en: 'Stopped; there is no result.' },
  unreadable: {
    zh: '“{name}”无法作为证据包读取：不是完整的压缩包，或其中没有证据包。未得出结论。（{reason}）',
    en: '“{name}” cannot be read as a bundle: it is no whole ZIP, or there is no bundle in it. There is no result. ({reason})',
  },
  failed: { zh: '校验中断：{reason}', en: 'Verifying broke off: {reason}' },
  good: {
    zh: '“{name}”：{files} 个文件、{events} 条日志证明逐项核对，未发现改动、缺失或多余。',
    en: '“{name}”: {files} files and {events} journal proofs checked one by one; nothing changed, missing or extra was found.',
  },
  bad: { zh: '“{name}”：发现问题 {count} 处，见下表。', en: '“{name}”: {count} problems found, listed below.' },
  notSigned: {
    zh: '没有有效签名：不能说明由谁出具。',
    en: 'There is no valid signature: it does not show who issued it.',
  },
  signedBy: { zh: '由账号 {login} 的密钥签名。签名密钥指纹：', en: 'Signed by the key of {login}. Key fingerprint:' },
  compared: { zh: '与填写的指纹一致。', en: 'It is the fingerprint you entered.' },
  compareNow: {
    zh: '请与出具单位告知的指纹比对；未比对的，只能说明包内前后一致。',
    en: 'Compare it with the fingerprint you were told; without this comparison the bundle is only consistent in itself.',
  },
  otherKey: {
    zh: '填写的指纹与本包的密钥不同：本包不是由所告知的密钥签名。',
    en: 'The fingerprint you entered is of another key: this bundle was not signed by the key you were told.',
  },
  said: { zh: '包内自述', en: 'What the bundle says of itself' },
  organisation: { zh: '出具单位', en: 'Issued by' },
  level: { zh: '披露级别', en: 'Level' },
  recipient: { zh: '接收方', en: 'Recipient' },
  purpose: { zh: '用途', en: 'Purpose' },
  issuedAt: { zh: '生成时间', en: 'Issued at' },
  asOf: { zh: '所列日期', en: 'As of' },
  asOfFact: { zh: '{date}，依文书当日有效', en: '{date}, in force on that day by the papers' },
  asOfRecorded: { zh: '{date}，当日前已记录', en: '{date}, recorded by that day' },
  identifier: { zh: '证据包标识', en: 'Bundle id' },
  demo: { zh: '演示数据，不是真实记录。', en: 'Demonstration data, not real records.' },
  counts: { zh: '核对范围', en: 'What was checked' },
  filesCount: { zh: '文件', en: 'Files' },
  eventsCount: { zh: '日志证明', en: 'Journal proofs' },
  withheld: { zh: '未提供', en: 'Withheld' },
  withheldSaid: {
    zh: '栏目值 {values} 个，日志 {events} 条；各有承诺值，日后揭示时可核对',
    en: '{values} values and {events} events, each with a commitment against which it can be checked when revealed',
  },
  problems: { zh: '问题', en: 'Problems' },
  kind: { zh: '类别', en: 'Kind' },
  path: { zh: '文件', en: 'File' },
  what: { zh: '说明', en: 'What' },
  moreProblems: { zh: '共 {count} 处，只列出前 {shown} 处。', en: '{count} in all; the first {shown} are listed.' },
  reveals: { zh: '揭示的内容', en: 'Values revealed' },
  record: { zh: '记录', en: 'Record' },
  field: { zh: '栏目', en: 'Field' },
  value: { zh: '内容', en: 'Value' },
  vouched: { zh: '依据', en: 'Vouched for by' },
  vouchedJournal: { zh: '与日志所载承诺值一致', en: 'the commitment in the journal' },
  vouchedSeal: { zh: '与整包签名所载承诺值一致', en: 'the commitment under the seal of the bundle' },
  vouchedNone: { zh: '不能证明', en: 'nothing' },
  tokens: { zh: '时间戳', en: 'Time stamps' },
  tokenOver: { zh: '对象', en: 'Over' },
  tokenTime: { zh: '时间', en: 'Time' },
  tokenBy: { zh: '签发机构、序号、策略', en: 'Authority, serial, policy' },
  tokenState: { zh: '结果', en: 'Result' },
  overCheckpoint: { zh: '日志前 {size} 条', en: 'the first {size} events' },
  overFile: { zh: '附件 {name}', en: 'attachment {name}' },
  overBundle: { zh: '整个压缩包', en: 'the whole ZIP' },
  tokenTrusted: { zh: '有效，签发机构为所选证书', en: 'holds, by an authority you chose' },
  tokenUntrusted: { zh: '时间戳签名有效，签发机构未比对', en: 'signature of the token holds, issuer not compared' },
  tokenBroken: { zh: '无效，见问题', en: 'does not hold, see the problems' },
  tokenUnchecked: { zh: '本页未校验其签名', en: 'its signature was not checked' },
  print: { zh: '打印结果', en: 'Print the result' },
  foot: { zh: '秘点 Midian {version}', en: 'Midian 秘点 {version}' },
} satisfies Record<string, Words>;

export type WordKey = keyof typeof words;

/** A text of the page with its places filled. */
export function say(language: Language, key: WordKey, places: Record<string, string | number> = {}): string {
  return words[key][language].replace(/\{(\w+)\}/g, (_all, name: string) => String(places[name] ?? ''));
}

/** A count with separators. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** Bytes as a person reads them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = -1;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

/** An instant by this computer's clock, with its offset. */
export function instantText(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const ahead = -at.getTimezoneOffset();
  const offset = `UTC${ahead < 0 ? '-' : '+'}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())} ${offset}`;
}
