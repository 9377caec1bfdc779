// Shared by the import tests: small files made on the spot, and the whole way from a file to readings.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ZipFile } from 'yazl';
import {
  type FindLedgerOptions,
  findLedger,
  type LedgerLayout,
} from '../../../electron/core/register/import/read/layout.ts';
import { createRowReader, type RowReading } from '../../../electron/core/register/import/read/read-row.ts';
import { readWorkbook } from '../../../electron/core/register/import/read/read-workbook.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type GradingScheme, gradingSchemes } from '../../../shared/levels.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';

const folder = mkdtempSync(join(tmpdir(), 'import-'));

export function scratch(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function samplePath(name: string): string {
  return fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
}

export function vectorPath(name: string): string {
  return fileURLToPath(new URL(`../../vectors/import/${name}`, import.meta.url));
}

export function register(key: string): RegisterDefinition {
  const definition = allRegisters.find((candidate) => candidate.key === key);
  if (!definition) throw new Error(`no register ${key}`);
  return definition;
}

export function scheme(key = 'three'): GradingScheme {
  const found = gradingSchemes.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`no scheme ${key}`);
  return found;
}

export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The least an xlsx needs around the XML of one sheet. */
export async function xlsxOf(sheetXml: string, extra: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = Object.keys(extra).map((path, index) => {
    const kind = path.includes('styles') ? 'styles' : 'sharedStrings';
    return `<Relationship Id="x${index}" Type="${office}/${kind}" Target="${path.replace('xl/', '')}"/>`;
  });
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>${relations.join('')}</Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    ...extra,
  });
}

/** The code an action fails with; fails the test when it succeeds or fails otherwise. */
export async function errorOf(action: Promise<unknown>): Promise<{ code: string; params: AppError['params'] }> {
  try {
    await action;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    throw error;
  }
  throw new Error('expected a refusal');
}

export interface ReadRow {
  /** The sheet's own row number. */
  row: number;
  reading: RowReading;
}

export interface ReadLedger {
  layout: LedgerLayout;
  rows: ReadRow[];
  header: (target: string) => string | undefined;
}

/** Reads a file as the given register, all the way. */
export async function readLedger(
  path: string,
  key: string,
  options: Partial<FindLedgerOptions> & { decisions?: ReadonlyMap<string, string> } = {},
): Promise<ReadLedger> {
  const definition = register(key);
  const { decisions, ...find } = options;
  const workbook = await readWorkbook(path);
  const layout = findLedger(workbook.sheets, definition, { scheme: scheme(), ...find });
  const read = createRowReader({ definition, mapping: layout.columns, scheme: find.scheme ?? scheme(), decisions });
  const rows: ReadRow[] = [];
  for (const [row, kind] of layout.kinds) {
    if (kind === 'data') rows.push({ row: row + 1, reading: read(layout.sheet.rows[row] ?? []) });
  }
  return { layout, rows, header: (target) => layout.columns.find((column) => column.target === target)?.header };
}
