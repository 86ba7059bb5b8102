import { fonts, pageNonce, useMessages, useSettings } from '@intarsia/ui';
import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import { DataGrid } from '@mui/x-data-grid/DataGrid';
import type {
  GridColDef,
  GridRowId,
  GridRowSelectionModel,
  GridSortModel,
  GridValidRowModel,
} from '@mui/x-data-grid/models';
import { useMemo } from 'react';
import { messages } from './messages.ts';
import type { Selection } from './selection/use-selection.ts';

interface ServerTableProps<R extends GridValidRowModel> {
  label: string;
  rows: R[] | undefined;
  columns: GridColDef<R>[];
  loading: boolean;
  /** As the address has it: `-created_at`. */
  sort: string;
  defaultSort: string;
  onSort: (sort: string) => void;
  onOpen?: ((row: R) => void) | undefined;
  /** Without it rows can't be chosen. */
  selection?: Selection | undefined;
}

/** A grid whose rows are sorted, filtered and paged by the server. */
export function ServerTable<R extends GridValidRowModel>(props: ServerTableProps<R>) {
  const { label, rows, columns, loading, sort, defaultSort, onSort, onOpen, selection } = props;
  const compact = useSettings().data?.compact_mode;
  // The grid takes another array for another order, and goes back to its first row.
  const model = useMemo(() => sortModel(sort, defaultSort), [sort, defaultSort]);
  const chooser = useChooser(selection);
  return (
    <Box sx={rows ? asHighAsItsRows : asHighAsItMayBe}>
      <DataGrid
        aria-label={label}
        rows={rows ?? []}
        columns={columns}
        loading={loading}
        sortingMode="server"
        sortModel={model}
        onSortModelChange={(chosen) => onSort(sortText(chosen, defaultSort))}
        onRowDoubleClick={({ row }) => onOpen?.(row)}
        nonce={pageNonce() ?? ''}
        density={compact ? 'compact' : 'standard'}
        {...chooser}
        hideFooter
        disableColumnFilter
        disableColumnMenu
        disableRowSelectionOnClick
        slots={slots}
        slotProps={{ loadingOverlay: { variant: 'linear-progress', noRowsVariant: 'skeleton' } }}
        sx={looks}
      />
    </Box>
  );
}

/** The grid's model can also mean "all but these", which nothing else here knows. */
function useChooser(selection: Selection | undefined) {
  const ids = selection?.ids;
  const model = useMemo(() => ({ type: 'include' as const, ids: new Set<GridRowId>(ids) }), [ids]);
  if (!selection) return {};
  return {
    checkboxSelection: true,
    disableRowSelectionExcludeModel: true,
    rowSelectionModel: model,
    onRowSelectionModelChange: (chosen: GridRowSelectionModel) =>
      selection.select([...chosen.ids].map(String)),
  };
}

/** The grid's own has no name for those who cannot see it. */
function LoadingBar() {
  const t = useMessages(messages);
  return <LinearProgress aria-label={t('loading')} />;
}

const mostHeight = 'max(420px, calc(100dvh - 390px))';
/** Until the rows are known the place of many is kept; nothing under it moves, because the pager comes with the rows. */
const asHighAsItMayBe = { height: mostHeight, display: 'grid' };
const asHighAsItsRows = { maxHeight: mostHeight, display: 'flex', flexDirection: 'column' };

const slots = { baseLinearProgress: LoadingBar };

const looks = {
  border: 0,
  borderRadius: 0,
  '--DataGrid-t-header-background-base': 'transparent',
  '& .MuiDataGrid-columnHeaderTitle': { fontWeight: 600, fontSize: '0.8125rem', color: 'text.secondary' },
  '--DataGrid-rowBorderColor': 'var(--i-palette-divider)',
  // The empty cell that fills a row has no width, and must not get one by its padding.
  // A checkbox fills its narrow column and would be cut.
  '& .MuiDataGrid-cell:not(.MuiDataGrid-cellEmpty, .MuiDataGrid-cellCheckbox)': { px: 2 },
  '& .MuiDataGrid-columnHeader:not(.MuiDataGrid-columnHeaderCheckbox)': { px: 2 },
  '& .MuiDataGrid-cellCheckbox': { px: 0, justifyContent: 'center' },
  // Text alone is in the middle by the grid, and too long it ends in an ellipsis, which no flex container gives it.
  '& .MuiDataGrid-cell:has(> *)': { display: 'flex', alignItems: 'center' },
  '& .MuiDataGrid-cell.code': { fontFamily: fonts.mono, fontSize: '0.75rem' },
  '& .MuiDataGrid-cell[data-field="value"]': { fontVariantNumeric: 'tabular-nums' },
};

/** The usual order is what the server sorts by when no column is chosen; no arrow stands for it. */
function sortModel(sort: string, usual: string): GridSortModel {
  if (sort === usual) return [];
  return [{ field: sort.replace(/^-/, ''), sort: sort.startsWith('-') ? 'desc' : 'asc' }];
}

function sortText(model: GridSortModel, usual: string): string {
  const [first] = model;
  if (!first?.sort) return usual;
  return first.sort === 'desc' ? `-${first.field}` : first.field;
}
