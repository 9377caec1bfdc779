// A stored value in the office's words: what tables, exports and messages show. The counterpart of reading; every text it
// writes reads back as the same value.
import type { GradingScheme } from '../levels.ts';
import type { FieldDefinition, FieldValue } from '../registers/definition.ts';
import { formatMoneyYuan } from './number.ts';
import { termLabel } from './term.ts';

export interface FieldTextContext {
  scheme: GradingScheme;
  language: 'zh' | 'en';
  /** Name of the record a reference points to, where it is known. */
  referenceName?: string | null;
}

/** The text of a value; empty for null. Money is 元 with two decimals, a date keeps its stored form. */
export function fieldText(field: FieldDefinition, value: FieldValue | undefined, context: FieldTextContext): string {
  if (value === null || value === undefined) return '';
  const { language } = context;
  switch (field.kind) {
    case 'choice':
      return field.choices.find((choice) => choice.code === value)?.label[language] ?? String(value);
    case 'level':
      return context.scheme.grades.find((grade) => grade.code === value)?.label[language] ?? String(value);
    case 'yesNo':
      if (language === 'zh') return value === true ? '是' : '否';
      return value === true ? 'Yes' : 'No';
    case 'term':
      return termLabel(String(value), language);
    case 'money':
      return typeof value === 'number' ? formatMoneyYuan(value) : String(value);
    case 'reference':
      return context.referenceName ?? String(value);
    default:
      return String(value);
  }
}
