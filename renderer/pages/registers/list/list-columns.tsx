// Grid columns from a register's definition: texts for copying, marks and states for looking.
import { styled } from '@mui/material/styles';
import type { GridColDef } from '@mui/x-data-grid';
import type { TFunction } from 'i18next';
import type { AsOf, RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import { canBeSealed, type FieldDefinition, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { dueState, reviewField } from '../../../../shared/review.ts';
import { fieldText, type TextContext } from '../../../components/field-text.ts';
import { GradeText } from '../../../components/grade-mark.tsx';
import { LockIcon } from '../../../components/icons.tsx';
import { LateMark, StatusTag } from '../../../components/tags.tsx';
import { dayOf, momentOf, today } from '../../../i18n/format.ts';
import { type LayoutColumn, type ListLayout, layoutColumns } from './list-layout.ts';

const Cell = styled('span')({
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  '&[data-tone="quiet"]': { color: 'var(--text-3)' },
  '&[data-tone="amber"]': { color: 'var(--amber)' },
  '&[data-tone="red"]': { color: 'var(--red)' },
  '&[data-struck="true"]': { textDecoration: 'line-through', color: 'var(--text-3)' },
  '& > small': { fontSize: 12, marginLeft: 8 },
  '& > svg': { verticalAlign: -2, marginRight: 4 },
});

export interface ColumnContext extends TextContext {
  register: RegisterDefinition;
  scheme: GradingScheme | null;
  asOf: AsOf | null;
  /** Of a past date: today's status by record, where it is another. */
  statusToday?: Readonly<Record<string, string>> | undefined;
  layout: ListLayout;
  t: TFunction;
}

/** Whether the record is void. */
export function isVoid(row: Pick<RecordRow, 'status'>): boolean {
  return row.status === 'void';
}

function PlainCell({
  text,
  row,
  isStruck,
  isMissing,
}: {
  text: string;
  row: RecordRow;
  isStruck: boolean;
  isMissing: string | null;
}) {
  if (text === '') {
    if (isMissing !== null && !isVoid(row)) {
      return (
        <Cell data-tone="amber" sx={{ fontSize: 12 }}>
          {isMissing}
        </Cell>
      );
    }
    return <Cell data-tone="quiet">—</Cell>;
  }
  return (
    <Cell data-struck={isStruck && isVoid(row)} data-tone={isVoid(row) ? 'quiet' : undefined} title={text}>
      {text}
    </Cell>
  );
}

function ReviewCell({ text, row, t }: { text: string; row: RecordRow; t: TFunction }) {
  if (text === '' || isVoid(row)) return <PlainCell text={text} row={row} isStruck={false} isMissing={null} />;
  const state = dueState(text, today());
  if (state === 'later') return <Cell>{text}</Cell>;
  return (
    <Cell data-tone={state === 'overdue' ? 'red' : 'amber'}>
      {text}
      <small>{t(`due.${state}`)}</small>
    </Cell>
  );
}

function fieldCell(field: FieldDefinition, context: ColumnContext): (row: RecordRow, text: string) => React.ReactNode {
  const { register, scheme, t } = context;
  if (field.kind === 'level') {
    return (row) => (
      <GradeText code={(row.values[field.key] as string | null) ?? null} scheme={scheme} muted={isVoid(row)} />
    );
  }
  if (canBeSealed(field)) {
    return (row, text) =>
      row.sealed.includes(field.key) ? (
        <Cell data-tone="quiet">
          <LockIcon size={12} />
          {text}
        </Cell>
      ) : (
        <PlainCell text={text} row={row} isStruck={false} isMissing={null} />
      );
  }
  if (field.key === reviewField(register)?.key && context.asOf === null) {
    return (row, text) => <ReviewCell text={text} row={row} t={t} />;
  }
  return (row, text) => (
    <PlainCell
      text={text}
      row={row}
      isStruck={field.key === register.title}
      isMissing={isNeeded(field) ? t('value.toComplete') : null}
    />
  );
}

/** A gap that somebody should close is said; anything else that is empty is a dash. */
function isNeeded(field: FieldDefinition): boolean {
  return field.required === true || (field.kind === 'person' && field.grid !== undefined);
}

function columnOfField(field: FieldDefinition, context: ColumnContext): GridColDef<RecordRow> {
  const cell = fieldCell(field, context);
  const width = context.layout.widths[field.key];
  const size =
    width !== undefined ? { width } : field.grid === 'flex' ? { flex: 1, minWidth: 128 } : { width: field.grid ?? 128 };
  return {
    field: field.key,
    headerName: field.label[context.language],
    ...size,
    align: field.kind === 'integer' || field.kind === 'money' ? 'right' : 'left',
    headerAlign: field.kind === 'integer' || field.kind === 'money' ? 'right' : 'left',
    sortable: field.class !== 'sealed',
    valueGetter: (_value, row) => fieldText(field, row, context),
    renderCell: ({ row, value }) => cell(row, String(value ?? '')),
  };
}

function commonColumn(key: string, context: ColumnContext): GridColDef<RecordRow> | null {
  const { register, t, asOf, language, statusToday } = context;
  const width = context.layout.widths[key];
  const statusWord = (code: string) =>
    code === 'void'
      ? t('status.void')
      : (register.statuses.find((candidate) => candidate.code === code)?.label[language] ?? code);
  const todayWord = (row: RecordRow) => {
    const code = statusToday?.[row.id];
    return code === undefined ? '' : t('asOf.statusToday', { status: plainStatus(statusWord(code)) });
  };
  switch (key) {
    case 'number':
      return {
        field: 'number',
        headerName: register.number.label[language],
        width: width ?? (register.numberPattern === '' || register.numberPattern.includes('{year}') ? 152 : 112),
        hideable: false,
        valueGetter: (_value, row) => row.number ?? '',
        renderCell: ({ row, value }) => <PlainCell text={String(value)} row={row} isStruck isMissing={null} />,
      };
    case 'status':
      return {
        field: 'status',
        headerName: asOf === null ? t('column.status') : t('column.statusThen'),
        width: width ?? (asOf === null ? 88 : 120),
        valueGetter: (_value, row) => [statusWord(row.status), todayWord(row)].filter(Boolean).join(' '),
        renderCell: ({ row }) => (
          <Cell>
            <StatusTag register={register} status={row.status} isVoid={isVoid(row)} place="grid" />
            {todayWord(row) === '' ? null : <small>{todayWord(row)}</small>}
          </Cell>
        ),
      };
    case 'lateEntry':
      return {
        field: 'lateEntry',
        headerName: t('column.late'),
        disableColumnMenu: true,
        width: width ?? (asOf === null ? 64 : 56),
        align: 'center',
        headerAlign: 'center',
        valueGetter: (_value, row) => (row.lateEntry ? t('late.mark') : ''),
        renderCell: ({ row }) => (row.lateEntry ? <LateMark /> : null),
      };
    case 'factDate':
      return {
        field: 'factDate',
        headerName: t('column.factDate'),
        width: width ?? (asOf === null ? 112 : 104),
        valueGetter: (_value, row) => row.factDate ?? '',
        renderCell: ({ row, value }) => <PlainCell text={String(value)} row={row} isStruck={false} isMissing={null} />,
      };
    case 'recordedAt':
      return {
        // A past view shows when the state it shows was recorded; a live one when the record first was.
        field: 'recordedAt',
        headerName: t('column.recordedAt'),
        width: width ?? (asOf?.reading === 'fact' ? 208 : 144),
        valueGetter: (_value, row) => momentOf(asOf === null ? row.recordedAtMs : row.updatedAtMs),
        renderCell: ({ row, value }) => (
          <RecordedCell text={String(value)} isAfter={asOf !== null && dayOf(row.updatedAtMs) > asOf.date} t={t} />
        ),
      };
    default:
      return null;
  }
}

/** 已解密 → 解密, so that 今已解密 does not say 已 twice. */
function plainStatus(word: string): string {
  return word.replace(/^已/, '');
}

function RecordedCell({ text, isAfter, t }: { text: string; isAfter: boolean; t: TFunction }) {
  return (
    <Cell data-tone={isAfter ? 'amber' : undefined}>
      {text}
      {isAfter ? <small>{t('asOf.afterDate')}</small> : null}
    </Cell>
  );
}

/** Columns of a past view: both times at the end, without what only matters today unless the clerk asked for it. */
function pastColumns(columns: readonly LayoutColumn[], context: ColumnContext): LayoutColumn[] {
  const isOfToday = (column: LayoutColumn) =>
    column.field?.kind === 'term' || column.key === reviewField(context.register)?.key;
  const times: readonly string[] = ['factDate', 'recordedAt', 'lateEntry'];
  return [
    ...columns.filter(
      (column) =>
        column.isShown &&
        !times.includes(column.key) &&
        (!isOfToday(column) || context.layout.shown[column.key] === true),
    ),
    ...columns
      .filter((column) => times.includes(column.key))
      .toSorted((left, right) => times.indexOf(left.key) - times.indexOf(right.key)),
  ];
}

/** The columns of a list in the clerk's order. A past view shows both times instead of the next review. */
export function listColumns(context: ColumnContext): GridColDef<RecordRow>[] {
  const all = layoutColumns(context.register, context.layout);
  const shown = context.asOf === null ? all.filter((column) => column.isShown) : pastColumns(all, context);
  return shown
    .map((column) => (column.field ? columnOfField(column.field, context) : commonColumn(column.key, context)))
    .filter((column) => column !== null);
}
