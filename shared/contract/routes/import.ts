// Routes of the import wizard. A session lives in a worker from choosing the file to commit or close; it writes nothing
// before `import.commit`.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, jobStarted, partialDate, pathToken, registerKey } from './common.ts';

const work = { state: 'unlocked', roles: ['officer', 'liaison'], writes: true } as const;
const rowState = z.enum(['new', 'update', 'unchanged', 'repeat', 'error', 'held', 'skipped']);
export type ImportRowState = z.infer<typeof rowState>;

const params = z.record(z.string(), z.union([z.string(), z.number()]));

export const importColumn = z.strictObject({
  /** 0-based position in the sheet; `letter` is what the clerk sees. */
  index: z.number().int(),
  letter: z.string(),
  header: z.string(),
  hidden: z.boolean(),
  /** A field key, `number`, `status`, or null: not imported. */
  field: z.string().nullable(),
  confidence: z.enum(['exact', 'synonym', 'guess', 'weak', 'remembered', 'chosen', 'none']),
  /** 0–100, for 推测 n %. */
  score: z.number().int(),
});
export type ImportColumn = z.infer<typeof importColumn>;

export const importOptions = z.strictObject({
  /** Already graded (date and basis of the original grading) or proposed for grading. */
  grading: z.enum(['graded', 'proposed']).nullable(),
  gradedOn: partialDate.nullable(),
  gradingBasis: z.string().max(200).nullable(),
  /** Match by number, or by a field where the sheet has none. */
  matchBy: z.string().max(60),
  onlyGoodRows: z.boolean(),
  /**
   * Departments the file mentions and the vault lacks: written spelling → `create`, `text`, or the id of a department it
   * is an alias of. The commit records such an alias with the department.
   */
  departments: z.record(z.string(), z.string()),
});
export type ImportOptions = z.infer<typeof importOptions>;

const decision = z.strictObject({
  word: z.string().max(200),
  field: z.string().max(60),
  /** A choice or grade code, or `skip`: the row stays out. */
  target: z.string().max(60),
  /** The statement recorded in the journal in the user's name. */
  statement: z.string().trim().min(1).max(500),
  /** Only this row, or every row with the word. */
  row: z.number().int().nullable(),
});

export const importSummary = z.strictObject({
  importId: z.string(),
  register: registerKey,
  fileName: z.string(),
  fileKind: z.enum(['xlsx', 'xls', 'ods', 'csv']),
  encoding: z.string().nullable(),
  sheets: z.array(
    z.strictObject({ name: z.string(), rows: z.number().int(), hidden: z.boolean(), fits: z.number().int() }),
  ),
  sheet: z.string(),
  /** 1-based, as the sheet counts. */
  headerRow: z.number().int(),
  headerRows: z.number().int(),
  /** Rows above the header, as written. */
  titleRows: z.array(z.strictObject({ row: z.number().int(), cells: z.array(z.string()) })),
  columns: z.array(importColumn),
  counts: z.strictObject({
    rows: z.number().int(),
    new: z.number().int(),
    update: z.number().int(),
    unchanged: z.number().int(),
    repeat: z.number().int(),
    error: z.number().int(),
    held: z.number().int(),
    skipped: z.number().int(),
    changedCells: z.number().int(),
  }),
  /** The state-secret question must be answered in this session before sealed columns go in. */
  hasSealedColumns: z.boolean(),
  stateSecretWords: z.array(z.string()),
  /** Words that wait for a decision, with the number of rows they hold. */
  heldWords: z.array(z.strictObject({ word: z.string(), field: z.string(), rows: z.number().int() })),
  unknownDepartments: z.array(
    z.strictObject({
      name: z.string(),
      rows: z.number().int(),
      suggestion: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
      decision: z.string(),
    }),
  ),
  options: importOptions,
  rememberedMapping: z.boolean(),
});
export type ImportSummary = z.infer<typeof importSummary>;

export const importCell = z.strictObject({
  /** As written in the sheet. */
  raw: z.string(),
  /** As it will be stored, in words; null where it cannot be read. */
  shown: z.string().nullable(),
  /** Differs from `raw` only in spelling. */
  normalized: z.boolean(),
  /** The value in the register before, where an update changes it. */
  before: z.string().nullable(),
  note: z.string().nullable(),
  error: z.strictObject({ code: z.string(), params }).nullable(),
  held: z.string().nullable(),
});
export type ImportCell = z.infer<typeof importCell>;

export const importRow = z.strictObject({
  row: z.number().int(),
  state: rowState,
  /** Why a row is skipped or a repeat: blank, footer, header, row number it repeats. */
  detail: z.string().nullable(),
  /** In the order of `columns`. */
  cells: z.array(importCell),
});
export type ImportRow = z.infer<typeof importRow>;

/** The language of values in words; Chinese where it is left out. */
const language = z.enum(['zh', 'en']).optional();

export const importRoutes = {
  'import.open': route({
    kind: 'session',
    input: z.strictObject({ register: registerKey, file: pathToken }),
    output: importSummary,
    access: work,
    audit: null,
  }),
  'import.configure': route({
    kind: 'session',
    input: z.strictObject({
      importId: z.string(),
      sheet: z.string().optional(),
      headerRow: z.number().int().min(1).optional(),
      /** Column index → field key or null; only the columns named change. */
      mapping: z.record(z.string(), z.string().nullable()).optional(),
      options: importOptions.partial().optional(),
    }),
    output: importSummary,
    access: work,
    audit: null,
  }),
  'import.rows': route({
    kind: 'session',
    input: z.strictObject({
      importId: z.string(),
      state: rowState.nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
      language,
    }),
    output: z.strictObject({ total: z.number().int(), rows: z.array(importRow) }),
    access: work,
    audit: null,
  }),
  /** The next cell with an error or a decision to take, after a place in the sheet and from the top again. */
  'import.next': route({
    kind: 'session',
    input: z.strictObject({
      importId: z.string(),
      /** The rows listed: `position` counts among them, as `import.rows` does. */
      state: rowState.nullable(),
      after: z.strictObject({ row: z.number().int(), column: z.number().int() }).nullable(),
    }),
    output: z.strictObject({
      next: z
        .strictObject({
          row: z.number().int(),
          /** Column of the sheet; -1 where the column is not in the sheet. */
          column: z.number().int(),
          position: z.number().int(),
        })
        .nullable(),
    }),
    access: work,
    audit: null,
  }),
  /** Types another text into a cell; the file itself is never changed. */
  'import.edit': route({
    kind: 'session',
    input: z.strictObject({
      importId: z.string(),
      row: z.number().int(),
      column: z.number().int(),
      text: z.string().max(100_000),
      language,
    }),
    output: z.strictObject({ summary: importSummary, row: importRow }),
    access: work,
    audit: null,
  }),
  'import.decide': route({
    kind: 'session',
    input: z.strictObject({ importId: z.string(), decision }),
    output: importSummary,
    access: work,
    audit: null,
  }),
  'import.commit': route({
    kind: 'job',
    input: z.strictObject({ importId: z.string(), stateSecretDeclared: z.boolean(), rememberMapping: z.boolean() }),
    output: jobStarted,
    access: work,
    audit: 'import.committed',
  }),
  /** Writes the rows that would not be imported, with their reasons, to a workbook for correction. */
  'import.exportRejected': route({
    kind: 'session',
    input: z.strictObject({ importId: z.string(), target: pathToken }),
    output: z.strictObject({ rows: z.number().int() }),
    access: work,
    audit: 'register.exported',
  }),
  'import.close': route({
    kind: 'session',
    input: z.strictObject({ importId: z.string() }),
    output: empty,
    access: work,
    audit: null,
  }),
  'import.batches': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      batches: z.array(
        z.strictObject({
          id: z.string(),
          register: registerKey,
          fileName: z.string(),
          atMs: z.number().int(),
          actor: z.string(),
          created: z.number().int(),
          updated: z.number().int(),
          undoneAtMs: z.number().int().nullable(),
        }),
      ),
    }),
    access: { state: 'unlocked', roles: 'any', writes: false },
    audit: null,
  }),
  'import.undo': route({
    kind: 'job',
    input: z.strictObject({ batchId: z.string() }),
    output: jobStarted,
    access: work,
    audit: 'import.undone',
  }),
};
