// Commands on records: import, undo-import, list, show, export.
import { basename, resolve } from 'node:path';
import type { JobResults } from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/contract/envelope.ts';
import type { AsOf, Filter, RecordRow } from '../../shared/contract/routes/common.ts';
import { gradingSchemes, isStateSecretGrade } from '../../shared/levels.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { headerKey } from '../../shared/values/text.ts';
import { importTask } from '../core/register/import/import-task.ts';
import { findLedger } from '../core/register/import/read/layout.ts';
import { readWorkbook } from '../core/register/import/read/read-workbook.ts';
import { createRegistry } from '../core/register/registry.ts';
import { type Arguments, positiveInteger, takePositionals, UsageError } from './arguments.ts';
import { stateSecretNotice } from './commands-vault.ts';
import { note, print } from './output.ts';
import { fieldsJson, recordJson } from './record-json.ts';
import { type Opened, quietJob, withVault } from './session.ts';

const registry = createRegistry(allRegisters);

function registerOf(key: string): RegisterDefinition {
  const definition = registry.byKey(key);
  if (definition.kind !== 'register') throw new AppError('register_unknown', { register: key });
  return definition;
}

/** `FROM=TO` pairs; FROM may itself contain no equals sign. */
function pairs(given: readonly string[] | undefined, option: string): { from: string; to: string }[] {
  return (given ?? []).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--${option} ${option === 'map' ? 'FROM=TO' : 'F=V'}: ${text}`);
    return { from: text.slice(0, at), to: text.slice(at + 1) };
  });
}

/** `midian import VAULT REGISTER FILE …` The file is read and judged before the vault is opened: a bad file touches nothing. */
export async function importFile(given: Arguments): Promise<number> {
  const [path, key, file] = takePositionals(given.positionals, 3, 'import VAULT REGISTER FILE') as [
    string,
    string,
    string,
  ];
  const definition = registerOf(key);
  const status = given.values.status ?? 'proposed';
  if (status !== 'graded' && status !== 'proposed') throw new UsageError('--status graded|proposed');
  const maps = pairs(given.values.map, 'map');
  const book = await readWorkbook(resolve(file));
  const named = given.values.sheet === undefined ? {} : { sheetName: given.values.sheet };
  const remembered = headerMaps(definition, maps);
  findLedger(book.sheets, definition, {
    scheme: gradingSchemes[0] as (typeof gradingSchemes)[number],
    remembered,
    ...named,
  });
  return withVault(path, given, async ({ session }) => {
    const task = importTask(session);
    let summary = await task.open(
      { importId: 'cli', register: key, path: resolve(file), book, remembered, ...named },
      quietJob,
    );
    const goodRows = given.values['good-rows'] ?? false;
    summary = await task.configure({ options: { grading: status, onlyGoodRows: goodRows } }, quietJob);
    for (const { from, to } of maps) {
      if (remembered.has(headerKey(from))) continue;
      const statement = isStateSecretGrade(from) ? '命令行声明：系企业历史沿用标志，非国家秘密' : '命令行指定';
      summary = await task.decide({ decision: { word: from, field: '', target: to, statement, row: null } }, quietJob);
    }
    const { errors, held } = task.findings();
    const { counts } = summary;
    const report = {
      sheet: summary.sheet,
      headerRow: summary.headerRow,
      rows: counts.rows,
      unchanged: counts.unchanged,
      duplicates: counts.repeat,
      errors,
      held,
    };
    const isBlocked = !goodRows && errors.length + held.length > 0;
    if (given.values['dry-run'] || isBlocked || counts.new + counts.update === 0) {
      const shown = {
        batch: null,
        ...report,
        created: given.values['dry-run'] ? counts.new : 0,
        updated: given.values['dry-run'] ? counts.update : 0,
      };
      print(given, shown, () => importLines(shown));
      return (given.values['dry-run'] || isBlocked) && errors.length + held.length > 0 ? 1 : 0;
    }
    if (summary.hasSealedColumns) note(stateSecretNotice);
    const result = await task.commit({ stateSecretDeclared: true, rememberMapping: false }, quietJob);
    const shown = { ...report, batch: result.batch, created: result.created, updated: result.updated };
    print(given, shown, () => importLines(shown));
    return 0;
  });
}

/** The `--map` pairs that name a header rather than a word of a cell. */
function headerMaps(
  definition: RegisterDefinition,
  maps: readonly { from: string; to: string }[],
): Map<string, string | null> {
  const targets = new Map<string, string>([
    ['number', 'number'],
    [definition.number.label.zh, 'number'],
    ['status', 'status'],
    ...definition.fields.flatMap((field): [string, string][] => [
      [field.key, field.key],
      [field.label.zh, field.key],
    ]),
  ]);
  return new Map(
    maps.filter(({ to }) => targets.has(to)).map(({ from, to }) => [headerKey(from), targets.get(to) as string]),
  );
}

interface ImportReport {
  batch: string | null;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  duplicates: number;
  errors: { row: number; column: string; code: string; value: string }[];
  held: { row: number; column: string; code: string; value: string }[];
}

function importLines(report: ImportReport): string {
  return [
    `共 ${report.rows} 行：新增 ${report.created}，变更 ${report.updated}，相同 ${report.unchanged}，重复 ${report.duplicates}，有误 ${report.errors.length} 处，待决定 ${report.held.length} 处`,
    ...report.errors.map(({ row, column, code, value }) => `有误\t第 ${row} 行\t${column}\t${code}\t${value}`),
    ...report.held.map(({ row, column, code, value }) => `待决定\t第 ${row} 行\t${column}\t${code}\t${value}`),
    ...(report.batch === null ? [] : [`批次 / batch: ${report.batch}`]),
  ].join('\n');
}

/** `midian undo-import VAULT BATCH` */
export async function undoImport(given: Arguments): Promise<number> {
  const [path, batchId] = takePositionals(given.positionals, 2, 'undo-import VAULT BATCH') as [string, string];
  const result = await withVault(path, given, ({ run }) => run<JobResults['undoImport']>('import.undo', { batchId }));
  print(given, result, () => `已撤销：作废 ${result.voided}，恢复 ${result.restored}`);
  return 0;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

function asOfOf(given: Arguments): AsOf | null {
  const { 'as-of': fact, 'recorded-by': recorded } = given.values;
  if (fact !== undefined && recorded !== undefined) throw new UsageError('--as-of | --recorded-by');
  const date = fact ?? recorded;
  if (date === undefined) return null;
  if (!day.test(date)) throw new UsageError(`YYYY-MM-DD: ${date}`);
  return { date, reading: fact !== undefined ? 'fact' : 'recorded' };
}

/** A `F=V` filter: choices, grades and statuses by code or label, references by name. */
async function filterOf(
  { call }: Opened,
  definition: RegisterDefinition,
  { from, to }: { from: string; to: string },
): Promise<Filter> {
  const field = definition.fields.find(({ key, label }) => key === from || label.zh === from);
  if (from === 'status') {
    const status = definition.statuses.find(({ code, label }) => code === to || label.zh === to)?.code ?? to;
    return { field: 'status', operator: 'is', values: [status] };
  }
  if (from === 'number') return { field: 'number', operator: 'is', values: [to] };
  if (!field) throw new UsageError(`--filter ${from}`);
  if (to === '') return { field: field.key, operator: 'empty', values: [] };
  switch (field.kind) {
    case 'choice':
      return {
        field: field.key,
        operator: 'is',
        values: [field.choices.find(({ code, label }) => code === to || label.zh === to)?.code ?? to],
      };
    case 'level': {
      const grades = gradingSchemes.flatMap((scheme) => scheme.grades);
      return {
        field: field.key,
        operator: 'is',
        values: [grades.find(({ code, label }) => code === to || label.zh === to)?.code ?? to],
      };
    }
    case 'yesNo':
      return { field: field.key, operator: 'is', values: [/^(true|1|是|yes)$/i.test(to)] };
    case 'reference': {
      const { values } = await call('register.values', { register: definition.key, field: field.key });
      return { field: field.key, operator: 'is', values: [values.find(({ label }) => label === to)?.value ?? to] };
    }
    case 'integer':
    case 'money':
      return { field: field.key, operator: 'is', values: [Number(to)] };
    default:
      return { field: field.key, operator: 'is', values: [to] };
  }
}

const pageSize = 1000;
const defaultLimit = 100;

/** `midian list VAULT REGISTER …` */
export async function list(given: Arguments): Promise<number> {
  const [path, key] = takePositionals(given.positionals, 2, 'list VAULT REGISTER') as [string, string];
  const definition = registerOf(key);
  const limit = positiveInteger(given.values.limit, 'limit') ?? defaultLimit;
  const asOf = asOfOf(given);
  const { sort } = given.values;
  return withVault(path, given, async (opened) => {
    const filters = [];
    for (const pair of pairs(given.values.filter, 'filter')) filters.push(await filterOf(opened, definition, pair));
    const records: RecordRow[] = [];
    let total = 0;
    do {
      const page = await opened.call('register.list', {
        register: key,
        filters,
        search: given.values.search ?? '',
        sort: sort ? [{ field: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'desc' : 'asc' }] : [],
        offset: records.length,
        limit: Math.min(pageSize, limit - records.length),
        asOf,
      });
      total = page.total;
      if (page.records.length === 0) break;
      records.push(...page.records);
    } while (records.length < limit && records.length < total);
    const title = (record: RecordRow) => String(record.values[definition.title] ?? '');
    print(given, { total, records: records.map((record) => recordJson(definition, record)) }, () =>
      [
        ...records.map((record) => `${record.number ?? ''}\t${title(record)}\t${record.status}`),
        `${records.length} / ${total}`,
      ].join('\n'),
    );
    return 0;
  });
}

/** `midian show VAULT REGISTER NUMBER …`; a copy is named NUMBER/COPY where copies share a number. */
export async function show(given: Arguments): Promise<number> {
  const [path, key, number] = takePositionals(given.positionals, 3, 'show VAULT REGISTER NUMBER') as [
    string,
    string,
    string,
  ];
  const definition = registerOf(key);
  const asOf = asOfOf(given);
  return withVault(path, given, async ({ call }) => {
    const id = await idOfNumber({ call } as Opened, definition, number);
    const { record, links } = await call('register.get', { register: key, id, asOf });
    const { revisions } = await call('register.history', { register: key, id });
    const fields = fieldsJson(definition, record);
    if (given.values.sealed)
      Object.assign(fields, (await call('register.openSealed', { register: key, id, purpose: null })).values);
    const shown = {
      number: record.number,
      status: record.status,
      version: record.version,
      fields,
      links: Object.fromEntries(
        Object.entries(links).map(([link, items]) => [
          link,
          items.map(({ link: row, other }) => ({
            number: other.number,
            name: other.values.name ?? null,
            startsOn: row.values.startsOn ?? null,
            endsOn: row.values.endsOn ?? null,
          })),
        ]),
      ),
      revisions: revisions.map(({ version, atMs, actor, action, factDate, lateEntry, reason, changes }) => ({
        version,
        at: new Date(atMs).toISOString(),
        actor,
        action,
        factDate,
        lateEntry,
        reason,
        changes,
      })),
      factDate: record.factDate,
      lateEntry: record.lateEntry,
    };
    print(given, shown, () =>
      [
        `${record.number ?? ''} ${record.status} v${record.version}`,
        ...Object.entries(fields).flatMap(([field, value]) =>
          value === null ? [] : [`${field}\t${typeof value === 'object' ? '（密封）' : String(value)}`],
        ),
      ].join('\n'),
    );
    return 0;
  });
}

async function idOfNumber({ call }: Opened, definition: RegisterDefinition, text: string): Promise<string> {
  const find = async (number: string, copy?: number) => {
    const filters: Filter[] = [{ field: 'number', operator: 'is', values: [number] }];
    if (copy !== undefined) filters.push({ field: definition.identity[0] as string, operator: 'is', values: [copy] });
    return (await call('register.list', { register: definition.key, filters, includeVoid: true, limit: 2 })).records;
  };
  let found = await find(text);
  const copied = /^(.+)\/(\d+)$/.exec(text);
  if (found.length === 0 && copied && definition.identity.length > 0)
    found = await find(copied[1] as string, Number(copied[2]));
  if (found.length > 1)
    throw new UsageError(`${text}: 多份同号，请用 编号/份号 / several copies share this number, use NUMBER/COPY`);
  if (!found[0]) throw new AppError('record_missing', { register: definition.key, number: text });
  return found[0].id;
}

/** `midian export VAULT REGISTER OUT.xlsx` */
export async function exportRegister(given: Arguments): Promise<number> {
  const [path, key, out] = takePositionals(given.positionals, 3, 'export VAULT REGISTER OUT.xlsx') as [
    string,
    string,
    string,
  ];
  registerOf(key);
  const result = await withVault(path, given, ({ core, run }) => {
    core.grant('out', resolve(out));
    return run<JobResults['export']>('register.export', { register: key, target: 'out' });
  });
  note(`已导出 ${result.rows} 行 / rows: ${basename(out)}`);
  return 0;
}
