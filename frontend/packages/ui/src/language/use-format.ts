import { useMemo } from 'react';
import { useLanguage } from './language-context.ts';

export interface Format {
  number(value: number, options?: Intl.NumberFormatOptions): string;
  date(value: string | number | Date, options?: Intl.DateTimeFormatOptions): string;
  /** Day and time of day. */
  dateTime(value: string | number | Date): string;
  /** "3 hours ago", by the largest unit that fits. */
  ago(value: string | number | Date, now?: number): string;
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function createFormat(language: string, timeZone: string | undefined): Format {
  const zone = timeZone ? { timeZone } : {};
  const date: Format['date'] = (value, options = { dateStyle: 'medium' }) =>
    new Intl.DateTimeFormat(language, { ...zone, ...options }).format(new Date(value));
  return {
    date,
    number: (value, options) => new Intl.NumberFormat(language, options).format(value),
    dateTime: (value) => date(value, { dateStyle: 'medium', timeStyle: 'short' }),
    ago(value, now = Date.now()) {
      const seconds = (new Date(value).getTime() - now) / 1000;
      const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
      const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
      return relative.format(Math.round(seconds / length), unit);
    },
  };
}

/** Numbers and dates in the person's language and time zone. */
export function useFormat(): Format {
  const { language, timeZone } = useLanguage();
  return useMemo(() => createFormat(language, timeZone), [language, timeZone]);
}
