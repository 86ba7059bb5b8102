import { EditorDialog, EditorForm } from '@intarsia/editor';
import { useMessages, useToasts } from '@intarsia/ui';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useLock } from '../api/lock-channel.ts';
import { messages } from '../messages.ts';

/** Closes a channel to releases, after asking why. */
export function LockButton({ channel }: { channel: string }) {
  const t = useMessages(messages);
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button variant="outlined" onClick={() => setAsking(true)}>
        {t('lock')}
      </Button>
      <EditorDialog editing={asking ? channel : undefined} onClose={close}>
        {(shown) => <LockForm channel={shown} onClose={close} />}
      </EditorDialog>
    </>
  );
}

function LockForm({ channel, onClose }: { channel: string; onClose: () => void }) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const lock = useLock(channel);
  const submit = (form: FormData) =>
    lock.mutate(String(form.get('reason') ?? '').trim(), {
      onSuccess: () => {
        toasts.success(t('lockedNow', { channel }));
        onClose();
      },
    });
  return (
    <EditorForm
      title={t('lockTitle', { channel })}
      action={t('lock')}
      busy={lock.isPending}
      error={lock.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      {(errors) => (
        <>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('lockText')}
          </Typography>
          <TextField
            name="reason"
            label={t('reason')}
            helperText={errors['reason'] ?? t('reasonHelp')}
            error={errors['reason'] !== undefined}
            required
            slotProps={{ htmlInput: { maxLength: 1000 } }}
          />
        </>
      )}
    </EditorForm>
  );
}
