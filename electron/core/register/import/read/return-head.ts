// What a return says over its table (forms.md R03): `填报部门：研发中心`, `填报日期：2026年10月12日`, in one cell or in two. Reads texts only.
import type { RegisterDefinition } from '../../../../../shared/registers/definition.ts';
import { readDate } from '../../../../../shared/values/date.ts';
import { headerKey, isEmptyMark, normalizeText } from '../../../../../shared/values/text.ts';
import { cellText, type SheetGrid } from './grid.ts';

/** The first words after a label; what follows a gap belongs to the next label. */
const named = /^([^:：]{2,12})[:：]\s*(\S*)/u;
/** A date may have gaps of its own: `2026 年 10 月 12 日`. */
const dated = /^([^:：]{2,12})[:：]\s*(.+)$/u;

/** What stands over the header row (1-based) behind one of some labels, or null. */
function textOverTable(sheet: SheetGrid, headerRow: number, wanted: readonly string[], pattern: RegExp): string | null {
  const labels = new Set(wanted.map(headerKey));
  for (const cells of sheet.rows.slice(0, headerRow - 1)) {
    const texts = cells.map((cell) => cellText(cell).trim()).filter((text) => text !== '');
    for (const [index, text] of texts.entries()) {
      // Several labels may share a cell, with gaps between them.
      for (const part of text.split(/\s{2,}|\u3000+|\n|[;；]/)) {
        const [, label = '', value = ''] = pattern.exec(part.trim()) ?? [];
        if (labels.has(headerKey(label)) && !isEmptyMark(value)) return normalizeText(value);
      }
      const beside = texts[index + 1] ?? '';
      if (labels.has(headerKey(text)) && !isEmptyMark(beside) && !/[:：]/.test(beside)) return normalizeText(beside);
    }
  }
  return null;
}

/** The department written over the header row (1-based), or null. */
export function departmentOverTable(
  sheet: SheetGrid,
  headerRow: number,
  { departmentReturn }: RegisterDefinition,
): string | null {
  return textOverTable(sheet, headerRow, departmentReturn?.labels ?? [], named);
}

/** The day written over the header row (1-based), `YYYY-MM-DD`, or null where it is none or only a month. */
export function dateOverTable(
  sheet: SheetGrid,
  headerRow: number,
  { departmentReturn }: RegisterDefinition,
): string | null {
  const text = textOverTable(sheet, headerRow, departmentReturn?.dateLabels ?? [], dated);
  const reading = text === null ? null : readDate(text.replace(/\s/g, ''));
  return reading?.ok && reading.value.length === 10 ? reading.value : null;
}
