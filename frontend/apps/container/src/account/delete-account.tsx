import { getClient, type Me } from '@intarsia/client';
import { EditorDialog, EditorForm } from '@intarsia/editor';
import { useMessages } from '@intarsia/ui';
import { PasswordField } from '@intarsia/ui/sign-in';
import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordOf } from '../forms/text-of.ts';
import { UsernameForManagers } from '../forms/username-for-managers.tsx';
import { messages } from './messages.ts';

/** Asks for the password, because what follows cannot be undone. */
export function DeleteAccount({ me }: { me: Me }) {
  const t = useMessages(messages);
  const [asked, setAsked] = useState<Me>();
  const close = () => setAsked(undefined);
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => setAsked(me)} sx={{ alignSelf: 'flex-start' }}>
        {t('deleteAccount')}
      </Button>
      <EditorDialog editing={asked} onClose={close}>
        {() => <Question me={me} onCancel={close} />}
      </EditorDialog>
    </>
  );
}

function Question({ me, onCancel }: { me: Me; onCancel: () => void }) {
  const t = useMessages(messages);
  const deletion = useMutation({
    mutationFn: (password: string) => getClient().auth.deleteAccount(password),
  });
  return (
    <EditorForm
      title={t('deleteQuestion')}
      action={t('deleteForever')}
      destructive
      busy={deletion.isPending}
      error={deletion.error}
      onSubmit={(form) => deletion.mutate(passwordOf(form, 'password'))}
      onCancel={onCancel}
    >
      {(errors) => (
        <>
          <DialogContentText>{t('deleteText', { email: me.email })}</DialogContentText>
          <UsernameForManagers username={me.email} />
          <PasswordField problem={errors['password']} autoFocus />
        </>
      )}
    </EditorForm>
  );
}
