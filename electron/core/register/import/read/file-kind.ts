// Tells what a file is by its first bytes, never by its name: spreadsheets of four kinds, wrappers of encryption software,
// and the other things people drop on an import.
import { basename, extname } from 'node:path';
import type { DetectedKind } from '../../../../../shared/values/file-kinds.ts';
import { isOle } from './ole.ts';

export type FileKind =
  | { kind: 'zip' }
  | { kind: 'ole' }
  | { kind: 'text' }
  | { kind: 'wrapped'; detected: DetectedKind }
  | { kind: 'other'; detected: DetectedKind };

interface Signature {
  detected: DetectedKind;
  bytes: Buffer;
}

function starts(detected: DetectedKind, text: string, encoding: 'latin1' | 'hex' = 'latin1'): Signature {
  return { detected, bytes: Buffer.from(text, encoding) };
}

// Marks encryption clients leave in clear at the head of what they wrap.
const wrappers: readonly Signature[] = [
  starts('esafenet', '62142365', 'hex'),
  starts('tsd', '%TSD-Header-###%'),
  starts('microsoft_pfile', '.pfile'),
  starts('nasca', '<## NASCA DRM FILE'),
  starts('softcamp', 'SCDSA0'),
];

const marksNearTheHead: readonly Signature[] = [starts('esafenet', 'E-SafeNet'), starts('fasoo', 'DRMONE')];

const others: readonly Signature[] = [
  starts('pdf', '%PDF'),
  starts('image', '89504e47', 'hex'),
  starts('image', 'ffd8ff', 'hex'),
  starts('image', 'GIF8'),
  starts('image', '49492a00', 'hex'),
  starts('image', '4d4d002a', 'hex'),
  starts('rar', 'Rar!'),
  starts('seven_zip', '377abcaf271c', 'hex'),
  starts('gzip', '1f8b08', 'hex'),
  starts('executable', '4d5a9000', 'hex'),
  starts('executable', '7f454c46', 'hex'),
  starts('sqlite', 'SQLite format 3'),
  starts('rtf', '{\\rtf'),
];

function beginsWith(bytes: Buffer, signature: Signature): boolean {
  return bytes.subarray(0, signature.bytes.length).equals(signature.bytes);
}

/** Markup that calls itself a spreadsheet; systems export it under .xls. */
function markupKind(bytes: Buffer): DetectedKind | null {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[1] === 0;
  const head = bytes
    .toString(isWide ? 'utf16le' : 'latin1', 0, 2048)
    .replace(/^[\ufeff\u00ef\u00bb\u00bf\s]+/, '')
    .toLowerCase();
  if (!head.startsWith('<')) return null;
  if (/urn:schemas-microsoft-com:office:spreadsheet/.test(head) && !/<html/.test(head)) return 'excel_xml';
  if (/<html|<table|<!doctype html|<meta|<style|<head/.test(head)) return 'html';
  return head.startsWith('<?xml') ? 'xml' : null;
}

/** Bits of information per byte, 0 to 8. Encrypted bytes come within 0.05 of the 8 a file of that size can reach. */
export function entropyOf(bytes: Buffer): number {
  const counts = new Float64Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits;
}

const spreadsheetExtensions = new Set(['.xlsx', '.xlsm', '.xls', '.et', '.ett', '.ods', '.csv', '.txt']);

/**
 * What a file is. A file under a spreadsheet's name that is random from its first byte on is taken for one wrapped by an
 * encryption client without a mark of its own (most have none): damage never starts there and never looks like that.
 */
export function detectFileKind(path: string, bytes: Buffer): FileKind {
  for (const wrapper of wrappers)
    if (beginsWith(bytes, wrapper)) return { kind: 'wrapped', detected: wrapper.detected };
  if (isOle(bytes)) return { kind: 'ole' };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)) return { kind: 'zip' };
  for (const other of others) if (beginsWith(bytes, other)) return { kind: 'other', detected: other.detected };
  const head = bytes.subarray(0, 1024);
  for (const mark of marksNearTheHead)
    if (head.includes(mark.bytes)) return { kind: 'wrapped', detected: mark.detected };
  const name = basename(path);
  if (name.startsWith('~$') && bytes.length < 1024) return { kind: 'other', detected: 'office_lock_file' };
  const markup = markupKind(bytes);
  if (markup) return { kind: 'other', detected: markup };
  const sample = bytes.subarray(0, 64 * 1024);
  if (sample.length >= 2048 && spreadsheetExtensions.has(extname(name).toLowerCase())) {
    // A sample of n random bytes measures about 8 - 184/n bits.
    if (entropyOf(sample) > 8 - 3 * (184 / sample.length) - 0.005) return { kind: 'wrapped', detected: 'high_entropy' };
  }
  return { kind: 'text' };
}
