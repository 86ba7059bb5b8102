import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    asTable: 'As a table',
    tableOf: 'Table of {title}',
    csvOf: 'CSV of {title}',
    nothingRecorded: 'Nothing was recorded',
    nothingRecordedText: 'No events lie in this range.',
  },
  de: {
    asTable: 'Als Tabelle',
    tableOf: 'Tabelle zu {title}',
    csvOf: 'CSV zu {title}',
    nothingRecorded: 'Nichts aufgezeichnet',
    nothingRecordedText: 'In diesem Zeitraum liegen keine Ereignisse.',
  },
});
