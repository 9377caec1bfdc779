// A planned row as the import preview shows it: each cell as written, as it will be stored, and what is wrong with it.
import type { ImportCell, ImportRow } from '../../../../shared/contract/routes/import.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { VaultSession } from '../../vault/session.ts';
import { displayValue } from '../history.ts';
import { createLabeller } from '../read.ts';
import { linkText } from './link-targets.ts';
import type { PlannedRow } from './plan.ts';
import { type Cell, cellText } from './read/grid.ts';
import type { LedgerLayout } from './read/layout.ts';
import type { CellMark } from './read/read-row.ts';

/** A, B … Z, AA, as spreadsheets name columns. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** The row with its cells in the order of the layout's columns. */
export function rowView(
  session: VaultSession,
  shown: { definition: RegisterDefinition; layout: LedgerLayout },
  planned: PlannedRow,
  cells: readonly Cell[],
  marks: readonly CellMark[],
  language: 'zh' | 'en',
): ImportRow {
  const { definition, layout } = shown;
  const label = createLabeller(session);
  const words = (target: string, value: PlannedRow['values'][string] | undefined): string | null => {
    const field = definition.fields.find(({ key }) => key === target);
    if (!field || value === undefined || value === null)
      return value === undefined || value === null ? null : String(value);
    return displayValue(field, value, session, label, language);
  };
  const status = (code: string | null) =>
    definition.statuses.find((candidate) => candidate.code === code)?.label[language] ?? code;
  const shownValue = (target: string): string | null => {
    if (target === 'number') return planned.number;
    if (target === 'status') return status(planned.status);
    const links = planned.links.find(({ key }) => key === target);
    if (links) return linkText(links.targets);
    return words(target, planned.values[target]) ?? planned.newReferences[target] ?? null;
  };
  const cell = (column: number, target: string | null): ImportCell => {
    const raw = cellText(cells[column]);
    const error = planned.errors.find((candidate) => candidate.column === column && candidate.field === target);
    const held = planned.held.find((candidate) => candidate.column === column);
    const mark = marks.find((candidate) => candidate.column === column);
    const change = target !== null && Object.hasOwn(planned.changes, target) ? planned.changes[target] : undefined;
    const before =
      planned.state !== 'update' || change === undefined
        ? null
        : target === 'status'
          ? (status(change as string | null) ?? '')
          : (words(target as string, change) ?? '');
    return {
      raw,
      shown: target === null ? raw : error || held ? null : shownValue(target),
      normalized: mark?.normalized ?? false,
      before,
      note: mark?.note ?? null,
      error: error ? { code: error.code, params: { ...error.params } } : null,
      held: held?.code ?? null,
    };
  };
  return {
    row: planned.row,
    state: planned.state,
    detail: planned.repeatOf === null ? null : String(planned.repeatOf),
    cells: layout.columns.map(({ column, target }) => cell(column, target)),
  };
}
