import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { LoginForm, UserMenu, useUser } from '../shared/shared-ui.ts';
import { refusal } from './samples.ts';

export function SignIn() {
  const user = useUser();
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { md: 'minmax(0, 380px) 1fr' } }}>
      <LoginForm autoFocus={false} onSubmit={() => Promise.reject(refusal)} />
      {user && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, alignSelf: 'start' }}>
          <UserMenu user={user} onSignOut={() => undefined} />
          <Typography sx={{ color: 'text.secondary' }}>The account’s menu</Typography>
        </Box>
      )}
    </Box>
  );
}
