import { Loadable } from '@intarsia/editor';
import { useConfirm, useMessages, useSaveSettings, useSettings, useToasts } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { useResetSettings } from '../api/reset-settings.ts';
import { SettingsForm } from '../form/settings-form.tsx';
import { messages } from '../messages.ts';

export function Mine() {
  const t = useMessages(messages);
  const settings = useSettings();
  const save = useSaveSettings();
  return (
    <Loadable query={settings} failed={t('notLoaded')} shape={[280, 180]}>
      {settings.data && <SettingsForm settings={settings.data} save={save} />}
      <ResetButton />
    </Loadable>
  );
}

function ResetButton() {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const reset = useResetSettings();
  const ask = async () => {
    const question = { title: t('resetQuestion'), text: t('resetText'), action: t('reset') };
    if (!(await confirm(question))) return;
    reset.mutate(undefined, {
      onSuccess: () => toasts.success(t('wasReset')),
      onError: (error) => toasts.failure(t('notReset'), error),
    });
  };
  return (
    <Button variant="outlined" onClick={() => void ask()} loading={reset.isPending} sx={{ mt: 3 }}>
      {t('reset')}
    </Button>
  );
}
