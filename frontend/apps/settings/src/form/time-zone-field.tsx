import { useLanguage, useMessages } from '@intarsia/ui';
import { messages } from '../messages.ts';
import { SelectField } from './select-field.tsx';
import { timeIn, timeZones } from './time-zones.ts';

interface TimeZoneFieldProps {
  /** Null is the browser's own. */
  value: string | null;
  onChange: (zone: string | null) => void;
}

export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const t = useMessages(messages);
  const { language } = useLanguage();
  return (
    <SelectField
      label={t('timezone')}
      value={value ?? ''}
      options={[
        { value: '', label: t('asBrowser') },
        ...timeZones(value).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
      ]}
      onChange={(zone) => onChange(zone || null)}
      hint={t('now', { time: timeIn(value, language, new Date()) })}
    />
  );
}
