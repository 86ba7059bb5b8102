import { Pager, useListState } from '@intarsia/table';
import { Icon, LoadProblem, PageHeader, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import { useState } from 'react';
import { useUsers } from '../api/list-users.ts';
import type { User } from '../api/user.ts';
import { UserEditor } from '../editor/user-editor.tsx';
import { messages } from '../messages.ts';
import { listState } from '../state/list-state.ts';
import { UserList } from '../table/user-list.tsx';
import { RefusedAction } from './refused-action.tsx';
import { Toolbar } from './toolbar.tsx';
import { useUserActions } from './use-user-actions.ts';
import { UserFiles } from './user-files.tsx';
import { Views } from './views.tsx';

export function UsersPage() {
  const t = useMessages(messages);
  const state = useListState(listState);
  const users = useUsers(state.list);
  const [editing, setEditing] = useState<User | 'new'>();
  const { refusal, dismiss, toggle, remove } = useUserActions();
  const actions = (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <UserFiles list={state.list} />
      <Button variant="contained" startIcon={<Icon name="plus" />} onClick={() => setEditing('new')}>
        {t('newUser')}
      </Button>
    </Box>
  );
  return (
    <>
      <PageHeader title={t('users')} text={t('usersText')} actions={actions} />
      <Views current="users" />
      {refusal && <RefusedAction refusal={refusal} onDismiss={dismiss} />}
      <Card>
        <Toolbar state={state} />
        {users.error ? (
          <LoadProblem title={t('notLoaded')} error={users.error} onRetry={() => void users.refetch()} />
        ) : (
          <UserList
            state={state}
            users={users.data?.items}
            loading={users.isPending || users.isPlaceholderData}
            actions={{ onEdit: setEditing, onToggle: toggle, onDelete: remove }}
          />
        )}
        <Pager state={state} page={users.data} loading={users.isPending} />
      </Card>
      <UserEditor editing={editing} onClose={() => setEditing(undefined)} />
    </>
  );
}
