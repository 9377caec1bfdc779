// Typed text into the value a field stores, with the same readers the import uses. Wrong input names its reason.
import type { FieldDefinition, FieldValue } from '../../shared/registers/definition.ts';
import { readDate } from '../../shared/values/date.ts';
import { readInteger, readMoneyFen } from '../../shared/values/number.ts';
import { readTerm } from '../../shared/values/term.ts';
import { cleanLine, cleanText } from '../../shared/values/text.ts';

export type ParsedField =
  | { ok: true; value: FieldValue }
  | { ok: false; code: string; params: Record<string, string | number> };

/** What a form holds for one field: text as typed, a tick, or nothing. */
export type FormValue = string | boolean | null;

/** Reads one form value. An empty text is null: not filled. */
export function parseField(field: FieldDefinition, input: FormValue | undefined): ParsedField {
  if (input === null || input === undefined || input === '') return { ok: true, value: null };
  if (typeof input === 'boolean') return { ok: true, value: input };
  const text = field.kind === 'longText' || field.kind === 'sealedText' ? cleanText(input) : cleanLine(input);
  if (text === '') return { ok: true, value: null };
  switch (field.kind) {
    case 'date': {
      const reading = readDate(text);
      return reading.ok
        ? { ok: true, value: reading.value }
        : { ok: false, code: reading.code, params: reading.params };
    }
    case 'term': {
      const reading = readTerm(text, { unit: 'years' });
      return reading.ok
        ? { ok: true, value: reading.value }
        : { ok: false, code: reading.code, params: reading.params };
    }
    case 'integer': {
      const reading = readInteger(text, { minimum: field.minimum, maximum: field.maximum });
      return reading.ok
        ? { ok: true, value: reading.value }
        : { ok: false, code: reading.code, params: reading.params };
    }
    case 'money': {
      const reading = readMoneyFen(text);
      return reading.ok
        ? { ok: true, value: reading.value }
        : { ok: false, code: reading.code, params: reading.params };
    }
    default:
      return { ok: true, value: text };
  }
}
