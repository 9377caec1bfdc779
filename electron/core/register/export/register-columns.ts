// The columns of a register in Excel: which, in what order, how wide, with which lists and help, and how a record's values
// become cells. One list serves export, template and reading back.
import type { GradingScheme } from '../../../../shared/levels.ts';
import {
  type FieldDefinition,
  type FieldValues,
  printOrder,
  type RegisterDefinition,
} from '../../../../shared/registers/definition.ts';
import { fieldText } from '../../../../shared/values/field-text.ts';
import type { WrittenCell } from './sheet-cells.ts';

export type Language = 'zh' | 'en';

export interface RegisterColumn {
  /** Field key, `order`, `number` or `status`. */
  key: string;
  field: FieldDefinition | null;
  header: string;
  required: boolean;
  /** In characters. */
  width: number;
  /** Values offered in a drop-down. */
  choices: string[];
  help: string;
}

export interface ColumnOptions {
  definition: RegisterDefinition;
  scheme: GradingScheme;
  language: Language;
  /** Also the sealed columns; they are left out otherwise. */
  includeSealed?: boolean;
}

/** One record as it goes into a row. */
export interface ExportRow {
  number: string | null;
  status: string | null;
  values: FieldValues;
  /** Names of referenced records by field key. */
  labels?: Readonly<Record<string, string | null>>;
  /** Void records stay, struck through. */
  isVoid?: boolean;
}

const widths: Readonly<Record<string, number>> = {
  text: 18,
  longText: 32,
  sealedText: 40,
  choice: 12,
  yesNo: 10,
  level: 12,
  date: 13,
  term: 14,
  integer: 10,
  money: 16,
  reference: 16,
  person: 11,
};

function headerOf(field: FieldDefinition, language: Language): string {
  const label = field.label[language];
  if (field.kind === 'money') return language === 'zh' ? `${label}（元）` : `${label} (CNY)`;
  if (field.kind === 'integer' && field.unit)
    return language === 'zh' ? `${label}（${field.unit.zh}）` : `${label} (${field.unit.en})`;
  return label;
}

function hintOf(field: FieldDefinition, language: Language): string {
  const zh = language === 'zh';
  switch (field.kind) {
    case 'date':
      return zh
        ? '写成 2023-05-06；只知道月份写 2023-05。'
        : 'Write 2023-05-06, or 2023-05 where only the month is known.';
    case 'term':
      return zh
        ? '写成 10年、6个月、长期、公布前，或至2031-06-30。'
        : 'Write 10 years, Permanent, Until published or Until 2031-06-30.';
    case 'yesNo':
      return zh ? '填 是 或 否；不清楚的留空。' : 'Yes or No; leave empty if not known.';
    case 'money':
      return zh ? '单位：元。' : 'In CNY.';
    case 'level':
      return zh ? '尚未定密的留空。' : 'Leave empty if not graded.';
    default:
      return '';
  }
}

function choicesOf(field: FieldDefinition, scheme: GradingScheme, language: Language): string[] {
  if (field.kind === 'choice') return field.choices.map((choice) => choice.label[language]);
  if (field.kind === 'level') return scheme.grades.map((grade) => grade.label[language]);
  if (field.kind === 'yesNo') return language === 'zh' ? ['是', '否'] : ['Yes', 'No'];
  return [];
}

/** All columns in the order of the paper register (forms.md): 序号, number, fields, status before the note. */
export function registerColumns(options: ColumnOptions): RegisterColumn[] {
  const { definition, scheme, language } = options;
  const zh = language === 'zh';
  const columns: RegisterColumn[] = [
    {
      key: 'order',
      field: null,
      header: zh ? '序号' : 'No.',
      required: false,
      width: 6,
      choices: [],
      help: zh ? '只用于排序，不作编号。' : 'Order only, not the record number.',
    },
    {
      key: 'number',
      field: null,
      header: definition.number.label[language],
      required: false,
      width: 24,
      choices: [],
      help: zh ? '已有编号的照填，导入后不变；留空的按规则编号。' : 'Keep existing numbers; empty ones are assigned.',
    },
  ];
  for (const field of printOrder(definition)) {
    if (field.class === 'sealed' && !options.includeSealed) continue;
    const help = [
      field.required ? (zh ? '必填。' : 'Required.') : '',
      field.help?.[language] ?? '',
      hintOf(field, language),
    ]
      .filter((part) => part !== '')
      .join(zh ? '' : ' ');
    columns.push({
      key: field.key,
      field,
      header: headerOf(field, language),
      required: field.required ?? false,
      width: field.key === definition.title ? 36 : (widths[field.kind] ?? 16),
      choices: choicesOf(field, scheme, language),
      help,
    });
  }
  const status: RegisterColumn = {
    key: 'status',
    field: null,
    header: zh ? (definition.statusHeaders[0] ?? '状态') : 'Status',
    required: false,
    width: 10,
    choices: definition.statuses.map((entry) => entry.label[language]),
    help: '',
  };
  const note = columns.findIndex((column) => column.key === 'note');
  columns.splice(note === -1 ? columns.length : note, 0, status);
  return columns;
}

/** The cells of a record. Dates, terms and numbers of records are text, so that they come back as they went. */
export function recordCells(
  columns: readonly RegisterColumn[],
  row: ExportRow,
  order: number,
  options: ColumnOptions,
): WrittenCell[] {
  const { definition, scheme, language } = options;
  const style = row.isVoid ? 'void' : 'text';
  return columns.map(({ key, field }): WrittenCell => {
    if (key === 'order') return { kind: 'number', value: order, style: 'count' };
    if (key === 'number' && !field) return { kind: 'text', text: row.number ?? '', style };
    if (key === 'status' && !field) {
      const status = definition.statuses.find((entry) => entry.code === row.status);
      return { kind: 'text', text: status?.label[language] ?? '', style };
    }
    if (!field) return { kind: 'blank', style };
    const value = row.values[field.key] ?? null;
    if (value === null) return { kind: 'blank', style };
    if (field.kind === 'integer' && typeof value === 'number') return { kind: 'number', value, style: 'count' };
    // Beyond 15 digits a spreadsheet rounds; such amounts go as text.
    if (field.kind === 'money' && typeof value === 'number' && Math.abs(value) < 1e15)
      return { kind: 'number', value: value / 100, style: 'money' };
    const text = fieldText(field, value, { scheme, language, referenceName: row.labels?.[field.key] });
    const isLong = field.kind === 'longText' || field.kind === 'sealedText' || text.includes('\n');
    return { kind: 'text', text, style: isLong && !row.isVoid ? 'wrapped' : style };
  });
}
