import { defineMessages, type TranslateOf } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    search: 'Search',
    pages: 'Pages',
    rowsPerPage: 'Rows per page',
    rows: '{count} rows',
    firstPage: 'First page',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    loading: 'Loading',
    someOf: '{shown} of {count}{capped}',
    rangeOf: '{from}–{to} of {count}{capped}',
    none: 'None',
  },
  de: {
    search: 'Suche',
    pages: 'Seiten',
    rowsPerPage: 'Zeilen je Seite',
    rows: '{count} Zeilen',
    firstPage: 'Erste Seite',
    previousPage: 'Vorige Seite',
    nextPage: 'Nächste Seite',
    loading: 'Wird geladen',
    someOf: '{shown} von {count}{capped}',
    rangeOf: '{from}–{to} von {count}{capped}',
    none: 'Keine',
  },
});

export type Translate = TranslateOf<typeof messages>;
