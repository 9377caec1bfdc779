// A stored value in the office's words, by the kind its definition names. Pure: no layout, no lookups.
import type { TFunction } from 'i18next';
import type { RecordRow } from '../../shared/contract/routes/common.ts';
import type { GradingScheme } from '../../shared/levels.ts';
import type { FieldDefinition, FieldValue } from '../../shared/registers/definition.ts';
import { termEnd, termLabel } from '../../shared/values/term.ts';
import { countText, moneyText } from '../i18n/format.ts';
import type { Language } from '../i18n/index.ts';

export interface TextContext {
  language: Language;
  scheme: GradingScheme | null;
  t: TFunction;
}

type ValuedRow = Pick<RecordRow, 'values' | 'labels' | 'sealed'>;

/** A term with its end where the date it counts from is known: 至 2031-06-30, 长期, 5年. */
export function termText(term: string, from: FieldValue | undefined, language: Language): string {
  const end = termEnd(term, typeof from === 'string' ? from : null);
  if (end === null) return termLabel(term, language);
  return language === 'zh' ? `至 ${end}` : `Until ${end}`;
}

/** The text of one value without its record; references need `label`. Empty for an unfilled value. */
export function valueText(
  field: FieldDefinition,
  value: FieldValue | undefined,
  context: TextContext,
  label?: string,
): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.kind) {
    case 'choice': {
      const choice = field.choices.find((candidate) => candidate.code === value);
      return choice ? choice.label[context.language] : String(value);
    }
    case 'level': {
      const grade = context.scheme?.grades.find((candidate) => candidate.code === value);
      return grade ? grade.label[context.language] : String(value);
    }
    case 'yesNo':
      return value === true || value === 1 || value === 'true' || value === '1'
        ? context.t('value.yes')
        : context.t('value.no');
    case 'money':
      return moneyText(Number(value));
    case 'integer':
      return field.unit ? `${countText(Number(value))} ${field.unit[context.language]}` : countText(Number(value));
    case 'term':
      return termLabel(String(value), context.language);
    case 'reference':
      return label ?? '';
    default:
      return String(value);
  }
}

/** The text of a field of a record. Sealed values never have one. */
export function fieldText(field: FieldDefinition, row: ValuedRow, context: TextContext): string {
  if (row.sealed.includes(field.key)) return context.t('sealed.word');
  if (field.class === 'sealed') return '';
  const value = row.values[field.key];
  if (field.kind === 'term' && typeof value === 'string' && value !== '')
    return termText(value, row.values[field.from], context.language);
  return valueText(field, value, context, row.labels[field.key]);
}

/** The text a form starts from and a conflict compares: as it would be typed. */
export function editText(field: FieldDefinition, value: FieldValue | undefined, context: TextContext): string {
  if (value === null || value === undefined) return '';
  if (field.kind === 'money') return (Number(value) / 100).toFixed(2);
  if (field.kind === 'integer') return String(value);
  if (field.kind === 'term') return termLabel(String(value), context.language);
  return String(value);
}
