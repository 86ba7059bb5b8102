import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    title: 'Go to',
    search: 'Page or command',
    home: 'Home',
    errors: 'Errors in pages',
    none: 'Nothing fits',
  },
  de: {
    title: 'Gehe zu',
    search: 'Seite oder Befehl',
    home: 'Start',
    errors: 'Fehler in Seiten',
    none: 'Nichts passt',
  },
});
