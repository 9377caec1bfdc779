// The sheet as the clerk knows it: own row numbers and letters, head frozen, only the rows in view drawn. Keys as in a
// spreadsheet; what a cell becomes is decided by the core.
// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid with sticky parts cannot be a table; the roles say what it is
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportColumn, ImportRow, ImportSummary } from '../../../../shared/contract/routes/import.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useSession } from '../../../app/session.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import { frozenTitleRows, SheetHead } from './sheet-head.tsx';
import { cellId, SheetRow, type Spelling } from './sheet-row.tsx';
import { headerHeightPx, letterHeightPx, rowHeightPx, SheetFrame } from './sheet-styles.ts';
import type { SheetRows } from './use-sheet-rows.ts';

const rowsAround = 6;

/** A cell by its place among the rows listed and the columns shown. */
export interface ActiveCell {
  position: number;
  column: number;
}

export interface SheetView {
  firstPosition: number;
  lastPosition: number;
  /** Columns that begin beyond the right edge. */
  hiddenRight: readonly ImportColumn[];
  /** What there is for the columns between the fixed ones and the right edge. */
  roomPx: number;
}

interface ImportSheetProps {
  register: RegisterDefinition;
  summary: ImportSummary;
  rows: SheetRows;
  widths: readonly number[];
  spelling: Spelling;
  typed: ReadonlyMap<string, string>;
  active: ActiveCell | null;
  /** The row and column being typed into, and its editor for the place it has on screen. */
  editing: { row: number; column: number } | null;
  editor: (place: { side: 'above' | 'below'; align: 'left' | 'right' }) => ReactNode;
  isBusy: boolean;
  frame: RefObject<HTMLDivElement | null>;
  onView: (view: SheetView) => void;
  onMap: (column: ImportColumn, target: string | null) => void;
  onActive: (cell: ActiveCell) => void;
  /** A click, or Enter: opens what the cell needs. */
  onOpen: (cell: ActiveCell, row: ImportRow, how: 'click' | 'key' | 'edit', text?: string) => void;
}

export function ImportSheet(props: ImportSheetProps) {
  const { register, summary, rows, widths, active, editing, frame, onView, onActive, onOpen } = props;
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { scheme } = useSession();
  const { columns } = summary;
  const [scroll, setScroll] = useState({ top: 0, left: 0, height: 600, width: 1200 });
  const numberWidth = Math.max(32, String(summary.headerRow + rows.total).length * 7 + 14);
  const stateWidth = language === 'en' ? 72 : 64;
  const template = `${numberWidth}px ${stateWidth}px ${widths.map((width) => `${width}px`).join(' ')}`;
  const lefts = widths.map((_width, index) => widths.slice(0, index).reduce((sum, width) => sum + width, 0));
  const totalWidth = numberWidth + stateWidth + widths.reduce((sum, width) => sum + width, 0);
  const frozen = Math.min(summary.titleRows.length, frozenTitleRows);
  const headHeight = letterHeightPx + frozen * rowHeightPx + headerHeightPx;
  const inView = Math.max(1, Math.floor((scroll.height - headHeight) / rowHeightPx));
  const first = Math.max(0, Math.floor(scroll.top / rowHeightPx) - rowsAround);
  const last = Math.min(rows.total - 1, Math.floor(scroll.top / rowHeightPx) + inView + rowsAround);

  const measure = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const { scrollTop: top, scrollLeft: left, clientHeight: height, clientWidth: width } = element;
    setScroll((known) =>
      known.top === top && known.left === left && known.height === height && known.width === width
        ? known
        : { top, left, height, width },
    );
  }, [frame]);

  useLayoutEffect(() => {
    measure();
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, measure]);

  useEffect(() => rows.show(first, Math.max(first, last)), [rows.show, first, last]);

  const rightEdge = scroll.left + scroll.width - numberWidth - stateWidth;
  const hiddenKey = columns
    .filter((_column, index) => (lefts[index] ?? 0) + (widths[index] ?? 0) / 2 > rightEdge)
    .map(({ index }) => index)
    .join();
  const roomPx = scroll.width - numberWidth - stateWidth;
  const firstShown = Math.floor(scroll.top / rowHeightPx);
  const lastShown = Math.min(rows.total - 1, firstShown + inView - 1);
  useEffect(() => {
    const hidden = hiddenKey.split(',');
    onView({
      firstPosition: firstShown,
      lastPosition: lastShown,
      hiddenRight: columns.filter(({ index }) => hidden.includes(String(index))),
      roomPx,
    });
  }, [firstShown, lastShown, hiddenKey, columns, roomPx, onView]);

  // The active cell is brought into view when it moves, not when the clerk scrolls away from it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cell scrolls
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || !active) return;
    const top = active.position * rowHeightPx;
    const room = element.clientHeight - headHeight;
    // A row above stays in view for the strip of an error, one below to see where the sheet goes on.
    if (top - rowHeightPx < element.scrollTop) element.scrollTop = top - rowHeightPx;
    else if (top + 2 * rowHeightPx > element.scrollTop + room) element.scrollTop = top + 2 * rowHeightPx - room;
    const left = lefts[active.column] ?? 0;
    const right = left + (widths[active.column] ?? 0);
    const across = element.clientWidth - numberWidth - stateWidth;
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (right > element.scrollLeft + across) element.scrollLeft = right - across;
  }, [active?.position, active?.column, frame]);

  function move(rowsDown: number, columnsRight: number): void {
    const from = active ?? { position: 0, column: 0 };
    onActive({
      position: Math.max(0, Math.min(rows.total - 1, from.position + rowsDown)),
      column: Math.max(0, Math.min(columns.length - 1, from.column + columnsRight)),
    });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) return;
    const step = keySteps[event.key];
    const isWhole = event.ctrlKey || event.metaKey;
    if (step) {
      event.preventDefault();
      move(step[0] * (step[2] ? inView - 1 : 1), step[1]);
      return;
    }
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      const far = event.key === 'Home' ? -rows.total - columns.length : rows.total + columns.length;
      move(isWhole ? far : 0, far);
      return;
    }
    const row = active && rows.rowAt(active.position);
    if (!active || !row || isWhole || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onOpen(active, row, 'key');
    } else if (event.key === 'F2') {
      event.preventDefault();
      onOpen(active, row, 'edit');
    } else if (event.key.length === 1 && event.key !== ' ') {
      event.preventDefault();
      onOpen(active, row, 'edit', event.key);
    }
  }

  const drawn: { position: number; row: ImportRow }[] = [];
  for (let position = first; position <= last; position++) {
    const row = rows.rowAt(position);
    if (row) drawn.push({ position, row });
  }
  const events = useRef({ onOpen });
  events.current = { onOpen };
  const onActivate = useCallback(
    (position: number, column: number, row: ImportRow) => events.current.onOpen({ position, column }, row, 'click'),
    [],
  );
  const onEdit = useCallback(
    (position: number, column: number, row: ImportRow) => events.current.onOpen({ position, column }, row, 'edit'),
    [],
  );
  const activeRow = active ? rows.rowAt(active.position) : undefined;
  const activeColumn = active ? columns[active.column] : undefined;

  return (
    <SheetFrame
      ref={frame}
      role="grid"
      tabIndex={0}
      aria-label={t('import.preview.sheet', { sheet: summary.sheet })}
      aria-rowcount={summary.headerRow + rows.total}
      aria-colcount={columns.length + 2}
      aria-activedescendant={activeRow && activeColumn ? cellId(activeRow.row, activeColumn.index) : undefined}
      aria-busy={props.isBusy}
      data-has-active={active !== null}
      onScroll={measure}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active && rows.total > 0)
          onActive({ position: firstShown, column: 0 });
      }}
      onKeyDown={onKeyDown}
    >
      <div style={{ width: totalWidth }}>
        <SheetHead
          register={register}
          summary={summary}
          template={template}
          stateLeftPx={numberWidth}
          isBusy={props.isBusy}
          onMap={props.onMap}
        />
        <div className="body" role="rowgroup" style={{ height: rows.total * rowHeightPx }}>
          {drawn.map(({ position, row }) => {
            const isEdited = editing?.row === row.row;
            const editedAt = isEdited ? columns.findIndex((column) => column.index === editing.column) : -1;
            const centre = (lefts[editedAt] ?? 0) + (widths[editedAt] ?? 0) / 2 - scroll.left;
            return (
              <SheetRow
                key={row.row}
                register={register}
                scheme={scheme}
                columns={columns}
                row={row}
                position={position}
                template={template}
                stateLeftPx={numberWidth}
                spelling={props.spelling}
                typed={props.typed}
                active={active?.position === position ? active.column : -1}
                editing={editedAt}
                editor={
                  isEdited
                    ? props.editor({
                        side: position * rowHeightPx - scroll.top < rowHeightPx ? 'below' : 'above',
                        align: centre > (scroll.width - numberWidth - stateWidth) / 2 ? 'right' : 'left',
                      })
                    : null
                }
                onActivate={onActivate}
                onEdit={onEdit}
              />
            );
          })}
        </div>
      </div>
    </SheetFrame>
  );
}

/** Rows down, columns to the right, and whether a screenful is meant. */
const keySteps: Readonly<Record<string, readonly [number, number, boolean]>> = {
  ArrowDown: [1, 0, false],
  ArrowUp: [-1, 0, false],
  ArrowRight: [0, 1, false],
  ArrowLeft: [0, -1, false],
  PageDown: [1, 0, true],
  PageUp: [-1, 0, true],
};
