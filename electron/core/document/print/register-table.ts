// A register's records as rows of its paper register: the same values as the sheet, in the columns of the form. Decides
// texts and widths; draws nothing and reads no database.
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import type { FieldDefinition, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { fieldText } from '../../../../shared/values/field-text.ts';
import { termEnd } from '../../../../shared/values/term.ts';
import type { ExportRow } from '../../register/export/register-columns.ts';
import { choicesText } from '../paper/choices.ts';
import type { PaperColumn, PaperRow } from '../paper/paper-table.ts';
import { countText, grouped } from '../paper/paper-text.ts';
import type { FormColumn, PaperForm } from './paper-forms.ts';

/** One record for paper. */
export interface PrintRow extends ExportRow {
  id?: string;
  isLate?: boolean;
  voidReason?: string | null;
  /** Of a past date: what the other reading says of the row. */
  otherDate?: string | null;
}

/** Each line of a past date shows what the other reading goes by; dates are `YYYY-MM-DD`, the recording's by the office's clock. */
export function otherDateText(asOf: AsOf | null, recordedOn: string, factDate: string | null): string | null {
  if (!asOf) return null;
  if (asOf.reading === 'recorded') return factDate === null ? null : `事实日期 ${factDate}`;
  return `记录于 ${recordedOn}${recordedOn > asOf.date ? '，晚于基准日' : ''}`;
}

interface FilledColumn {
  form: FormColumn;
  /** Keys that are there. */
  from: readonly string[];
}

export interface RegisterLayout {
  columns: PaperColumn[];
  row: (row: PrintRow, order: number) => PaperRow;
}

const builtIn = new Set(['order', 'number', 'status', 'blank']);

type Em = readonly [least: number, wanted: number];

/** Dates, grades and choices keep to one line; it is prose that wraps. */
const kindEm: Readonly<Record<FieldDefinition['kind'], Em>> = {
  text: [3.2, 6],
  longText: [5, 11],
  sealedText: [6, 12],
  choice: [4.2, 4.4],
  yesNo: [1.4, 3],
  level: [4.2, 4.4],
  date: [5.5, 5.9],
  term: [4.6, 6.8],
  integer: [2, 3.2],
  money: [4, 7],
  reference: [3.6, 5],
  person: [3.1, 3.4],
};

function emOf(definition: RegisterDefinition, { form, from }: FilledColumn): Em {
  const [key = ''] = from;
  if (key === 'order') return [2.3, 2.4];
  if (key === 'number') return [5.2, 8.8];
  if (key === 'status') return [3.2, 4];
  if (key === 'blank') return [4, 8];
  if (key === 'sha256') return [10, 20];
  // Names of people, posts and departments are short.
  if (key === definition.title) return ['base', 'people'].includes(definition.area) ? [4, 9] : [6, 14];
  // Numbers of papers and secrets are not broken where they need not be.
  if (key === 'approvalNumber') return [7.4, 9.6];
  if (key === 'secretsText') return [8, 15];
  // Of the prose it is what is filled least.
  if (key === 'note') return [4.5, 8];
  if (key === 'carrierForm') return [4, 7.5];
  const fields = definition.fields.filter((field) => from.includes(field.key));
  const ems = fields.map(({ kind }) => kindEm[kind]);
  const headerEm = Math.min(6, 1 + [...form.header].length / 2);
  // 上次复核日期 stands on one line like the dates under it.
  const leastHeader = fields[0]?.kind === 'date' && form.header.length === 6 ? 6.2 : 2.2;
  const header: Em = from.includes('termEnd') ? [6.4, kindEm.term[1]] : [leastHeader, headerEm];
  return [Math.max(header[0], ...ems.map(([least]) => least)), Math.max(header[1], ...ems.map(([, wanted]) => wanted))];
}

function alignOf(definition: RegisterDefinition, { from }: FilledColumn): PaperColumn['align'] {
  const [key = ''] = from;
  if (key === 'order') return 'center';
  if (from.length > 1 && key === 'nonCompeteNeeded') return 'left';
  const field = definition.fields.find((candidate) => candidate.key === key);
  const isShort = field && ['choice', 'yesNo', 'level', 'date', 'integer'].includes(field.kind);
  return isShort || key === 'status' ? 'center' : 'left';
}

/** The columns of the form that this definition (whole, or as a disclosure level leaves it) can fill, and how a record fills them. */
export function registerLayout(definition: RegisterDefinition, form: PaperForm, scheme: GradingScheme): RegisterLayout {
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  const isThere = (key: string) => builtIn.has(key) || fields.has(key) || (key === 'termEnd' && fields.has('term'));
  const filled = form.columns
    .map((column): FilledColumn => ({ form: column, from: column.from.filter(isThere) }))
    // Inside, the name alone is shown; where it is withheld the public name stands in its place.
    .map((column) => (column.from[0] === 'name' ? { ...column, from: ['name'] } : column))
    .filter(({ from }) => from.length > 0);
  const hasStatus = filled.some(({ from }) => from[0] === 'status');
  const text = (key: string, row: PrintRow): string => {
    const field = fields.get(key);
    const value = row.values[key] ?? null;
    if (!field || value === null) return '';
    if (key === 'nonCompeteNeeded' && form.code === 'R10')
      return choicesText(
        [
          { text: '需要', isChosen: value === true },
          { text: '不需要', isChosen: value === false },
        ],
        '\n',
      );
    if (key === 'sha256') return grouped(String(value));
    return fieldText(field, value, { scheme, language: 'zh', referenceName: row.labels?.[key] });
  };
  const statusText = (row: PrintRow) =>
    row.isVoid ? '作废' : (definition.statuses.find(({ code }) => code === row.status)?.label.zh ?? '');
  const end = (row: PrintRow) => {
    const { term, gradedOn } = row.values;
    const day = typeof term === 'string' ? termEnd(term, typeof gradedOn === 'string' ? gradedOn : null) : null;
    return day === null ? '' : `至${day}`;
  };
  /** What stands in the last column besides the note. */
  const remarks = (row: PrintRow) => [
    ...(row.isVoid ? [row.voidReason ? `作废：${row.voidReason}` : '作废'] : []),
    ...(!hasStatus && !row.isVoid && row.status !== definition.initialStatus ? [statusText(row)] : []),
    ...(row.otherDate ? [row.otherDate] : []),
    ...(row.isLate ? ['补'] : []),
  ];
  const cellText = ({ form: column, from }: FilledColumn, row: PrintRow, order: number): string => {
    switch (from[0]) {
      case 'order':
        return countText(order);
      case 'number':
        return row.number ?? '';
      case 'status':
        return statusText(row);
      case 'blank':
        return '';
    }
    return from
      .map((key) => (key === 'termEnd' ? end(row) : text(key, row)))
      .filter((part) => part !== '')
      .join(column.join ?? '；');
  };
  return {
    columns: filled.map((column): PaperColumn => {
      const [leastEm, wantedEm] = emOf(definition, column);
      const align = alignOf(definition, column);
      return { header: column.form.header, leastEm, wantedEm, ...(align ? { align } : {}) };
    }),
    row: (row, order) => {
      const cells = filled.map((column) => cellText(column, row, order));
      const last = cells.length - 1;
      const more = remarks(row);
      if (more.length > 0) cells[last] = [cells[last] ?? '', ...more].filter((part) => part !== '').join('　');
      return { cells, isVoid: row.isVoid ?? false };
    },
  };
}
