// Texts of the failures about people, keys and recovery: what happened, what was not changed, what to do.
import type { Label } from '../registers/definition.ts';

export const peopleErrorTexts = {
  first_login_needed: {
    zh: '这是首次登录，须设定本人的新密码；保密库未打开，初始密码仍然有效一次。请设定新密码；设定时生成您本人的密钥。',
    en: 'This is the first log-in: a password of your own is needed. The vault was not opened; the first password still holds once. Set a new password; your own keys are made with it.',
  },
  slot_renewed: {
    zh: '上次的密码或密钥变更在中断后已补办完毕，所用的密码属于变更之前；保密库未打开。请用变更之后的密码登录。',
    en: 'An interrupted change of password or keys has now been completed; the password given is from before it. The vault was not opened. Log in with the password set by that change.',
  },
  password_reused: {
    zh: '新密码与用过的密码相同；密码没有更改。请换一个未用过的密码。',
    en: 'The new password was used before. The password was not changed. Choose one not used before.',
  },
  password_locked: {
    zh: '密码连续输错，账号锁定，还有 {minutes} 分钟；保密库未打开。请在锁定结束后再试；忘记密码的，请系统管理员重置。',
    en: 'Wrong passwords in a row locked this login for another {minutes} minutes. The vault was not opened. Try again when the lock ends; if the password is forgotten, ask the system administrator for a reset.',
  },
  login_taken: {
    zh: '账号“{login}”已有人使用或用过；没有新增用户。请换一个账号。',
    en: 'The login “{login}” is or was in use. No user was added. Choose another login.',
  },
  login_invalid: {
    zh: '账号“{login}”不合要求：1 至 60 个字符，不含空格和加号；没有新增用户。请换一个账号。',
    en: 'The login “{login}” is not valid: 1 to 60 characters without spaces or plus signs. No user was added. Choose another login.',
  },
  department_needed: {
    zh: '部门联络员须指定所在部门；没有改动。请选定部门。',
    en: 'A department liaison needs a department. Nothing was changed. Choose a department.',
  },
  separation_conflict: {
    zh: '三权分设：{pair}不得由一人兼任；没有改动，已有的角色不变。请改由两人分任；人员确实不足的，先记录豁免及理由。',
    en: 'Separation of duties: one person must not combine {pair}. Nothing was changed; present roles stay. Let two people share the duties; a firm too small for that records a waiver with its reason first.',
  },
  separation_not_waivable: {
    zh: '三权分设：{pair}不得豁免；没有记录豁免。请改由两人分任，或先收回其保密分区授权。',
    en: 'Separation of duties: {pair} cannot be waived. No waiver was recorded. Let two people share the duties, or withdraw the clearance first.',
  },
  user_own: {
    zh: '不能变更本人的角色、密钥或授权；没有改动。请由另一名有权的人员办理。',
    en: 'Nobody changes roles, keys or clearance of his own. Nothing was changed. Let somebody else who may do so do it.',
  },
  user_last: {
    zh: '变更后将没有可用的系统管理员或商密管理员；没有改动。请先确定接任人员并赋予角色。',
    en: 'No active system administrator or officer would be left. Nothing was changed. Appoint a successor with that role first.',
  },
  user_not_active: {
    zh: '用户“{login}”尚未完成首次登录，或已停用；没有授权，没有改动。请在其首次登录、生成本人密钥之后再办理。',
    en: 'User “{login}” has not completed the first log-in, or was removed. Nothing was granted or changed. Do it after the first log-in has made keys of the user’s own.',
  },
  compartment_last_holder: {
    zh: '保密分区“{compartment}”只有此人能打开，变更后其中内容将无人可读；没有改动。请先授权另一人，或制作恢复份额。',
    en: 'Only this user can open compartment “{compartment}”; nobody could read its content afterwards. Nothing was changed. Grant it to somebody else or make recovery shares first.',
  },
  officer_unconfirmed: {
    zh: '您的密钥尚未经另一名商密管理员核对指纹，不能签署分区和授权；没有改动。请先由其核对并授权。',
    en: 'Your key has not been compared by another officer yet, so your signature on compartments and grants does not count. Nothing was changed. Ask for the comparison and a grant first.',
  },
  clearance_separation: {
    zh: '三权分设：系统管理员和审计员不得获准打开密封内容；没有授权。请授权他人；系统管理员确须兼任的，先记录豁免。',
    en: 'Separation of duties: system administrators and auditors hold no clearance. Nothing was granted. Grant it to somebody else; where a system administrator must hold it, record a waiver first.',
  },
  clearance_held: {
    zh: '此人已获准打开该保密分区；没有改动。无须办理。',
    en: 'This user holds the compartment already. Nothing was changed. There is nothing to do.',
  },
  clearance_not_held: {
    zh: '此人未获准打开该保密分区；没有改动。请核对人员和分区。',
    en: 'This user does not hold the compartment. Nothing was changed. Check user and compartment.',
  },
  fingerprint_differs: {
    zh: '所填指纹与此人的密钥指纹不符；没有授权。请当面或通过另一渠道向本人核对指纹；仍不符的，停止办理并告知审计员。',
    en: 'The fingerprint given is not that of this user’s key. Nothing was granted. Compare it with the user in person or by another channel; if it still differs, stop and tell the auditor.',
  },
  compartment_unknown: {
    zh: '没有这个保密分区；没有改动。请刷新后再选。',
    en: 'There is no such compartment. Nothing was changed. Read the list anew and choose again.',
  },
  recovery_share_invalid: {
    zh: '第 {position} 份恢复份额有误：词数或校验词不符；没有恢复，没有改动。请对照纸面逐词核对。',
    en: 'Recovery share {position} is not valid: its words or check word do not fit. Nothing was recovered or changed. Compare it word by word with the sheet.',
  },
  recovery_share_other_set: {
    zh: '第 {position} 份恢复份额不属于现行的一套；没有恢复，没有改动。请使用编号相同的一套份额；旧的一套已作废。',
    en: 'Recovery share {position} does not belong to the present set. Nothing was recovered or changed. Use shares of one set; the older set is void.',
  },
  recovery_share_repeated: {
    zh: '第 {position} 份与前面某一份是同一份；没有恢复，没有改动。请换另一份。',
    en: 'Share {position} repeats an earlier one. Nothing was recovered or changed. Enter another share.',
  },
  recovery_too_few: {
    zh: '只有 {given} 份有效份额，须有 {threshold} 份；没有恢复，没有改动。请凑足份数再办理。',
    en: 'Only {given} valid shares; {threshold} are needed. Nothing was recovered or changed. Gather enough shares first.',
  },
  recovery_none: {
    zh: '此库没有制作过恢复份额，或已作废；没有改动。请由商密管理员制作恢复份额。',
    en: 'This vault has no recovery shares, or they are void. Nothing was changed. Let the officer make recovery shares.',
  },
  department_foreign: {
    zh: '部门联络员只登记、修改本部门的记录，未保存。请将部门填为本部门；其他部门的记录请由商秘办办理。',
    en: 'A department’s liaison records and changes what is of his own department; nothing was saved. Name your own department, or have the office do it.',
  },
  grade_by_procedure: {
    zh: '密级、期限和状态由审批流程写定，部门联络员不能直接改动，未保存。请提请定密、变更或解密。',
    en: 'Grade, term and status are written by a procedure and not changed by a liaison; nothing was saved. Propose a grading, change or release.',
  },
  user_needed: {
    zh: '库中有多个账号，请用 --user 或 MIDIAN_USER 指定；库未打开。',
    en: 'This vault has several users; name one with --user or MIDIAN_USER. The vault was not opened.',
  },
  delegate_unfit: {
    zh: '“{login}”不能办理流程环节：账号不在用，或只任系统管理员、审计员。未写入任何内容。请委托其他人员。',
    en: '“{login}” cannot take steps of a procedure: not an active user, or administrator or auditor only. Nothing was written. Choose somebody else.',
  },
} as const satisfies Record<string, Label>;
