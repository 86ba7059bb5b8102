import type { Credentials } from '@intarsia/client';
import { useDescribeError, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { type FormEvent, useRef, useState } from 'react';
import { messages } from './messages.ts';
import { PasswordField } from './password-field.tsx';
import { TextInput } from './text-input.tsx';

interface LoginFormProps {
  onSubmit: (credentials: Credentials) => Promise<void>;
  /** Off where the form is not what the page is for. */
  autoFocus?: boolean;
}

export function LoginForm({ onSubmit, autoFocus = true }: LoginFormProps) {
  const t = useMessages(messages);
  const describe = useDescribeError();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit({ login: String(form.get('login')).trim(), password: String(form.get('password')) });
    } catch (refusal) {
      const { code, detail } = describe(refusal);
      // The server says on purpose not whether the name or the password was wrong.
      setError(code === 'invalid_credentials' ? t('wrongCredentials') : detail);
      setBusy(false);
      password.current?.select();
    }
  }

  return (
    <Stack component="form" onSubmit={submit} spacing={2.5} aria-label={t('signIn')}>
      {error && <Alert severity="error">{error}</Alert>}
      <TextInput
        name="login"
        label={t('emailOrUserName')}
        autoComplete="username"
        autoFocus={autoFocus}
        required
        inputProps={{ autoCapitalize: 'none', spellCheck: false }}
      />
      <PasswordField inputRef={password} />
      <Button type="submit" variant="contained" size="large" loading={busy} loadingPosition="start">
        {busy ? t('signingIn') : t('signIn')}
      </Button>
    </Stack>
  );
}
