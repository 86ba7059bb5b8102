import { getClient } from '@intarsia/client';
import { useMessages } from '@intarsia/ui';
import { GuestFrame, TextInput } from '@intarsia/ui/sign-in';
import { useMutation } from '@tanstack/react-query';
import { NewPasswordField } from '../forms/new-password-field.tsx';
import { PlainForm } from '../forms/plain-form.tsx';
import { passwordOf, textOf } from '../forms/text-of.ts';
import { EntryLink } from './entry-link.tsx';
import { messages } from './messages.ts';

const fields = ['name', 'email', 'username', 'password'];

/** Makes an account and signs in at once. */
export function RegisterPage() {
  const t = useMessages(messages);
  const register = useMutation({ mutationFn: (form: FormData) => getClient().auth.register(read(form)) });
  return (
    <GuestFrame title={t('register')} text={t('registerText')}>
      <PlainForm
        label={t('register')}
        action={t('create')}
        fields={fields}
        submission={register}
        onSubmit={register.mutate}
        wide
      >
        {(errors) => (
          <>
            <TextInput
              name="name"
              label={t('name')}
              autoComplete="name"
              required
              autoFocus
              problem={errors['name']}
            />
            {/* What one signs in with, which is what password managers keep as the user's name. */}
            <TextInput
              name="email"
              label={t('email')}
              type="email"
              autoComplete="username"
              required
              problem={errors['email']}
            />
            <TextInput
              name="username"
              label={t('username')}
              autoComplete="nickname"
              hint={t('usernameHint')}
              problem={errors['username']}
              inputProps={{ autoCapitalize: 'none', spellCheck: false }}
            />
            <NewPasswordField name="password" problem={errors['password']} />
          </>
        )}
      </PlainForm>
      <EntryLink to="/login">{t('haveAccount')}</EntryLink>
    </GuestFrame>
  );
}

function read(form: FormData) {
  const username = textOf(form, 'username');
  return {
    name: textOf(form, 'name'),
    email: textOf(form, 'email'),
    password: passwordOf(form, 'password'),
    ...(username && { username }),
  };
}
