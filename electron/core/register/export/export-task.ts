// The jobs that write a register, its template, or nothing at all: a temporary file, complete and synced, then its name.
import {
  closeSync,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { Filter, RecordRow } from '../../../../shared/contract/routes/common.ts';
import { columnOf, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { fileError } from '../attachments/sealed-files.ts';
import type { ListQuery } from '../list-query.ts';
import { isMarked } from '../marks.ts';
import { createLabeller, getRow, iterateRows, toRecord } from '../read.ts';
import { statementsFor } from '../statements.ts';
import { writeTransaction } from '../write-context.ts';
import { writeReturnSheet } from './write-return.ts';
import { streamRegisterWorkbook, writeTemplate } from './write-workbook.ts';

export interface ExportInput {
  register: string;
  target: string;
  filters: Filter[];
  search: string;
  ids: string[] | null;
  language: 'zh' | 'en';
}

/** Operations: `register`, `template`, `departmentReturn`. */
export function exportTask(session: VaultSession) {
  return {
    register: (input: ExportInput, job: TaskContext) => exportRegister(session, input, job),
    template: (input: { register: string; target: string; language: 'zh' | 'en' }) => exportTemplate(session, input),
    departmentReturn: (input: { register: string; target: string; department: string | null }) =>
      exportReturn(session, input),
  };
}

/** Throws AppError `path_exists`, `disk_full`, `file_unreadable`. A file that was begun is removed again. */
export async function writeWhole(target: string, write: (partial: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
  const partial = `${target}.part`;
  try {
    await write(partial);
    const handle = openSync(partial, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, target);
  } catch (cause) {
    rmSync(partial, { force: true });
    throw fileError(cause, basename(target));
  }
}

const watermark = '演示数据';

/** Titles of the records a register may refer to, for the drop-downs of a sheet. */
function referenceNames(session: VaultSession, definition: RegisterDefinition): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const field of definition.fields) {
    if (field.kind !== 'reference') continue;
    const target = session.registry.byKey(field.target);
    names[field.key] = session.db
      .prepare(
        `SELECT ${columnOf(target.title)} FROM ${target.table} WHERE void = 0 AND ${columnOf(target.title)} IS NOT NULL ORDER BY number_sort LIMIT 500`,
      )
      .pluck()
      .all() as string[];
  }
  return names;
}

async function exportRegister(session: VaultSession, input: ExportInput, job: TaskContext): Promise<{ rows: number }> {
  const definition = session.registry.byKey(input.register);
  const query: ListQuery = { filters: input.filters, search: input.search, sort: [], includeVoid: false };
  const wanted = input.ids === null ? null : new Set(input.ids);
  let rows = 0;
  function* records(): IterableIterator<RecordRow> {
    const statements = statementsFor(session.db, definition);
    const label = createLabeller(session);
    for (const row of iterateRows(session, definition, query)) {
      if (wanted && !wanted.has(row.id)) continue;
      // What is suspected of being a state secret goes nowhere.
      if (isMarked(session, row.rid, 'frozen')) continue;
      rows += 1;
      if (rows % 500 === 0) {
        job.checkCancelled();
        job.progress(rows, null, 'write');
      }
      yield toRecord(definition, statements, row, label);
    }
  }
  const { scheme, organisation, demo } = session.settings;
  await writeWhole(input.target, async (partial) => {
    const workbook = streamRegisterWorkbook({
      definition,
      scheme,
      language: input.language,
      organisation,
      rows: records(),
      watermark: demo ? watermark : null,
      referenceNames: referenceNames(session, definition),
    });
    await pipeline(workbook, createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
  });
  writeTransaction(session, (context) =>
    context.journal.append({
      action: 'register.exported',
      register: definition.key,
      detail: { rows, file: basename(input.target), filters: JSON.stringify(input.filters), search: input.search },
    }),
  );
  return { rows };
}

async function exportTemplate(
  session: VaultSession,
  input: { register: string; target: string; language: 'zh' | 'en' },
): Promise<{ rows: number }> {
  const definition = session.registry.byKey(input.register);
  const { scheme, organisation } = session.settings;
  const bytes = await writeTemplate({
    definition,
    scheme,
    language: input.language,
    organisation,
    referenceNames: referenceNames(session, definition),
    includeSealed: true,
  });
  await writeWhole(input.target, async (partial) => writeFileSync(partial, bytes, { flag: 'wx', mode: 0o600 }));
  return { rows: 0 };
}

async function exportReturn(
  session: VaultSession,
  input: { register: string; target: string; department: string | null },
): Promise<{ rows: number }> {
  const definition = session.registry.byKey(input.register);
  const { scheme, organisation } = session.settings;
  const department =
    input.department === null ? null : getRow(session, session.registry.byKey('department'), input.department).name;
  const bytes = await writeReturnSheet({
    definition,
    scheme,
    organisation,
    department: department === null ? null : String(department),
  });
  await writeWhole(input.target, async (partial) => writeFileSync(partial, bytes, { flag: 'wx', mode: 0o600 }));
  return { rows: 0 };
}
