import { Loadable } from '@intarsia/editor';
import { useMessages } from '@intarsia/ui';
import { useDefaults, useSaveDefaults } from '../api/defaults.ts';
import { SettingsForm } from '../form/settings-form.tsx';
import { messages } from '../messages.ts';

export function Defaults() {
  const t = useMessages(messages);
  const defaults = useDefaults();
  const save = useSaveDefaults();
  return (
    <Loadable query={defaults} failed={t('notLoaded')} shape={[280, 180]}>
      {defaults.data && <SettingsForm settings={defaults.data} save={save} />}
    </Loadable>
  );
}
