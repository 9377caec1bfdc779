// How well the values of a column suit a field: the evidence by which a doubtful header is settled.
import { type GradingScheme, readGrade } from '../../../../../shared/levels.ts';
import type { FieldDefinition, RegisterDefinition } from '../../../../../shared/registers/definition.ts';
import { readChoice } from '../../../../../shared/values/choice.ts';
import { readDate } from '../../../../../shared/values/date.ts';
import { readInteger, readMoneyFen } from '../../../../../shared/values/number.ts';
import { readTerm } from '../../../../../shared/values/term.ts';
import { readYesNo } from '../../../../../shared/values/yes-no.ts';

const sampleSize = 40;

function suits(
  key: string,
  field: FieldDefinition | null,
  definition: RegisterDefinition,
  value: string | number,
  scheme: GradingScheme,
): boolean | null {
  const text = String(value);
  if (key === 'status' && !field) return readChoice(text, definition.statuses).kind !== 'unknown';
  switch (field?.kind) {
    case 'date': {
      const reading = readDate(value);
      return reading.ok || reading.code !== 'not_a_date';
    }
    case 'term': {
      const reading = readTerm(text);
      return reading.ok || reading.code !== 'term_unreadable';
    }
    case 'level':
      return readGrade(text, scheme).kind !== 'unknown';
    case 'choice':
      return readChoice(text, field.choices).kind !== 'unknown';
    case 'yesNo':
      return readYesNo(text).ok;
    case 'integer':
      return readInteger(text).ok;
    case 'money':
      return readMoneyFen(text).ok;
    default:
      return null;
  }
}

/** Share of sample values the field could take; null where the field takes any text or there is nothing to judge by. */
export function valueFit(
  key: string,
  field: FieldDefinition | null,
  definition: RegisterDefinition,
  values: readonly (string | number)[],
  scheme: GradingScheme,
): number | null {
  const sample = values.slice(0, sampleSize);
  if (sample.length === 0) return null;
  let good = 0;
  for (const value of sample) {
    const suited = suits(key, field, definition, value, scheme);
    if (suited === null) return null;
    if (suited) good++;
  }
  return good / sample.length;
}
