import { getClient } from '@intarsia/client';
import { useMessages } from '@intarsia/ui';
import { GuestFrame, TextInput } from '@intarsia/ui/sign-in';
import Alert from '@mui/material/Alert';
import { useMutation } from '@tanstack/react-query';
import { PlainForm } from '../forms/plain-form.tsx';
import { textOf } from '../forms/text-of.ts';
import { EntryLink } from './entry-link.tsx';
import { messages } from './messages.ts';

/** Asks for a mail with a link. The server does not say whether anybody has the address, and neither does this page. */
export function ForgottenPage() {
  const t = useMessages(messages);
  const ask = useMutation({
    mutationFn: (email: string) =>
      getClient().http.request('post', '/api/auth/password-reset', { body: { email } }),
  });
  return (
    <GuestFrame title={t('forgotten')} text={t('forgottenText')}>
      {ask.isSuccess && (
        <Alert severity="success" role="status">
          {t('mailSent', { email: ask.variables })}
        </Alert>
      )}
      <PlainForm
        label={t('forgotten')}
        action={t(ask.isSuccess ? 'sendAgain' : 'sendLink')}
        fields={['email']}
        submission={ask}
        onSubmit={(form) => ask.mutate(textOf(form, 'email'))}
        wide
      >
        {(errors) => (
          <TextInput
            name="email"
            label={t('email')}
            type="email"
            autoComplete="username"
            required
            autoFocus
            problem={errors['email']}
          />
        )}
      </PlainForm>
      <EntryLink to="/login">{t('backToSignIn')}</EntryLink>
    </GuestFrame>
  );
}
