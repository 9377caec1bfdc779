// Error texts on procedures: steps, lists, results, what follows. The same shape as in error-texts.ts, which takes them in.
import type { Label } from '../registers/definition.ts';

export const procedureErrorTexts = {
  procedure_moved: {
    zh: '该流程已不在这一环节。未写入任何内容。请刷新后查看当前环节。',
    en: 'The procedure is no longer at this step. Nothing was written. Reload to see where it stands.',
  },
  procedure_role: {
    zh: '您的角色不能办理这一环节。未写入任何内容。请由有权办理的人办理，或由商秘办按纸面签批录入。',
    en: 'Your role may not take this step. Nothing was written. Have somebody who may take it do so, or let the office enter it from paper.',
  },
  procedure_separation: {
    zh: '“{name}”已办理过须由他人办理的环节，提请与审批不得为同一人。未写入任何内容。请由其他人审批；人员确实不足的，由商秘办先登记豁免及理由。',
    en: '“{name}” already took a step that must be taken by somebody else: nobody approves what he proposed. Nothing was written. Have somebody else approve; where a firm is too small, record a waiver with its reason first.',
  },
  procedure_outcome: {
    zh: '这一环节不能这样办理。未写入任何内容。请从所列的意见中选择。',
    en: 'This step cannot have that outcome. Nothing was written. Choose one of those offered.',
  },
  procedure_record_unfit: {
    zh: '秘点“{number}”的当前状态不能办理此事项。未写入任何内容。请从清单中去掉该项：定密适用于待定密的秘点，变更、解密、复核适用于在册的秘点。',
    en: 'Secret point “{number}” has a status to which this does not apply. Nothing was written. Take it off the list: grading is for what is to be graded; change, release and review are for what is in force.',
  },
  procedure_record_busy: {
    zh: '秘点“{number}”已在另一流程“{procedure}”中待批，或在清单中重复。未写入任何内容。请先办结或撤回该流程，或从清单中去掉该项。',
    en: 'Secret point “{number}” already waits in procedure “{procedure}”, or stands on the list twice. Nothing was written. Finish or withdraw that procedure, or take the row off the list.',
  },
  procedure_item_incomplete: {
    zh: '清单中“{number}”一项未填齐密级、期限或变更内容。未写入任何内容。请补填后再提交。',
    en: 'Row “{number}” of the list lacks a grade, a term or what is to change. Nothing was written. Fill it in and submit again.',
  },
  procedure_rows: {
    zh: '第 {from} 至 {to} 行与清单不符，或与另一区间重叠。未写入任何内容。请按纸面清单的序号填写，各区间不重叠。',
    en: 'Rows {from} to {to} are not on the list, or overlap another range. Nothing was written. Enter the row numbers of the paper list, without overlaps.',
  },
  procedure_form_differs: {
    zh: '纸面表尾校验码“{seen}”与当前清单“{now}”不一致：打印之后清单有过改动。未写入任何内容。请核对所签文本；应按现清单重新打印送签，或先恢复原清单。',
    en: 'The code “{seen}” at the foot of the paper is not that of the present list, “{now}”: the list was changed after printing. Nothing was written. Check what was signed; print and sign again, or put the list back first.',
  },
  procedure_tasks_open: {
    zh: '还有未办的标志或通知事项。未写入任何内容。请逐项办理，或注明无需办理后再办结。',
    en: 'Marks or notices are still to be done. Nothing was written. Do them, or note that they are not needed, then close.',
  },
  procedure_task_closed: {
    zh: '所选事项中有已办结的。未写入任何内容。请刷新后重新选择。',
    en: 'One of the tasks is closed already. Nothing was written. Reload and choose again.',
  },
  procedure_release_not_due: {
    zh: '秘点“{number}”的保密期限未满，也未登记公开日期。未写入任何内容。请走解密审批，或先登记公开日期。',
    en: 'The term of secret point “{number}” has not ended and no date of publication is recorded. Nothing was written. Ask for its release, or record the date of publication first.',
  },
  procedure_filed: {
    zh: '流程“{number}”已备案生效，不能撤回。未写入任何内容。请另行提请变更或解密。',
    en: 'Procedure “{number}” is filed and in effect; it can no longer be withdrawn. Nothing was written. Propose a change or a release instead.',
  },
  procedure_item_unchanged: {
    zh: '清单第 {row} 行秘点“{number}”的密级、期限和知悉范围与现状相同，没有变更。未写入任何内容。请改填变更内容，或从清单中去掉该项；仅延长期限的请选“延期”。',
    en: 'Row {row}, secret point “{number}”: grade, term and scope are what they are already; nothing would change. Nothing was written. Enter what is to change, or take the row off the list; choose “extend” for a longer term alone.',
  },
  procedure_term_not_later: {
    zh: '清单第 {row} 行秘点“{number}”：延期后的截止日不晚于现截止日 {end}。未写入任何内容。请填写晚于该日的期限，或改用其他申请类型。',
    en: 'Row {row}, secret point “{number}”: the extended term does not end later than the present one, {end}. Nothing was written. Enter a term that ends later, or ask for something else.',
  },
  procedure_term_open: {
    zh: '清单第 {row} 行秘点“{number}”现为长期或公布前，没有截止日，不能延期。未写入任何内容。请改用“变更”，或从清单中去掉该项。',
    en: 'Row {row}, secret point “{number}” is kept without an end date; its term cannot be extended. Nothing was written. Ask for a change instead, or take the row off the list.',
  },
  procedure_content_missing: {
    zh: '秘点“{number}”的内容尚未补录，“补秘点内容”不能办结。未写入任何内容。请先补录内容或添加附件，再办结该事项。',
    en: 'The content of secret point “{number}” is not there yet, so the task to add it cannot be done. Nothing was written. Enter the content or attach it first, then close the task.',
  },
  procedure_row_withdrawn: {
    zh: '清单第 {row} 行已撤出本流程，不能再填结果。未写入任何内容。请去掉该行的结果，区间分两段填写。',
    en: 'Row {row} was taken off the list; it can have no result. Nothing was written. Leave the row out, entering the range in two parts.',
  },
} as const satisfies Record<string, Label>;
