import { getClient, type Me } from '@intarsia/client';
import { useMessages, useToasts } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { messages } from './messages.ts';

/** Whether the address is proven, and the way to prove it. */
export function EmailState({ me: { email, email_verified } }: { me: Me }) {
  const t = useMessages(messages);
  if (email_verified) return <Alert severity="success">{t('confirmed', { email })}</Alert>;
  return (
    <Alert severity="warning" action={<SendAgain email={email} />}>
      {t('notConfirmed', { email })}
    </Alert>
  );
}

function SendAgain({ email }: { email: string }) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const send = useMutation({
    mutationFn: () => getClient().http.request('post', '/api/auth/verify-email', {}),
    onSuccess: () => toasts.success(t('sent', { email })),
    onError: (error) => toasts.failure(t('notSent'), error),
  });
  return (
    <Button
      color="inherit"
      size="small"
      loading={send.isPending}
      onClick={() => send.mutate()}
      sx={{ whiteSpace: 'nowrap' }}
    >
      {t('sendAgain')}
    </Button>
  );
}
