import { useClient, useMessages, useSession } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import type { ReactNode } from 'react';
import { GuestFrame } from './guest-frame.tsx';
import { LoginForm } from './login-form.tsx';
import { messages } from './messages.ts';

interface LoginPageProps {
  /** What one signs in to, when it is not the whole platform. */
  product?: string;
  /** Under the form: other ways in. */
  children?: ReactNode;
}

export function LoginPage({ product = 'Intarsia', children }: LoginPageProps) {
  const t = useMessages(messages);
  const { auth } = useClient();
  const session = useSession();
  const ended = session.status === 'guest' && session.reason === 'ended';
  return (
    <GuestFrame title={t('signInTo', { product })} tabTitle={t('signIn')} text={t('useYourAccount')}>
      {ended && <Alert severity="info">{t('sessionEnded')}</Alert>}
      <LoginForm onSubmit={(credentials) => auth.login(credentials)} />
      {children}
    </GuestFrame>
  );
}
