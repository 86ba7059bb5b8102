import { ServerTable } from '@intarsia/table';
import { EmptyState, useFormat, useMessages } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { type Theme, useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';
import { listState, type UserListState } from '../state/list-state.ts';
import { columns } from './columns.tsx';
import type { UserActions } from './row-actions.tsx';
import { UserCards } from './user-cards.tsx';

interface UserListProps {
  state: UserListState;
  /** Undefined until the first page is there. */
  users: User[] | undefined;
  loading: boolean;
  actions: UserActions;
}

/** A table where there is room for one, cards where there is not. */
export function UserList({ state, users, loading, actions }: UserListProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const narrow = useMediaQuery(useTheme<Theme>().breakpoints.down('sm'), { noSsr: true });
  if (users?.length === 0 && !loading) return <Nobody state={state} />;
  if (narrow) return <UserCards users={users} loading={loading} actions={actions} />;
  return (
    <ServerTable
      label={t('users')}
      rows={users}
      columns={columns(t, format, actions)}
      loading={loading}
      sort={state.list.sort}
      defaultSort={listState.defaultSort}
      onSort={(sort) => state.change({ sort })}
      onOpen={actions.onEdit}
    />
  );
}

/** Whoever sees this list is in it, so only a filter can empty it. */
function Nobody({ state }: { state: UserListState }) {
  const t = useMessages(messages);
  const clear = (
    <Button variant="outlined" onClick={() => state.change({ q: '', role: '', state: '' })}>
      {t('clearFilter')}
    </Button>
  );
  return <EmptyState icon="filter" title={t('nothingFits')} text={t('nothingFitsText')} action={clear} />;
}
