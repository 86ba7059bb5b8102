import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    title: 'Errors in pages',
    text: 'What went wrong in the pages of all people, grouped.',
    list: 'Errors',
    seen: '{app} {version} · {when}',
    count: { one: '{count} time', other: '{count} times' },
    resolve: 'Resolve',
    resolveOf: 'Resolve “{message}”',
    resolved: '“{message}” is resolved',
    notResolved: 'Not resolved',
    none: 'No open errors',
    noneText: 'Nothing that pages reported is left to resolve.',
    notAllowed: 'Not open to your role',
    notAllowedText: 'Reported errors are for those who can do something about them.',
    failed: 'The errors could not be loaded',
    more: '{count} more are open; resolve these first.',
    close: 'Close',
    loading: 'Loading errors',
  },
  de: () => import('./messages.de.ts'),
});
