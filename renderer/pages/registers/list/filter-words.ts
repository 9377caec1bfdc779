// Conditions of the filter bar in words: 责任部门 研发部、工艺技术部等 6 项. Pure.
import type { TFunction } from 'i18next';
import type { Filter } from '../../../../shared/contract/routes/common.ts';
import type { FieldDefinition, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { type TextContext, valueText } from '../../../components/field-text.ts';

export interface FilterWords {
  field: string;
  name: string;
  value: string;
}

/** The fields the filter menu offers. */
export function filterFields(register: RegisterDefinition): FieldDefinition[] {
  return register.fields.filter((field) => field.filter === true);
}

/** Whether a field is asked by a range or by its values. */
export function isRange(field: FieldDefinition): boolean {
  return field.kind === 'date' || field.kind === 'integer' || field.kind === 'money';
}

function joined(texts: readonly string[], t: TFunction): string {
  const separator = t('list.separator');
  const shown = texts.slice(0, 2).join(separator);
  return texts.length > 2 ? t('filter.andMore', { shown, count: texts.length }) : shown;
}

function conditionWords(operator: Filter['operator'], texts: readonly string[], t: TFunction): string {
  switch (operator) {
    case 'from':
    case 'to':
    case 'before':
    case 'notBefore':
    case 'contains':
      return t(`filter.${operator}`, { value: texts[0] ?? '' });
    case 'empty':
    case 'filled':
      return t(`filter.${operator}`);
    case 'isNot':
      return t('filter.isNot', { value: joined(texts, t) });
    case 'is':
      return joined(texts, t);
  }
}

/** One entry per field, its conditions joined. `labelOf` names the values of references. */
export function filterWords(
  register: RegisterDefinition,
  filters: readonly Filter[],
  context: TextContext,
  labelOf: (field: string, value: string) => string | undefined,
): FilterWords[] {
  const { t, language } = context;
  const wordOf = (key: string, value: Filter['values'][number]): string => {
    if (key === 'batch') return t('filter.batchOne');
    if (key === 'status')
      return register.statuses.find((status) => status.code === value)?.label[language] ?? String(value);
    const field = register.fields.find((candidate) => candidate.key === key);
    const label = labelOf(key, String(value));
    return (field && valueText(field, value, context, label)) || (label ?? String(value));
  };
  return [...new Set(filters.map((filter) => filter.field))].map((key) => ({
    field: key,
    name:
      key === 'status' || key === 'batch'
        ? t(key === 'status' ? 'column.status' : 'filter.batch')
        : (register.fields.find((field) => field.key === key)?.label[language] ?? key),
    value: filters
      .filter((filter) => filter.field === key)
      .map((filter) =>
        conditionWords(
          filter.operator,
          filter.values.map((value) => wordOf(key, value)),
          t,
        ),
      )
      .join(' '),
  }));
}
