// What can be wrong with a row against the register it would go into: codes and sentences, beside those of single cells.
import { type CellErrorParams, type CellMessageCode, cellMessage, cellMessages } from './cell-errors.ts';

export const rowErrorCodes = [
  'reference_unknown',
  'link_unknown',
  'link_ambiguous',
  'number_void',
  'number_repeated',
  'number_other_record',
  'match_ambiguous',
  'key_repeated',
  'sealed_not_comparable',
  'return_graded',
  'return_other_department',
] as const;
export type RowErrorCode = (typeof rowErrorCodes)[number];

const sentences: Readonly<Record<RowErrorCode, { zh: string; en: string }>> = {
  reference_unknown: {
    zh: '{register}中没有“{raw}”，请先登记或改正',
    en: '{register} has no “{raw}”; record it first or correct the cell',
  },
  link_unknown: {
    zh: '“{name}”不在册，请改正、先登记，或将本列对应“备注”',
    en: '“{name}” is not on record: correct or record it, or map the column to Note',
  },
  link_ambiguous: {
    zh: '在册有 {count} 个“{name}”，请写编号或工号',
    en: '{count} records are called “{name}”; write the number',
  },
  number_void: { zh: '编号“{raw}”已作废，不得再用', en: 'Number “{raw}” is void and is not used again' },
  number_repeated: {
    zh: '与第 {row} 行编号相同，其他各格不同',
    en: 'Same number as row {row}, but other cells differ',
  },
  number_other_record: {
    zh: '编号“{raw}”在册的是“{name}”，与本行不是同一项；如序号不是编号，请改对应字段',
    en: 'Number “{raw}” belongs to “{name}”; if this column only counts rows, map it to nothing',
  },
  match_ambiguous: {
    zh: '在册有 {count} 项同为“{raw}”，无法确定更新哪一项',
    en: '{count} records are called “{raw}”; which to update is unclear',
  },
  key_repeated: { zh: '与第 {row} 行名称相同，其他各格不同', en: 'Same name as row {row}, but other cells differ' },
  sealed_not_comparable: {
    zh: '无权打开在册内容，不能比对',
    en: 'You are not cleared to open the recorded content, so it cannot be compared',
  },
  return_graded: {
    zh: '“{raw}”已定密（{number}），填报表不改动；如需变更，请办理变更审批',
    en: '“{raw}” is graded already ({number}); a return does not change it, a change of grade does',
  },
  return_other_department: {
    zh: '“{raw}”已由{department}填报（{number}），重复项未合并；请核对由哪个部门负责',
    en: '“{raw}” was handed in by {department} already ({number}); settle which department answers for it',
  },
};

/** The sentence of an import's cell or row message. */
export function importMessage(code: string, params: CellErrorParams, language: 'zh' | 'en'): string {
  if (Object.hasOwn(cellMessages, code)) return cellMessage(code as CellMessageCode, params, language);
  const sentence = sentences[code as RowErrorCode];
  if (!sentence) return code;
  return sentence[language].replace(/\{(\w+)\}/g, (_all, name: string) => String(params[name] ?? ''));
}
