// The department a return names over its table (forms.md R03): `填报部门：研发中心`, in one cell or in two. Reads texts only.
import type { RegisterDefinition } from '../../../../../shared/registers/definition.ts';
import { headerKey, isEmptyMark, normalizeText } from '../../../../../shared/values/text.ts';
import { cellText, type SheetGrid } from './grid.ts';

/** The first words after a label; what follows a gap belongs to the next label. */
const named = /^([^:：]{2,12})[:：]\s*(\S*)/u;

/** The department written over the header row (1-based), or null. */
export function departmentOverTable(
  sheet: SheetGrid,
  headerRow: number,
  { departmentReturn }: RegisterDefinition,
): string | null {
  const labels = new Set(departmentReturn?.labels.map(headerKey) ?? []);
  for (const cells of sheet.rows.slice(0, headerRow - 1)) {
    const texts = cells.map((cell) => cellText(cell).trim()).filter((text) => text !== '');
    for (const [index, text] of texts.entries()) {
      // Several labels may share a cell, with gaps between them.
      for (const part of text.split(/\s{2,}|\u3000+|\n|[;；]/)) {
        const [, label = '', value = ''] = named.exec(part.trim()) ?? [];
        if (labels.has(headerKey(label)) && !isEmptyMark(value)) return normalizeText(value);
      }
      const beside = texts[index + 1] ?? '';
      if (labels.has(headerKey(text)) && !isEmptyMark(beside) && !/[:：]/.test(beside)) return normalizeText(beside);
    }
  }
  return null;
}
