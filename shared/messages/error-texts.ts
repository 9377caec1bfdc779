// One text per error code in both languages: what happened, what was not changed, what to do. Window and command line use it.
import type { ErrorCode, ErrorParams } from '../contract/envelope.ts';
import { type TokenProblem, tokenWords } from '../evidence/token-problems.ts';
import { separationPairLabels } from '../separation.ts';
import { type DetectedKind, detectedKinds } from '../values/file-kinds.ts';
import { peopleErrorTexts } from './people-error-texts.ts';
import { procedureErrorTexts } from './procedure-error-texts.ts';

interface Sentence {
  zh: string;
  en: string;
}

const texts: Readonly<Record<ErrorCode, Sentence>> = {
  internal: {
    zh: '程序内部出错，未作改动。请记下编号 {requestId} 并联系技术支持。',
    en: 'Internal error; nothing was changed. Note the id {requestId} and contact support.',
  },
  route_unknown: { zh: '程序各部分版本不一致，请重新启动。', en: 'Parts of the program do not match; restart it.' },
  input_invalid: {
    zh: '所填内容不符合要求（{path}），未保存。',
    en: 'The input is not valid ({path}); nothing was saved.',
  },
  not_unlocked: { zh: '库已锁定，请先解锁。', en: 'The vault is locked; unlock it first.' },
  already_unlocked: { zh: '已有一个库处于打开状态，请先锁定。', en: 'A vault is open already; lock it first.' },
  role_missing: {
    zh: '您的角色无权执行此操作，已记入日志。',
    en: 'Your roles do not allow this; the attempt was recorded.',
  },
  read_only: { zh: '库以只读方式打开，不能修改。', en: 'The vault is open read-only; nothing can be changed.' },
  busy: {
    zh: '正在执行写入任务（{job}），未作改动，请在任务结束后再试。',
    en: 'A job is writing ({job}); nothing was changed, try again when it has ended.',
  },
  cancelled: { zh: '已取消，未作改动。', en: 'Cancelled; nothing was changed.' },
  password_wrong: { zh: '密码不正确，库未改动。', en: 'The password is wrong; the vault was not changed.' },
  password_weak: {
    zh: '密码强度不够：至少 {length} 位，含大写字母、小写字母、数字、符号、汉字中的 {kinds} 类，不得含账号、单位名称或常用词。',
    en: 'The password is too weak: at least {length} characters of {kinds} kinds, without the login, the organisation or common words.',
  },
  password_delay: {
    zh: '密码多次不正确，请在 {seconds} 秒后再试。',
    en: 'Too many wrong passwords; try again in {seconds} s.',
  },
  user_unknown: { zh: '库中没有账号“{login}”，请指定账号。', en: 'The vault has no user “{login}”; name one.' },
  ...peopleErrorTexts,
  ...procedureErrorTexts,
  vault_exists: {
    zh: '“{folder}”已存在且不是空文件夹，未作改动，请换一个位置。',
    en: '“{folder}” exists and is not empty; nothing was changed. Choose another place.',
  },
  vault_missing: { zh: '此处没有库（缺少 vault.json）。', en: 'There is no vault here (vault.json is missing).' },
  vault_header_damaged: {
    zh: '库的文件头 vault.json 已损坏，未作改动。可用同一文件夹中的 vault.previous.json 或备份恢复。',
    en: 'The vault header vault.json is damaged; nothing was changed. Restore it from vault.previous.json or a backup.',
  },
  vault_header_changed: {
    zh: '库的文件头被改动过或被换成了旧的，已拒绝打开，未作改动。请与审计员核对，或从备份恢复。',
    en: 'The vault header was changed or replaced by an old one; opening was refused and nothing was changed. Check with the auditor or restore a backup.',
  },
  vault_newer: {
    zh: '此库由更新版本的秘点写成，本版本不能打开，未作改动。请升级程序。',
    en: 'This vault was written by a newer version of Midian; nothing was changed. Upgrade the program.',
  },
  vault_kdf_lowered: {
    zh: '库文件头中的密码防护参数低于下限，可能被人改动，已拒绝打开。请从备份恢复文件头。',
    en: 'The password protection in the vault header is below the allowed minimum; it may have been tampered with. Restore the header from a backup.',
  },
  vault_slot_swapped: {
    zh: '账号“{login}”的密钥槽与他人对调过，已拒绝打开，未作改动。请从备份恢复文件头。',
    en: 'The key slot of “{login}” was swapped with another; opening was refused. Restore the header from a backup.',
  },
  vault_database_damaged: {
    zh: '库的数据文件已损坏或被改动（{detail}），未作改动。请停止使用并从备份恢复。',
    en: 'The vault database is damaged or was changed ({detail}); nothing was written. Stop using it and restore a backup.',
  },
  vault_in_use: {
    zh: '库正由另一个程序打开：电脑 {host}，进程 {processId}，自 {sinceMs} 起。可以只读方式打开。',
    en: 'The vault is open in another process: computer {host}, process {processId}, since {sinceMs}. It can be opened read-only.',
  },
  vault_on_network_folder: {
    zh: '“{folder}”在网络文件夹中，不能存放使用中的库。请放在本机硬盘，网络文件夹可作备份位置。',
    en: '“{folder}” is on a network folder; a live vault must be on a local disk. The network folder can hold backups.',
  },
  vault_on_synced_folder: {
    zh: '“{folder}”在网盘同步文件夹中，不能存放使用中的库。请放在本机其他文件夹。',
    en: '“{folder}” is in a synchronised folder; keep the live vault elsewhere on this computer.',
  },
  vault_folder_read_only: {
    zh: '库所在文件夹不能写入，未作改动。可以只读方式打开，或请管理员调整权限。',
    en: 'The vault folder cannot be written; nothing was changed. Open it read-only or have the permissions changed.',
  },
  vault_rolled_back: {
    zh: '库比您上次看到的旧：上次 {seen} 条日志，现为 {present} 条。可能被换成了旧副本，已拒绝打开。',
    en: 'The vault is older than when you last saw it: {seen} events then, {present} now. It may have been replaced by an old copy; opening was refused.',
  },
  disk_full: {
    zh: '磁盘空间不足，本次操作未保存，已有数据不受影响。请清理磁盘后再试。',
    en: 'The disk is full; this was not saved, existing data is unaffected. Free space and try again.',
  },
  file_missing: { zh: '找不到文件“{name}”。', en: 'File “{name}” was not found.' },
  file_unreadable: { zh: '无法读取“{name}”，请检查权限。', en: '“{name}” cannot be read; check its permissions.' },
  file_locked: {
    zh: '“{name}”正被其他程序占用，请关闭后再试。',
    en: '“{name}” is in use by another program; close it and try again.',
  },
  file_empty: { zh: '“{name}”是空文件。', en: '“{name}” is empty.' },
  file_too_large: {
    zh: '“{name}”超出可处理的大小，未导入。请拆分后再试。',
    en: '“{name}” is too large; nothing was imported. Split it and try again.',
  },
  file_not_spreadsheet: {
    zh: '“{name}”不是表格文件（实为 {detected}），未导入。',
    en: '“{name}” is not a spreadsheet (it is {detected}); nothing was imported.',
  },
  file_corrupt: {
    zh: '“{name}”已损坏，未导入。请在 Excel 或 WPS 中打开并另存后再试。',
    en: '“{name}” is damaged; nothing was imported. Open it in Excel or WPS, save it anew and try again.',
  },
  file_password_protected: {
    zh: '“{name}”设有打开密码，未导入。请在 Excel 或 WPS 中去掉密码另存后再试。',
    en: '“{name}” has a password; nothing was imported. Save it without the password and try again.',
  },
  file_transparently_encrypted: {
    zh: '“{name}”由透明加密客户端加密（{detected}），本程序读到的是密文，未导入。请按本单位流程解密（外发）后再试，或请管理员将本程序设为授信程序。',
    en: '“{name}” is wrapped by a transparent-encryption client ({detected}); nothing was imported. Decrypt it by your firm’s procedure or have this program trusted.',
  },
  file_bomb: {
    zh: '“{name}”解压后过大，疑为恶意文件，未导入。',
    en: '“{name}” unpacks to far too much and may be malicious; nothing was imported.',
  },
  file_timeout: {
    zh: '读取“{name}”超过时限，未导入。请另存为较小的文件后再试。',
    en: 'Reading “{name}” took too long; nothing was imported. Save it as a smaller file.',
  },
  file_encoding_unknown: {
    zh: '无法确定“{name}”的文字编码，未导入。请另存为 xlsx 或 UTF-8 编码的 CSV。',
    en: 'The encoding of “{name}” is unclear; nothing was imported. Save it as xlsx or UTF-8 CSV.',
  },
  sheet_missing: { zh: '文件中没有工作表“{sheet}”。', en: 'The file has no sheet “{sheet}”.' },
  header_not_found: {
    zh: '没有找到表头，未导入。请确认文件中有列标题。',
    en: 'No header row was found; nothing was imported.',
  },
  headers_unrelated: {
    zh: '表头与本台账无关（{headers}），未导入。请确认选对了台账和文件。',
    en: 'The headers do not fit this register ({headers}); nothing was imported.',
  },
  path_token_unknown: { zh: '请重新选择文件或文件夹。', en: 'Choose the file or folder again.' },
  path_exists: {
    zh: '“{name}”已存在，未覆盖。请换一个名称。',
    en: '“{name}” exists and was not overwritten; choose another name.',
  },
  register_unknown: { zh: '没有台账“{register}”。', en: 'There is no register “{register}”.' },
  register_made_by_program: {
    zh: '“{register}”由系统在出具时登记。请通过相应操作产生记录，例如生成证据包。',
    en: '“{register}” is kept by the program as things are issued. Use the act that makes such a record, for example issuing a bundle.',
  },
  record_missing: { zh: '没有这条记录。', en: 'There is no such record.' },
  record_void: {
    zh: '记录 {number} 已作废，不能修改；可先恢复。',
    en: 'Record {number} is void and cannot be changed; restore it first.',
  },
  record_not_void: { zh: '记录 {number} 未作废。', en: 'Record {number} is not void.' },
  record_conflict: {
    zh: '此记录在您编辑期间已被他人修改，您的改动未保存。',
    en: 'The record was changed by somebody else meanwhile; your changes were not saved.',
  },
  record_frozen: { zh: '此记录已冻结，不能执行此操作。', en: 'The record is frozen; this is not possible.' },
  record_held: {
    zh: '记录处于保全状态（诉讼或调查）。解除保全后方可删除；保全期间其他操作不受影响。',
    en: 'The record is under a legal hold. It can be erased once the hold is lifted; nothing else is affected.',
  },
  value_erased: {
    zh: '“{number}”的“{field}”已依法删除。已删除的内容不能再提供；其承诺值仍可校验。',
    en: '“{field}” of “{number}” has been erased as the law requires. Erased content cannot be given; its commitment still verifies.',
  },
  erasure_needs_other_person: {
    zh: '删除须由提出人以外的另一人执行。请由另一名管理员或审批人执行；仅一名管理员的单位请填写见证人。',
    en: 'An erasure is carried out by somebody other than who asked for it. Ask another officer or approver; with a single officer, name a witness.',
  },
  erasure_decided: {
    zh: '此项删除申请已处理。请刷新列表查看处理结果。',
    en: 'This request has been decided already. Refresh the list to see the outcome.',
  },
  number_taken: {
    zh: '编号“{number}”已被使用，未保存。编号不得重复，作废的编号也不再使用。',
    en: 'Number “{number}” is in use; nothing was saved. Numbers are never used twice.',
  },
  value_invalid: {
    zh: '“{field}”的内容不符合要求，未保存。',
    en: 'The value of “{field}” is not valid; nothing was saved.',
  },
  value_required: { zh: '“{field}”必须填写，未保存。', en: '“{field}” is required; nothing was saved.' },
  value_fixed: {
    zh: '“{field}”由系统写定，不能改动。如有错误，请作废该记录并注明原因。',
    en: '“{field}” was written by the program and cannot be changed. If it is wrong, void the record and say why.',
  },
  reference_missing: {
    zh: '“{field}”所指的记录不存在，未保存。',
    en: 'The record “{field}” points at does not exist; nothing was saved.',
  },
  department_unknown: { zh: '没有名为“{name}”的部门，未保存。', en: 'No department is called “{name}”.' },
  reason_required: { zh: '请填写理由。', en: 'Give a reason.' },
  sealed_no_clearance: { zh: '您未获授权打开此保密分区的内容。', en: 'You are not cleared for this compartment.' },
  sealed_needs_second_officer: {
    zh: '录入秘点内容前，须有第二名获授权人员、完成恢复演练，或记录单人管理的理由。',
    en: 'Before sealed content is entered there must be a second cleared officer, a rehearsed recovery, or a recorded waiver.',
  },
  state_secret_declaration_needed: {
    zh: '请先声明所录内容不含国家秘密。',
    en: 'First declare that the content holds no state secrets.',
  },
  import_has_errors: {
    zh: '有 {rows} 行有误，未导入任何一行。请改正，或选择只导入无误的行。',
    en: '{rows} rows have errors; nothing was imported. Correct them or import only the good rows.',
  },
  import_has_held: {
    zh: '有 {rows} 行待决定，未导入任何一行。请先作出决定，或选择只导入无误的行。',
    en: '{rows} rows await a decision; nothing was imported. Decide first or import only the good rows.',
  },
  import_nothing_to_do: { zh: '没有可导入的行，未作改动。', en: 'There is nothing to import; nothing was changed.' },
  import_batch_missing: { zh: '没有这次导入的记录。', en: 'There is no such import.' },
  import_batch_undone: { zh: '这次导入已经撤销过。', en: 'This import was undone already.' },
  import_batch_edited: {
    zh: '导入后有 {records} 条记录被修改过（如 {number}），不能整批撤销，未作改动。',
    en: '{records} records were changed since (such as {number}); the import cannot be undone as a whole and nothing was changed.',
  },
  attachment_missing: {
    zh: '附件已关闭或不存在，请重新打开。',
    en: 'The attachment is closed or missing; open it again.',
  },
  attachment_fingerprint_only: {
    zh: '“{name}”只登记了指纹，文件不在库中。',
    en: 'Only the fingerprint of “{name}” is recorded; the file is not in the vault.',
  },
  bundle_read_back_failed: {
    zh: '证据包写出后回读不一致（可能被透明加密客户端改写），已删除。请换一个位置或请管理员将本程序设为授信程序。',
    en: 'The bundle read back differently from what was written and was removed; choose another place or have this program trusted.',
  },
  bundle_unreadable: { zh: '“{name}”不是可读的证据包。', en: '“{name}” is not a readable bundle.' },
  bundle_unmasked_level: {
    zh: '此披露级别不允许提供所选内容。',
    en: 'This disclosure level does not allow the chosen content.',
  },
  bundle_approval_missing: {
    zh: '对外提供须先经批准。请填写批准人与批准日期；审批表号有则填写。',
    en: 'What leaves the enterprise needs an approval first. Give the approver and the date of approval, and the form number if there is one.',
  },
  bundle_unknown: {
    zh: '没有找到该证据包的出具记录。请在证据包登记中重新选择。',
    en: 'There is no record of issuing this bundle. Choose it again from the bundles issued.',
  },
  bundle_rebuild_differs: {
    zh: '重新生成的证据包与出具时不一致（{reason}）。请使用当时交付的原件；原因见提示。',
    en: 'The rebuilt bundle is not what was issued ({reason}). Use the original that was handed over.',
  },
  disclosure_nothing: {
    zh: '所选内容在该证据包中没有可揭示的承诺值。请选择该包中遮蔽或未提供的内容。',
    en: 'That bundle holds no commitment for what was chosen. Choose content that was masked or withheld in that bundle.',
  },
  document_too_long: {
    zh: '共 {rows} 项，超过一册 {records} 项的上限，未打印。请按条件筛选后分册打印。',
    en: '{rows} records are more than the {records} of one printed volume; nothing was printed. Filter them and print in volumes.',
  },
  label_ungraded: { zh: '“{number}”尚未定密，没有打印标签。', en: '“{number}” is not graded; no label was printed.' },
  vault_restored_unseen: {
    zh: '此库由备份恢复而来，止于本机见过的状态之前（见过日志 {seen} 条，现有 {present} 条），未打开。确认知悉恢复一事后方可打开。',
    en: 'This vault was restored from a backup older than what was seen on this machine ({seen} events seen, {present} present) and was not opened; it opens once you state that you know of the restore.',
  },
  backup_unreadable: {
    zh: '“{name}”不是可读的备份文件，或文件不完整。',
    en: '“{name}” is not a readable backup, or is cut off.',
  },
  backup_damaged: {
    zh: '备份“{name}”已损坏或被改动（{entry}），不能使用。请换用另一份备份。',
    en: 'The backup “{name}” is damaged or was changed ({entry}) and cannot be used; take another one.',
  },
  backup_test_failed: {
    zh: '试恢复未通过（{detail}），此备份不算数。请检查保密库。',
    en: 'The test restore failed ({detail}); this backup does not count. Check the vault.',
  },
  backup_folder_read_only: {
    zh: '备份文件夹“{folder}”不能写入，未备份。',
    en: 'The backup folder “{folder}” cannot be written; no backup was made.',
  },
  backup_folder_inside: {
    zh: '备份不能放在保密库文件夹内，请另选位置。',
    en: 'A backup cannot lie inside the vault folder; choose another place.',
  },
  stamp_damaged: {
    zh: '“{name}”不是完整的时间戳文件，未导入。请向服务机构重新取得。',
    en: '“{name}” is no whole time-stamp file and was not imported; obtain it from the provider again.',
  },
  stamp_not_granted: {
    zh: '“{name}”表示服务机构没有签发时间戳，未导入。请向服务机构查明原因后重新申请。',
    en: '“{name}” says that the provider granted no stamp; it was not imported. Ask the provider why and apply again.',
  },
  stamp_unasked: {
    zh: '“{name}”所对应的数据没有在本库生成过请求，未导入。',
    en: '“{name}” is over something this vault made no request for; it was not imported.',
  },
  stamp_nonce_other: {
    zh: '“{name}”不是对本库请求文件的答复（随机数不符），未导入。请提交请求文件本身。',
    en: '“{name}” does not answer a request of this vault (its nonce differs) and was not imported; submit the request file itself.',
  },
  stamp_known: { zh: '“{name}”已经导入过。', en: '“{name}” was imported before.' },
  stamp_invalid: {
    zh: '“{name}”核对不通过：{tokenProblem}，未导入。',
    en: '“{name}” does not verify: {tokenProblem}; it was not imported.',
  },
  stamp_certificate_unreadable: {
    zh: '“{name}”不是可读的证书文件（PEM 或 DER），未选定。',
    en: '“{name}” is not a readable certificate file (PEM or DER); nothing was chosen.',
  },
  journal_broken: {
    zh: '日志校验未通过（{reason}）。请停止使用并与审计员核对。',
    en: 'The journal does not verify ({reason}). Stop using the vault and check with the auditor.',
  },
};

function detectedWord(kind: ErrorParams[string] | undefined, language: 'zh' | 'en'): string {
  const known =
    typeof kind === 'string' && Object.hasOwn(detectedKinds, kind) ? detectedKinds[kind as DetectedKind] : null;
  return known ? known[language] : String(kind ?? '');
}

function tokenWord(problem: ErrorParams[string] | undefined, language: 'zh' | 'en'): string {
  const known =
    typeof problem === 'string' && Object.hasOwn(tokenWords, problem) ? tokenWords[problem as TokenProblem] : null;
  return known ? known[language] : String(problem ?? '');
}

function pairWord(pair: ErrorParams[string] | undefined, language: 'zh' | 'en'): string {
  const labels: Readonly<Record<string, Sentence>> = separationPairLabels;
  return typeof pair === 'string' && Object.hasOwn(labels, pair)
    ? (labels[pair] as Sentence)[language]
    : String(pair ?? '');
}

/** The text of an error with its parameters filled in. Instants are shown in local time. */
export function errorText(code: string, params: ErrorParams, language: 'zh' | 'en', requestId = ''): string {
  const sentence = Object.hasOwn(texts, code) ? texts[code as ErrorCode] : texts.internal;
  return sentence[language].replace(/\{(\w+)\}/g, (_all, name: string) => {
    if (name === 'detected') return detectedWord(params[name], language);
    if (name === 'pair') return pairWord(params[name], language);
    if (name === 'tokenProblem') return tokenWord(params[name], language);
    const value = name === 'requestId' ? requestId : params[name];
    if (name.endsWith('Ms') && typeof value === 'number')
      return new Date(value).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB');
    return value === undefined || value === null ? '' : String(value);
  });
}
