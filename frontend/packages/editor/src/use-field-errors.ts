import { useMessages } from '@intarsia/ui';
import { useCallback } from 'react';
import { messages } from './messages.ts';
import { fieldRefusals } from './refusal.ts';

const known = [
  'password_too_short',
  'password_too_long',
  'password_too_common',
  'password_is_a_name',
  'email_taken',
  'username_taken',
  'wrong_password',
] as const;

/** What is wrong with single fields, in the page's words where it has them, else in the server's. */
export function useFieldErrors(): (error: unknown) => Record<string, string> {
  const t = useMessages(messages);
  return useCallback(
    (error) => {
      const texts = Object.entries(fieldRefusals(error)).map(([name, { type, msg }]) => {
        const key = known.find((word) => word === type);
        return [name, key ? t(key) : msg];
      });
      return Object.fromEntries(texts);
    },
    [t],
  );
}
