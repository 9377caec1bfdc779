// The zod schema of a register's values, made from its definition. Used where values come from a person or another program.
import { z } from 'zod';
import type { GradingScheme } from '../levels.ts';
import { isPartialDate } from '../time.ts';
import type { FieldDefinition, RegisterDefinition } from './definition.ts';

const shortTextLength = 500;
const longTextLength = 20_000;
const sealedTextLength = 200_000;
const termPattern = /^(long_term|until_published|P\d{1,3}[YM]|\d{4}-\d{2}(-\d{2})?)$/;

const text = (maximum: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .pipe(z.string().max(maximum));

function valueSchema(field: FieldDefinition, scheme: GradingScheme): z.ZodType<string | number | boolean> {
  switch (field.kind) {
    case 'text':
    case 'person':
      return text(shortTextLength);
    case 'longText':
      return text(longTextLength);
    case 'sealedText':
      return text(sealedTextLength);
    case 'choice':
      return z.enum(field.choices.map((choice) => choice.code) as [string, ...string[]]);
    case 'level':
      return z.enum(scheme.grades.map((grade) => grade.code) as [string, ...string[]]);
    case 'yesNo':
      return z.boolean();
    case 'date':
      return z.string().refine(isPartialDate);
    case 'term':
      return z.string().refine((value) => termPattern.test(value) && (!/^\d{4}/.test(value) || isPartialDate(value)));
    case 'integer':
      return z
        .number()
        .int()
        .min(field.minimum ?? Number.MIN_SAFE_INTEGER)
        .max(field.maximum ?? Number.MAX_SAFE_INTEGER);
    case 'money':
      return z.number().int().min(0);
    case 'reference':
      return z.string().uuid();
  }
}

/** Schema of a set of values: unknown keys are errors, an empty text counts as empty (null). */
export function valuesSchema(definition: RegisterDefinition, scheme: GradingScheme) {
  const shape: Record<string, z.ZodType> = {};
  for (const field of definition.fields) {
    const value = valueSchema(field, scheme);
    shape[field.key] = z
      .preprocess((given) => (typeof given === 'string' && given.trim() === '' ? null : given), value.nullable())
      .optional();
    if (field.kind === 'person') shape[`${field.key}Id`] = z.string().uuid().nullable().optional();
  }
  return z.strictObject(shape);
}
