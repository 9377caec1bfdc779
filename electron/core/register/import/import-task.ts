// One import from file to commit, inside a worker: holds the sheet, the mapping, the edits and the plan. Writes only in
// `commit`, in one transaction.
import assert from 'node:assert';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type {
  ImportOptions,
  ImportRow,
  ImportRowState,
  ImportSummary,
} from '../../../../shared/contract/routes/import.ts';
import { isStateSecretGrade } from '../../../../shared/levels.ts';
import { canBeSealed, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { localDate } from '../../../../shared/time.ts';
import { importMessage } from '../../../../shared/values/row-errors.ts';
import { headerKey } from '../../../../shared/values/text.ts';
import type { TaskContext } from '../../tasks.ts';
import { openDataKeysOf, type VaultSession } from '../../vault/session.ts';
import { writeWhole } from '../export/export-task.ts';
import { writeErrorRows } from '../export/write-workbook.ts';
import { writeTransaction } from '../write-context.ts';
import { type CommitResult, commitImport, type ImportDecision } from './commit.ts';
import { cellsAt, filledOn, type ImportState, isReturn, isTarget, readerFor, summaryOf } from './import-state.ts';
import { type CellPlace, type NextCell, nextOpenCell } from './next-cell.ts';
import { createPlanner, type PlannedRow, type Planner } from './plan.ts';
import { rowView } from './preview.ts';
import { cellText, type WorkbookGrid } from './read/grid.ts';
import { classifyRows, findAnyTable, findLedger } from './read/layout.ts';
import { type ColumnMatch, createHeaderMatcher } from './read/match-headers.ts';
import { readWorkbook } from './read/read-workbook.ts';

export interface OpenImport {
  importId: string;
  register: string;
  path: string;
  /** The workbook where the caller has read it already. */
  book?: WorkbookGrid;
  sheetName?: string;
  /** Someone can still name the header: a sheet of which nothing is recognised opens too. */
  isInteractive?: boolean;
  /** Header key → target settled by the caller; goes before what was remembered. */
  remembered?: ReadonlyMap<string, string | null>;
}

interface RowsWanted {
  state: ImportRowState | null;
  offset: number;
  limit: number;
  language?: 'zh' | 'en';
}

const defaultOptions: ImportOptions = {
  grading: null,
  gradedOn: null,
  gradingBasis: null,
  matchBy: 'number',
  onlyGoodRows: true,
  departments: {},
};

function rememberedMapping(session: VaultSession, definition: RegisterDefinition): Map<string, string | null> {
  const rows = session.db
    .prepare('SELECT header, field FROM import_mapping WHERE register = ?')
    .all(definition.key) as { header: string; field: string | null }[];
  return new Map(rows.map(({ header, field }) => [header, field]));
}

/** Operations of one import session; `open` comes first. */
export function importTask(session: VaultSession) {
  let current: ImportState | null = null;
  const state = (): ImportState => {
    assert(current, 'an import session is opened first');
    return current;
  };

  async function open(
    { importId, register, path, sheetName, ...given }: OpenImport,
    job: TaskContext,
  ): Promise<ImportSummary> {
    const definition = session.registry.byKey(register);
    if (definition.madeByProgram === true) throw new AppError('register_made_by_program', { register });
    job.progress(0, null, 'read');
    const book = given.book ?? (await readWorkbook(path));
    const remembered = new Map([...rememberedMapping(session, definition), ...(given.remembered ?? [])]);
    const options = { scheme: session.settings.scheme, remembered, ...(sheetName === undefined ? {} : { sheetName }) };
    const layout = given.isInteractive
      ? findAnyTable(book.sheets, definition, options)
      : findLedger(book.sheets, definition, options);
    current = {
      importId,
      definition,
      fileName: basename(path),
      book,
      layout,
      chosen: new Map(),
      remembered,
      options: { ...defaultOptions, grading: isReturn({ definition, layout }) ? 'proposed' : null },
      edits: new Map(),
      decisions: [],
      rows: [],
      isCommitted: false,
      byRow: new Map(),
      planner: null as unknown as Planner,
    };
    await plan(current, job);
    return summaryOf(current);
  }

  async function plan(import_: ImportState, job: TaskContext): Promise<void> {
    const { definition, layout, options } = import_;
    const mapping = layout.columns;
    const columnOfTarget = new Map(
      mapping.filter(({ target }) => target !== null).map(({ target, column }) => [target as string, column]),
    );
    if (options.matchBy === 'number' && !columnOfTarget.has('number'))
      options.matchBy = definition.matchFields[0] ?? 'number';
    await openSealedColumns(definition, mapping);
    import_.planner = createPlanner({
      session,
      definition,
      options,
      columnOfTarget,
      isReturn: isReturn(import_),
      weakNumber: mapping.some(({ target, kind }) => target === 'number' && kind === 'weak'),
    });
    const read = readerFor(import_, session.settings.scheme);
    import_.rows = [];
    import_.byRow = new Map();
    const total = layout.kinds.size;
    let done = 0;
    for (const [index, kind] of layout.kinds) {
      done += 1;
      if (done % 2000 === 0) {
        job.checkCancelled();
        job.progress(done, total, 'plan');
      }
      if (kind !== 'data') continue;
      const planned = import_.planner.plan(index + 1, read(index));
      import_.rows.push(planned);
      import_.byRow.set(index + 1, planned);
    }
    import_.planner.release();
  }

  /** Comparing sealed columns with what is recorded needs the keys the user is cleared for. */
  async function openSealedColumns(definition: RegisterDefinition, mapping: readonly ColumnMatch[]): Promise<void> {
    const sealed = definition.fields.filter(
      (field) => canBeSealed(field) && mapping.some(({ target }) => target === field.key),
    );
    for (const field of sealed) {
      const keys = session.db
        .prepare(
          `SELECT DISTINCT s.data_key FROM sealed_value s JOIN ${definition.table} t ON t.rid = s.record WHERE s.field = ?`,
        )
        .pluck()
        .all(field.key) as number[];
      for (const key of keys) {
        await openDataKeysOf(session, [key]).catch((cause: unknown) => {
          // What the user may not open is reported on its cell when it is compared.
          if (!(cause instanceof AppError) || cause.code !== 'sealed_no_clearance') throw cause;
        });
      }
    }
  }

  async function configure(
    input: {
      sheet?: string;
      headerRow?: number;
      mapping?: Record<string, string | null>;
      options?: Partial<ImportOptions>;
    },
    job: TaskContext,
  ): Promise<ImportSummary> {
    const import_ = state();
    const { definition, book, remembered } = import_;
    if (input.sheet !== undefined || input.headerRow !== undefined) {
      import_.layout = findAnyTable(book.sheets, definition, {
        scheme: session.settings.scheme,
        remembered,
        sheetName: input.sheet ?? import_.layout.sheetName,
        ...(input.headerRow === undefined ? {} : { headerRow: input.headerRow }),
      });
      import_.chosen.clear();
      import_.edits.clear();
    }
    for (const [index, target] of Object.entries(input.mapping ?? {})) chooseTarget(import_, Number(index), target);
    if (input.mapping) {
      const { layout } = import_;
      layout.kinds = classifyRows(
        layout.sheet,
        definition,
        createHeaderMatcher(definition),
        layout.columns,
        layout.headerRow - 1,
        layout.firstDataRow - 1,
      );
    }
    Object.assign(import_.options, input.options);
    // Grading, date and basis fill what rows leave open when they are written; they change no row's state.
    const changesPlan =
      input.sheet !== undefined ||
      input.headerRow !== undefined ||
      input.mapping !== undefined ||
      input.options?.matchBy !== undefined ||
      input.options?.departments !== undefined;
    if (changesPlan) await plan(import_, job);
    return summaryOf(import_);
  }

  /** One target, one column: whoever had it before loses it. */
  function chooseTarget(import_: ImportState, column: number, target: string | null): void {
    if (!isTarget(import_.definition, target)) throw new AppError('value_invalid', { field: String(target) });
    for (const match of import_.layout.columns) {
      if (target !== null && match.target === target && match.column !== column)
        Object.assign(match, { target: null, kind: null, score: 0 });
      if (match.column === column) Object.assign(match, { target, kind: target === null ? null : 'exact', score: 1 });
    }
    import_.chosen.set(column, target);
  }

  /** Marks are read again for the rows shown: keeping them for every row would double the plan. */
  function viewer(language: 'zh' | 'en' = 'zh'): (planned: PlannedRow) => ImportRow {
    const import_ = state();
    const read = readerFor(import_, session.settings.scheme);
    return (planned) => {
      const index = planned.row - 1;
      return rowView(session, import_, planned, cellsAt(import_, index), read(index).cells, language);
    };
  }

  function rows({ state: wanted, offset, limit, language }: RowsWanted): { total: number; rows: ImportRow[] } {
    const import_ = state();
    const view = viewer(language);
    if (wanted !== null && wanted !== 'skipped') {
      const found = import_.rows.filter((row) => row.state === wanted);
      return { total: found.length, rows: found.slice(offset, offset + limit).map(view) };
    }
    const indexes = [...import_.layout.kinds].filter(
      ([index, kind]) => wanted === null || kind !== 'data' || import_.byRow.get(index + 1)?.state === 'skipped',
    );
    const shown = indexes.slice(offset, offset + limit).map(([index, kind]): ImportRow => {
      const planned = import_.byRow.get(index + 1);
      if (planned) return view(planned);
      const cells = import_.layout.sheet.rows[index] ?? [];
      return {
        row: index + 1,
        state: 'skipped',
        detail: kind,
        cells: import_.layout.columns.map(({ column }) => {
          const raw = cellText(cells[column]);
          return { raw, shown: raw, normalized: false, before: null, note: null, error: null, held: null };
        }),
      };
    });
    return { total: indexes.length, rows: shown };
  }

  function next(input: { state: ImportRowState | null; after: CellPlace | null }): { next: NextCell | null } {
    return { next: nextOpenCell(state(), input.state, input.after) };
  }

  async function edit(
    { row, column, text, language }: CellPlace & { text: string; language?: 'zh' | 'en' },
    job: TaskContext,
  ) {
    const import_ = state();
    if (!import_.byRow.has(row)) throw new AppError('value_invalid', { field: 'row' });
    import_.edits.set(`${row},${column}`, text);
    await plan(import_, job);
    return { summary: summaryOf(import_), row: viewer(language)(import_.byRow.get(row) as PlannedRow) };
  }

  async function decide({ decision }: { decision: ImportDecision }, job: TaskContext): Promise<ImportSummary> {
    const import_ = state();
    import_.decisions = [
      ...import_.decisions.filter((known) => !(known.word === decision.word && known.row === decision.row)),
      decision,
    ];
    await plan(import_, job);
    return summaryOf(import_);
  }

  async function commit(
    input: { stateSecretDeclared: boolean; rememberMapping: boolean },
    job: TaskContext,
  ): Promise<CommitResult> {
    const import_ = state();
    if (import_.isCommitted) throw new AppError('import_nothing_to_do');
    const { layout, definition, chosen, options } = import_;
    const mapping = new Map(
      layout.columns
        .filter(({ column }) => chosen.has(column))
        .map(({ header, target }) => [headerKey(header), target]),
    );
    const aliases = [...import_.planner.unknown.keys()].flatMap((name) => {
      const department = options.departments[name] ?? 'create';
      return department === 'create' || department === 'text' ? [] : [[name, department] as const];
    });
    const result = await commitImport(
      session,
      {
        definition,
        rows: import_.rows,
        linksFrom: filledOn(import_) ?? localDate(session.now()),
        options,
        aliases: new Map(aliases),
        decisions: import_.decisions,
        fileName: import_.fileName,
        fileSha256: import_.book.sha256,
        sheet: layout.sheetName,
        mapping: layout.columns.map(({ header, target }) => ({ header, target })),
        remember: input.rememberMapping ? mapping : new Map(),
        hasSealedColumns: summaryOf(import_).hasSealedColumns,
        stateSecretDeclared: input.stateSecretDeclared,
      },
      job,
    );
    import_.isCommitted = true;
    return result;
  }

  /** What the command line prints of each row that is not imported. */
  function findings() {
    const import_ = state();
    const header = new Map(import_.layout.columns.map(({ column, header: text }) => [column, text]));
    const title = import_.definition.fields.find(({ key }) => key === import_.definition.title);
    const named = (column: number, field: string) =>
      header.get(column) ?? (field === title?.key ? title.label.zh : field);
    return {
      errors: import_.rows
        .filter(({ state: s }) => s === 'error')
        .flatMap((row) =>
          row.errors.map((error) => ({
            row: row.row,
            column: named(error.column, error.field),
            code: error.code,
            value: error.raw,
          })),
        ),
      held: import_.rows
        .filter(({ state: s }) => s === 'held')
        .flatMap((row) =>
          row.held.map((held) => ({
            row: row.row,
            column: named(held.column, held.field),
            code: held.code,
            value: held.raw,
          })),
        ),
      stateSecretWords: [
        ...new Set(import_.rows.flatMap(({ held }) => held.map(({ raw }) => raw)).filter(isStateSecretGrade)),
      ],
    };
  }

  /** Writes what is not imported to a workbook for correction, each row with its reasons. */
  async function rejected({ target }: { target: string }): Promise<{ rows: number }> {
    const import_ = state();
    const { columns } = import_.layout;
    const bad = import_.rows.filter(({ state: s }) => s === 'error' || s === 'held');
    const width = Math.max(...columns.map(({ column }) => column)) + 1;
    const headers = Array.from(
      { length: width },
      (_, column) => columns.find((match) => match.column === column)?.header ?? '',
    );
    const bytes = await writeErrorRows({
      title: import_.fileName,
      language: 'zh',
      headers,
      rows: bad.map((planned) => {
        const cells = cellsAt(import_, planned.row - 1);
        return {
          row: planned.row,
          cells: headers.map((_header, column) => cellText(cells[column])),
          reasons: [
            ...planned.errors.map(({ code, params }) => importMessage(code, params, 'zh')),
            ...planned.held.map(({ code, raw }) => importMessage(code, { raw }, 'zh')),
          ],
          wrongColumns: [...planned.errors, ...planned.held].map(({ column }) => column),
        };
      }),
    });
    await writeWhole(target, async (partial) => writeFileSync(partial, bytes, { flag: 'wx', mode: 0o600 }));
    writeTransaction(session, (context) =>
      context.journal.append({
        action: 'register.exported',
        register: import_.definition.key,
        detail: { rows: bad.length, file: basename(target), what: 'rejected rows' },
      }),
    );
    return { rows: bad.length };
  }

  return { open, configure, rows, next, edit, decide, commit, findings, rejected };
}
