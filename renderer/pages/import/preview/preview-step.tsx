// Step 4: check and preview. Holds where the clerk is in the sheet; every fix and decision goes to the core at once.
import { styled } from '@mui/material/styles';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  ImportColumn,
  ImportRow,
  ImportRowState,
  ImportSummary,
} from '../../../../shared/contract/routes/import.ts';
import { isStateSecretGrade } from '../../../../shared/levels.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { call } from '../../../api/client.ts';
import { levelField } from '../../../api/definitions.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { HiddenText } from '../../../components/hidden-text.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';
import { targetLabel } from '../import-words.ts';
import type { Decision, ImportModel } from '../use-import.ts';
import { CellEditor } from './cell-editor.tsx';
import { columnWidths } from './column-widths.ts';
import { type HeldPlace, HeldPopover } from './held-popover.tsx';
import { type ActiveCell, ImportSheet, type SheetView } from './import-sheet.tsx';
import { PreviewToolbar } from './preview-toolbar.tsx';
import { cellId, type Spelling } from './sheet-row.tsx';
import { useSheetRows } from './use-sheet-rows.ts';

const Stage = styled('div')({
  height: '100%',
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  '& > .sheet': { flex: 1, minHeight: 0 },
  '& > .failure': { padding: '8px 16px' },
  '& > .foot': {
    flex: 'none',
    minHeight: 32,
    display: 'flex',
    alignItems: 'center',
    gap: 16,
    padding: '0 16px',
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    borderTop: '1px solid var(--line)',
    backgroundColor: 'var(--surface)',
  },
  '& > .foot .right': { marginLeft: 'auto', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

const sampledRows = 120;
const shrinkingKinds: ReadonlySet<string> = new Set(['text', 'longText', 'sealedText']);
/** What rail, steps and fixed columns take of the window's width, until the sheet has measured itself. */
const besidesCellsPx = 56 + 152 + 32 + 64;

interface Editing {
  row: number;
  /** Column of the sheet. */
  column: number;
  text: string;
}

interface PreviewStepProps {
  register: RegisterDefinition;
  summary: ImportSummary;
  model: ImportModel;
  isImporting: boolean;
}

export function PreviewStep({ register, summary, model, isImporting }: PreviewStepProps) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const [filter, setFilter] = useState<ImportRowState | null>(null);
  const [spelling, setSpelling] = useState<Spelling>('kept');
  const [active, setActive] = useState<ActiveCell | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [held, setHeld] = useState<HeldPlace | null>(null);
  const [toOpen, setToOpen] = useState<ActiveCell | null>(null);
  const [view, setView] = useState<SheetView>({
    firstPosition: 0,
    lastPosition: 0,
    hiddenRight: [],
    roomPx: window.innerWidth - besidesCellsPx,
  });
  const [said, setSaid] = useState('');
  const frame = useRef<HTMLDivElement>(null);
  const { columns } = summary;
  const rows = useSheetRows({ importId: summary.importId, version: model.version, state: filter, language });
  const words = useCallback(
    (column: ImportColumn) =>
      column.field === null
        ? t('import.preview.notImported')
        : targetLabel(register, column.field, language, t('column.status')),
    [register, language, t],
  );

  // Widths are taken once per sheet and mapping, from its first rows: columns must not jump while the clerk works.
  const hasRows = rows.rowAt(0) !== undefined;
  const [sampled, setSampled] = useState<readonly ImportRow[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first rows of a sheet are its sample
  useEffect(() => {
    if (!hasRows || filter !== null || sampled.length > 0) return;
    setSampled(Array.from({ length: sampledRows }, (_, at) => rows.rowAt(at)).filter((row) => row !== undefined));
  }, [hasRows, filter]);
  const widths = useMemo(
    () =>
      columnWidths(columns, sampled, {
        fieldLabel: words,
        titleField: register.title,
        levelField: levelField(register)?.key,
        mayShrink: (column) => shrinkingKinds.has(register.fields.find(({ key }) => key === column.field)?.kind ?? ''),
        roomPx: view.roomPx,
      }),
    [columns, sampled, words, register, view.roomPx],
  );

  const focusSheet = () => frame.current?.focus({ preventScroll: true });

  async function goNext(): Promise<void> {
    setEditing(null);
    const row = active ? (editing?.row ?? rows.rowAt(active.position)?.row) : undefined;
    const column = active ? columns[active.column]?.index : undefined;
    const after = row === undefined || column === undefined ? null : { row, column };
    const { next } = await call('import.next', { importId: summary.importId, state: filter, after });
    if (!next) return;
    const at = columns.findIndex((candidate) => candidate.index === next.column);
    const cell = { position: next.position, column: Math.max(0, at) };
    focusSheet();
    setActive(cell);
    if (at >= 0) setToOpen(cell);
  }

  // Keys belong to the sheet from the start, not to the button that imports.
  useEffect(() => frame.current?.focus({ preventScroll: true }), []);

  // A cell that was jumped to opens once its row has been read.
  useEffect(() => {
    if (!toOpen) return;
    const row = rows.rowAt(toOpen.position);
    const column = columns[toOpen.column];
    if (!row || !column || !document.getElementById(cellId(row.row, column.index))) return;
    setToOpen(null);
    open(toOpen, row, 'key');
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.defaultPrevented) return;
      event.preventDefault();
      void next.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const next = useRef(goNext);
  next.current = goNext;

  /** Whether a word in this cell was decided before, so that Enter leads back to the decision. */
  function isDecided(row: ImportRow, raw: string, note: string | null): boolean {
    return note === 'read_by_decision' || (row.state === 'skipped' && model.decisions.some(({ word }) => word === raw));
  }

  function open(cell: ActiveCell, row: ImportRow, how: 'click' | 'key' | 'edit', typedText?: string): void {
    void saveLeft(row, cell);
    setActive(cell);
    const column = columns[cell.column];
    const content = row.cells[cell.column];
    if (!column || !content || model.isBusy) return;
    const isHeld = content.held !== null && row.state !== 'repeat' && row.state !== 'skipped';
    if (column.field !== null && (isHeld || (how !== 'click' && isDecided(row, content.raw, content.note)))) {
      setEditing(null);
      setHeld(heldPlace(row, content.raw, column));
      return;
    }
    const isData = row.state !== 'skipped';
    if (isData && (how !== 'click' || content.error !== null))
      setEditing({ row: row.row, column: column.index, text: typedText ?? content.raw });
    else setEditing(null);
  }

  function heldPlace(row: ImportRow, word: string, column: ImportColumn): HeldPlace {
    const same = summary.heldWords.find((candidate) => candidate.word === word && candidate.field === column.field);
    return {
      row: row.row,
      word,
      column,
      isStateSecret: isStateSecretGrade(word),
      sameWords: Math.max(1, same?.rows ?? 1),
    };
  }

  function rowOf(number: number): ImportRow | undefined {
    for (let position = view.firstPosition - 20; position <= view.lastPosition + 20; position++) {
      const row = position >= 0 ? rows.rowAt(position) : undefined;
      if (row?.row === number) return row;
    }
    return undefined;
  }

  /** A text typed and left by a click elsewhere is kept, as spreadsheets do. */
  async function saveLeft(to: ImportRow, cell: ActiveCell): Promise<void> {
    if (!editing) return;
    const isSame = to.row === editing.row && columns[cell.column]?.index === editing.column;
    const at = columns.findIndex((column) => column.index === editing.column);
    const before = rowOf(editing.row)?.cells[at]?.raw;
    if (!isSame && before !== undefined && before !== editing.text)
      await model.edit(editing.row, editing.column, before, editing.text);
  }

  async function save(text: string): Promise<void> {
    if (!editing || model.isBusy) return;
    const at = columns.findIndex((column) => column.index === editing.column);
    const before = rowOf(editing.row)?.cells[at]?.raw ?? '';
    if (before === text && rowOf(editing.row)?.cells[at]?.error === null) {
      setEditing(null);
      focusSheet();
      return;
    }
    const row = await model.edit(editing.row, editing.column, before, text);
    if (!row) return;
    if (row.cells[at]?.error) {
      setSaid(t('import.fix.checked', { row: row.row, state: t(`import.state.${row.state}`) }));
      return;
    }
    setSaid(
      row.state === 'error'
        ? t('import.fix.checked', { row: row.row, state: t('import.state.error') })
        : t('import.fix.done', { row: row.row }),
    );
    setEditing(null);
    focusSheet();
  }

  async function decide(decision: Decision): Promise<void> {
    if (!(await model.decide(decision))) return;
    setHeld(null);
    setSaid(t('import.held.recorded'));
    focusSheet();
  }

  function editor(place: { side: 'above' | 'below'; align: 'left' | 'right' }) {
    if (!editing) return null;
    const at = columns.findIndex((column) => column.index === editing.column);
    const cell = rowOf(editing.row)?.cells[at];
    const column = columns[at];
    if (!cell || !column) return null;
    return (
      <CellEditor
        key={`${editing.row} ${editing.column}`}
        cell={cell}
        name={t('import.fix.cellOf', { row: editing.row, header: column.header })}
        placeholder={t('import.fix.fill', { field: words(column) })}
        text={editing.text}
        side={place.side}
        align={place.align}
        isBusy={model.isBusy}
        onText={(text) => setEditing({ ...editing, text })}
        onSave={(text) => void save(text)}
        onCancel={() => {
          setEditing(null);
          focusSheet();
        }}
        onNext={() => void goNext()}
      />
    );
  }

  const anchor = held === null ? null : document.getElementById(cellId(held.row, held.column.index));
  const firstRow = rows.rowAt(view.firstPosition)?.row;
  const lastRow = rows.rowAt(view.lastPosition)?.row;
  return (
    <Stage>
      <PreviewToolbar
        summary={summary}
        filter={filter}
        spelling={spelling}
        onFilter={(wanted) => {
          setEditing(null);
          setActive(null);
          setFilter(wanted);
          if (frame.current) frame.current.scrollTop = 0;
        }}
        onSpelling={setSpelling}
        onNext={() => void goNext()}
      />
      {model.failure === null ? null : (
        <div className="failure">
          <ErrorPanel error={model.failure} />
        </div>
      )}
      <div className="sheet">
        <ImportSheet
          register={register}
          summary={summary}
          rows={rows}
          widths={widths}
          spelling={spelling}
          typed={model.typed}
          active={active}
          editing={editing}
          editor={editor}
          isBusy={model.isBusy}
          frame={frame}
          onView={setView}
          onMap={(column, target) => void model.configure({ mapping: { [String(column.index)]: target } })}
          onActive={setActive}
          onOpen={open}
        />
      </div>
      <div className="foot">
        <span>
          {firstRow === undefined || lastRow === undefined || rows.total === 0
            ? rows.total === 0 && hasRows
              ? t('import.preview.noRows')
              : ''
            : t(filter === null ? 'import.preview.rows' : 'import.preview.rowsOf', {
                first: countText(firstRow),
                last: countText(lastRow),
                total: countText(rows.total),
              })}
        </span>
        {filter === null && summary.counts.skipped > 0 ? (
          <span>{t('import.preview.skipped', { count: countText(summary.counts.skipped) })}</span>
        ) : null}
        {model.isBusy ? (
          <span role="status">{t(isImporting ? 'import.bar.importing' : 'import.preview.reread')}</span>
        ) : null}
        <HiddenText role="status">{said}</HiddenText>
        {view.hiddenRight.length === 0 ? null : (
          <span className="right">
            {t('import.preview.right', {
              count: countText(view.hiddenRight.length),
              columns: view.hiddenRight.map((column) => column.header).join(t('list.separator')),
            })}
          </span>
        )}
      </div>
      {held === null || anchor === null ? null : (
        <HeldPopover
          register={register}
          held={held}
          anchor={anchor}
          isBusy={model.isBusy}
          onClose={() => {
            setHeld(null);
            focusSheet();
          }}
          onDecide={(decision) => void decide(decision)}
        />
      )}
    </Stage>
  );
}
