// The grid of a list: the definition's columns over one page of records read from the core. Opens records, copies cells,
// remembers widths. Must not sort, filter or page by itself.
import { styled } from '@mui/material/styles';
import { DataGrid, type GridColDef, type GridRowSelectionModel } from '@mui/x-data-grid';
import { zhCN } from '@mui/x-data-grid/locales';
import { useContext, useMemo } from 'react';
import type { RecordRow, Sort } from '../../../../shared/contract/routes/common.ts';
import { MoreIcon, SortIcon } from '../../../components/icons.tsx';
import { NonceContext } from '../../../components/nonce-context.ts';
import { useLanguage } from '../../../i18n/format.ts';
import { ColumnMenu } from './column-menu.tsx';
import { isVoid } from './list-columns.tsx';

export const pageSize = 100;

const Grid = styled(DataGrid)({
  border: 0,
  borderRadius: 0,
  fontSize: 14,
  color: 'var(--text)',
  fontVariantNumeric: 'tabular-nums',
  '--DataGrid-rowBorderColor': 'var(--row-line)',
  '--unstable_DataGrid-radius': '0px',
  backgroundColor: 'var(--surface)',
  '--DataGrid-containerBackground': 'var(--grid-head)',
  '& .MuiDataGrid-columnHeader': {
    backgroundColor: 'var(--grid-head)',
    padding: '0 8px',
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
  },
  '& .MuiDataGrid-columnHeaderTitle': { fontWeight: 400 },
  '& .MuiDataGrid-columnHeader--sorted .MuiDataGrid-columnHeaderTitle': { color: 'var(--text)' },
  '& .MuiDataGrid-columnSeparator': { color: 'transparent' },
  '& .MuiDataGrid-columnHeaders:hover .MuiDataGrid-columnSeparator': { color: 'var(--line)' },
  '& .MuiDataGrid-iconButtonContainer': { width: 0, backgroundColor: 'transparent' },
  '& .MuiDataGrid-columnHeader--sorted .MuiDataGrid-iconButtonContainer': { width: 'auto', visibility: 'visible' },
  '& .MuiDataGrid-columnHeader:not(.MuiDataGrid-columnHeader--sorted) .MuiDataGrid-iconButtonContainer': {
    display: 'none',
  },
  '&& .MuiDataGrid-columnHeader .MuiDataGrid-sortButton, && .MuiDataGrid-columnHeader .MuiDataGrid-sortButton:hover': {
    padding: 2,
    backgroundColor: 'transparent',
  },
  '& .MuiDataGrid-menuIconButton': { padding: 2 },
  '& .MuiDataGrid-cell': {
    padding: '0 8px',
    display: 'flex',
    alignItems: 'center',
    borderTopColor: 'var(--row-line)',
    lineHeight: '20px',
  },
  '& .MuiDataGrid-cell.MuiDataGrid-cell--textRight': { justifyContent: 'flex-end' },
  '& .MuiDataGrid-cell.MuiDataGrid-cell--textCenter': { justifyContent: 'center' },
  '& [data-colindex="0"].MuiDataGrid-cell:not(.MuiDataGrid-cellCheckbox), & .MuiDataGrid-columnHeader[aria-colindex="1"]:not(.MuiDataGrid-columnHeaderCheckbox)':
    { paddingLeft: 16 },
  '& .MuiDataGrid-columnHeaderCheckbox, & .MuiDataGrid-cellCheckbox': {
    padding: '0 0 0 8px',
    justifyContent: 'flex-start',
    width: '40px !important',
    minWidth: '40px !important',
    maxWidth: '40px !important',
  },
  '& .MuiDataGrid-columnHeader:focus, & .MuiDataGrid-columnHeader:focus-within, & .MuiDataGrid-cell:focus, & .MuiDataGrid-cell:focus-within':
    {
      outline: '2px solid var(--ink)',
      outlineOffset: -2,
    },
  '& .MuiDataGrid-row:hover': { backgroundColor: 'var(--hover)' },
  '& .MuiDataGrid-row.Mui-selected, & .MuiDataGrid-row.Mui-selected:hover': { backgroundColor: 'var(--selected)' },
  '& .MuiDataGrid-row.void': { color: 'var(--text-3)' },
  '& .MuiDataGrid-topContainer, & .MuiDataGrid-scrollbarFiller--header': { backgroundColor: 'var(--grid-head)' },
  '& .MuiDataGrid-filler': { '--rowBorderColor': 'transparent' },
  '&.past .MuiDataGrid-columnHeader, &.past .MuiDataGrid-filler--header, &.past .MuiDataGrid-scrollbarFiller--header': {
    backgroundColor: 'var(--as-of-ground)',
  },
  '& .MuiDataGrid-overlayWrapper, & .MuiDataGrid-overlay': { backgroundColor: 'var(--surface)' },
}) as typeof DataGrid;

const slots = {
  columnMenu: ColumnMenu,
  columnMenuIcon: () => <MoreIcon size={14} />,
  columnSortedAscendingIcon: () => <SortIcon direction="asc" />,
  columnSortedDescendingIcon: () => <SortIcon direction="desc" />,
  columnUnsortedIcon: () => null,
  // The page says what to do with an empty list; buttons have no place inside a grid.
  noRowsOverlay: () => null,
};

interface ListGridProps {
  columns: readonly GridColDef<RecordRow>[];
  rows: readonly RecordRow[];
  total: number;
  page: number;
  sort: Sort;
  isLoading: boolean;
  isCompact: boolean;
  isPast: boolean;
  canSelect: boolean;
  selectedIds: ReadonlySet<string>;
  label: string;
  onSelect: (ids: ReadonlySet<string>) => void;
  onSort: (sort: Sort) => void;
  onOpen: (row: RecordRow) => void;
  onResize: (key: string, width: number) => void;
}

/** The grid; sorting, paging and selecting are told to the page. */
export function ListGrid(props: ListGridProps) {
  const nonce = useContext(NonceContext);
  const { language } = useLanguage();
  const selection = useMemo<GridRowSelectionModel>(
    () => ({ type: 'include', ids: new Set(props.selectedIds) }),
    [props.selectedIds],
  );
  const sortModel = useMemo(() => [{ field: props.sort.field, sort: props.sort.direction }], [props.sort]);
  return (
    <Grid
      nonce={nonce}
      label={props.label}
      className={props.isPast ? 'past' : ''}
      rows={props.rows as RecordRow[]}
      columns={props.columns as GridColDef[]}
      rowCount={props.total}
      loading={props.isLoading}
      slots={slots}
      slotProps={{ loadingOverlay: { variant: 'linear-progress', noRowsVariant: 'linear-progress' } }}
      {...(language === 'zh' ? { localeText: zhCN.components.MuiDataGrid.defaultProps.localeText } : {})}
      rowHeight={props.isCompact ? 28 : 36}
      columnHeaderHeight={28}
      paginationMode="server"
      sortingMode="server"
      filterMode="server"
      pageSizeOptions={[pageSize]}
      paginationModel={{ page: props.page, pageSize }}
      sortModel={sortModel}
      sortingOrder={['asc', 'desc']}
      onSortModelChange={([next]) => {
        if (next?.sort) props.onSort({ field: next.field, direction: next.sort });
      }}
      checkboxSelection={props.canSelect}
      disableRowSelectionOnClick
      disableRowSelectionExcludeModel
      keepNonExistentRowsSelected
      disableColumnFilter
      disableColumnSelector
      hideFooter
      rowSelectionModel={selection}
      onRowSelectionModelChange={(model) => props.onSelect(new Set([...model.ids].map(String)))}
      getRowClassName={({ row }) => (isVoid(row as RecordRow) ? 'void' : '')}
      onRowDoubleClick={({ row }) => props.onOpen(row as RecordRow)}
      onCellKeyDown={({ row, field }, event) => {
        if (event.key === 'Enter' && field !== 'actions' && field !== '__check__') {
          event.preventDefault();
          props.onOpen(row as RecordRow);
        }
      }}
      onColumnWidthChange={({ colDef, width }) => props.onResize(colDef.field, Math.round(width))}
    />
  );
}
