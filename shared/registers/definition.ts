// The type of a register's definition and the small questions asked of it. A definition is the only list of a
// register's fields: schema, columns, grid, form, import, export, search, revision and redaction all follow from it.
import type { DisclosureLevel } from '../disclosure.ts';

export interface Label {
  zh: string;
  en: string;
}

/** What a stored field holds. Dates are `YYYY-MM-DD` or `YYYY-MM`; money is 分; references are record ids. */
export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;

/** open: readable to whoever opens the vault. personal: masked outward and erasable. sealed: only under a compartment. */
export type FieldClass = 'open' | 'personal' | 'sealed';

export interface Choice {
  code: string;
  label: Label;
  /** Other spellings an import reads as this choice (glossary.md). */
  synonyms: readonly string[];
  /** Spellings that may mean this choice but must be confirmed by a person first. */
  confirm?: readonly string[];
}

/** How a field is shown at a disclosure level that does not simply keep it. */
export type Mask = 'keep' | 'withhold' | 'surname' | 'phone' | 'lastFour';

/** Free text in which more may stand than its label says: kept from every reader but those who argue the case. */
export const freeTextMasks: Partial<Record<DisclosureLevel, Mask>> = {
  appraiser: 'withhold',
  police: 'withhold',
  regulator: 'withhold',
  reviewer: 'withhold',
};

interface FieldBase {
  key: string;
  class: FieldClass;
  label: Label;
  help?: Label;
  required?: boolean;
  /** Excel header spellings besides the label (glossary.md); read without spaces, brackets and units. */
  headers: readonly string[];
  /** Header spellings that fit only when nothing better does, and are shown as 待确认. */
  weakHeaders?: readonly string[];
  /** Shown differently outward; the class decides where nothing is said (see disclosure.ts). */
  masks?: Partial<Record<DisclosureLevel, Mask>>;
  /** Weight in search; 0 or absent is not searched. Sealed fields are never searched. */
  search?: 1 | 2;
  /** Sorted by a stored key (`<column>_sort`), so that a list page stays fast. */
  sorted?: boolean;
  /** Section of record and form; sections appear in the order of first mention. */
  section: string;
  /** Column in the default grid: its width in pixels, or `flex`. Absent: hidden until chosen. */
  grid?: number | 'flex';
  /** Order in print and Excel (forms.md); absent fields follow at the end. */
  print?: number;
  /** Grid filter offered in the filter menu. */
  filter?: boolean;
  /** Written by the program when the record comes about; nobody changes it by hand. */
  fixed?: true;
}

export type FieldDefinition =
  | (FieldBase & {
      kind: 'text' | 'longText';
      /**
       * In records graded this rank or higher the value is sealed like content, in lower and ungraded ones it is open; its class
       * says how it is shown there. Needs a column `<column>_sealed` beside its own. Not for what names or identifies a record.
       */
      sealedFrom?: number;
    })
  | (FieldBase & { kind: 'sealedText' })
  | (FieldBase & { kind: 'choice'; choices: readonly Choice[] })
  | (FieldBase & { kind: 'yesNo' })
  | (FieldBase & { kind: 'level' })
  | (FieldBase & {
      kind: 'date' /** The text field for what a sheet says behind such a date: `2024-03，结题报告`. */;
      basis?: string;
    })
  | (FieldBase & { kind: 'term' /** The date field a term in years counts from. */; from: string })
  | (FieldBase & { kind: 'integer'; minimum?: number; maximum?: number; unit?: Label })
  | (FieldBase & { kind: 'money' })
  | (FieldBase & { kind: 'reference'; target: string })
  /** A name as written, with a companion value `<key>Id` once it is matched to the roster. */
  | (FieldBase & { kind: 'person' });

export type FieldKind = FieldDefinition['kind'];

export interface StatusDefinition {
  code: string;
  label: Label;
  synonyms: readonly string[];
  confirm?: readonly string[];
  /** Needs somebody's action: drawn as an outlined tag. */
  open?: boolean;
  /** Records of this status hold nothing on the day: not yet (proposed) or no longer (released, closed, destroyed). */
  notInForce?: true;
}

/** A column that names records of other registers, each to be linked to the record of its row: 接触岗位/人员. */
export interface LinkColumn {
  /** What a column is mapped to; never a field's key. */
  key: string;
  label: Label;
  headers: readonly string[];
  /** Link registers; the first whose other end knows a name takes it. */
  links: readonly string[];
  /** The reason such a link is given, in the words of the office's papers. */
  reason: string;
}

export interface DepartmentReturn {
  /** Header spellings that stand in such a sheet alone; its 序号 only counts rows, whatever it says is a proposal. */
  headers: readonly string[];
  /** Labels over the table that name the department: 填报部门：研发中心. */
  labels: readonly string[];
  /** The field that department goes into where the sheet has no column for it. */
  field: string;
  /** Labels over the table that name the day it was filled in: 填报日期：2026年10月12日. */
  dateLabels: readonly string[];
  /** Read by themselves in such a sheet alone; in any other a person chooses them. */
  linkColumns: readonly LinkColumn[];
}

export interface RegisterDefinition {
  /** Key in code, on the command line and in routes. */
  key: string;
  /** Upper part of its rows' numbers in the database; never changed, never reused. */
  code: number;
  /** SQL table. */
  table: string;
  label: Label;
  /** What one record is called: 秘点, 载体. */
  noun: Label;
  /**
   * `link` registers join two records over time; `part` registers belong to one record, named by their first reference. Neither
   * has a page of its own.
   */
  kind: 'register' | 'link' | 'part' | 'attachment';
  area: 'base' | 'secrets' | 'people' | 'carriers' | 'evidence';
  /** Its records come about by an act of the program (issuing a bundle): none is entered by hand, imported or made by import. */
  madeByProgram?: true;
  /** Default number pattern: {year} {seq:3}; empty for links. */
  numberPattern: string;
  /** Label and header synonyms of the number. */
  number: { label: Label; headers: readonly string[]; weakHeaders?: readonly string[] };
  /** What a department hands in before there are numbers and grades (forms.md R03): how an import knows and reads such a sheet. */
  departmentReturn?: DepartmentReturn;
  /** What makes a record the same record: the number alone, or with these fields (carrier: copyNumber). */
  identity: readonly string[];
  /** Fields an import may match on where it has no number. */
  matchFields: readonly string[];
  /** The field that names the record to people. */
  title: string;
  /** Date fields that say from when the record holds; the first filled one counts. */
  factDate: readonly string[];
  /** Date fields that stand in where an old ledger gives no such date: it is older than its entry here all the same. */
  ledgerDate?: readonly string[];
  /**
   * Date fields that make the record a late entry (补录) when they lie well before its recording: the date of an act of the
   * office, not of what the record is about (a secret may be older than its grading).
   */
  lateFrom: readonly string[];
  statuses: readonly StatusDefinition[];
  /** Status of a new record. */
  initialStatus: string;
  /** A status that ends by itself once a field is filled: a graded secret whose content is still to come. */
  statusUntilFilled?: { status: string; field: string; afterwards: string };
  /** Header spellings of the status column on import. */
  statusHeaders: readonly string[];
  fields: readonly FieldDefinition[];
  sections: Readonly<Record<string, Label>>;
}

/** A link between two registers, told by its two reference fields. */
export interface LinkEnds {
  from: { field: string; register: string };
  to: { field: string; register: string };
}

/** The keys of all stored values of a field: its own, and the companion id of a person. */
export function valueKeysOf(field: FieldDefinition): string[] {
  return field.kind === 'person' ? [field.key, `${field.key}Id`] : [field.key];
}

/** The field with this key. Throws on an unknown key: callers check input against the definition first. */
export function fieldOf(definition: RegisterDefinition, key: string): FieldDefinition {
  const field = definition.fields.find((candidate) => candidate.key === key);
  if (!field) throw new Error(`register ${definition.key} has no field ${key}`);
  return field;
}

/** The SQL column of a value key: camelCase to snake_case. */
export function columnOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The rank from which the field is sealed; null where a grade changes nothing. */
export function sealedFrom(field: FieldDefinition): number | null {
  return field.kind === 'text' || field.kind === 'longText' ? (field.sealedFrom ?? null) : null;
}

/** Whether records can hold the field sealed: always, or from a rank up. */
export function canBeSealed(field: FieldDefinition): boolean {
  return field.class === 'sealed' || sealedFrom(field) !== null;
}

/** The definition as one record has it, whose fields of these keys are sealed: those are content to read and to type. */
export function asSealed(definition: RegisterDefinition, sealed: readonly string[]): RegisterDefinition {
  const isChanged = (field: FieldDefinition) => sealedFrom(field) !== null && sealed.includes(field.key);
  if (!definition.fields.some(isChanged)) return definition;
  const fields = definition.fields.map(
    (field): FieldDefinition => (isChanged(field) ? { ...field, kind: 'sealedText', class: 'sealed' } : field),
  );
  return { ...definition, fields };
}

/** Fields in the order of the paper register; those without a place there come last, in definition order. */
export function printOrder(definition: RegisterDefinition): FieldDefinition[] {
  return definition.fields.toSorted((left, right) => (left.print ?? 1000) - (right.print ?? 1000));
}

/** The two ends of a link register. */
export function linkEnds(definition: RegisterDefinition): LinkEnds {
  const [from, to] = definition.fields.filter((field) => field.kind === 'reference');
  if (definition.kind !== 'link' || from?.kind !== 'reference' || to?.kind !== 'reference')
    throw new Error(`${definition.key} is not a link`);
  return { from: { field: from.key, register: from.target }, to: { field: to.key, register: to.target } };
}

/** The statuses whose records hold nothing on the day. */
export function statusesNotInForce(definition: RegisterDefinition): string[] {
  return definition.statuses.filter((status) => status.notInForce === true).map(({ code }) => code);
}

/** A list of words written with spaces between them: header spellings and synonyms stay readable on one line. */
export function words(text: string): string[] {
  return text.split(' ');
}

/** A field the program fills. */
export function fixed(field: FieldDefinition): FieldDefinition {
  return { ...field, fixed: true };
}
