import { useFormat, useMessages, useToasts } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useUnlock } from '../api/lock-channel.ts';
import type { Channel } from '../api/registry.ts';
import { messages } from '../messages.ts';

interface LockNoticeProps {
  channel: Channel;
  mayAct: boolean;
}

/** Who locked the channel, when and why. */
export function LockNotice({
  channel: { name, locked_at, locked_by, locked_reason },
  mayAct,
}: LockNoticeProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const toasts = useToasts();
  const unlock = useUnlock(name);
  if (!locked_at) return null;
  const open = () =>
    unlock.mutate(undefined, {
      onSuccess: () => toasts.success(t('unlocked', { channel: name })),
      onError: (error) => toasts.failure(t('notUnlocked'), error),
    });
  const action = mayAct && (
    <Button color="inherit" size="small" loading={unlock.isPending} onClick={open}>
      {t('unlock')}
    </Button>
  );
  return (
    <Alert severity="info" action={action || undefined} sx={{ mb: 2 }}>
      {t('locked', { channel: name, when: format.dateTime(locked_at), name: locked_by ?? '' })}
      <br />
      {locked_reason}
    </Alert>
  );
}
