import { displayName, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';
import { RowActions, type UserActions } from './row-actions.tsx';
import { StateMark } from './state-mark.tsx';

interface UserCardsProps {
  users: User[] | undefined;
  loading: boolean;
  actions: UserActions;
}

export function UserCards({ users, loading, actions }: UserCardsProps) {
  const t = useMessages(messages);
  if (!users) {
    return (
      <Stack role="status" aria-label={t('loadingUsers')} spacing={1.5} sx={{ p: 2 }}>
        {[0, 1, 2, 3, 4].map((row) => (
          <Skeleton key={row} variant="rounded" height={72} />
        ))}
      </Stack>
    );
  }
  return (
    <Stack component="ul" aria-label={t('users')} aria-busy={loading} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {users.map((user) => (
        <UserCard key={user.id} user={user} actions={actions} />
      ))}
    </Stack>
  );
}

function UserCard({ user, actions }: { user: User; actions: UserActions }) {
  const t = useMessages(messages);
  return (
    <Box
      component="li"
      sx={{ display: 'flex', gap: 1, px: 2, py: 1.5, borderTop: 1, borderColor: 'divider' }}
    >
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography sx={{ fontWeight: 600 }}>{displayName(user)}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {user.email} · {t(user.role)}
        </Typography>
        <Typography variant="body2" component="div" sx={{ mt: 0.5 }}>
          <StateMark active={user.is_active} />
        </Typography>
      </Box>
      <Box sx={{ flexShrink: 0, alignSelf: 'center' }}>
        <RowActions user={user} {...actions} />
      </Box>
    </Box>
  );
}
