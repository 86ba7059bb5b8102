import type { Format } from '@intarsia/ui';
import type { GridColDef } from '@mui/x-data-grid/models';
import type { Role, User } from '../api/user.ts';
import type { Translate } from '../messages.ts';
import { RowActions, type UserActions } from './row-actions.tsx';
import { StateMark } from './state-mark.tsx';

export function columns(t: Translate, format: Format, actions: UserActions): GridColDef<User>[] {
  return [
    { field: 'full_name', headerName: t('name'), flex: 1, minWidth: 150 },
    { field: 'email', headerName: t('email'), flex: 2, minWidth: 190 },
    { field: 'role', headerName: t('role'), width: 130, valueFormatter: (role: Role) => t(role) },
    {
      field: 'is_active',
      headerName: t('state'),
      width: 140,
      renderCell: ({ row }) => <StateMark active={row.is_active} />,
    },
    {
      field: 'created_at',
      headerName: t('since'),
      width: 130,
      valueFormatter: (value: string) => format.date(value),
    },
    {
      field: 'actions',
      headerName: t('actions'),
      width: 165,
      align: 'right',
      headerAlign: 'right',
      sortable: false,
      renderCell: ({ row, tabIndex }) => <RowActions user={row} tabIndex={tabIndex} {...actions} />,
    },
  ];
}
