// Reads a spreadsheet file into plain grids, or says why not: one error code per cause, within the time given. Runs in a
// worker of the caller's; writes nothing and keeps nothing.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../../../shared/contract/envelope.ts';
import type { DetectedKind } from '../../../../../shared/values/file-kinds.ts';
import { type Archive, openArchive } from './archive.ts';
import { decodeText, looksBinary, parseCsv } from './csv.ts';
import { detectFileKind } from './file-kind.ts';
import { type Deadline, limits, type SheetGrid, startDeadline, type WorkbookGrid, type WorkbookKind } from './grid.ts';
import { readOdsSheets } from './ods.ts';
import { openOle } from './ole.ts';
import { readXlsSheets } from './xls.ts';
import { findWorkbookPart, readXlsxSheets } from './xlsx.ts';

export interface ReadWorkbookOptions {
  signal?: AbortSignal;
  /** Gives up with `file_timeout` after this long; 20 s where nothing is said. */
  deadlineMs?: number;
}

interface Contents {
  kind: WorkbookKind;
  encoding?: string;
  sheets: SheetGrid[];
}

function notSpreadsheet(name: string, detected: DetectedKind): AppError {
  return new AppError('file_not_spreadsheet', { name, detected });
}

async function readBytes(path: string, name: string): Promise<Buffer> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw notSpreadsheet(name, 'folder');
    if (!status.isFile()) throw new AppError('file_unreadable', { name });
    if (status.size === 0) throw new AppError('file_empty', { name });
    if (status.size > limits.fileBytes)
      throw new AppError('file_too_large', { name, what: 'bytes', limit: limits.fileBytes });
    const bytes = await readFile(path);
    if (bytes.length === 0) throw new AppError('file_empty', { name });
    return bytes;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new AppError('file_missing', { name }, { cause: error });
    if (code === 'EBUSY' || code === 'ETXTBSY') throw new AppError('file_locked', { name }, { cause: error });
    throw new AppError('file_unreadable', { name }, { cause: error });
  }
}

function otherArchive(archive: Archive): DetectedKind {
  if (archive.has('word/document.xml')) return 'word';
  if (archive.has('ppt/presentation.xml')) return 'powerpoint';
  if (archive.has('Index/Document.iwa') || archive.paths().some((path) => path.endsWith('.iwa'))) return 'numbers';
  return 'zip';
}

async function readZip(name: string, bytes: Buffer, deadline: Deadline): Promise<Contents> {
  const archive = await openArchive(name, bytes, deadline);
  const mimetype = (await archive.read('mimetype'))?.toString('latin1').trim() ?? '';
  if (mimetype.startsWith('application/vnd.oasis.opendocument.')) {
    if (!mimetype.startsWith('application/vnd.oasis.opendocument.spreadsheet'))
      throw notSpreadsheet(name, 'opendocument_other');
    return { kind: 'ods', sheets: await readOdsSheets(name, archive) };
  }
  if (archive.has('xl/workbook.bin')) throw notSpreadsheet(name, 'xlsb');
  const workbook = await findWorkbookPart(archive);
  if (workbook === null || /^(?:word|ppt)\//i.test(workbook)) {
    if (archive.has('[Content_Types].xml') && otherArchive(archive) === 'zip')
      throw new AppError('file_corrupt', { name });
    throw notSpreadsheet(name, otherArchive(archive));
  }
  const sheets = await readXlsxSheets(name, archive, workbook);
  if (sheets.length === 0) throw notSpreadsheet(name, 'workbook_without_sheets');
  return { kind: 'xlsx', sheets };
}

async function readOle(name: string, bytes: Buffer, deadline: Deadline): Promise<Contents> {
  const ole = openOle(bytes);
  if (!ole) throw new AppError('file_corrupt', { name });
  if (ole.names.has('EncryptedPackage')) {
    if (ole.names.has('\u0006DataSpaces') && ole.names.has('DRMEncryptedDataSpace'))
      throw new AppError('file_transparently_encrypted', { name, detected: 'rights_management' });
    throw new AppError('file_password_protected', { name });
  }
  const isOld = !ole.names.has('Workbook') && ole.names.has('Book');
  if (isOld) throw notSpreadsheet(name, 'excel_95');
  if (!ole.names.has('Workbook')) {
    throw notSpreadsheet(
      name,
      ole.names.has('WordDocument') ? 'word' : ole.names.has('PowerPoint Document') ? 'powerpoint' : 'ole_other',
    );
  }
  const stream = ole.stream('Workbook');
  if (!stream) throw new AppError('file_corrupt', { name });
  return { kind: 'xls', sheets: await readXlsSheets(name, bytes, stream, deadline) };
}

function readText(name: string, bytes: Buffer, deadline: Deadline): Contents {
  if (bytes.length > limits.textFileBytes)
    throw new AppError('file_too_large', { name, what: 'bytes', limit: limits.textFileBytes });
  const decoded = decodeText(name, bytes);
  if (!decoded || looksBinary(decoded.text)) throw notSpreadsheet(name, 'binary');
  deadline.check();
  const sheet = parseCsv(name, name.replace(/\.[^.]*$/, ''), decoded.text, deadline);
  if (sheet.rows.length === 0) throw new AppError('file_empty', { name });
  return { kind: 'csv', encoding: decoded.encoding, sheets: [sheet] };
}

async function readContents(
  kind: 'zip' | 'ole' | 'text',
  name: string,
  bytes: Buffer,
  deadline: Deadline,
): Promise<Contents> {
  try {
    if (kind === 'zip') return await readZip(name, bytes, deadline);
    return kind === 'ole' ? await readOle(name, bytes, deadline) : readText(name, bytes, deadline);
  } catch (error) {
    // Whatever a parser trips over in a file from outside is damage of that file.
    throw error instanceof AppError ? error : new AppError('file_corrupt', { name }, { cause: error });
  }
}

/**
 * Reads a spreadsheet file: xlsx, xls, ods or csv, told apart by content. Errors: `file_missing`, `file_unreadable`,
 * `file_locked`, `file_empty`, `file_too_large` (what, limit), `file_not_spreadsheet` (detected), `file_corrupt`,
 * `file_password_protected`, `file_transparently_encrypted` (detected), `file_bomb` (what, limit), `file_encoding_unknown`,
 * `file_timeout` (limit, seconds), `cancelled`; all with the file's name.
 */
export async function readWorkbook(path: string, options: ReadWorkbookOptions = {}): Promise<WorkbookGrid> {
  const name = basename(path);
  const deadline = startDeadline(name, options.deadlineMs ?? limits.deadlineMs, options.signal);
  const bytes = await readBytes(path, name);
  deadline.check();
  const kind = detectFileKind(path, bytes);
  if (kind.kind === 'wrapped') throw new AppError('file_transparently_encrypted', { name, detected: kind.detected });
  if (kind.kind === 'other') throw notSpreadsheet(name, kind.detected);
  const contents = await readContents(kind.kind, name, bytes, deadline);
  return { ...contents, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}
