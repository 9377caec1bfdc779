// Parts of a list that know nothing of its state: the column of row menus, and what a selection holds by grade.
import { IconButton, Tooltip } from '@mui/material';
import type { GridColDef } from '@mui/x-data-grid';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { levelField } from '../../../api/definitions.ts';
import { HiddenText } from '../../../components/hidden-text.tsx';
import { MoreIcon } from '../../../components/icons.tsx';

/** How many of the chosen carry each grade: 核心 2 重要 1. */
export function gradeDetails(
  register: RegisterDefinition,
  rows: readonly RecordRow[],
  grades: readonly (readonly [string, string])[],
): string[] {
  const field = levelField(register);
  if (!field) return [];
  return grades.flatMap(([code, word]) => {
    const count = rows.filter((row) => row.values[field.key] === code).length;
    return count === 0 ? [] : [`${word} ${count}`];
  });
}

/** The last column: a button that opens the menu of its row. */
export function actionsColumn(
  word: string,
  onMenu: (anchor: HTMLElement, row: RecordRow) => void,
): GridColDef<RecordRow> {
  return {
    field: 'actions',
    headerName: word,
    renderHeader: () => <HiddenText>{word}</HiddenText>,
    width: 40,
    minWidth: 40,
    sortable: false,
    resizable: false,
    disableColumnMenu: true,
    disableExport: true,
    hideable: false,
    renderCell: ({ row, hasFocus }) => (
      <Tooltip title={word}>
        <IconButton
          size="small"
          tabIndex={hasFocus ? 0 : -1}
          aria-label={`${word} ${row.number ?? ''}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(event.currentTarget, row)}
        >
          <MoreIcon />
        </IconButton>
      </Tooltip>
    ),
  };
}
