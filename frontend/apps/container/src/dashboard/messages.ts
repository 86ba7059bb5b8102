import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    numbers: 'Numbers',
    users: 'Users',
    records: 'Records',
    events: 'Events in 30 days',
    openErrors: 'Open errors',
    signIns: 'Active sign-ins',
    liveRelease: 'Release of this page',
    loading: 'Counting',
    someMissing: 'Some numbers could not be loaded',
    tryAgain: 'Try again',
  },
  de: {
    numbers: 'Zahlen',
    users: 'Benutzer',
    records: 'Datensätze',
    events: 'Ereignisse in 30 Tagen',
    openErrors: 'Offene Fehler',
    signIns: 'Aktive Anmeldungen',
    liveRelease: 'Release dieser Seite',
    loading: 'Wird gezählt',
    someMissing: 'Einige Zahlen ließen sich nicht laden',
    tryAgain: 'Erneut versuchen',
  },
});
