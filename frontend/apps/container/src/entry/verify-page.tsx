import { getClient } from '@intarsia/client';
import { RefusalAlert } from '@intarsia/editor';
import { useMessages, useUser } from '@intarsia/ui';
import { GuestFrame } from '@intarsia/ui/sign-in';
import Alert from '@mui/material/Alert';
import LinearProgress from '@mui/material/LinearProgress';
import { useQuery } from '@tanstack/react-query';
import { useMailToken } from '../mail-link/use-mail-token.ts';
import { EntryLink } from './entry-link.tsx';
import { messages } from './messages.ts';

/** Proves the address by the mailed link, at once: whoever opens it has read the mail. */
export function VerifyPage() {
  const t = useMessages(messages);
  const token = useMailToken();
  const verification = useVerification(token);
  const user = useUser();
  return (
    <GuestFrame title={t('verify')}>
      {verification.isLoading && <LinearProgress aria-label={t('verifying')} />}
      {verification.isSuccess && (
        <Alert severity="success" role="status">
          {t('verified')}
        </Alert>
      )}
      {verification.error && <RefusalAlert error={verification.error} />}
      {!token && <Alert severity="warning">{t('noVerifyToken')}</Alert>}
      {user ? (
        <EntryLink to="/profile">{t('toProfile')}</EntryLink>
      ) : (
        <EntryLink to="/login">{t('backToSignIn')}</EntryLink>
      )}
    </GuestFrame>
  );
}

/** As a query and not a mutation, so that one token is sent once however often the page is drawn. */
function useVerification(token: string | undefined) {
  return useQuery({
    queryKey: ['verify-email', token],
    queryFn: () =>
      getClient()
        .http.request('post', '/api/auth/verify-email', { body: { token: token ?? '' } })
        .then(() => true),
    enabled: token !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
