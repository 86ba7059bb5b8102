import { getClient } from '@intarsia/client';
import { useMessages, useUser } from '@intarsia/ui';
import { GuestFrame } from '@intarsia/ui/sign-in';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { NewPasswordField } from '../forms/new-password-field.tsx';
import { PlainForm } from '../forms/plain-form.tsx';
import { passwordOf } from '../forms/text-of.ts';
import { useMailToken } from '../mail-link/use-mail-token.ts';
import { EntryLink } from './entry-link.tsx';
import { messages } from './messages.ts';

/** Sets a new password by the mailed link; every sign-in ends, this browser's as well. */
export function ResetPage() {
  const t = useMessages(messages);
  const token = useMailToken();
  const reset = useReset(token ?? '');
  if (reset.isSuccess) return <Done />;
  if (!token) return <NoToken />;
  return (
    <GuestFrame title={t('reset')} text={t('resetText')}>
      <PlainForm
        label={t('reset')}
        action={t('setPassword')}
        fields={['password']}
        submission={reset}
        onSubmit={(form) => reset.mutate(passwordOf(form, 'password'))}
        wide
      >
        {(errors) => (
          <NewPasswordField name="password" label={t('newPassword')} problem={errors['password']} />
        )}
      </PlainForm>
      <EntryLink to="/forgotten-password">{t('anotherLink')}</EntryLink>
    </GuestFrame>
  );
}

function useReset(token: string) {
  const user = useUser();
  return useMutation({
    mutationFn: async (password: string) => {
      const { auth, http } = getClient();
      await http.request('post', '/api/auth/password-reset/confirm', { body: { token, password } });
      if (user) await auth.logout();
    },
  });
}

function Done() {
  const t = useMessages(messages);
  return (
    <GuestFrame title={t('resetDone')} text={t('resetDoneText')}>
      <Button component={Link} to="/login" variant="contained" size="large">
        {t('signIn')}
      </Button>
    </GuestFrame>
  );
}

function NoToken() {
  const t = useMessages(messages);
  return (
    <GuestFrame title={t('reset')}>
      <Alert severity="warning">{t('noToken')}</Alert>
      <EntryLink to="/forgotten-password">{t('anotherLink')}</EntryLink>
    </GuestFrame>
  );
}
