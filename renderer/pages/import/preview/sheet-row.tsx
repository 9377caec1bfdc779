// One row of the sheet: its number and state, then the cells in the sheet's own order with what will become of them.
// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid with sticky parts cannot be a table; the roles say what it is
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportCell, ImportColumn, ImportRow } from '../../../../shared/contract/routes/import.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { importMessage } from '../../../../shared/values/row-errors.ts';
import { GradeText } from '../../../components/grade-mark.tsx';
import { HiddenText } from '../../../components/hidden-text.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { cellKey } from '../use-import.ts';
import { StateGlyph } from './state-mark.tsx';

export type Spelling = 'kept' | 'written';

export interface CellEvents {
  onActivate: (position: number, column: number, row: ImportRow) => void;
  onEdit: (position: number, column: number, row: ImportRow) => void;
}

interface SheetRowProps extends CellEvents {
  register: RegisterDefinition;
  scheme: GradingScheme | null;
  columns: readonly ImportColumn[];
  row: ImportRow;
  position: number;
  template: string;
  stateLeftPx: number;
  spelling: Spelling;
  typed: ReadonlyMap<string, string>;
  /** The active cell of this row, or -1. */
  active: number;
  /** The cell being typed into, or -1, and its editor. */
  editing: number;
  editor: ReactNode;
}

/** The id of a cell, for screen readers and for what opens beside it. */
export function cellId(row: number, column: number): string {
  return `import-cell-${row}-${column}`;
}

export const SheetRow = memo(function SheetRow(props: SheetRowProps) {
  const { row, position, columns, template, stateLeftPx, active, editing } = props;
  const { t } = useTranslation();
  const detail = useDetail(row);
  return (
    <div
      className="line row"
      role="row"
      aria-rowindex={row.row}
      data-state={row.state}
      data-editing={editing >= 0}
      style={{ gridTemplateColumns: template, transform: undefined, top: position * 28 }}
    >
      <div className="number" role="rowheader">
        {row.row}
      </div>
      <div className="state" role="gridcell" style={{ left: stateLeftPx }} title={detail ?? undefined}>
        <StateGlyph state={row.state} />
        <span>{t(`import.state.${row.state}`)}</span>
      </div>
      {columns.map((column, index) => (
        <SheetCell
          key={column.index}
          {...props}
          column={column}
          index={index}
          isActive={index === active}
          isFirst={index === 0}
          detail={detail}
          editor={index === editing ? props.editor : null}
        />
      ))}
    </div>
  );
});

/** A cell's text in full, for the tooltip. */
function wholeText(cell: ImportCell): string {
  const text = cell.shown ?? cell.raw;
  return cell.before === null ? text : `${cell.before} → ${text}`;
}

/** Why a row is a repeat or left out, in words. */
function useDetail(row: ImportRow): string | null {
  const { t } = useTranslation();
  if (row.state === 'repeat' && row.detail !== null) return t('import.preview.repeatOf', { row: row.detail });
  if (row.state === 'skipped' && row.detail === 'blank') return t('import.preview.emptyRow');
  return null;
}

interface SheetCellProps extends SheetRowProps {
  column: ImportColumn;
  index: number;
  isActive: boolean;
  isFirst: boolean;
  detail: string | null;
}

function SheetCell(props: SheetCellProps) {
  const { row, column, index, position, isActive, editor, onActivate, onEdit } = props;
  const { language } = useLanguage();
  const { t } = useTranslation();
  const cell = row.cells[index];
  if (!cell) return <div className="cell" role="gridcell" />;
  const key = cellKey(row.row, column.index);
  const before = props.typed.get(key);
  const isOpen = row.state === 'error' || row.state === 'held';
  const notes = [
    cell.error ? importMessage(cell.error.code, cell.error.params, language) : '',
    cell.held && isOpen ? importMessage(cell.held, { raw: cell.raw }, language) : '',
    cell.note
      ? importMessage(cell.note, { raw: cell.raw, value: cell.shown ?? '', grade: cell.shown ?? '' }, language)
      : '',
    before === undefined ? '' : t('import.preview.typedAnew', { raw: before || t('import.preview.nothing') }),
  ].filter((note) => note !== '');
  const isNormalized = cell.normalized && props.spelling === 'kept' && row.state !== 'skipped';
  const stop = (event: MouseEvent) => {
    // The grid keeps the focus; a click inside the editor is the editor's own.
    if (editor) event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for its active cell
    <div
      id={cellId(row.row, column.index)}
      className="cell"
      role="gridcell"
      tabIndex={-1}
      aria-invalid={cell.error ? true : undefined}
      data-active={isActive && !editor}
      data-unmapped={column.field === null}
      data-normalized={isNormalized}
      data-changed={cell.before !== null && props.spelling === 'kept' && !cell.error}
      data-wrong={cell.error !== null}
      data-held={cell.held !== null && isOpen}
      title={editor ? undefined : [wholeText(cell), ...notes].filter((line) => line !== '').join('\n') || undefined}
      onMouseDown={stop}
      onClick={() => (editor ? undefined : onActivate(position, index, row))}
      onDoubleClick={() => (editor ? undefined : onEdit(position, index, row))}
    >
      {editor ?? <CellContent {...props} cell={cell} />}
      {editor || notes.length === 0 ? null : <HiddenText>{notes.join(' ')}</HiddenText>}
    </div>
  );
}

function CellContent(props: SheetCellProps & { cell: ImportCell }) {
  const { row, column, cell, register, scheme, spelling } = props;
  const { t } = useTranslation();
  const { language } = useLanguage();
  const field = register.fields.find((candidate) => candidate.key === column.field);
  if (row.state === 'skipped')
    return <span className="text">{props.isFirst && props.detail ? props.detail : cell.raw}</span>;
  if (cell.held && (row.state === 'held' || row.state === 'error')) {
    return (
      <>
        <StateGlyph state="held" />
        <span className="text">{cell.raw}</span>
      </>
    );
  }
  if (cell.error) {
    if (cell.raw !== '') return <span className="text">{cell.raw}</span>;
    return (
      <span className="text missing">{t('import.fix.fill', { field: field?.label[language] ?? column.header })}</span>
    );
  }
  if (spelling === 'written') return <span className="text">{cell.raw}</span>;
  if (cell.before !== null) {
    return (
      <>
        {cell.before === '' ? null : <s>{cell.before}</s>}
        <strong>{cell.shown ?? ''}</strong>
      </>
    );
  }
  if (field?.kind === 'level') {
    const grade = scheme?.grades.find(({ label }) => label.zh === cell.shown || label.en === cell.shown);
    return <GradeText code={grade?.code ?? cell.shown} scheme={scheme} muted={row.state === 'unchanged'} />;
  }
  return <span className="text">{cell.shown ?? (column.field === null ? cell.raw : '')}</span>;
}
