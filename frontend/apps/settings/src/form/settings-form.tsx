import { Group } from '@intarsia/editor';
import { languageNames, languages, type Settings, type SettingsChange, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import { messages } from '../messages.ts';
import { ColorField } from './color-field.tsx';
import { Refused } from './refused.tsx';
import { SelectField } from './select-field.tsx';
import { SwitchField } from './switch-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

interface SettingsFormProps {
  settings: Settings;
  save: {
    mutate: (change: SettingsChange) => void;
    error: unknown;
    variables: SettingsChange | undefined;
  };
}

const modes = ['system', 'light', 'dark', 'contrast'] as const;
const notifications = ['notifications_enabled', 'email_notifications', 'push_notifications'] as const;

/** Saves each change at once; a refusal stands under the group of the field that it concerns. */
export function SettingsForm({ settings, save }: SettingsFormProps) {
  const t = useMessages(messages);
  const set = save.mutate;
  const refused = (...names: (keyof Settings)[]) => <Refused names={names} save={save} />;
  const toggle = (name: 'compact_mode' | 'auto_save' | (typeof notifications)[number]) => (
    <SwitchField
      key={name}
      label={t(name)}
      checked={settings[name]}
      onChange={(checked) => set({ [name]: checked })}
      {...(name === 'compact_mode' && { hint: t('compactHint') })}
    />
  );
  const color = (name: 'primary_color' | 'secondary_color') => (
    <ColorField label={t(name)} value={settings[name]} onChange={(value) => set({ [name]: value })} />
  );
  return (
    <Stack spacing={3} sx={{ maxWidth: 640 }}>
      <Group title={t('appearance')}>
        <SelectField
          label={t('theme_mode')}
          value={settings.theme_mode}
          options={modes.map((mode) => ({ value: mode, label: t(mode) }))}
          onChange={(theme_mode) => set({ theme_mode })}
        />
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { sm: '1fr 1fr' } }}>
          {color('primary_color')}
          {color('secondary_color')}
        </Box>
        {toggle('compact_mode')}
        {refused('theme_mode', 'primary_color', 'secondary_color', 'compact_mode')}
      </Group>
      <Group title={t('region')}>
        <SelectField
          label={t('language')}
          value={settings.language ?? ''}
          options={[
            { value: '', label: t('asBrowser') },
            ...languages.map((language) => ({ value: language, label: languageNames[language] })),
          ]}
          onChange={(language) => set({ language: language || null })}
        />
        <TimeZoneField value={settings.timezone} onChange={(timezone) => set({ timezone })} />
        {refused('language', 'timezone')}
      </Group>
      <Group title={t('notifications')}>
        {notifications.map(toggle)}
        {refused(...notifications)}
      </Group>
      <Group title={t('editing')}>
        {toggle('auto_save')}
        {refused('auto_save')}
      </Group>
    </Stack>
  );
}
