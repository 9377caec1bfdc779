// Where the next cell is that somebody must correct or decide. Reads the plan; changes nothing.
import type { ImportRowState } from '../../../../shared/contract/routes/import.ts';
import type { ImportState } from './import-state.ts';
import type { PlannedRow } from './plan.ts';

/** A cell of the sheet: its 1-based row, its 0-based column. */
export interface CellPlace {
  row: number;
  column: number;
}

export interface NextCell extends CellPlace {
  /** 0-based among the rows listed. */
  position: number;
}

function openColumns(row: PlannedRow): number[] {
  if (row.state !== 'error' && row.state !== 'held') return [];
  return [...new Set([...row.errors, ...row.held].map(({ column }) => column))].toSorted((left, right) => left - right);
}

/** The first open cell after a place, else the first of all; null where none is left among the rows listed. */
export function nextOpenCell(
  import_: ImportState,
  listed: ImportRowState | null,
  after: CellPlace | null,
): NextCell | null {
  const rows = listed === null ? import_.rows : import_.rows.filter(({ state }) => state === listed);
  const places = rows.flatMap((row) => openColumns(row).map((column) => ({ row: row.row, column })));
  const isAfter = (place: CellPlace) =>
    after !== null && (place.row > after.row || (place.row === after.row && place.column > after.column));
  const found = places.find(isAfter) ?? places[0];
  if (!found) return null;
  // All rows are listed as they stand in the sheet; a choice of them one after the other.
  const position =
    listed === null ? found.row - import_.layout.firstDataRow : rows.findIndex(({ row }) => row === found.row);
  return { ...found, position };
}
