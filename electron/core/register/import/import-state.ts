// The state of one import session and what can be read off it: cells with edits, the row reader, the summary.
import type {
  ImportColumn,
  ImportOptions,
  ImportRowState,
  ImportSummary,
} from '../../../../shared/contract/routes/import.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import { canBeSealed, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { ImportDecision } from './commit.ts';
import type { PlannedRow, Planner } from './plan.ts';
import { columnLetter } from './preview.ts';
import { type Cell, cellText, type SheetGrid, type WorkbookGrid } from './read/grid.ts';
import type { LedgerLayout } from './read/layout.ts';
import { type ColumnMatch, isDepartmentReturn } from './read/match-headers.ts';
import { createRowReader, decisionKey } from './read/read-row.ts';
import { dateOverTable, departmentOverTable } from './read/return-head.ts';

export interface ImportState {
  importId: string;
  definition: RegisterDefinition;
  fileName: string;
  book: WorkbookGrid;
  layout: LedgerLayout;
  /** Columns whose target a person chose or an earlier import remembered. */
  chosen: Map<number, string | null>;
  remembered: ReadonlyMap<string, string | null>;
  options: ImportOptions;
  edits: Map<string, string>;
  decisions: ImportDecision[];
  rows: PlannedRow[];
  /** Committed once; what was not imported can still be written out. */
  isCommitted: boolean;
  byRow: Map<number, PlannedRow>;
  planner: Planner;
}

/** The cells of a row with what the user typed over them. */
export function cellsAt(import_: ImportState, index: number): readonly Cell[] {
  const cells = import_.layout.sheet.rows[index] ?? [];
  if (import_.edits.size === 0) return cells;
  const edited = [...cells];
  for (const { column } of import_.layout.columns) {
    const text = import_.edits.get(`${index + 1},${column}`);
    if (text === undefined) continue;
    while (edited.length <= column) edited.push(null);
    edited[column] = text === '' ? null : text;
  }
  return edited;
}

/** The reader of rows under the mapping and decisions so far. */
export function readerFor(import_: ImportState, scheme: GradingScheme) {
  const { definition, layout, decisions } = import_;
  const base = { definition, mapping: layout.columns, scheme };
  const general = new Map(
    decisions.filter(({ row }) => row === null).map(({ word, target }) => [decisionKey(word), target]),
  );
  const readGeneral = createRowReader({ ...base, decisions: general });
  const special = new Map<number, ReturnType<typeof createRowReader>>();
  for (const { row } of decisions) {
    if (row === null) continue;
    const own = decisions
      .filter((decision) => decision.row === row)
      .map(({ word, target }) => [decisionKey(word), target] as const);
    special.set(row, createRowReader({ ...base, decisions: new Map([...general, ...own]) }));
  }
  const { departmentReturn } = definition;
  const department =
    departmentReturn && !layout.columns.some(({ target }) => target === departmentReturn.field) && isReturn(import_)
      ? departmentOverTable(layout.sheet, layout.headerRow, definition)
      : null;
  return (index: number) => {
    const reading = (special.get(index + 1) ?? readGeneral)(cellsAt(import_, index));
    if (departmentReturn && department !== null) reading.values[departmentReturn.field] = department;
    return reading;
  };
}

/** Whether the sheet is what a department handed in. */
export function isReturn({ definition, layout }: Pick<ImportState, 'definition' | 'layout'>): boolean {
  return isDepartmentReturn(definition, layout.columns);
}

/** The day a return was filled in by its own words, or null. */
export function filledOn({ definition, layout }: Pick<ImportState, 'definition' | 'layout'>): string | null {
  return dateOverTable(layout.sheet, layout.headerRow, definition);
}

/** Whether a column may be mapped to this: a field, the number, the status, names to be linked, or nothing. */
export function isTarget(definition: RegisterDefinition, target: string | null): boolean {
  const columns = [...definition.fields, ...(definition.departmentReturn?.linkColumns ?? [])];
  return target === null || target === 'number' || target === 'status' || columns.some(({ key }) => key === target);
}

/** What the page shows of the session. */
export function summaryOf(import_: ImportState): ImportSummary {
  const { layout, planner, options, book } = import_;
  const count = (wanted: ImportRowState) => import_.rows.filter(({ state: rowState }) => rowState === wanted).length;
  const changedCells = import_.rows.reduce(
    (sum, row) => sum + (row.state === 'update' ? Object.keys(row.changes).length : 0),
    0,
  );
  const words = new Set(
    import_.rows.flatMap(({ held }) => held.filter(({ code }) => code === 'state_secret_grade').map(({ raw }) => raw)),
  );
  return {
    importId: import_.importId,
    register: import_.definition.key,
    fileName: import_.fileName,
    fileKind: book.kind,
    encoding: book.encoding ?? null,
    sheets: layout.sheets.map(({ name, rows, hidden, score }) => ({
      name,
      rows,
      hidden,
      fits: Math.round(Math.max(0, score) * 100),
    })),
    sheet: layout.sheetName,
    headerRow: layout.headerRow,
    headerRows: layout.headerHeight,
    titleRows: titleRows(layout.sheet, layout.headerRow),
    columns: layout.columns.map((column) => columnView(import_, column)),
    counts: {
      rows: import_.rows.length,
      new: count('new'),
      update: count('update'),
      unchanged: count('unchanged'),
      repeat: count('repeat'),
      error: count('error'),
      held: count('held'),
      skipped: count('skipped') + [...layout.kinds.values()].filter((kind) => kind !== 'data').length,
      changedCells,
    },
    hasSealedColumns: layout.columns.some(({ target }) =>
      import_.definition.fields.some((field) => field.key === target && canBeSealed(field)),
    ),
    stateSecretWords: [...words],
    heldWords: heldWords(import_.rows),
    unknownDepartments: [...planner.unknown].map(([name, rows]) => ({
      name,
      rows,
      suggestion: planner.suggest(name),
      decision: options.departments[name] ?? 'create',
    })),
    options,
    rememberedMapping: layout.columns.some(({ kind }) => kind === 'remembered'),
  };
}

function heldWords(rows: readonly PlannedRow[]): { word: string; field: string; rows: number }[] {
  const found = new Map<string, { word: string; field: string; rows: number }>();
  for (const { held } of rows) {
    for (const { raw, field } of held) {
      const key = `${field}\n${decisionKey(raw)}`;
      const known = found.get(key);
      if (known) known.rows += 1;
      else found.set(key, { word: raw, field, rows: 1 });
    }
  }
  return [...found.values()];
}

function columnView(import_: ImportState, column: ColumnMatch): ImportColumn {
  return {
    index: column.column,
    letter: columnLetter(column.column),
    header: column.header,
    hidden: import_.layout.sheet.hiddenColumns.includes(column.column),
    field: column.target,
    confidence: import_.chosen.has(column.column) ? 'chosen' : (column.kind ?? 'none'),
    score: Math.round(Math.min(1, Math.max(0, column.score)) * 100),
  };
}

const shownTitleRows = 10;

function titleRows(sheet: SheetGrid, headerRow: number): { row: number; cells: string[] }[] {
  return sheet.rows
    .slice(0, headerRow - 1)
    .map((cells, index) => ({ row: index + 1, cells: cells.map((cell) => cellText(cell)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .slice(0, shownTitleRows);
}
