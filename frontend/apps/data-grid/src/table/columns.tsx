import type { Format } from '@intarsia/ui';
import type { GridColDef } from '@mui/x-data-grid/models';
import type { Item } from '../api/item.ts';
import type { Translate } from '../messages.ts';
import { type ItemActions, RowActions } from './row-actions.tsx';
import { StatusChip } from './status-chip.tsx';

const plain = (t: Translate, format: Format): GridColDef<Item>[] => [
  { field: 'name', headerName: t('name'), flex: 2, minWidth: 180 },
  { field: 'category', headerName: t('category'), flex: 1, minWidth: 120 },
  {
    field: 'value',
    headerName: t('value'),
    type: 'number',
    width: 120,
    valueFormatter: (value: number) => format.number(value, { maximumFractionDigits: 2 }),
  },
  {
    field: 'status',
    headerName: t('status'),
    width: 130,
    renderCell: ({ row }) => <StatusChip status={row.status} />,
  },
  {
    field: 'updated_at',
    headerName: t('changed'),
    width: 190,
    valueFormatter: (value: string) => format.dateTime(value),
  },
];

export function columns(t: Translate, format: Format, actions: ItemActions): GridColDef<Item>[] {
  const controls: GridColDef<Item> = {
    field: 'actions',
    headerName: t('actions'),
    width: actions.onEdit ? 136 : 100,
    align: 'right',
    headerAlign: 'right',
    sortable: false,
    renderCell: ({ row, tabIndex }) => <RowActions item={row} tabIndex={tabIndex} {...actions} />,
  };
  return [...plain(t, format), controls];
}
