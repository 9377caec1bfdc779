// The menu of a column head: sort, move, hide. The free grid has no dragging of columns, so moving is a command.
import { MenuItem, MenuList } from '@mui/material';
import type { GridColumnMenuProps } from '@mui/x-data-grid';
import { createContext, type KeyboardEvent, type SyntheticEvent, useContext } from 'react';
import { useTranslation } from 'react-i18next';

export interface ColumnCommands {
  sort: (key: string, direction: 'asc' | 'desc') => void;
  move: (key: string, step: -1 | 1) => void;
  hide: (key: string) => void;
}

export const ColumnCommandsContext = createContext<ColumnCommands>({ sort: () => {}, move: () => {}, hide: () => {} });

/** The commands of one column. */
export function ColumnMenu({ hideMenu, colDef, open, id, labelledby }: GridColumnMenuProps) {
  const { t } = useTranslation();
  const commands = useContext(ColumnCommandsContext);
  const act = (command: () => void) => (event: SyntheticEvent) => {
    hideMenu(event);
    command();
  };
  const key = colDef.field;
  return (
    <MenuList
      id={id}
      aria-labelledby={labelledby}
      autoFocusItem={open}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Tab') event.preventDefault();
        if (event.key === 'Tab' || event.key === 'Escape') hideMenu(event);
      }}
      sx={{ border: '1px solid var(--ink)', backgroundColor: 'var(--surface)', py: 0.5 }}
    >
      <MenuItem disabled={colDef.sortable === false} onClick={act(() => commands.sort(key, 'asc'))}>
        {t('column.sortAscending')}
      </MenuItem>
      <MenuItem disabled={colDef.sortable === false} onClick={act(() => commands.sort(key, 'desc'))}>
        {t('column.sortDescending')}
      </MenuItem>
      <MenuItem onClick={act(() => commands.move(key, -1))}>{t('column.moveLeft')}</MenuItem>
      <MenuItem onClick={act(() => commands.move(key, 1))}>{t('column.moveRight')}</MenuItem>
      <MenuItem disabled={colDef.hideable === false} onClick={act(() => commands.hide(key))}>
        {t('column.hide')}
      </MenuItem>
    </MenuList>
  );
}
