// Values between their three shapes: what the contract carries, what a table row holds, what a revision keeps.

import type { GradingScheme } from '../../../shared/levels.ts';
import type {
  FieldDefinition,
  FieldValue,
  FieldValues,
  RegisterDefinition,
} from '../../../shared/registers/definition.ts';
import { termEnd } from '../../../shared/values/term.ts';
import type { Collation } from './collation.ts';
import { type KeptValues, sealedVersion } from './kept-values.ts';
import type { TableRow, ValueColumn } from './statements.ts';

/** A value as SQLite keeps it. */
export function toColumn(value: FieldValue | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A column back as a value; not for one that holds the version of a seal. */
export function fromColumn(field: FieldDefinition, column: string | number | null): FieldValue {
  if (column === null) return null;
  return field.kind === 'yesNo' ? column === 1 : column;
}

/** What a row holds in a column, given the record's open and personal values and what its revision keeps. */
export function storedColumn(
  { key, isSeal }: Pick<ValueColumn, 'key' | 'isSeal'>,
  values: FieldValues,
  kept: KeptValues,
): string | number | null {
  return isSeal ? sealedVersion(kept, key) : toColumn(values[key]);
}

/** The open and personal values of a row, empty ones left out. */
export function valuesOfRow(row: TableRow, columns: readonly ValueColumn[]): FieldValues {
  const values: FieldValues = {};
  for (const { key, column, field, isSeal } of columns) {
    if (isSeal) continue;
    const value = fromColumn(field, row[column] ?? null);
    if (value !== null) values[key] = value;
  }
  return values;
}

/** Values split by class, empty ones left out; the caller has taken sealed ones out. */
export function byClass(
  values: FieldValues,
  columns: readonly ValueColumn[],
): { open: FieldValues; personal: FieldValues } {
  const open: FieldValues = {};
  const personal: FieldValues = {};
  for (const { key, field, isSeal } of columns) {
    const value = values[key];
    if (value === undefined || value === null || isSeal) continue;
    (field.class === 'personal' ? personal : open)[key] = value;
  }
  return { open, personal };
}

/** Far beyond every date: terms without an end sort last. */
const openEnd = { long_term: '9999-12-31', until_published: '9998-12-31' } as const;

/** The stored sort key of a field. */
export function sortKey(
  field: FieldDefinition,
  values: FieldValues,
  scheme: GradingScheme,
  collation: Collation,
): string | number | null {
  const value = values[field.key];
  if (value === undefined || value === null) return null;
  if (field.kind === 'level') return scheme.grades.find((grade) => grade.code === value)?.rank ?? null;
  if (field.kind === 'term') {
    const from = values[field.from];
    const text = String(value);
    return (
      termEnd(text, typeof from === 'string' ? from : null) ?? openEnd[text as keyof typeof openEnd] ?? '9997-12-31'
    );
  }
  return collation.textKey(String(value));
}

/** The date from which a record holds by its papers: the first filled date field the definition names. */
export function factDateOf(definition: RegisterDefinition, values: FieldValues): string | null {
  for (const key of definition.factDate) {
    const value = values[key];
    if (typeof value === 'string') return value;
  }
  return null;
}

/** The status a record has with what is filled in; `sealed` names the sealed fields that hold something. */
export function statusFilled(
  definition: RegisterDefinition,
  status: string,
  values: FieldValues,
  sealed: Readonly<Record<string, unknown>>,
): string {
  const { statusUntilFilled: until } = definition;
  if (until?.status !== status) return status;
  return (values[until.field] ?? null) !== null || sealed[until.field] !== undefined ? until.afterwards : status;
}
