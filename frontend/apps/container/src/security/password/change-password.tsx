import { getClient, type NewPassword } from '@intarsia/client';
import { useMessages, useToasts, useUser } from '@intarsia/ui';
import { PasswordField } from '@intarsia/ui/sign-in';
import Stack from '@mui/material/Stack';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { NewPasswordField } from '../../forms/new-password-field.tsx';
import { PlainForm } from '../../forms/plain-form.tsx';
import { passwordOf } from '../../forms/text-of.ts';
import { UsernameForManagers } from '../../forms/username-for-managers.tsx';
import { messages } from '../messages.ts';

/** Ends every other sign-in; this page goes on. */
export function ChangePassword() {
  const t = useMessages(messages);
  const email = useUser()?.email ?? '';
  const [round, setRound] = useState(0);
  const change = useChangePassword(() => setRound((last) => last + 1));
  return (
    <Stack sx={{ maxWidth: 420 }}>
      <PlainForm
        // Once it is done the fields are empty again.
        key={round}
        label={t('password')}
        action={t('changePassword')}
        fields={['current_password', 'new_password']}
        submission={change}
        onSubmit={(form) => change.mutate(read(form))}
      >
        {(errors) => (
          <>
            <UsernameForManagers username={email} />
            <PasswordField
              name="current_password"
              label={t('currentPassword')}
              problem={errors['current_password']}
            />
            <NewPasswordField name="new_password" label={t('newPassword')} problem={errors['new_password']} />
          </>
        )}
      </PlainForm>
    </Stack>
  );
}

function useChangePassword(onDone: () => void) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPassword) => getClient().auth.changePassword(body),
    onSuccess: () => {
      toasts.success(t('passwordChanged'));
      onDone();
      return queries.invalidateQueries();
    },
  });
}

function read(form: FormData): NewPassword {
  return {
    current_password: passwordOf(form, 'current_password'),
    new_password: passwordOf(form, 'new_password'),
  };
}
