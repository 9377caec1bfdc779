// What can be wrong with one cell, must be decided about it, or was done to it: codes and their sentences in both
// languages. The only place for these words; window, command line and error workbook use them.

export const cellErrorCodes = [
  'value_required',
  'month_impossible',
  'day_impossible',
  'year_impossible',
  'month_missing',
  'not_a_date',
  'term_unreadable',
  'term_unit_missing',
  'level_unknown',
  'choice_unknown',
  'status_unknown',
  'yes_no_unreadable',
  'integer_unreadable',
  'integer_out_of_range',
  'money_unreadable',
  'money_currency',
  'money_finer_than_fen',
  'formula_error',
  'formula_without_result',
  'ditto_without_above',
  'too_long',
] as const;
export type CellErrorCode = (typeof cellErrorCodes)[number];

/** A decision a person must take before the row may be imported. */
export const cellHeldCodes = ['state_secret_grade', 'confirm_choice'] as const;
export type CellHeldCode = (typeof cellHeldCodes)[number];

/** What reading did that is worth showing. */
export const cellNoteCodes = [
  'grade_read_as_lowest',
  'read_by_decision',
  'not_graded',
  'read_as_empty',
  'filled_from_merged',
  'filled_from_above',
] as const;
export type CellNoteCode = (typeof cellNoteCodes)[number];

export type CellMessageCode = CellErrorCode | CellHeldCode | CellNoteCode;

export type CellErrorParams = Readonly<Record<string, string | number>>;

interface Sentence {
  zh: string;
  en: string;
}

/** Templates; `{raw}` is the text of the cell, `{field}` the field's label, the rest comes from the reading. */
export const cellMessages: Readonly<Record<CellMessageCode, Sentence>> = {
  value_required: { zh: '{field}必须填写', en: '{field} is required' },
  month_impossible: { zh: '没有 {month} 月', en: 'There is no month {month}' },
  day_impossible: {
    zh: '{year}年{month}月没有 {day} 日，只到 {last} 日',
    en: 'Month {month} of {year} has no day {day}, only {last}',
  },
  year_impossible: {
    zh: '年份 {year} 不在 1900 至 2100 之间，请写四位年份',
    en: 'Year {year} is not between 1900 and 2100',
  },
  month_missing: { zh: '只写了 {year} 年，请补月份', en: 'Only the year {year} is given; the month is missing' },
  not_a_date: {
    zh: '看不出是哪一天，请写成 2023-05-06 或 2023-05',
    en: 'Not readable as one date; write 2023-05-06 or 2023-05',
  },
  term_unreadable: {
    zh: '看不懂的期限，请写 10年、长期、公布前或截止日期',
    en: 'Not a term; write 10年, 长期, 公布前 or an end date',
  },
  term_unit_missing: {
    zh: '{count} 没有单位，请写 {count}年 或 {count}个月',
    en: '{count} has no unit; write years or months',
  },
  level_unknown: { zh: '密级表中没有“{raw}”', en: '“{raw}” is not a grade of this scheme' },
  choice_unknown: { zh: '“{raw}”不在选项中，可填：{choices}', en: '“{raw}” is not one of: {choices}' },
  status_unknown: { zh: '“{raw}”不是状态，可填：{choices}', en: '“{raw}” is not a status; use one of: {choices}' },
  yes_no_unreadable: { zh: '“{raw}”看不出是或否，请填 是 或 否', en: '“{raw}” is neither yes nor no' },
  integer_unreadable: { zh: '“{raw}”不是整数', en: '“{raw}” is not a whole number' },
  integer_out_of_range: { zh: '应在 {minimum} 至 {maximum} 之间', en: 'Must be between {minimum} and {maximum}' },
  money_unreadable: { zh: '“{raw}”不是金额', en: '“{raw}” is not an amount' },
  money_currency: { zh: '只能填人民币金额', en: 'Only amounts in CNY can be kept' },
  money_finer_than_fen: { zh: '金额最多到分', en: 'Amounts have at most two decimals' },
  formula_error: {
    zh: '公式结果出错（{raw}），请在原表改正',
    en: 'The formula failed ({raw}); correct it in the sheet',
  },
  formula_without_result: {
    zh: '公式没有保存结果，请用 Excel 或 WPS 打开原表并保存后再导入',
    en: 'The formula has no saved result; open and save the sheet first',
  },
  ditto_without_above: { zh: '“{raw}”上方没有可沿用的内容', en: '“{raw}” has nothing above to repeat' },
  too_long: { zh: '超过 {maximum} 字', en: 'Longer than {maximum} characters' },
  state_secret_grade: {
    zh: '“{raw}”是国家秘密用语，须先作出决定',
    en: '“{raw}” is a state-secret term; a decision is needed first',
  },
  confirm_choice: { zh: '“{raw}”须先确认含义', en: 'The meaning of “{raw}” must be confirmed first' },
  grade_read_as_lowest: {
    zh: '现行密级表没有“{raw}”，按最低一级读作{grade}',
    en: '“{raw}” is not in this scheme; read as the lowest grade, {grade}',
  },
  read_by_decision: { zh: '“{raw}”按决定读作{value}', en: '“{raw}” read as {value} by decision' },
  not_graded: { zh: '“{raw}”按未定密处理', en: '“{raw}” taken as not graded' },
  read_as_empty: { zh: '“{raw}”按未填处理', en: '“{raw}” taken as not filled' },
  filled_from_merged: { zh: '取自合并单元格', en: 'Taken from the merged cell' },
  filled_from_above: { zh: '“{raw}”沿用上一行', en: '“{raw}” repeats the row above' },
};

/** The sentence of a code. Parameters that are missing stay visible as written in the template. */
export function cellMessage(code: CellMessageCode, params: CellErrorParams, language: 'zh' | 'en'): string {
  return cellMessages[code][language].replace(/\{(\w+)\}/g, (all, name: string) => String(params[name] ?? all));
}
