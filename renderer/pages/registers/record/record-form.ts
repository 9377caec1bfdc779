// The form of a record: values as typed from the definition, checks in words, and the change that is sent. Pure.
import type { TFunction } from 'i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { FieldDefinition, FieldValues, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { type FormValue, parseField } from '../../../components/field-parse.ts';
import { editText, type TextContext } from '../../../components/field-text.ts';

/** Form values by value key; a person has its companion `<key>Id`. */
export type RecordForm = Record<string, FormValue>;

/** Names in the form that are no fields of the definition. */
export const numberName = '_number';
export const statusName = '_status';

function formValue(field: FieldDefinition, value: FieldValues[string] | undefined, context: TextContext): FormValue {
  if (field.kind === 'yesNo') return value === null || value === undefined ? null : value === true || value === 1;
  return editText(field, value, context);
}

/** What the form starts from: a record, or nothing for a new one. Sealed fields always start empty. */
export function formOf(register: RegisterDefinition, row: RecordRow | null, context: TextContext): RecordForm {
  const form: RecordForm = { [numberName]: row?.number ?? '', [statusName]: row?.status ?? register.initialStatus };
  for (const field of register.fields) {
    form[field.key] = field.class === 'sealed' ? '' : formValue(field, row?.values[field.key], context);
    if (field.kind === 'person')
      form[`${field.key}Id`] = (row?.values[`${field.key}Id`] as string | null | undefined) ?? null;
  }
  return form;
}

/** What is wrong with a typed value, in words; undefined when nothing is. */
export function problemOf(
  field: FieldDefinition,
  value: FormValue | undefined,
  isNeeded: boolean,
  t: TFunction,
  label: string,
): string | undefined {
  const parsed = parseField(field, value);
  if (!parsed.ok) return String(t(`valueErrors.${parsed.code}`, parsed.params));
  if (isNeeded && parsed.value === null) return String(t('valueErrors.required', { field: label }));
  return undefined;
}

export interface RecordChange {
  values: FieldValues;
  number?: string;
  status?: string;
}

/** The values that differ from what the form started with. Throws nothing: call after the checks. */
export function changeOf(register: RegisterDefinition, start: RecordForm, now: RecordForm): RecordChange {
  const values: FieldValues = {};
  for (const field of register.fields) {
    const keys = field.kind === 'person' ? [field.key, `${field.key}Id`] : [field.key];
    for (const key of keys) {
      if ((now[key] ?? null) === (start[key] ?? null)) continue;
      const parsed =
        key === field.key
          ? parseField(field, now[key])
          : { ok: true as const, value: (now[key] as string | null) || null };
      if (parsed.ok) values[key] = parsed.value;
    }
  }
  const change: RecordChange = { values };
  const number = String(now[numberName] ?? '').trim();
  if (number !== String(start[numberName] ?? '').trim() && number !== '') change.number = number;
  if (now[statusName] !== start[statusName]) change.status = String(now[statusName]);
  return change;
}

/** Whether a change says anything. */
export function isEmptyChange(change: RecordChange): boolean {
  return Object.keys(change.values).length === 0 && change.number === undefined && change.status === undefined;
}

export interface FieldConflict {
  field: FieldDefinition;
  /** Value keys that belong to the field. */
  keys: string[];
}

/** Fields changed both here and by somebody else since the version this form started from. */
export function conflictsOf(
  register: RegisterDefinition,
  mine: FieldValues,
  base: RecordRow,
  theirs: RecordRow,
): FieldConflict[] {
  return register.fields.flatMap((field) => {
    const keys = field.kind === 'person' ? [field.key, `${field.key}Id`] : [field.key];
    const isMine = keys.some((key) => key in mine);
    const isTheirs =
      field.class === 'sealed'
        ? isMine && theirs.sealed.includes(field.key)
        : keys.some((key) => (base.values[key] ?? null) !== (theirs.values[key] ?? null));
    const differs =
      field.class === 'sealed' ||
      keys.some((key) => key in mine && (mine[key] ?? null) !== (theirs.values[key] ?? null));
    return isMine && isTheirs && differs ? [{ field, keys }] : [];
  });
}
