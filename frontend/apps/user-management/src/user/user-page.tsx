import { Group, Loadable } from '@intarsia/editor';
import { displayName, PageHeader, useMessages } from '@intarsia/ui';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useUserWithTag } from '../api/get-user.ts';
import type { User } from '../api/user.ts';
import { UserEditor } from '../editor/user-editor.tsx';
import { messages } from '../messages.ts';
import { RefusedAction } from '../page/refused-action.tsx';
import { usePaths } from '../page/use-paths.ts';
import { useUserActions } from '../page/use-user-actions.ts';
import { UserAudit } from './user-audit.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserSignIns } from './user-sign-ins.tsx';

/** One user: role and state, where they are signed in, and what was done by and to them. */
export function UserPage() {
  const t = useMessages(messages);
  const { id = '' } = useParams();
  const user = useUserWithTag(id);
  const paths = usePaths();
  const back = (
    <Button component={Link} to={paths.users} variant="outlined">
      {t('allUsers')}
    </Button>
  );
  const data = user.data?.data;
  return (
    <>
      <PageHeader title={data ? displayName(data) : t('userTitle')} text={data?.email} actions={back} />
      <Loadable query={user} failed={t('userNotLoaded')} shape={[160, 220, 220]}>
        {data && <Parts user={data} />}
      </Loadable>
    </>
  );
}

function Parts({ user }: { user: User }) {
  const t = useMessages(messages);
  const [editing, setEditing] = useState<User>();
  const { refusal, dismiss, toggle } = useUserActions();
  const actions = (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'flex-start' }}>
      <Button size="small" variant="outlined" onClick={() => setEditing(user)}>
        {t('editShort')}
      </Button>
      <Button size="small" variant="outlined" onClick={() => void toggle(user)}>
        {t(user.is_active ? 'deactivateShort' : 'activateShort')}
      </Button>
    </Stack>
  );
  return (
    <Stack spacing={3} sx={{ maxWidth: 840 }}>
      {refusal && <RefusedAction refusal={refusal} onDismiss={dismiss} />}
      <Group title={t('account')} actions={actions}>
        <UserFacts user={user} />
      </Group>
      <Group title={t('signIns')} text={t('signInsText')}>
        <UserSignIns user={user} />
      </Group>
      <UserAudit user={user} />
      <UserEditor editing={editing} onClose={() => setEditing(undefined)} />
    </Stack>
  );
}
