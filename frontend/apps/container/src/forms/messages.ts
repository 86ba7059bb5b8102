import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: { lengthHint: '8 to 128 characters, blanks and all alphabets included. The longer the better.' },
  de: { lengthHint: '8 bis 128 Zeichen, auch Leerzeichen und alle Schriften. Je länger, desto besser.' },
});
