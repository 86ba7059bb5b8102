import { useMessages, useSession } from '@intarsia/ui';
import { LoginPage } from '@intarsia/ui/sign-in';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import { Navigate, Route, Link as RouterLink, Routes, useLocation } from 'react-router';
import { EntryPage } from '../entry/lazy-entry-page.tsx';
import { messages } from '../messages.ts';
import { loginPath } from './next-path.ts';

interface GuestRoutesProps {
  /** Something is typed: a sign-in is near. */
  onInput: () => void;
}

/** A guest sees the sign-in page; the page that was asked for is remembered in its address. */
export default function GuestRoutes({ onInput }: GuestRoutesProps) {
  return (
    <Box sx={{ display: 'contents' }} onInput={onInput}>
      <Routes>
        <Route path="/login" element={<Login />} />
        <Route path="/register" element={<EntryPage page="register" />} />
        <Route path="/forgotten-password" element={<EntryPage page="forgotten" />} />
        <Route path="/reset-password" element={<EntryPage page="reset" />} />
        <Route path="/verify-email" element={<EntryPage page="verify" />} />
        <Route path="*" element={<ToLogin />} />
      </Routes>
    </Box>
  );
}

function Login() {
  const t = useMessages(messages);
  const { search } = useLocation();
  return (
    <LoginPage>
      <Stack direction="row" sx={{ flexWrap: 'wrap', justifyContent: 'space-between', gap: 1.5 }}>
        <Link component={RouterLink} to={{ pathname: '/register', search }}>
          {t('register')}
        </Link>
        <Link component={RouterLink} to={{ pathname: '/forgotten-password', search }}>
          {t('forgotten')}
        </Link>
      </Stack>
    </LoginPage>
  );
}

function ToLogin() {
  const { pathname, search } = useLocation();
  const session = useSession();
  const left = session.status === 'guest' && session.reason === 'signed-out';
  // Whoever signed out has finished; the next person starts at the front.
  return <Navigate to={left ? '/login' : loginPath(pathname + search)} replace />;
}
