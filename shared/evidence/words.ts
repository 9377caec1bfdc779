// What is wrong with a bundle, in words, Chinese first. The window, the command line and verify.html show the same.

import type { Problem, ProblemKind } from './report.ts';
import { tokenWords } from './token-problems.ts';

export interface Words {
  zh: string;
  en: string;
}

/** What a verification can show and what it cannot: stands wherever a result is shown. */
export const honestSentence: Words = {
  zh: '可校验固定之后未被改动，不证明固定之前内容真实及形成时间。',
  en: 'It can be checked that nothing was changed after fixation; this does not prove that the content before fixation is true, nor when it came about.',
};

export const kindWords: Readonly<Record<ProblemKind, Words>> = {
  changed: { zh: '已改动', en: 'Changed' },
  missing: { zh: '缺失', en: 'Missing' },
  extra: { zh: '多余', en: 'Extra' },
  renamed: { zh: '已改名', en: 'Renamed' },
  proof: { zh: '证明不符', en: 'Proof fails' },
  format: { zh: '格式不符', en: 'Format' },
};

const detailWords: Readonly<Record<string, Words>> = {
  outside_folder: { zh: '在证据包文件夹之外', en: "outside the bundle's folder" },
  sm3_only: { zh: '只有 SM3 值不符', en: 'only the SM3 digest differs' },
  symbolic_link: { zh: '是链接，未跟随', en: 'a link; not followed' },
  special_file: { zh: '不是普通文件', en: 'not an ordinary file' },
  duplicate_name: { zh: '名称重复', en: 'the name occurs twice' },
  unlisted: { zh: '清单中没有这个必备文件', en: 'a required file that no manifest lists' },
  unreadable: { zh: '无法读取', en: 'cannot be read' },
  layout: { zh: '内容不合格式', en: 'not in the expected form' },
  declaration: { zh: 'BagIt 声明不符', en: 'the BagIt declaration differs' },
  payload_oxum: { zh: 'Payload-Oxum 不符', en: 'Payload-Oxum differs' },
  manifest_line: { zh: '清单行不合格式 {about}', en: 'malformed manifest line {about}' },
  manifest_repeats: { zh: '清单重复列出 {about}', en: 'listed twice: {about}' },
  manifest_lacks: { zh: '清单未列出 {about}', en: 'not listed: {about}' },
  not_utf8: { zh: '不是 UTF-8 文本', en: 'not UTF-8 text' },
  not_json: { zh: '不是 JSON {about}', en: 'not JSON {about}' },
  too_large: { zh: '过大', en: 'too large' },
  line_too_long: { zh: '有过长的行', en: 'a line is too long' },
  last_line_open: { zh: '末行不完整', en: 'the last line is cut' },
  encrypted: { zh: '已加密', en: 'encrypted' },
  compression_unknown: { zh: '压缩方式不明', en: 'unknown compression' },
  size_differs: { zh: '大小前后不一', en: 'sizes contradict each other' },
  expands_too_far: { zh: '解开后异常膨胀，未读取', en: 'expands beyond measure; not read' },
  format_unknown: {
    zh: '格式版本 {about} 不能识别，请升级程序',
    en: 'format {about} is not known; upgrade the program',
  },
  attachment_differs: { zh: '附件与登记的摘要不符', en: 'the attachment differs from its recorded digests' },
  attachment_path: { zh: '附件路径不符 {about}', en: 'wrong attachment path {about}' },
  file_unlisted: { zh: '附件清单中没有此文件', en: 'not in the list of attachments' },
  checkpoint_differs: { zh: '与检查点不符', en: 'differs from the checkpoint' },
  origin_wrong: { zh: '来源标识不符', en: 'belongs to another vault or bundle' },
  proof_lacking: { zh: '缺少对应的证明', en: 'a proof is missing' },
  sealed_other: {
    zh: '封签与现有清单不符：生成之后有改动',
    en: 'the seal is over other manifests: something was changed after issue',
  },
  signature_wrong: { zh: '签名不符', en: 'the signature does not fit' },
  key_other: { zh: '签名密钥不是所告知的那一把', en: 'the signing key is not the one you were told' },
  key_malformed: { zh: '密钥不合格式 {about}', en: 'malformed key {about}' },
  chain_broken: { zh: '证书链不连续 {about}', en: 'the chain of certificates is broken at {about}' },
  certificate_wrong: { zh: '证书不符 {about}', en: 'the certificate of {about} does not fit' },
  order_wrong: { zh: '顺序不符，第 {about} 条', en: 'out of order at event {about}' },
  event_lacking: { zh: '缺少日志 {about}', en: 'the event is missing: {about}' },
  inclusion_wrong: {
    zh: '第 {about} 条日志不能证明在检查点之内',
    en: 'event {about} is not proven to be in the checkpoint',
  },
  revision_lacking: { zh: '缺少第 {about} 条的承诺值', en: 'the commitments of event {about} are missing' },
  digest_differs: { zh: '承诺值与日志摘要不符 {about}', en: 'commitments and event digest differ: {about}' },
  head_differs: { zh: '记录与日志不符 {about}', en: 'record and event differ: {about}' },
  commitment_differs: { zh: '值与承诺值不符 {about}', en: 'value and commitment differ: {about}' },
  record_repeats: { zh: '记录重复 {about}', en: 'the record occurs twice: {about}' },
  record_differs: { zh: '记录与日志不符 {about}', en: 'record and journal differ: {about}' },
  record_lacking: { zh: '台账中缺少记录 {about}', en: 'missing from its register: {about}' },
  record_unproven: { zh: '日志中没有此记录 {about}', en: 'the journal does not know the record {about}' },
  header_differs: {
    zh: '压缩包内两处文件头不一致',
    en: 'the two headers of the entry in the ZIP contradict each other',
  },
  opened_differs: {
    zh: '记录所述揭示的密封栏目与所给的不一致 {about}',
    en: 'sealed fields given and fields said to be opened differ: {about}',
  },
  token_subject_unknown: {
    zh: '时间戳所指的附件在包内没有摘要 {about}',
    en: 'the attachment the time stamp is over has no digest here: {about}',
  },
  token_imprint_differs: {
    zh: '时间戳所指内容与记载的摘要不符 {about}',
    en: 'the time stamp is over something else: {about}',
  },
  token_note_wrong: {
    zh: '时间戳所附检查点不合格式或不属于本日志 {about}',
    en: 'the checkpoint of the time stamp is malformed or of another journal: {about}',
  },
  token_checkpoint_missing: {
    zh: '没有有效的检查点，时间戳无从核对 {about}',
    en: 'no valid checkpoint to hold the time stamp against: {about}',
  },
  token_inconsistent: {
    zh: '时间戳所附检查点不是本日志的前段 {about}',
    en: 'the checkpoint of the time stamp is no earlier state of this journal: {about}',
  },
  token_wrong: { zh: '时间戳无效：{about}', en: 'the time stamp does not hold: {about}' },
  token_needs_zip: {
    zh: '整包时间戳须与压缩包原件一同校验',
    en: 'a time stamp over the bundle is checked with the ZIP itself',
  },
  reveal_differs: { zh: '揭示的值与承诺值不符 {about}', en: 'the revealed value is not the one committed to: {about}' },
  reveal_unknown: {
    zh: '包内没有所揭示栏目的承诺值 {about}',
    en: 'the bundle has no commitment to the revealed value: {about}',
  },
  disclosure_other_bundle: { zh: '揭示文件不属于本证据包', en: 'the disclosure speaks of another bundle' },
  disclosure_seal_broken: {
    zh: '揭示文件的签名不符：出具之后有改动',
    en: 'the disclosure was changed after it was issued',
  },
  disclosure_key_other: {
    zh: '揭示文件的签名密钥不出自本证据包的保密库',
    en: 'the disclosure is signed by a key of another vault',
  },
};

/** Codes a detail can begin with. */
export const detailCodes: readonly string[] = Object.keys(detailWords);

/** What exactly is wrong; empty where the kind says it all. A detail is a code and what it is about, or a path. */
export function problemWords({ kind, detail }: Problem): Words {
  if (detail === null) return { zh: '', en: '' };
  if (kind === 'renamed') return { zh: `现名 ${detail}`, en: `now ${detail}` };
  const [code = '', ...rest] = detail.split(' ');
  const known = Object.hasOwn(detailWords, code) ? detailWords[code] : undefined;
  if (!known) return { zh: detail, en: detail };
  const about = rest.join(' ');
  // Why a token does not hold is a code of its own.
  const why =
    code === 'token_wrong' && Object.hasOwn(tokenWords, about) ? tokenWords[about as keyof typeof tokenWords] : null;
  const filled = (text: string, subject: string) => text.replace('{about}', () => subject).trim();
  return { zh: filled(known.zh, why?.zh ?? about), en: filled(known.en, why?.en ?? about) };
}
